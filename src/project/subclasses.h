// subclasses.h
//
// Who inherits from a class. A subclass names its base in the text, so only modules that hold the
// name are looked at, by their published interfaces: nothing is parsed for it.

#pragma once

#include <functional>

#include "project/uses.h"

namespace krait::project {

/// A class in the published unit of its module; true: go on with its own subclasses.
using VisitSubclass = std::function<bool(InspectedUnit& unit, const types::ClassInfo& info)>;

/// Calls `visit` for each class of the workspace that has the class among its bases, then for
/// theirs, each once. No unit may be held.
void for_each_subclass(const UseSearch& search, symbols::DefId of, const VisitSubclass& visit);

}  // namespace krait::project

// later_uses.h
//
// `x = []` says that it is a list, and not of what. Mostly what is put into it later does: in other
// functions, where no checker looks for it, but a person does.

#pragma once

#include "server/features/question.h"

namespace krait::features {

/// The type of the variable that `statement` declares, from what the module puts into it: null in
/// `type` if it puts in nothing. Gives the unit that the type belongs to. No unit may be held.
[[nodiscard]] project::HeldUnit type_from_later_uses(const Question& question,
                                                     const project::LoadedModulePtr& module,
                                                     syntax::NodeId statement,
                                                     syntax::NodeId target, types::TypePtr& type);

}  // namespace krait::features

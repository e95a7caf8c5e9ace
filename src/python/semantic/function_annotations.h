// function_annotations.h
//
// What is written about a function's types, wherever it stands.

#pragma once

#include <optional>
#include <vector>

#include "python/semantic/analysis.h"

namespace krait::semantic {

struct Annotations {
    std::vector<std::optional<Written>> args;
    std::optional<Written> returns;
    bool any = false;
};

[[nodiscard]] Annotations annotations_of(Analyzer& a, NodeId function);

/// A comment that is no type, nor a signature.
void report_bad_type_comment(Analyzer& a, NodeId at, std::string_view comment);

}  // namespace krait::semantic

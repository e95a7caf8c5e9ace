// implementation.h
//
// Where what is declared here is really done: the classes that inherit from a class, the methods
// that override a method.

#pragma once

#include <vector>

#include "protocol/language_features.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::Location> implementation(
    const Question& question, const protocol::TextDocumentPositionParams& at);

}  // namespace krait::features

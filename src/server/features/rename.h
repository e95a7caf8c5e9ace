// rename.h
//
// Another name for something, everywhere it is used. A rename that can't be done safely is refused
// with a sentence that says why: half of a rename is worse than none.

#pragma once

#include <string>
#include <tl/expected.hpp>

#include "protocol/navigation.h"
#include "server/features/question.h"

namespace krait::features {

template <class T>
using OrRefusal = tl::expected<T, std::string>;

[[nodiscard]] OrRefusal<protocol::RenamePlace> prepare_rename(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] OrRefusal<protocol::Renaming> rename(const Question& question,
                                                   const protocol::RenameParams& params);

}  // namespace krait::features

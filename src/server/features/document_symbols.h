// document_symbols.h
//
// A file's outline: its classes and functions, each with what is inside, and the names that modules
// and classes bind.

#pragma once

#include "protocol/structure.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] protocol::DocumentSymbols document_symbols(
    const Question& question, const protocol::TextDocumentParams& params);

}  // namespace krait::features

// decoding.h
//
// From a file's bytes to the UTF-8 that everything else works on: the byte order mark, the coding
// cookie of PEP 263, and the few encodings that Python sources still come in.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace krait::syntax {

/// The text of a source file, without a byte order mark. Fails, in mypy's words, on an encoding
/// that isn't known and on bytes that aren't in theirs.
[[nodiscard]] base::Result<std::string> decode_source(std::string_view bytes);

/// The encoding that a comment in the first two lines asks for, in lower case with hyphens;
/// "utf-8" if none does.
[[nodiscard]] std::string declared_encoding(std::string_view bytes);

}  // namespace krait::syntax

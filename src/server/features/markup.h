// markup.h
//
// Types, signatures and docstrings as a person reads them: what hover, completion and signature
// help show alike.

#pragma once

#include <string>
#include <string_view>

#include "protocol/language_features.h"
#include "python/types/context.h"

namespace krait::features {

/// `def name(x: int) -> str`, as mypy prints signatures.
[[nodiscard]] std::string signature_text(types::Context& cx, const types::CallableType& function,
                                         std::string_view name);
/// `(parameter) name: int` of a function or of a class's constructor.
[[nodiscard]] std::string parameter_text(types::Context& cx, const types::Definition& function,
                                         base::Name parameter);
[[nodiscard]] bool is_property_getter(const types::Definition& definition);

/// A docstring without the indentation that it has in the source (PEP 257).
[[nodiscard]] std::string clean_docstring(std::string_view text);
/// The same as Markdown: code that the text shows stays code.
[[nodiscard]] std::string docstring_as_markdown(std::string_view text);

/// A piece of Python and what is to be said about it.
[[nodiscard]] protocol::MarkupContent code_and_documentation(const std::string& code,
                                                             std::string_view docstring,
                                                             bool markdown);

/// What is to be said about a thing, without the thing.
[[nodiscard]] protocol::MarkupContent documentation(std::string_view docstring, bool markdown);

}  // namespace krait::features

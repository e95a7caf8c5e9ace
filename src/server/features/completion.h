// completion.h
//
// What could be typed next: members behind a dot, names in scope, keyword arguments, modules and
// their names in imports, keys of TypedDicts and values of Literals in strings, and names of other
// modules together with the import that they need.
//
// The text is broken as a rule when somebody asks. That is the parser's business: `x.` at the end
// of a line is an attribute without a name, and the checker knows the type of what stands before
// it.
//
// An item has what a list shows; signature and documentation come when a person stops at it
// (`resolve_completion`).

#pragma once

#include "protocol/completion.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] protocol::CompletionList completion(const Question& question,
                                                  const protocol::CompletionParams& at);
[[nodiscard]] protocol::CompletionItem resolve_completion(const Question& question,
                                                          const protocol::CompletionItem& item);

}  // namespace krait::features

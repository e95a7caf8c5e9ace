// code_actions.h
//
// What can be done at a place: quick fixes of diagnostics, rewritings, the imports put in order.
// The actions themselves are in the files action_*.cpp; here they are asked one after the other.

#pragma once

#include <string>
#include <vector>

#include "protocol/code_actions.h"
#include "server/features/question.h"

namespace krait::features {

/// The command that tells how to install a stub package, which is its argument.
inline constexpr const char* kHowToInstall = "krait.howToInstall";

[[nodiscard]] std::vector<std::string> code_action_kinds();

[[nodiscard]] protocol::CodeActionAnswer code_actions(const Question& question,
                                                      const protocol::CodeActionParams& params);
/// An action that was given without its edit, with it.
[[nodiscard]] protocol::ResolvedCodeAction resolve_code_action(
    const Question& question, const protocol::CodeActionResolveParams& params);

}  // namespace krait::features

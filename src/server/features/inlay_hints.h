// inlay_hints.h
//
// What the text leaves out: the types of variables that are inferred, the names of parameters that
// arguments are for. Left out here again where it is plain to see.

#pragma once

#include <vector>

#include "protocol/hints.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::InlayHint> inlay_hints(const Question& question,
                                                           const protocol::InlayHintParams& in);

}  // namespace krait::features

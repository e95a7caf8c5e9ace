#include "server/features/hover.h"

namespace krait::features {

std::optional<protocol::Hover> hover(const Question&, const protocol::TextDocumentPositionParams&) {
    return std::nullopt;
}

}  // namespace krait::features

// texts.cpp: filling in the placeholders of message texts.

#include "python/messages/texts.h"

namespace krait::messages {

std::string fill(std::string_view text, std::initializer_list<std::string_view> values) {
    constexpr std::string_view kPlaceholder = "{}";
    std::string filled;
    for (std::string_view value : values) {
        const std::size_t at = text.find(kPlaceholder);
        if (at == std::string_view::npos) break;
        filled.append(text.substr(0, at)).append(value);
        text.remove_prefix(at + kPlaceholder.size());
    }
    return filled.append(text);
}

}  // namespace krait::messages

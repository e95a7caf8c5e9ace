// convert_locations.cpp: answers that are lists of places (definition, references and so on).

#include "protocol/convert.h"
#include "protocol/json_text.h"

namespace krait::protocol {

namespace {

std::string text_of(const Position& at) {
    return "{\"character\":" + std::to_string(at.character) +
           ",\"line\":" + std::to_string(at.line) + "}";
}

}  // namespace

/// A common name has thousands of uses: made into values first, these would cost as much as finding
/// them.
std::string encode(const std::vector<Location>& locations) {
    std::string out = "[";
    std::string uri;
    for (std::size_t i = 0; i < locations.size(); ++i) {
        const Location& one = locations[i];
        if (i == 0 || locations[i - 1].uri != one.uri) uri = json_string(one.uri);
        out += i == 0 ? "{\"range\":{\"end\":" : ",{\"range\":{\"end\":";
        out += text_of(one.range.end) + ",\"start\":" + text_of(one.range.start);
        out += "},\"uri\":" + uri + "}";
    }
    return out + "]";
}

}  // namespace krait::protocol

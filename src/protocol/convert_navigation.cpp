#include "protocol/convert_navigation.h"

#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

// Not in an unnamed namespace: the readers of vectors and optionals find these by their types.

using nlohmann::json;

static void read(const JsonCursor& at, HierarchyItemParams& out) {
    if (!at.expect_object()) return;
    const JsonCursor item = at.field("item");
    if (!item.expect_object()) return;
    Range name;
    item.required("uri", out.text_document.uri);
    item.required("selectionRange", name);
    out.position = name.start;
}

static void read(const JsonCursor& at, WorkspaceSymbolParams& out) {
    if (at.expect_object()) at.required("query", out.query);
}

template <>
Decoded<HierarchyItemParams> decode(const Payload& payload) {
    return decode_payload<HierarchyItemParams>(payload);
}
template <>
Decoded<WorkspaceSymbolParams> decode(const Payload& payload) {
    return decode_payload<WorkspaceSymbolParams>(payload);
}

static json write(const HierarchyItem& item) {
    json out = {{"name", item.name},
                {"kind", static_cast<int>(item.kind)},
                {"uri", item.uri},
                {"range", write(item.range)},
                {"selectionRange", write(item.selection_range)}};
    if (!item.detail.empty()) out["detail"] = item.detail;
    return out;
}

static json write(const std::vector<Range>& ranges) {
    json out = json::array();
    for (const Range& range : ranges) out.push_back(write(range));
    return out;
}

static json write(const IncomingCall& call) {
    return {{"from", write(call.from)}, {"fromRanges", write(call.ranges)}};
}

static json write(const OutgoingCall& call) {
    return {{"to", write(call.to)}, {"fromRanges", write(call.ranges)}};
}

static json write(const WorkspaceSymbol& symbol) {
    json out = {{"name", symbol.name},
                {"kind", static_cast<int>(symbol.kind)},
                {"location", write(symbol.location)}};
    if (!symbol.container.empty()) out["containerName"] = symbol.container;
    return out;
}

template <class T>
static std::string list(const std::vector<T>& items) {
    json out = json::array();
    for (const T& item : items) out.push_back(write(item));
    return json_text(out);
}

std::string encode(const std::vector<HierarchyItem>& items) {
    return items.empty() ? "null" : list(items);
}
std::string encode(const std::vector<IncomingCall>& calls) {
    return list(calls);
}
std::string encode(const std::vector<OutgoingCall>& calls) {
    return list(calls);
}
std::string encode(const std::vector<WorkspaceSymbol>& symbols) {
    return list(symbols);
}

}  // namespace krait::protocol

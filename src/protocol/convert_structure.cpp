#include "protocol/convert_structure.h"

#include <charconv>

#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

// Not in an unnamed namespace: the readers of vectors and optionals find these by their types.

using nlohmann::json;

static void read(const JsonCursor& at, SelectionRangeParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("positions", out.positions);
}

static void read(const JsonCursor& at, SemanticTokensRangeParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("range", out.range);
}

static void read(const JsonCursor& at, SemanticTokensDeltaParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("previousResultId", out.previous_result_id);
}

static json write(const DocumentSymbol& symbol) {
    json out = {{"name", symbol.name},
                {"kind", static_cast<int>(symbol.kind)},
                {"range", write(symbol.range)},
                {"selectionRange", write(symbol.selection_range)}};
    if (!symbol.detail.empty()) out["detail"] = symbol.detail;
    if (symbol.children.empty()) return out;
    json& children = out["children"] = json::array();
    for (const DocumentSymbol& child : symbol.children) children.push_back(write(child));
    return out;
}

/// The older form: a list, in which each names what it is in.
static void write_flat(const std::vector<DocumentSymbol>& symbols, const std::string& uri,
                       const std::string& container, json& out) {
    for (const DocumentSymbol& symbol : symbols) {
        json one = {{"name", symbol.name},
                    {"kind", static_cast<int>(symbol.kind)},
                    {"location", write(Location{uri, symbol.range})}};
        if (!container.empty()) one["containerName"] = container;
        out.push_back(std::move(one));
        write_flat(symbol.children, uri, symbol.name, out);
    }
}

std::string encode(const DocumentSymbols& symbols) {
    json out = json::array();
    if (!symbols.flat_uri.empty()) {
        write_flat(symbols.symbols, symbols.flat_uri, "", out);
    } else {
        for (const DocumentSymbol& symbol : symbols.symbols) out.push_back(write(symbol));
    }
    return json_text(out);
}

static const char* name_of(FoldingRangeKind kind) {
    switch (kind) {
        case FoldingRangeKind::Code:
            return nullptr;
        case FoldingRangeKind::Comment:
            return "comment";
        case FoldingRangeKind::Imports:
            return "imports";
        case FoldingRangeKind::Region:
            return "region";
    }
    return nullptr;
}

std::string encode(const std::vector<FoldingRange>& ranges) {
    json out = json::array();
    for (const FoldingRange& range : ranges) {
        json one = {{"startLine", range.start_line}, {"endLine", range.end_line}};
        if (const char* kind = name_of(range.kind)) one["kind"] = kind;
        out.push_back(std::move(one));
    }
    return json_text(out);
}

std::string encode(const std::vector<SelectionRange>& ranges) {
    json out = json::array();
    for (const SelectionRange& selection : ranges) {
        json chain;  // from the largest to the smallest, each the parent of the next
        for (auto range = selection.ranges.rbegin(); range != selection.ranges.rend(); ++range) {
            json one = {{"range", write(*range)}};
            if (!chain.is_null()) one["parent"] = std::move(chain);
            chain = std::move(one);
        }
        out.push_back(std::move(chain));
    }
    return json_text(out);
}

/// Five numbers for each name of a file: made into values first, these would cost more than finding
/// the names.
std::string encode(const SemanticTokens& tokens) {
    std::string out = "{\"data\":[";
    char digits[16];
    for (const std::uint32_t number : tokens.data) {
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        out.append(digits, end).push_back(',');
    }
    if (!tokens.data.empty()) out.pop_back();
    out += "]";
    if (!tokens.result_id.empty()) out += ",\"resultId\":" + json_string(tokens.result_id);
    return out + "}";
}

std::string encode(const SemanticTokensOrDelta& tokens) {
    if (const auto* all = std::get_if<SemanticTokens>(&tokens)) return encode(*all);
    const auto& delta = std::get<SemanticTokensDelta>(tokens);
    json edits = json::array();
    for (const SemanticTokensEdit& edit : delta.edits) {
        edits.push_back({{"start", edit.start}, {"deleteCount", edit.count}, {"data", edit.data}});
    }
    return json_text({{"resultId", delta.result_id}, {"edits", std::move(edits)}});
}

template <>
Decoded<SelectionRangeParams> decode(const Payload& payload) {
    return decode_payload<SelectionRangeParams>(payload);
}
template <>
Decoded<SemanticTokensRangeParams> decode(const Payload& payload) {
    return decode_payload<SemanticTokensRangeParams>(payload);
}
template <>
Decoded<SemanticTokensDeltaParams> decode(const Payload& payload) {
    return decode_payload<SemanticTokensDeltaParams>(payload);
}

}  // namespace krait::protocol

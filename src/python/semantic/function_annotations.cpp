// function_annotations.cpp
//
// What is written about a function's types: annotations, comments behind its parameters, and the
// old `# type: (int) -> str` below its head, which replaces them.

#include "python/semantic/function_annotations.h"

namespace krait::semantic {

namespace {

// --- `# type: (int) -> str`

struct SignatureComment {
    bool ellipsis = false;
    std::vector<Written> args;
    std::optional<Written> returns;
};

std::size_t matching_parenthesis(std::string_view comment, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < comment.size(); ++i) {
        char c = comment[i];
        if (c == '(' || c == '[' || c == '{') ++depth;
        if ((c == ')' || c == ']' || c == '}') && --depth == 0) return i;
    }
    return std::string_view::npos;
}

std::optional<Written> written_at(Analyzer& a, std::uint32_t start, std::uint32_t end) {
    std::string_view whole = a.module.text->text();
    while (start < end && (whole[start] == ' ' || whole[start] == '*')) ++start;
    while (end > start && whole[end - 1] == ' ') --end;
    if (start == end) return std::nullopt;
    Written written = parsed_text(a, {start, end});
    if (written.node == NodeId::None || !written.tree->errors().empty()) return std::nullopt;
    return written;
}

std::optional<SignatureComment> signature_comment(Analyzer& a, NodeId function) {
    const syntax::TypeComment* comment = a.tree.type_comment(function);
    if (comment == nullptr) return std::nullopt;
    std::string_view whole = a.module.text->text();
    std::uint32_t start = comment->text.start;
    std::string_view shown = whole.substr(start, comment->text.end - start);
    std::size_t open = shown.find('(');
    std::size_t close = open == 0 ? matching_parenthesis(shown, 0) : std::string_view::npos;
    std::size_t arrow = close == std::string_view::npos ? close : shown.find("->", close);
    if (arrow == std::string_view::npos) {
        report_bad_type_comment(a, function, shown);
        return std::nullopt;
    }
    SignatureComment signature;
    auto at = [&](std::size_t offset) { return start + static_cast<std::uint32_t>(offset); };
    signature.returns = written_at(a, at(arrow + 2), comment->text.end);
    std::size_t item = 1;
    int depth = 0;
    for (std::size_t i = 1; i <= close; ++i) {
        char c = shown[i];
        if (c == '(' || c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}' || c == ')') && i != close) --depth;
        if ((c != ',' || depth != 0) && i != close) continue;
        if (std::optional<Written> written = written_at(a, at(item), at(i))) {
            signature.args.push_back(*written);
        }
        item = i + 1;
    }
    signature.ellipsis =
        signature.args.size() == 1 && signature.args[0].kind() == NodeKind::Ellipsis;
    return signature;
}

// --- the annotations of a function

/// A comment and annotations: the comment counts, and the first of the others is complained about.
void report_duplicate_signature(Analyzer& a, NodeId function, const SignatureComment& comment,
                                const Annotations& found) {
    Place place = place_of(a, function);
    bool duplicate = found.returns.has_value();
    NodeList args = a.tree.arguments(a.tree.function(function).args).args;
    for (std::size_t i = 0; i < args.size() && !duplicate && !comment.ellipsis; ++i) {
        duplicate = found.args[i].has_value();
        if (a.tree.arg(args[i]).annotation != NodeId::None) place = place_of(a, args[i]);
    }
    if (duplicate) fail(a, place, "Function has duplicate type signatures", codes::kSyntax);
}

void apply_comment(Analyzer& a, NodeId function, const SignatureComment& comment,
                   Annotations& found) {
    report_duplicate_signature(a, function, comment, found);
    found.returns = comment.returns;
    found.any = true;
    if (comment.ellipsis) return;
    std::size_t count = comment.args.size();
    bool implicit_self = a.type != nullptr && !is_function_scope(a) && count < found.args.size();
    std::size_t offset = implicit_self ? 1 : 0;
    if (count + offset != found.args.size()) {
        bool few = count + offset < found.args.size();
        fail(a, place_of(a, function),
             std::string("Type signature has too ") + (few ? "few" : "many") + " parameters",
             codes::kSyntax);
        found = {.args = std::vector<std::optional<Written>>(found.args.size())};
        return;
    }
    for (std::size_t i = 0; i < count; ++i) found.args[i + offset] = comment.args[i];
}

}  // namespace

void report_bad_type_comment(Analyzer& a, NodeId at, std::string_view comment) {
    comment = comment.substr(0, comment.find('#'));
    while (!comment.empty() && (comment.back() == ' ' || comment.back() == '\t')) {
        comment.remove_suffix(1);
    }
    fail(a, place_of(a, at), "Syntax error in type comment \"" + std::string(comment) + "\"",
         codes::kSyntax);
}

Annotations annotations_of(Analyzer& a, NodeId function) {
    syntax::FunctionView view = a.tree.function(function);
    NodeList args = a.tree.arguments(view.args).args;
    Annotations found;
    for (NodeId node : args) {
        syntax::ArgView arg = a.tree.arg(node);
        std::optional<Written> written;
        if (arg.annotation != NodeId::None) {
            written = Written{&a.tree, arg.annotation};
        } else {
            written = type_comment_of(a, node);
        }
        found.any = found.any || written.has_value();
        found.args.push_back(written);
    }
    if (view.returns != NodeId::None) found.returns = Written{&a.tree, view.returns};
    if (std::optional<SignatureComment> comment = signature_comment(a, function)) {
        apply_comment(a, function, *comment, found);
    }
    found.any = found.any || found.returns.has_value();
    return found;
}

}  // namespace krait::semantic

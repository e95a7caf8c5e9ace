// action_ignores.cpp: what can be done about a diagnostic with a look at the text alone. Silence it
// with a comment, take away a comment that silences nothing, say how to install the stubs that are
// missing.

#include <algorithm>

#include "server/features/actions.h"
#include "server/features/code_actions.h"

namespace krait::features {

namespace {

using protocol::CodeAction;
using protocol::KnownDiagnostic;
using syntax::NodeId;
using syntax::NodeKind;

constexpr std::string_view kBlanks = " \t\f";

/// A `# type: ignore` comment: from its `#` to the end of its codes.
struct IgnoreComment {
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::vector<std::string> codes;
};

std::optional<IgnoreComment> comment_on(const base::SourceText& text, const syntax::Tree& tree,
                                        std::uint32_t line) {
    for (const syntax::TypeIgnore& ignore : tree.type_ignores()) {
        if (ignore.line != line + 1) continue;
        const std::uint32_t line_end =
            text.line_start(line) + static_cast<std::uint32_t>(text.line_text(line).size());
        const std::string_view rest = text.text().substr(ignore.offset, line_end - ignore.offset);
        const std::size_t word = rest.find("ignore");
        if (word == rest.npos) return std::nullopt;
        std::size_t end = word + std::string_view("ignore").size();
        if (!ignore.codes.empty()) {
            const std::size_t bracket = rest.find(']', end);
            if (bracket == rest.npos) return std::nullopt;
            end = bracket + 1;
        }
        return IgnoreComment{ignore.offset, ignore.offset + static_cast<std::uint32_t>(end),
                             ignore.codes};
    }
    return std::nullopt;
}

std::string ignore_of(const std::vector<std::string>& codes) {
    std::string text = "# type: ignore[";
    for (const std::string& code : codes) text += (&code == codes.data() ? "" : ", ") + code;
    return text + "]";
}

/// Where a comment can be put on a line; nothing if it would land in a string or behind a
/// backslash. A comment that is there already comes after it: mypy wants its own to be the first.
std::optional<std::uint32_t> place_for_comment(const base::SourceText& text,
                                               const syntax::Tree& tree, std::uint32_t line) {
    const std::string_view written = text.line_text(line);
    const std::uint32_t start = text.line_start(line);
    const std::uint32_t end = start + static_cast<std::uint32_t>(written.size());
    if (written.ends_with('\\')) return std::nullopt;
    std::vector<base::TextRange> strings;
    for (std::uint32_t index = 1; index < tree.node_count(); ++index) {
        const NodeKind kind = tree.kind(NodeId{index});
        const bool is_text =
            kind == NodeKind::Str || kind == NodeKind::Bytes || kind == NodeKind::JoinedStr;
        if (!is_text) continue;
        const base::TextRange at = tree.range(NodeId{index});
        // One that goes on below may be several literals with line ends between: better no offer.
        if (at.start <= end && at.end > end) return std::nullopt;
        if (at.end > start && at.start < end) strings.push_back(at);
    }
    for (std::size_t i = 0; i < written.size(); ++i) {
        const std::uint32_t offset = start + static_cast<std::uint32_t>(i);
        const bool in_string = std::any_of(strings.begin(), strings.end(), [&](base::TextRange at) {
            return at.start <= offset && offset < at.end;
        });
        if (written[i] == '#' && !in_string) return offset;
    }
    return end;
}

class Ignores {
public:
    explicit Ignores(ActionSite& site) : site_(site), text_(site.text()), tree_(site.tree()) {}

    void add_for(const KnownDiagnostic& diagnostic) {
        if (diagnostic.source != "krait" || diagnostic.code.empty()) return;
        if (diagnostic.code == "unused-ignore") return remove_ignore(diagnostic);
        if (diagnostic.code == "import-untyped" || diagnostic.code == "import") {
            name_stubs(diagnostic);
        }
        if (diagnostic.code != "syntax") add_ignore(diagnostic);
    }

private:
    CodeAction& add(std::string title, const KnownDiagnostic& diagnostic) {
        return site_.offer(std::move(title), kQuickFix, &diagnostic);
    }
    void replace(CodeAction& action, std::uint32_t start, std::uint32_t end, std::string by) const {
        site_.replace(action, {start, end}, std::move(by));
    }
    [[nodiscard]] std::uint32_t line_of(const KnownDiagnostic& diagnostic) const {
        return std::min(diagnostic.range.start.line, text_.line_count() - 1);
    }

    void add_ignore(const KnownDiagnostic& diagnostic) {
        const std::uint32_t line = line_of(diagnostic);
        const std::string title = "Ignore [" + diagnostic.code + "] on this line";
        if (auto comment = comment_on(text_, tree_, line)) {
            const bool there = std::find(comment->codes.begin(), comment->codes.end(),
                                         diagnostic.code) != comment->codes.end();
            if (comment->codes.empty() || there) return;
            comment->codes.push_back(diagnostic.code);
            replace(add(title, diagnostic), comment->start, comment->end,
                    ignore_of(comment->codes));
            return;
        }
        const std::optional<std::uint32_t> place = place_for_comment(text_, tree_, line);
        if (!place) return;
        const std::string_view before = text_.text().substr(0, *place);
        const bool goes_on = *place < text_.line_start(line) + text_.line_text(line).size();
        const std::string gap = goes_on || before.ends_with(' ') ? "" : "  ";
        replace(add(title, diagnostic), *place, *place,
                gap + ignore_of({diagnostic.code}) + (goes_on ? "  " : ""));
    }

    /// The message names the codes that are of no use; without any, the whole comment isn't.
    void remove_ignore(const KnownDiagnostic& diagnostic) {
        const auto comment = comment_on(text_, tree_, line_of(diagnostic));
        if (!comment) return;
        std::vector<std::string> left;
        for (const std::string& code : comment->codes) {
            if (!names_code(diagnostic.message, code)) left.push_back(code);
        }
        if (left.size() < comment->codes.size() && !left.empty()) {
            CodeAction& action = add("Remove the unused codes", diagnostic);
            action.is_preferred = true;
            return replace(action, comment->start, comment->end, ignore_of(left));
        }
        const std::string_view text = text_.text();
        std::uint32_t start = comment->start;
        std::uint32_t end = comment->end;
        while (end < text.size() && kBlanks.find(text[end]) != kBlanks.npos) ++end;
        const bool is_last = end == text.size() || text[end] == '\n' || text[end] == '\r';
        while (is_last && start > 0 && kBlanks.find(text[start - 1]) != kBlanks.npos) --start;
        CodeAction& action = add("Remove the unused `type: ignore`", diagnostic);
        action.is_preferred = true;
        replace(action, start, end, "");
    }

    /// Whether `[..., code, ...]` is in the first brackets of a message.
    static bool names_code(std::string_view message, std::string_view code) {
        const std::size_t open = message.find('[');
        const std::size_t close = message.find(']');
        if (open == message.npos || close == message.npos || close < open) return false;
        const std::string list =
            ", " + std::string(message.substr(open + 1, close - open - 1)) + ", ";
        return list.find(", " + std::string(code) + ", ") != list.npos;
    }

    void name_stubs(const KnownDiagnostic& diagnostic) {
        constexpr std::string_view kHint = "pip install ";
        const std::size_t hint = diagnostic.message.find(kHint);
        if (hint == std::string::npos) return;
        const std::size_t start = hint + kHint.size();
        const std::size_t end = diagnostic.message.find_first_of("\" \n", start);
        const std::string package =
            diagnostic.message.substr(start, end == std::string::npos ? end : end - start);
        if (package.empty()) return;
        CodeAction& action = add("Say how to install the stubs: " + package, diagnostic);
        action.command = kHowToInstall;
        action.arguments = {package};
    }

    ActionSite& site_;
    const base::SourceText& text_;
    const syntax::Tree& tree_;
};

}  // namespace

void offer_ignores(ActionSite& site) {
    Ignores ignores(site);
    for (const KnownDiagnostic& diagnostic : site.params.diagnostics) ignores.add_for(diagnostic);
}

}  // namespace krait::features

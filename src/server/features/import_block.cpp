#include "server/features/import_block.h"

#include <algorithm>
#include <tuple>

namespace krait::features {

namespace {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

/// A line that is longer is broken, as most formatters do it.
constexpr std::size_t kLongestLine = 88;

std::string_view trimmed(std::string_view line) {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

bool is_import(const Tree& tree, NodeId statement) {
    return tree.is(statement, NodeKind::Import) || tree.is(statement, NodeKind::ImportFrom);
}

/// The first unbroken run of imports.
std::vector<NodeId> first_imports(const Tree& tree) {
    std::vector<NodeId> found;
    for (NodeId statement : tree.body()) {
        if (is_import(tree, statement)) {
            found.push_back(statement);
            continue;
        }
        const bool is_docstring = statement == tree.body()[0] &&
                                  tree.is(statement, NodeKind::Expr) &&
                                  tree.is(tree.expr_value(statement), NodeKind::Str);
        if (!found.empty() || !is_docstring) break;
    }
    return found;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// Constants, then classes, then the rest.
int rank_of(std::string_view name) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (name.size() > 1 && std::ranges::none_of(name, is_lower) &&
        std::ranges::any_of(name, is_upper)) {
        return 0;
    }
    return is_upper(name[0]) ? 1 : 2;
}

bool comes_before(const ImportedAs& left, const ImportedAs& right) {
    return std::tuple(rank_of(left.name), lower(left.name), left.name, left.as_name) <
           std::tuple(rank_of(right.name), lower(right.name), right.name, right.as_name);
}

bool has_alias(const ImportEntry& entry) {
    return std::ranges::any_of(entry.names,
                               [](const ImportedAs& one) { return !one.as_name.empty(); });
}

/// More dots first: the way from far to near.
auto key_of(const ImportEntry& entry) {
    const std::size_t dots = std::min(entry.module.find_first_not_of('.'), entry.module.size());
    const std::string first = entry.names.empty() ? std::string() : entry.names[0].name;
    return std::tuple(entry.section, entry.is_from, -static_cast<int>(dots), lower(entry.module),
                      entry.module, has_alias(entry), lower(first), first);
}

std::string text_of(const ImportedAs& one) {
    return one.as_name.empty() ? one.name : one.name + " as " + one.as_name;
}

std::string text_of(const ImportEntry& entry) {
    if (!entry.is_changed) return entry.written;
    if (!entry.is_from) {
        const bool renamed = !entry.names.empty();
        return "import " + entry.module + (renamed ? " as " + entry.names[0].as_name : "");
    }
    const std::string head = "from " + entry.module + " import ";
    std::string line = head;
    std::string lines = head + "(\n";
    for (const ImportedAs& one : entry.names) {
        line += (line.size() == head.size() ? "" : ", ") + text_of(one);
        lines += "    " + text_of(one) + ",\n";
    }
    const bool was_broken = entry.written.find('\n') != std::string::npos;
    return was_broken || line.size() > kLongestLine ? lines + ")" : line;
}

class BlockReader {
public:
    BlockReader(const base::SourceText& text, const Tree& tree,
                const std::function<ImportSection(const std::string&)>& section_of)
        : text_(text), tree_(tree), section_of_(section_of) {}

    std::optional<ImportBlock> run() {
        const std::vector<NodeId> statements = first_imports(tree_);
        if (statements.empty()) return std::nullopt;
        ImportBlock block;
        std::uint32_t next_line = first_line(statements.front());
        block.range.start = text_.line_start(next_line);
        for (NodeId statement : statements) {
            const std::uint32_t first = text_.line_of(tree_.start(statement));
            const std::uint32_t last = text_.line_of(tree_.end(statement));
            // `import a; import b`, `import a \`, or what can't be read.
            const bool is_alone = tree_.start(statement) == text_.line_start(first);
            if (!is_alone || first < next_line || tree_.has_error(statement)) return std::nullopt;
            ImportEntry entry;
            for (std::uint32_t line = next_line; line < first; ++line) {
                const std::string_view comment = trimmed(text_.line_text(line));
                if (!comment.empty()) entry.above += std::string(comment) + "\n";
            }
            const std::uint32_t end = text_.line_start(last) + size_of_line(last);
            entry.written =
                trimmed(text_.text().substr(tree_.start(statement), end - tree_.start(statement)));
            entry.has_comment = entry.written.find('#') != std::string::npos;
            const std::string_view rest =
                trimmed(text_.text().substr(tree_.end(statement), end - tree_.end(statement)));
            const bool ends_here = rest.empty() || rest.starts_with('#');
            const bool is_told_off =
                (entry.above + entry.written).find("isort:") != std::string::npos;
            if (!ends_here || is_told_off) return std::nullopt;
            add(statement, std::move(entry), block.entries);
            next_line = last + 1;
            block.range.end = end;
        }
        return block;
    }

private:
    [[nodiscard]] std::uint32_t size_of_line(std::uint32_t line) const {
        return static_cast<std::uint32_t>(text_.line_text(line).size());
    }

    /// Comments right above the first import are its own, but for those at the file's very head.
    [[nodiscard]] std::uint32_t first_line(NodeId statement) const {
        const std::uint32_t own = text_.line_of(tree_.start(statement));
        std::uint32_t line = own;
        while (line > 0 && text_.line_text(line - 1).starts_with('#')) --line;
        return line == 0 ? own : line;
    }

    void add(NodeId statement, ImportEntry entry, std::vector<ImportEntry>& entries) const {
        if (tree_.is(statement, NodeKind::ImportFrom)) {
            const syntax::ImportFromView view = tree_.import_from(statement);
            entry.is_from = true;
            entry.module = std::string(view.level, '.') + std::string(base::text_of(view.module));
            for (NodeId alias : view.names) entry.names.push_back(named(alias));
            entry.section = view.level > 0 ? ImportSection::Relative : section_of_(entry.module);
            entries.push_back(std::move(entry));
            return;
        }
        const syntax::ImportView view = tree_.import(statement);
        const bool is_split = view.names.size() > 1 && !entry.has_comment;
        for (NodeId alias : view.names) {
            ImportEntry one = entry;
            const ImportedAs named_as = named(alias);
            one.module = named_as.name;
            if (!named_as.as_name.empty()) one.names.push_back(named_as);
            one.section = section_of_(one.module);
            one.is_changed = is_split;
            entries.push_back(std::move(one));
            entry.above.clear();
            if (!is_split) break;
        }
    }

    [[nodiscard]] ImportedAs named(NodeId alias) const {
        const syntax::AliasView view = tree_.alias(alias);
        return {std::string(base::text_of(view.name)), std::string(base::text_of(view.asname))};
    }

    const base::SourceText& text_;
    const Tree& tree_;
    const std::function<ImportSection(const std::string&)>& section_of_;
};

/// Two statements that can be one: nothing is said about either, and no name is another's.
bool can_join(const ImportEntry& left, const ImportEntry& right) {
    const auto is_plain = [](const ImportEntry& entry) {
        return entry.is_from && !entry.has_comment && !has_alias(entry) &&
               entry.names[0].name != "*";
    };
    return is_plain(left) && is_plain(right) && left.module == right.module;
}

bool is_repeated(const ImportEntry& left, const ImportEntry& right) {
    return !left.is_from && !right.is_from && text_of(left) == text_of(right);
}

void sort_names(ImportEntry& entry) {
    if (!entry.is_from || entry.has_comment) return;
    if (std::ranges::is_sorted(entry.names, comes_before)) return;
    std::ranges::sort(entry.names, comes_before);
    entry.is_changed = true;
}

}  // namespace

std::optional<ImportBlock> import_block(
    const base::SourceText& text, const Tree& tree,
    const std::function<ImportSection(const std::string& module)>& section_of) {
    return BlockReader(text, tree, section_of).run();
}

std::string in_order(ImportBlock block) {
    for (ImportEntry& entry : block.entries) sort_names(entry);
    std::ranges::stable_sort(block.entries, {}, key_of);
    std::vector<ImportEntry> entries;
    for (ImportEntry& entry : block.entries) {
        const auto same = std::ranges::find_if(entries, [&](const ImportEntry& known) {
            return can_join(known, entry) || is_repeated(known, entry);
        });
        if (same == entries.end()) {
            entries.push_back(std::move(entry));
            continue;
        }
        same->above += entry.above;
        if (!entry.is_from) continue;
        for (ImportedAs& one : entry.names) {
            const bool is_known = std::ranges::any_of(
                same->names, [&](const ImportedAs& known) { return known.name == one.name; });
            if (!is_known) same->names.push_back(std::move(one));
        }
        if (entry.written.find('\n') != std::string::npos) same->written = entry.written;
        same->is_changed = true;
        std::ranges::sort(same->names, comes_before);
    }
    std::string text;
    const ImportEntry* before = nullptr;
    for (const ImportEntry& entry : entries) {
        if (before != nullptr) text += before->section == entry.section ? "\n" : "\n\n";
        text += entry.above + text_of(entry);
        before = &entry;
    }
    return text;
}

}  // namespace krait::features

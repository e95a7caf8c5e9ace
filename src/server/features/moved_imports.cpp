#include "server/features/moved_imports.h"

#include <algorithm>
#include <functional>
#include <map>

#include "project/imports.h"
#include "server/features/statements.h"

namespace krait::features {

namespace {

using project::LoadedModule;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Tree;

class Statements {
public:
    Statements(const LoadedModule& module, const Tree& tree, const MovedModules& moves,
               const std::function<bool(const std::string&)>& keeps_name)
        : text_(*module.text),
          tree_(tree),
          moves_(moves),
          keeps_name_(keeps_name),
          old_name_(base::text_of(module.record->name)),
          was_package_(module.record->is_package) {
        const MovedModule* own = moves.find(old_name_);
        new_name_ = own != nullptr ? own->name : moves.renamed(old_name_);
        is_package_ = own != nullptr ? own->is_package : was_package_;
    }

    MovedImports run() {
        for_each_statement(tree_, tree_.body(), true, [&](NodeId statement) {
            if (tree_.is(statement, NodeKind::Import)) move_import(statement);
            if (tree_.is(statement, NodeKind::ImportFrom)) move_from(statement);
        });
        return std::move(made_);
    }

private:
    [[nodiscard]] std::string written(base::TextRange range) const {
        return std::string(text_.text().substr(range.start, range.end - range.start));
    }
    void replace(base::TextRange range, std::string by) {
        if (written(range) != by) made_.edits.push_back({range, std::move(by)});
    }

    void move_import(NodeId statement) {
        for (NodeId alias : tree_.import(statement).names) {
            const syntax::AliasView view = tree_.alias(alias);
            const std::string name(base::text_of(view.name));
            std::string renamed = moves_.renamed(name);
            if (renamed == name) continue;
            const auto size = static_cast<std::uint32_t>(name.size());
            replace({view.name_start, view.name_start + size}, std::move(renamed));
            if (view.asname == base::Name::Empty) made_.renamed_paths.insert(name);
        }
    }

    /// From behind `from` to before `import`: dots and a name.
    [[nodiscard]] base::TextRange module_part(NodeId statement) const {
        const syntax::ImportFromView view = tree_.import_from(statement);
        const std::string_view text = text_.text();
        std::uint32_t start =
            static_cast<std::uint32_t>(text.find("from", tree_.start(statement))) + 4;
        while (text[start] == ' ' || text[start] == '\t') ++start;
        const std::string_view module = base::text_of(view.module);
        if (!module.empty()) {
            return {start, view.module_start + static_cast<std::uint32_t>(module.size())};
        }
        std::uint32_t end = start;
        for (std::uint32_t dots = 0; dots < view.level; ++end) dots += text[end] == '.';
        return {start, end};
    }

    /// How a module is named in an import of this one, as it will be. `level`: of the old import.
    [[nodiscard]] std::string written_module(const std::string& name, std::uint32_t level,
                                             const std::string& now) const {
        if (level == 0) return name;
        const std::string_view rest = std::string_view(now).substr(
            std::min<std::size_t>(now.find_first_not_of('.'), now.size()));
        if (project::absolute_import(new_name_, is_package_, level, rest) == name) return now;
        const std::string package = is_package_ ? new_name_ : parent_of(new_name_);
        std::string dots = ".";
        for (std::string up = package; !up.empty(); up = parent_of(up), dots += ".") {
            if (name == up) return dots;
            if (name.starts_with(up + ".")) return dots + name.substr(up.size() + 1);
        }
        return name;  // nothing in common any more
    }

    struct MovedAlias {
        NodeId node = NodeId::None;
        std::string module;  ///< until now
        std::string renamed;
    };

    /// `b as c`, with the name that b has then.
    std::string alias_text(const MovedAlias& moved) {
        const syntax::AliasView view = tree_.alias(moved.node);
        const std::string old_leaf = leaf_of(moved.module);
        const std::string leaf = leaf_of(moved.renamed);
        if (view.asname != base::Name::Empty) {
            return leaf + " as " + std::string(base::text_of(view.asname));
        }
        if (leaf == old_leaf) return leaf;
        if (keeps_name_(leaf)) return leaf + " as " + old_leaf;
        made_.renamed_leaves.insert(moved.module);
        return leaf;
    }

    void move_from(NodeId statement) {
        const syntax::ImportFromView view = tree_.import_from(statement);
        if (tree_.has_error(statement) || view.names.empty()) return;
        const std::string from = project::absolute_import(old_name_, was_package_, view.level,
                                                          base::text_of(view.module));
        if (from.empty() || from.starts_with('.')) return;
        const std::string to = moves_.renamed(from);
        std::vector<MovedAlias> leaving;   // to another package
        std::vector<std::string> staying;  // as they are written then
        bool changes_names = false;
        for (NodeId alias : view.names) {
            const std::string name(base::text_of(tree_.alias(alias).name));
            const std::string module = from + "." + name;
            const MovedModule* moved = name == "*" ? nullptr : moves_.find(module);
            const MovedAlias one{alias, module, moved == nullptr ? "" : moved->name};
            if (moved != nullptr && parent_of(moved->name) != to) {
                leaving.push_back(one);
            } else if (moved != nullptr && leaf_of(moved->name) != name) {
                changes_names = true;
                staying.push_back(alias_text(one));
            } else {
                staying.push_back(written(tree_.range(alias)));
            }
        }
        const base::TextRange part = module_part(statement);
        const std::string now = written(part);
        const base::TextRange names{tree_.start(view.names.front()), tree_.end(view.names.back())};
        std::map<std::string, std::vector<std::string>> parents;
        for (const MovedAlias& one : leaving) {
            parents[parent_of(one.renamed)].push_back(alias_text(one));
        }
        if (staying.empty() && parents.size() == 1) {
            replace(part, written_module(parents.begin()->first, view.level, now));
            return replace(names, joined(parents.begin()->second, names));
        }
        replace(part, written_module(to, view.level, now));
        if (changes_names || !leaving.empty()) replace(names, joined(staying, names));
        for (const auto& [parent, aliases] : parents) {
            add_statement(statement, parent, view.level, now, aliases);
        }
    }

    /// A list as the old one was laid out: on one line, or one below the other.
    [[nodiscard]] std::string joined(const std::vector<std::string>& items,
                                     base::TextRange old) const {
        std::string between = ", ";
        if (written(old).find('\n') != std::string::npos) {
            const std::uint32_t line = text_.line_start(text_.line_of(old.start));
            between = ",\n" + std::string(old.start - line, ' ');
        }
        std::string text;
        for (const std::string& item : items) text += (text.empty() ? "" : between) + item;
        return text;
    }

    /// Before the statement that the names leave.
    void add_statement(NodeId statement, const std::string& parent, std::uint32_t level,
                       const std::string& now, const std::vector<std::string>& names) {
        const std::uint32_t start = tree_.start(statement);
        const std::uint32_t line = text_.line_start(text_.line_of(start));
        const std::string before(text_.text().substr(line, start - line));
        const bool is_first = before.find_first_not_of(" \t") == std::string::npos;
        std::string text;
        for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
        text = parent.empty() ? "import " + text
                              : "from " + written_module(parent, level, now) + " import " + text;
        made_.edits.push_back({{start, start}, text + (is_first ? "\n" + before : "; ")});
    }

    const base::SourceText& text_;
    const Tree& tree_;
    const MovedModules& moves_;
    const std::function<bool(const std::string&)>& keeps_name_;
    const std::string old_name_;
    const bool was_package_;
    std::string new_name_;
    bool is_package_ = false;
    MovedImports made_;
};

}  // namespace

MovedImports moved_imports(const LoadedModule& module, const Tree& tree, const MovedModules& moves,
                           const std::function<bool(const std::string&)>& keeps_name) {
    return Statements(module, tree, moves, keeps_name).run();
}

}  // namespace krait::features

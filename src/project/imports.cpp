#include "project/imports.h"

#include <algorithm>
#include <unordered_map>

#include "python/semantic/reachability.h"

namespace krait::project {

using scheduler::ImportPriority;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;

namespace {

/// Where an import statement stands.
struct Place {
    bool top_level = true;
    bool mypy_only = false;
};

struct Scanner {
    const base::SourceText& text;
    const syntax::Tree& tree;
    const config::Options& options;
    std::vector<WrittenImport> found{};
};

WrittenImport& add(Scanner& scan, NodeId statement, Place place) {
    WrittenImport& import = scan.found.emplace_back();
    import.top_level = place.top_level;
    import.mypy_only = place.mypy_only;
    import.line = scan.text.line_of(scan.tree.start(statement)) + 1;
    return import;
}

void add_names(const Scanner& scan, NodeList names, WrittenImport& import) {
    for (NodeId id : names) import.names.emplace_back(base::text_of(scan.tree.alias(id).name));
}

void scan_import_from(Scanner& scan, NodeId statement, Place place) {
    const syntax::ImportFromView view = scan.tree.import_from(statement);
    WrittenImport& import = add(scan, statement, place);
    import.is_from = true;
    import.level = view.level;
    import.module = base::text_of(view.module);
    add_names(scan, view.names, import);
}

void scan_block(Scanner& scan, NodeList block, Place place);

bool rules_out_the_rest(const Scanner& scan, NodeId statement) {
    if (!scan.tree.is(statement, NodeKind::Assert)) return false;
    return is_false(
        semantic::condition_truth(scan.tree, scan.tree.assert_stmt(statement).test, scan.options));
}

void scan_if(Scanner& scan, NodeId statement, Place place) {
    // A chain of elifs may be long: follow it in a loop.
    while (true) {
        const syntax::IfView view = scan.tree.if_stmt(statement);
        semantic::Truth truth = semantic::condition_truth(scan.tree, view.test, scan.options);
        Place body = place;
        body.mypy_only = place.mypy_only || truth == semantic::Truth::MypyTrue;
        if (!is_false(truth)) scan_block(scan, view.body, body);
        if (is_true(truth)) return;
        place.mypy_only = place.mypy_only || truth == semantic::Truth::MypyFalse;
        bool is_chain = view.orelse.size() == 1 && scan.tree.is(view.orelse[0], NodeKind::If);
        if (!is_chain) {
            scan_block(scan, view.orelse, place);
            return;
        }
        statement = view.orelse[0];
    }
}

void scan_statement(Scanner& scan, NodeId statement, Place place) {
    switch (scan.tree.kind(statement)) {
        case NodeKind::Import:
            add_names(scan, scan.tree.import(statement).names, add(scan, statement, place));
            return;
        case NodeKind::ImportFrom:
            scan_import_from(scan, statement, place);
            return;
        case NodeKind::If:
            scan_if(scan, statement, place);
            return;
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            place.top_level = false;
            scan_block(scan, scan.tree.function(statement).body, place);
            return;
        case NodeKind::ClassDef:
            scan_block(scan, scan.tree.class_def(statement).body, place);
            return;
        case NodeKind::For:
        case NodeKind::AsyncFor: {
            const syntax::ForView view = scan.tree.for_loop(statement);
            scan_block(scan, view.body, place);
            scan_block(scan, view.orelse, place);
            return;
        }
        case NodeKind::While: {
            const syntax::WhileView view = scan.tree.while_loop(statement);
            scan_block(scan, view.body, place);
            scan_block(scan, view.orelse, place);
            return;
        }
        case NodeKind::With:
        case NodeKind::AsyncWith:
            scan_block(scan, scan.tree.with(statement).body, place);
            return;
        case NodeKind::Try:
        case NodeKind::TryStar: {
            const syntax::TryView view = scan.tree.try_stmt(statement);
            scan_block(scan, view.body, place);
            for (NodeId handler : view.handlers) {
                scan_block(scan, scan.tree.except_handler(handler).body, place);
            }
            scan_block(scan, view.orelse, place);
            scan_block(scan, view.finalbody, place);
            return;
        }
        case NodeKind::Match:
            for (NodeId match_case : scan.tree.match(statement).cases) {
                scan_block(scan, scan.tree.match_case(match_case).body, place);
            }
            return;
        default:
            return;
    }
}

void scan_block(Scanner& scan, NodeList block, Place place) {
    for (NodeId statement : block) {
        scan_statement(scan, statement, place);
        if (rules_out_the_rest(scan, statement)) return;
    }
}

/// The modules that imports lead to, as they come up.
struct Resolver {
    std::string_view module;
    bool is_package;
    const std::function<bool(const std::string&)>& is_module;
    ImportScan result{};
    std::unordered_map<std::string, std::size_t> index{};
};

ImportPriority priority(const WrittenImport& import, ImportPriority at_top_level) {
    if (!import.top_level) return ImportPriority::InFunction;
    if (import.mypy_only) return std::max(ImportPriority::TypeChecking, at_top_level);
    return at_top_level;
}

void add(Resolver& to, std::string name, ImportPriority priority, std::uint32_t line) {
    auto [found, is_new] = to.index.try_emplace(name, to.result.modules.size());
    if (is_new) {
        to.result.modules.push_back({std::move(name), priority, line});
    } else {
        ImportedModule& known = to.result.modules[found->second];
        known.priority = std::min(known.priority, priority);
    }
}

void resolve_import(Resolver& to, const WrittenImport& import) {
    for (const std::string& name : import.names) {
        add(to, name, priority(import, ImportPriority::TopLevel), import.line);
        for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1)) {
            add(to, name.substr(0, dot), priority(import, ImportPriority::InFunction), import.line);
        }
    }
}

void resolve_import_from(Resolver& to, const WrittenImport& import) {
    std::string target = absolute_import(to.module, to.is_package, import.level, import.module);
    if (target.empty()) {
        to.result.bogus_relative.push_back(import.line);
        return;
    }
    bool all_are_submodules = true;
    for (const std::string& name : import.names) {
        std::string submodule = target + "." + name;
        if (name != "*" && to.is_module(submodule)) {
            add(to, submodule, priority(import, ImportPriority::TopLevel), import.line);
        } else {
            all_are_submodules = false;
        }
    }
    add(to, target,
        priority(import,
                 all_are_submodules ? ImportPriority::InFunction : ImportPriority::FromTopLevel),
        import.line);
}

}  // namespace

std::string absolute_import(std::string_view module, bool is_package, std::uint32_t level,
                            std::string_view target) {
    if (level == 0) return std::string(target);
    std::string_view base = module;
    for (std::uint32_t up = is_package ? 1 : 0; up < level; ++up) {
        std::size_t dot = base.rfind('.');
        base = dot == base.npos ? std::string_view() : base.substr(0, dot);
    }
    std::string name(base);
    if (target.empty()) return name;
    // mypy joins without a look at what is left: above the top, the name starts with a dot.
    return name + "." + std::string(target);
}

std::vector<WrittenImport> written_imports(const base::SourceText& text, const syntax::Tree& tree,
                                           const config::Options& options) {
    Scanner scan{text, tree, options};
    scan_block(scan, tree.body(), {});
    return std::move(scan.found);
}

ImportScan scan_imports(std::span<const WrittenImport> written, std::string_view module,
                        bool is_package, const std::function<bool(const std::string&)>& is_module) {
    Resolver to{module, is_package, is_module};
    for (const WrittenImport& import : written) {
        if (import.is_from) {
            resolve_import_from(to, import);
        } else {
            resolve_import(to, import);
        }
    }
    std::stable_sort(to.result.modules.begin(), to.result.modules.end(),
                     [](const ImportedModule& a, const ImportedModule& b) {
                         return std::count(a.name.begin(), a.name.end(), '.') >
                                std::count(b.name.begin(), b.name.end(), '.');
                     });
    return std::move(to.result);
}

}  // namespace krait::project

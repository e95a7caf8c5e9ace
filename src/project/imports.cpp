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
    bool top_level = true;   ///< in no function
    bool mypy_only = false;  ///< below `if TYPE_CHECKING`
};

struct Scanner {
    const syntax::Tree& tree;
    std::string_view module;
    bool is_package;
    const config::Options& options;
    const std::function<bool(const std::string&)>& is_module;
    ImportScan result{};
    std::unordered_map<std::string, std::size_t> index{};
};

ImportPriority priority(Place place, ImportPriority at_top_level) {
    if (!place.top_level) return ImportPriority::InFunction;
    if (place.mypy_only) return std::max(ImportPriority::TypeChecking, at_top_level);
    return at_top_level;
}

void add(Scanner& scan, std::string name, ImportPriority priority, NodeId statement) {
    auto [found, is_new] = scan.index.try_emplace(name, scan.result.modules.size());
    if (is_new) {
        scan.result.modules.push_back({std::move(name), priority, statement});
    } else {
        ImportedModule& known = scan.result.modules[found->second];
        known.priority = std::min(known.priority, priority);
    }
}

void scan_import(Scanner& scan, NodeId statement, Place place) {
    for (NodeId id : scan.tree.import(statement).names) {
        std::string name(base::text_of(scan.tree.alias(id).name));
        add(scan, name, priority(place, ImportPriority::TopLevel), statement);
        for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1)) {
            add(scan, name.substr(0, dot), priority(place, ImportPriority::InFunction), statement);
        }
    }
}

void scan_import_from(Scanner& scan, NodeId statement, Place place) {
    const syntax::ImportFromView import = scan.tree.import_from(statement);
    std::string target =
        absolute_import(scan.module, scan.is_package, import.level, base::text_of(import.module));
    if (target.empty()) {
        scan.result.bogus_relative.push_back(statement);
        return;
    }
    bool all_are_submodules = true;
    for (NodeId id : import.names) {
        std::string_view name = base::text_of(scan.tree.alias(id).name);
        std::string submodule = target + "." + std::string(name);
        if (name != "*" && scan.is_module(submodule)) {
            add(scan, submodule, priority(place, ImportPriority::TopLevel), statement);
        } else {
            all_are_submodules = false;
        }
    }
    add(scan, target,
        priority(place,
                 all_are_submodules ? ImportPriority::InFunction : ImportPriority::FromTopLevel),
        statement);
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
            scan_import(scan, statement, place);
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

ImportScan scan_imports(const syntax::Tree& tree, std::string_view module, bool is_package,
                        const config::Options& options,
                        const std::function<bool(const std::string&)>& is_module) {
    Scanner scan{tree, module, is_package, options, is_module};
    scan_block(scan, tree.body(), {});
    std::stable_sort(scan.result.modules.begin(), scan.result.modules.end(),
                     [](const ImportedModule& a, const ImportedModule& b) {
                         return std::count(a.name.begin(), a.name.end(), '.') >
                                std::count(b.name.begin(), b.name.end(), '.');
                     });
    return std::move(scan.result);
}

}  // namespace krait::project

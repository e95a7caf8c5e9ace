#include "project/source_of_stub.h"

#include "python/syntax/place.h"

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

namespace {

/// `pkg-stubs/m.pyi` → `pkg/m.py`, and the stub's neighbour.
void add_neighbours(const std::string& stub, std::vector<std::string>& candidates) {
    std::string source = stub.substr(0, stub.size() - 1);
    candidates.push_back(source);
    constexpr std::string_view kStubs = "-stubs/";
    if (const std::size_t at = source.rfind(kStubs); at != std::string::npos) {
        candidates.push_back(source.erase(at, kStubs.size() - 1));
    }
}

/// Where the interpreter that belongs to these folders keeps the standard library, and what is
/// installed.
std::vector<std::string> library_folders(const modules::SearchPaths& paths,
                                         const config::Options& options) {
    std::vector<std::string> folders = paths.package_path;
    for (const std::string& folder : paths.package_path) {
        const std::size_t slash = folder.rfind('/');
        if (slash != std::string::npos && folder.ends_with("-packages")) {
            folders.push_back(folder.substr(0, slash));
        }
    }
    const config::PythonVersion version = options.python_version;
    folders.push_back("/usr/lib/python" + std::to_string(version.major) + "." +
                      std::to_string(version.minor));
    return folders;
}

void add_library(const LoadContext& around, const ModuleRecord& stub,
                 std::vector<std::string>& candidates) {
    std::string relative(base::text_of(stub.name));
    for (char& c : relative) c = c == '.' ? '/' : c;
    for (const std::string& folder : library_folders(around.finder.paths(), *stub.options)) {
        candidates.push_back(folder + "/" + relative + "/__init__.py");
        candidates.push_back(folder + "/" + relative + ".py");
    }
}

/// A variable of the module, by its first assignment.
base::TextRange assigned_name(const base::SourceText& text, const Tree& tree, base::Name name) {
    for (NodeId statement : tree.body()) {
        NodeId target = NodeId::None;
        if (tree.is(statement, NodeKind::Assign)) {
            target = tree.assign(statement).targets[0];
        } else if (tree.is(statement, NodeKind::AnnAssign)) {
            target = tree.ann_assign(statement).target;
        }
        if (target == NodeId::None || !tree.is(target, NodeKind::Name)) continue;
        if (tree.name(target) == name) return syntax::word_at(text.text(), tree.start(target));
    }
    return {};
}

base::TextRange name_in(const base::SourceText& text, const Parsed& parsed,
                        const types::Definition& definition, base::Name path) {
    const Tree& tree = *parsed.tree;
    const NodeId node = node_of_path(parsed, path);
    if (node == NodeId::None) return assigned_name(text, tree, definition.name);
    const std::uint32_t start = tree.is(node, NodeKind::ClassDef) ? tree.class_def(node).name_start
                                                                  : tree.function(node).name_start;
    return syntax::word_at(text.text(), start);
}

}  // namespace

std::optional<SourcePlace> source_of_stub(Inspector& inspector, const InspectedUnit& unit,
                                          const types::Definition& definition,
                                          const ModuleRecord& stub) {
    if (!stub.is_stub || !stub.path.ends_with(".pyi")) return std::nullopt;
    const LoadContext around = inspector.load_context();
    std::vector<std::string> candidates;
    if (!stub.is_typeshed) add_neighbours(stub.path, candidates);
    add_library(around, stub, candidates);
    for (const std::string& path : candidates) {
        ModuleRecord record;
        record.path = path;
        std::string error;
        base::SourceTextPtr text = around.texts.text(record, error);
        if (!text) continue;
        if (definition.kind == types::DefinitionKind::Module) return SourcePlace{path, text, {}};
        const auto minor = static_cast<std::uint8_t>(stub.options->python_version.minor);
        const ReadAs how{minor, false, stub.options};
        const Parsed parsed = finish_parsing(parse_text(*text, how), how);
        const base::TextRange name =
            name_in(*text, parsed, definition, unit.symbols().path_of(definition.id));
        if (name.start < name.end) return SourcePlace{path, text, name};
    }
    return std::nullopt;
}

}  // namespace krait::project

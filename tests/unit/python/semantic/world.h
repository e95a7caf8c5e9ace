// world.h
//
// A small Python program in memory, for tests of semantic analysis: modules by name and text, a few
// lines of builtins and typing, and questions about what came out.

#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/semantic/analyze.h"
#include "python/symbols/module_table.h"
#include "python/types/context.h"
#include "support/nothing_published.h"

namespace krait::semantic::test {

class World {
public:
    World() : scc_{.arena = {}, .modules = {}, .table = table_} {}

    /// Adds a module. Its path is "<name>.py", or ".pyi" for stubs.
    World& add(std::string_view name, std::string_view text, bool is_stub = false,
               std::string path = {});
    /// builtins, typing and a few more, in a few lines each.
    World& add_standard_library();
    World& with_options(config::Options options);
    const AnalysisFigures& analyze(ClassHook class_hook = nullptr);

    /// Errors and notes of a module: "3: error: Name "x" is not defined  [name-defined]".
    [[nodiscard]] std::vector<std::string> messages(std::string_view module);
    /// What a dotted path such as "m.C.x" leads to, or null.
    [[nodiscard]] const types::Definition* find(std::string_view path);
    template <class T>
    [[nodiscard]] const T* find_as(std::string_view path) {
        return types::as<T>(find(path));
    }
    /// The declared type of a variable or function, as reveal_type prints it; "None" if unknown.
    [[nodiscard]] std::string type_of(std::string_view path);
    [[nodiscard]] std::vector<std::string> mro_of(std::string_view path);
    [[nodiscard]] std::vector<std::string> names_of(std::string_view module);
    [[nodiscard]] ModuleDraft& draft(std::string_view module);

    /// Analyses the body of a unit ("f" or "C.m") as a body job does, over this world's drafts.
    [[nodiscard]] BodyDraft analyze_body(std::string_view module, std::string_view path);
    [[nodiscard]] std::string show(types::TypePtr type);
    types::Context& context() { return *context_; }

private:
    symbols::ModuleTable table_;
    SccDraft scc_;
    tests::NothingPublished nothing_;
    JobLocals locals_;
    DraftReader reader_{scc_, nothing_, locals_};
    std::shared_ptr<const config::Options> options_ = std::make_shared<config::Options>();
    AnalysisFigures figures_;
    std::unique_ptr<types::Context> context_;
    std::vector<std::unique_ptr<Outline>> outlines_;
    JobLocals body_locals_;
    std::unique_ptr<BodyReader> body_reader_;
};

/// One program module "m" over the small standard library, analysed.
[[nodiscard]] std::unique_ptr<World> analyzed(std::string_view text);

}  // namespace krait::semantic::test

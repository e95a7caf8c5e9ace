// program.cpp: a program in memory, analysed and checked.

#include "program.h"

#include <algorithm>
#include <memory>
#include <set>

#include "library.h"
#include "python/checker/check.h"
#include "python/messages/codes.h"
#include "python/semantic/analyze.h"
#include "python/symbols/module_table.h"
#include "python/syntax/parser.h"
#include "support/nothing_published.h"

namespace krait::checker::test {

namespace {

using semantic::ModuleDraft;

class Program {
public:
    explicit Program(const config::Options& options)
        : options_(std::make_shared<config::Options>(options)),
          scc_{.arena = {}, .modules = {}, .table = table_} {}

    void add(std::string_view name, std::string_view text, bool is_stub) {
        auto draft = std::make_unique<ModuleDraft>();
        draft->name = base::intern(name);
        draft->path = std::string(name) + (is_stub ? ".pyi" : ".py");
        draft->id = table_.module(draft->name, draft->path);
        draft->text = std::make_shared<base::SourceText>(std::string(text));
        draft->tree = std::make_shared<syntax::Tree>(
            syntax::parse_module(*draft->text, {.python_minor = 13, .is_stub = is_stub}));
        draft->options = options_;
        scc_.add(std::move(draft));
    }

    void check() {
        for (const auto& draft : scc_.modules) {
            for (const auto& other : scc_.modules) draft->imports.push_back(other->id);
        }
        analyze_scc(scc_, reader_);
        types::Context cx{scc_.arena, reader_, *options_};
        for (const auto& draft : scc_.modules) check_interface(cx, *draft);
        check_bodies(*scc_.modules.back());
    }

    [[nodiscard]] Lines shown(std::string_view module) const {
        std::vector<messages::Diagnostic> all;
        for (const auto& draft : scc_.modules) {
            if (base::text_of(draft->name) != module) continue;
            all = draft->diagnostics;
        }
        std::stable_sort(all.begin(), all.end(), [](const auto& left, const auto& right) {
            return left.line < right.line;
        });
        Lines lines;
        for (const messages::Diagnostic& one : all) {
            std::string line = std::to_string(one.line) + ": ";
            const bool is_error = one.severity == messages::Severity::Error;
            line += (is_error ? "error: " : "note: ") + one.message;
            const bool shows_code = is_error || one.code == messages::codes::kAnnotationUnchecked;
            if (shows_code) line += "  [" + std::string(one.code) + "]";
            if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
        }
        return lines;
    }
    [[nodiscard]] const semantic::SccDraft& scc() const { return scc_; }

private:
    void check_interface(types::Context& cx, ModuleDraft& draft) {
        ModuleUnit unit{.id = draft.id,
                        .name = draft.name,
                        .tree = *draft.tree,
                        .source = *draft.text,
                        .bindings = draft.bindings,
                        .is_stub = draft.path.ends_with(".pyi"),
                        .shaping = &draft.shaping};
        CheckContext ck(cx, unit);
        check_module_top_level(ck);
        while (check_deferred(ck)) {
        }
        keep(draft, ck);
        unreachable_ = ck.unreachable_lines;
    }

    void check_bodies(ModuleDraft& draft) {
        semantic::Outline outline = semantic::make_outline(*draft.tree, *options_);
        for (const semantic::BodyUnit& one : outline.units) {
            if (std::find(draft.shaping.begin(), draft.shaping.end(), one.items[0]) !=
                draft.shaping.end()) {
                continue;
            }
            semantic::JobLocals locals;
            semantic::BodyReader reader(reader_, locals);
            types::Context cx{scc_.arena, reader, *options_};
            semantic::BodyDraft body;
            body.module = draft.id;
            body.module_name = draft.name;
            body.path = draft.path;
            body.text = draft.text;
            body.tree = draft.tree;
            body.outline = &outline;
            body.unit = &one;
            analyze_function_body(body, cx, reader, table_);
            ModuleUnit unit{.id = draft.id,
                            .name = draft.name,
                            .tree = *draft.tree,
                            .source = *draft.text,
                            .bindings = body.bindings,
                            .unreachable_lines = &unreachable_};
            CheckContext ck(cx, unit);
            begin_bodies(ck);
            check_function(ck, {one.items[0], nullptr});
            while (check_deferred(ck)) {
            }
            draft.diagnostics.insert(draft.diagnostics.end(), body.diagnostics.begin(),
                                     body.diagnostics.end());
            keep(draft, ck);
        }
    }

    static void keep(ModuleDraft& draft, CheckContext& ck) {
        draft.diagnostics.insert(draft.diagnostics.end(), ck.reporter.diagnostics.begin(),
                                 ck.reporter.diagnostics.end());
    }

    std::shared_ptr<const config::Options> options_;
    symbols::ModuleTable table_;
    semantic::SccDraft scc_;
    tests::NothingPublished nothing_;
    semantic::JobLocals locals_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> unreachable_;
    semantic::DraftReader reader_{scc_, nothing_, locals_};
};

void add_library(Program& program) {
    program.add("builtins", kBuiltins, true);
    program.add("typing", kTyping, true);
    program.add("types", kTypes, true);
    program.add("_typeshed", kTypeshed, true);
    program.add("abc", "class ABCMeta(type): ...\ndef abstractmethod(f: object) -> object: ...\n",
                true);
    program.add("enum", kEnum, true);
    program.add("collections", kCollections, true);
}

}  // namespace

Lines findings(std::string_view text, const config::Options& options) {
    Program program(options);
    add_library(program);
    program.add("m", text, false);
    program.check();
    return program.shown("m");
}

Lines library_findings() {
    Program program{config::Options{}};
    add_library(program);
    program.add("m", "", false);
    program.check();
    Lines all;
    for (const auto& draft : program.scc().modules) {
        for (const std::string& line : program.shown(base::text_of(draft->name))) {
            all.push_back(draft->path + ":" + line);
        }
    }
    return all;
}

Lines expected(std::string_view program) {
    Lines lines;
    std::size_t number = 0;
    while (!program.empty()) {
        ++number;
        std::string_view line = program.substr(0, program.find('\n'));
        program.remove_prefix(std::min(program.size(), line.size() + 1));
        for (std::size_t at = line.find("# "); at != std::string_view::npos;) {
            std::size_t next = line.find(" # ", at + 1);
            std::string_view comment =
                line.substr(at + 2, next == std::string_view::npos ? next : next - at - 2);
            const bool is_error = comment.starts_with("E: ");
            if (is_error || comment.starts_with("N: ")) {
                while (comment.ends_with(' ')) comment.remove_suffix(1);
                lines.push_back(std::to_string(number) + (is_error ? ": error: " : ": note: ") +
                                std::string(comment.substr(3)));
            }
            at = next == std::string_view::npos ? next : next + 1;
        }
    }
    return lines;
}

}  // namespace krait::checker::test

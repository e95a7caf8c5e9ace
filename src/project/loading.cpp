#include "project/loading.h"

#include <algorithm>

#include "project/body_job.h"
#include "project/finish_module.h"
#include "project/imports.h"
#include "python/config/inline_options.h"
#include "python/messages/codes.h"
#include "python/syntax/parser.h"
#include "python/syntax/variable_renaming.h"

namespace krait::project {

using messages::Diagnostic;
using messages::Severity;
namespace codes = messages::codes;

namespace {

void add_syntax_errors(LoadedModule& module) {
    for (const syntax::SyntaxProblem& problem : module.tree->errors()) {
        Diagnostic made;
        set_place(made, *module.text, problem.range);
        made.code = problem.code;
        made.message = problem.message;
        made.blocker = problem.blocker;
        module.blocks = module.blocks || problem.blocker;
        module.diagnostics.push_back(std::move(made));
    }
}

/// The module's options with its `# mypy:` comments.
config::OptionsPtr own_options(LoadedModule& module) {
    std::vector<config::ConfigComment> comments;
    for (const syntax::InlineConfig& comment : module.tree->inline_config()) {
        comments.push_back({comment.line, comment.text});
    }
    if (comments.empty()) return module.record->options;
    config::InlineOptions inline_options = config::read_config_comments(comments);
    for (const config::ConfigComment& error : inline_options.errors) {
        module.diagnostics.push_back(at_line(error.line, codes::kMisc, error.text));
    }
    return std::make_shared<const config::Options>(
        config::apply_changes(*module.record->options, inline_options.changes));
}

/// Puts a module that was found into the program; None if it isn't to be followed.
base::ModuleId follow(const std::string& name, const modules::ImportDecision& decision,
                      const LoadContext& context) {
    bool wanted = decision.fate == modules::ImportFate::Follow ||
                  decision.fate == modules::ImportFate::Silent;
    if (!wanted) return base::ModuleId::None;
    const modules::FindResult& found = *decision.found;
    ModuleRecord record;
    record.name = base::intern(name);
    record.path = found.path;
    record.display_path = context.registry.display(found.path);
    record.options = context.finder.options().for_module(name);
    record.is_stub = found.is_stub;
    record.is_package = found.is_package;
    record.is_namespace = found.is_namespace;
    record.is_typeshed = found.origin == modules::Origin::Typeshed;
    record.is_library = found.in_library() && !record.options->no_silence_site_packages;
    record.is_silent = decision.fate == modules::ImportFate::Silent;
    return context.registry.add(std::move(record));
}

/// What mypy says at the import of a module that it doesn't find, or doesn't follow.
void report(const modules::ImportDecision& decision, std::uint32_t line, LoadedModule& module) {
    for (const modules::ImportMessage& message : decision.messages) {
        Diagnostic made = at_line(line, message.code, message.text);
        made.column = 1;
        made.end_column = 2;
        made.severity = message.is_error ? Severity::Error : Severity::Note;
        made.belongs_to_previous = !message.is_error;
        made.only_once = message.only_once;
        made.blocker = message.blocker;
        module.diagnostics.push_back(std::move(made));
    }
}

class ImportCollector {
public:
    ImportCollector(LoadedModule& module, const LoadContext& context, scheduler::LoadResult& result)
        : module_(module), context_(context), result_(result) {}

    void collect() {
        std::string_view name = base::text_of(module_.record->name);
        for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1)) {
            add(std::string(name.substr(0, dot)), scheduler::ImportPriority::Ancestor, 0,
                modules::ModuleRole::Ancestor);
        }
        const auto is_module = [this](const std::string& candidate) {
            result_.lookups.push_back(base::intern(candidate));
            return context_.registry.find(base::intern(candidate)) != base::ModuleId::None ||
                   context_.finder.find(candidate).found();
        };
        ImportScan scan = scan_imports(*module_.tree, name, module_.record->is_package,
                                       *module_.options, is_module);
        for (syntax::NodeId statement : scan.bogus_relative) {
            Diagnostic made = at_line(line_of(statement), codes::kNone,
                                      "No parent module -- cannot perform relative import");
            made.blocker = true;
            module_.blocks = true;
            module_.diagnostics.push_back(std::move(made));
        }
        for (const ImportedModule& imported : scan.modules) {
            add(imported.name, imported.priority, line_of(imported.statement),
                modules::ModuleRole::Imported);
        }
        if (name != "builtins") {
            add("builtins", scheduler::ImportPriority::FromTopLevel, 1,
                modules::ModuleRole::Imported);
        }
        if (module_.tree->uses_template_strings()) {
            add("string.templatelib", scheduler::ImportPriority::FromTopLevel, 1,
                modules::ModuleRole::Imported);
        }
    }

private:
    std::uint32_t line_of(syntax::NodeId statement) const {
        return module_.text->line_of(module_.tree->start(statement)) + 1;
    }

    void add(const std::string& name, scheduler::ImportPriority priority, std::uint32_t line,
             modules::ModuleRole role) {
        base::Name interned = base::intern(name);
        if (interned == module_.record->name) return;
        result_.lookups.push_back(interned);
        base::ModuleId id = context_.registry.find(interned);
        if (id == base::ModuleId::None) {
            modules::ImportDecision decision = decide_import(context_.finder, name, role);
            if (role != modules::ModuleRole::Ancestor) report(decision, line, module_);
            id = follow(name, decision, context_);
        }
        if (id == base::ModuleId::None) return;
        result_.imports.push_back({id, priority});
        module_.imports.push_back({interned, id, priority});
    }

    LoadedModule& module_;
    const LoadContext& context_;
    scheduler::LoadResult& result_;
};

}  // namespace

void set_place(Diagnostic& diagnostic, const base::SourceText& text, base::TextRange range) {
    base::LineColumn start = text.position(range.start, base::ColumnUnit::Utf8);
    base::LineColumn end = text.position(range.end, base::ColumnUnit::Utf8);
    diagnostic.line = start.line + 1;
    diagnostic.column = start.column + 1;
    diagnostic.end_line = end.line + 1;
    diagnostic.end_column = end.column + 1;
}

namespace {

/// One name for two variables becomes two names, where mypy allows that.
void rename_variables(syntax::Tree& tree, const config::Options& options) {
    if (!options.allow_redefinition) syntax::rename_with_variables(tree);
    if (options.allow_redefinition_old) syntax::rename_redefined_variables(tree);
}

}  // namespace

scheduler::LoadResult load_module(const ModuleRecord& record, const LoadContext& context) {
    auto module = std::make_shared<LoadedModule>();
    module->record = &record;
    std::string error;
    module->text = record.is_namespace ? std::make_shared<const base::SourceText>("")
                                       : context.texts.text(record, error);
    if (!module->text) {
        Diagnostic made = at_line(0, codes::kNone, error);
        made.blocker = true;
        module->blocks = true;
        module->diagnostics.push_back(std::move(made));
        module->text = std::make_shared<const base::SourceText>("");
    }
    syntax::ParseOptions parse;
    parse.python_minor = static_cast<std::uint8_t>(record.options->python_version.minor);
    parse.is_stub = record.is_stub;
    auto tree = std::make_shared<syntax::Tree>(syntax::parse_module(*module->text, parse));
    module->tree = tree;
    add_syntax_errors(*module);
    module->options = own_options(*module);
    if (!record.is_stub) rename_variables(*tree, *module->options);
    module->outline = semantic::make_outline(*module->tree, *module->options);
    module->skeleton = std::make_shared<const Skeleton>(
        make_skeleton(*module->text, *module->tree, module->outline));
    plan_chunks(*module);

    scheduler::LoadResult result;
    ImportCollector(*module, context, result).collect();
    std::sort(result.lookups.begin(), result.lookups.end());
    result.lookups.erase(std::unique(result.lookups.begin(), result.lookups.end()),
                         result.lookups.end());
    result.shape = base::Hasher()
                       .add(module->skeleton->digest)
                       .add(config::semantic_digest(*module->options))
                       .finish();
    module->shape = result.shape;
    base::Hasher imports;
    for (const scheduler::Import& import : result.imports) {
        imports.add(static_cast<std::uint64_t>(import.module));
        imports.add(static_cast<std::uint64_t>(import.priority));
    }
    module->imports_digest = imports.finish();
    module->is_from_disk = context.texts.is_from_disk(record, module->text.get());
    result.places = module->skeleton->places;
    result.size_hint = module->text->size();
    result.library = record.interface_only();
    result.blocks = module->blocks;
    result.loaded = std::move(module);
    return result;
}

}  // namespace krait::project

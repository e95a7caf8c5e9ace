#include "project/loading.h"

#include <algorithm>

#include "project/build_id.h"
#include "project/finish_module.h"
#include "project/imports.h"
#include "python/messages/codes.h"

namespace krait::project {

using messages::Diagnostic;
using messages::Severity;
namespace codes = messages::codes;

namespace {

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
    if (record.is_typeshed && record.is_library) {
        record.options = context.registry.own_stubs_options(record.options);
    }
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
        ImportScan scan =
            scan_imports(module_.summary->imports, name, module_.record->is_package, is_module);
        for (std::uint32_t line : scan.bogus_relative) {
            Diagnostic made =
                at_line(line, codes::kNone, "No parent module -- cannot perform relative import");
            made.blocker = true;
            module_.blocks = true;
            module_.diagnostics.push_back(std::move(made));
        }
        for (const ImportedModule& imported : scan.modules) {
            add(imported.name, imported.priority, imported.line, modules::ModuleRole::Imported);
        }
        if (name != "builtins") {
            add("builtins", scheduler::ImportPriority::FromTopLevel, 1,
                modules::ModuleRole::Imported);
        }
        if (module_.summary->uses_template_strings) {
            add("string.templatelib", scheduler::ImportPriority::FromTopLevel, 1,
                modules::ModuleRole::Imported);
        }
    }

private:
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

ReadAs read_as(const ModuleRecord& record, const config::OptionsPtr& options) {
    return {static_cast<std::uint8_t>(record.options->python_version.minor), record.is_stub,
            options};
}

/// Paths are no part of it: texts that are equal have one summary.
cache::Key summary_key(const LoadedModule& module, const ModuleRegistry& registry) {
    const ModuleRecord& record = *module.record;
    return {cache::Kind::Summary, base::Hasher()
                                      .add(build_id())
                                      .add(module.text->digest())
                                      .add(std::uint64_t{module.text->size()})
                                      .add_flag(record.is_stub)
                                      .add(registry.options_digest(record))
                                      .finish()};
}

SummaryPtr find_summary(cache::Store& store, const cache::Key& key) {
    SummaryPtr summary;
    store.find(key, [&](std::string_view content) {
        summary = read_summary(content);
        return summary != nullptr;
    });
    return summary;
}

/// From the cache, or made, and then put there.
void summarize(LoadedModule& module, const LoadContext& context) {
    cache::Store* store = context.store;
    std::optional<cache::Key> key;
    if (store != nullptr) {
        key = summary_key(module, context.registry);
        module.summary = find_summary(*store, *key);
    }
    const config::OptionsPtr& general = module.record->options;
    std::vector<Diagnostic> unreadable;
    if (module.summary) {
        module.options = own_options(general, module.summary->comments, unreadable);
    } else {
        ParsedText text = module.parse(read_as(*module.record, general));
        module.options = own_options(general, comments_of(*text.tree), unreadable);
        Parsed parsed = finish_parsing(std::move(text), read_as(*module.record, module.options));
        module.summary =
            std::make_shared<const Summary>(make_summary(*module.text, parsed, *module.options));
        module.set_parsed(std::make_shared<const Parsed>(std::move(parsed)));
        if (key && module.is_from_disk) store->put(*key, store_summary(*module.summary));
    }
    for (const Diagnostic& error : module.summary->syntax_errors) {
        module.blocks = module.blocks || error.blocker;
        module.diagnostics.push_back(error);
    }
    module.diagnostics.insert(module.diagnostics.end(), unreadable.begin(), unreadable.end());
}

}  // namespace

ParsedPtr LoadedModule::parsed() const {
    const std::lock_guard lock(mutex_);  // the second to ask waits for the first
    if (!parsed_) {
        const ReadAs how = read_as(*record, options);
        parsed_ = std::make_shared<const Parsed>(finish_parsing(parse(how), how));
        if (parsed_->tree->errors().empty()) base_ = nullptr;
    }
    return parsed_;
}

ParsedPtr LoadedModule::parsed_if_there() const {
    const std::lock_guard lock(mutex_);
    return parsed_;
}

void LoadedModule::set_parsed(ParsedPtr parsed) {
    parsed_ = std::move(parsed);
    if (parsed_->tree->errors().empty()) base_ = nullptr;
}

ParsedText LoadedModule::parse(const ReadAs& how) const {
    const ParsedPtr before = base_ ? base_->parsed_if_there() : nullptr;
    if (before) {
        // Comments for mypy, which may say how to read a text, are the same if this works.
        const ReadAs same{how.python_minor, how.is_stub, base_->options};
        if (auto made = parse_again(*base_->text, *before, *text, same)) return std::move(*made);
    }
    return parse_text(*text, how);
}

std::shared_ptr<const LoadedModule> LoadedModule::base_for_next(
    const std::shared_ptr<const LoadedModule>& module) {
    if (!module) return nullptr;
    const std::lock_guard lock(module->mutex_);
    const bool has_tree = module->parsed_ && module->parsed_->tree->errors().empty();
    return has_tree ? module : module->base_;
}

void LoadedModule::let_go() const {
    const std::lock_guard lock(mutex_);
    parsed_ = nullptr;
}

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
    module->is_from_disk = context.texts.is_from_disk(record, module->text.get());
    // A change of configuration makes another record.
    if (context.before && context.before->record == &record) {
        module->set_base(LoadedModule::base_for_next(context.before));
    }
    summarize(*module, context);

    scheduler::LoadResult result;
    ImportCollector(*module, context, result).collect();
    std::sort(result.lookups.begin(), result.lookups.end());
    result.lookups.erase(std::unique(result.lookups.begin(), result.lookups.end()),
                         result.lookups.end());
    result.shape =
        base::Hasher()
            .add(module->summary->skeleton->digest)
            .add(module->options == record.options ? context.registry.options_digest(record)
                                                   : config::semantic_digest(*module->options))
            .finish();
    module->shape = result.shape;
    base::Hasher imports;
    for (const scheduler::Import& import : result.imports) {
        imports.add(static_cast<std::uint64_t>(import.module));
        imports.add(static_cast<std::uint64_t>(import.priority));
    }
    module->imports_digest = imports.finish();
    result.places = module->summary->skeleton->places;
    result.size_hint = module->text->size();
    result.library = record.interface_only();
    result.blocks = module->blocks;
    result.loaded = std::move(module);
    return result;
}

}  // namespace krait::project

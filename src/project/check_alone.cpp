#include "project/check_alone.h"

#include <algorithm>

#include "project/job_drafts.h"
#include "project/others_reader.h"
#include "python/checker/check.h"
#include "python/checker/definedness.h"
#include "python/image/record_writer.h"
#include "python/image/recording_reader.h"
#include "python/semantic/analyze.h"
#include "python/special/class_hooks.h"
#include "python/types/context.h"

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;
using types::as;

namespace {

bool contains(std::span<const base::Name> names, base::Name name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Names of attributes, of whatever, that the function binds or deletes.
std::vector<base::Name> stored_attributes(const syntax::Tree& tree, NodeId function) {
    std::vector<base::Name> names;
    const auto first = syntax::index_of(tree.function(function).args) + 1;
    for (std::uint32_t i = first; i < syntax::index_of(function); ++i) {
        const NodeId node{i};
        if (!tree.is(node, NodeKind::Attribute)) continue;
        if (tree.context(node) != syntax::Context::Load) names.push_back(tree.attribute(node).attr);
    }
    return names;
}

/// Things inside that have names of their own in the module.
bool holds_definitions(const syntax::Tree& tree, NodeId function) {
    const auto first = syntax::index_of(tree.function(function).args) + 1;
    for (std::uint32_t i = first; i < syntax::index_of(function); ++i) {
        const NodeKind kind = tree.kind(NodeId{i});
        if (kind == NodeKind::ClassDef || kind == NodeKind::FunctionDef ||
            kind == NodeKind::AsyncFunctionDef) {
            return true;
        }
    }
    return false;
}

class Alone {
public:
    Alone(const AloneInput& input, const JobContext& context)
        : input_(input),
          context_(context),
          view_(input.snapshot, context.registry),
          published_(view_),
          ordered_(published_, arena_),
          reader_(ordered_, locals_),
          cx_{arena_, reader_, *input.module.options, input.token},
          body_(make_body_draft(input.module, input.parsed, input.unit)) {
        for (const OtherModule& other : input.others) {
            ordered_.add(other.module, *other.build, other.is_earlier);
        }
        ordered_.add(input.module.record->id, input.later, false);
    }

    std::optional<AloneResult> run() {
        const types::ClassInfo* info = class_around(body_, reader_, context_.table);
        if (info == nullptr || info->is_protocol || !is_reached()) return std::nullopt;
        if (may_finish_others(*info)) return std::nullopt;
        open(*info);
        semantic::analyze_function_body(body_, cx_, reader_, context_.table,
                                        special::apply_class_hooks);
        if (body_.is_unreachable || body_.hung) return std::nullopt;
        if (!check(*info) || !take_attributes(*info)) return std::nullopt;
        result_.reads = published_.take_reads();
        return std::move(result_);
    }

private:
    /// Of an overload, the implementation.
    [[nodiscard]] NodeId function() const { return input_.unit.items.back(); }

    bool is_reached() {
        const types::ModuleInfo* module = published_.module(input_.module.record->id);
        return module != nullptr && !contains(module->unreachable_functions, input_.unit.path);
    }

    /// It may have been `None` in the class body, and got its type from an assignment elsewhere.
    [[nodiscard]] bool may_be_finished(const types::VarInfo& variable) const {
        if (!variable.is_inferred || !variable.is_initialized_in_class) return false;
        const auto* instance = as<types::Instance>(variable.type);
        return instance == nullptr || !instance->args.empty() || !cx_.options.strict_optional;
    }

    /// It assigns to what a class body left to be inferred, here perhaps.
    bool may_finish_others(const types::ClassInfo& info) {
        const syntax::Tree& tree = *input_.parsed.tree;
        for (base::Name name : stored_attributes(tree, function())) {
            if (contains(input_.own, name)) continue;
            for (symbols::DefId id : info.mro) {
                const auto* around = as<types::ClassInfo>(reader_.definition(id));
                if (around == nullptr) return true;
                const types::Symbol* symbol = reader_.own_member(*around, name);
                if (symbol == nullptr) continue;
                const auto* variable = as<types::VarInfo>(reader_.definition(symbol->target));
                if (variable != nullptr && may_be_finished(*variable)) return true;
            }
        }
        return false;
    }

    /// The class as it is before the function defines its attributes.
    void open(const types::ClassInfo& info) {
        semantic::TableBuilder& members = locals_.members(info);
        for (const types::Symbol& symbol : published_.own_members(info)) {
            if (!contains(input_.own, symbol.name)) members.put(symbol);
        }
        reader_.open(info);
    }

    bool check(const types::ClassInfo& info) {
        const LoadedModule& module = input_.module;
        checker::ModuleUnit unit{module.record->id,
                                 module.record->name,
                                 *input_.parsed.tree,
                                 *module.text,
                                 body_.bindings,
                                 module.record->is_stub,
                                 module.record->is_typeshed,
                                 module.record->interface_only()};
        unit.adopt = [this](types::Definition& made, base::Name) { locals_.add(made); };
        checker::CheckContext ck(cx_, unit);
        ordered_.begin_top_level();
        checker::check_shaping_function(ck, {input_.unit.items.front(), &info});
        note_late(info);
        ordered_.begin_deferred();
        (void)checker::check_deferred(ck);
        if (!ck.deferred.empty()) return false;  // then the order of what is deferred matters
        checker::check_function_definedness(ck, function());
        result_.found = std::move(body_.diagnostics);
        const auto& more = ck.reporter.diagnostics;
        result_.found.insert(result_.found.end(), more.begin(), more.end());
        result_.skipped_lines = ck.unreachable_lines;
        context_.figures.not_implemented += cx_.not_implemented;
        return true;
    }

    /// Which attributes the function's first turn left without a type.
    void note_late(const types::ClassInfo& info) {
        for (const types::Symbol& symbol : locals_.members(info).symbols()) {
            if (!symbol.target.is_job_local()) continue;
            const types::Definition* made = locals_.find(symbol.target);
            if (made != nullptr && is_pending(*made)) late_.push_back(symbol.name);
        }
    }

    bool take_attributes(const types::ClassInfo& info) {
        const base::ModuleId module = input_.module.record->id;
        const std::string path(base::text_of(context_.table.path_of(info.id)));
        for (const types::Symbol& symbol : locals_.members(info).symbols()) {
            if (!symbol.target.is_job_local()) continue;
            const auto* variable = as<types::VarInfo>(locals_.find(symbol.target));
            if (variable == nullptr) return false;
            const types::Symbol* before = published_.own_member(info, symbol.name);
            if (before == nullptr || before->target.module != module) return false;
            types::VarInfo shown = *variable;
            shown.id = before->target;
            image::Pools pools(module, context_.table);
            image::RecordWriter record(pools);
            record.write_definition(shown);
            if (pools.replaced() != 0) return false;  // of a kind that only a whole job can name
            types::Symbol moved = symbol;
            moved.target = shown.id;
            result_.attributes.push_back({moved, record.digest().low,
                                          locals_.line_of(symbol.target),
                                          contains(late_, symbol.name)});
        }
        return true;
    }

    const AloneInput& input_;
    const JobContext& context_;
    SnapshotView view_;
    image::RecordingReader published_;
    base::Arena arena_;
    OthersReader ordered_;
    semantic::JobLocals locals_;
    semantic::BodyReader reader_;
    types::Context cx_;
    semantic::BodyDraft body_;
    std::vector<base::Name> late_;
    AloneResult result_;
};

}  // namespace

std::optional<AloneResult> check_alone(const AloneInput& input, const JobContext& context) {
    const syntax::Tree& tree = *input.parsed.tree;
    if (input.unit.classes.empty()) return std::nullopt;
    for (NodeId item : input.unit.items) {
        if (tree.function(item).facts.declares_global || holds_definitions(tree, item)) {
            return std::nullopt;
        }
    }
    return Alone(input, context).run();
}

}  // namespace krait::project

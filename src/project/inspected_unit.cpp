#include "project/inspected_unit.h"

#include <algorithm>

#include "project/job_drafts.h"
#include "python/checker/check.h"
#include "python/special/class_hooks.h"

namespace krait::project {

using syntax::NodeId;

namespace {

config::OptionsPtr curious(const config::OptionsPtr& options) {
    if (options->check_untyped_defs) return options;
    auto changed = std::make_shared<config::Options>(*options);
    changed->check_untyped_defs = true;
    return changed;
}

/// A mistake of ours in one construct must not cost the answers about all others.
template <class Step>
void tolerantly(Step step) {
    try {
        step();
    } catch (const base::InternalError&) {
    }
}

class FunctionUnit final : public InspectedUnit {
public:
    FunctionUnit(const InspectInput& input, const JobContext& context)
        : InspectedUnit(input, context),
          reader_(published_, locals_),
          cx_{arena_, reader_, *options_, input.token},
          body_(make_body_draft(*module, *parsed, parsed->outline.units[unit])) {}

    ~FunctionUnit() override { ck_.reset(); }  // before what it refers to

    /// False if the published interface knows another function, or none.
    [[nodiscard]] bool is_published(symbols::ModuleTable& table) {
        for (NodeId node : body_.unit->items) {
            const base::Name path = parsed->outline.paths.find(node)->second;
            const auto* info = types::as<types::FunctionInfo>(
                reader_.definition(table.def(module->record->id, path)));
            if (info == nullptr || !has_parameters(*info, node)) return false;
        }
        return true;
    }

    [[nodiscard]] bool check(symbols::ModuleTable& table) {
        semantic::analyze_function_body(body_, cx_, reader_, table, special::apply_class_hooks);
        if (body_.is_unreachable) return false;
        const ModuleRecord& record = *module->record;
        module_unit_.emplace(checker::ModuleUnit{record.id, record.name, *parsed->tree,
                                                 *module->text, body_.bindings, record.is_stub,
                                                 record.is_typeshed, true});
        module_unit_->adopt = [this](types::Definition& made, base::Name) { locals_.add(made); };
        ck_.emplace(cx_, *module_unit_);
        tolerantly([&] {
            checker::begin_bodies(*ck_);
            checker::check_function(
                *ck_, {body_.unit->items.front(), class_around(body_, reader_, table)});
            while (checker::check_deferred(*ck_)) {
            }
        });
        finish();
        return true;
    }

private:
    [[nodiscard]] bool has_parameters(const types::FunctionInfo& info, NodeId node) const {
        const syntax::NodeList args = tree().arguments(tree().function(node).args).args;
        return std::equal(info.parameters.begin(), info.parameters.end(), args.begin(), args.end(),
                          [&](const types::Parameter& parameter, NodeId arg) {
                              return parameter.name == base::Name::Empty ||
                                     parameter.name == tree().arg(arg).name;
                          });
    }

    base::Arena arena_;
    semantic::JobLocals locals_;
    semantic::BodyReader reader_;
    types::Context cx_;
    semantic::BodyDraft body_;
    std::optional<checker::ModuleUnit> module_unit_;
};

class TopLevelUnit final : public InspectedUnit {
public:
    TopLevelUnit(const InspectInput& input, const JobContext& context)
        : InspectedUnit(input, context),
          scc_{{}, {}, context.table},
          reader_(scc_, published_, locals_),
          cx_{scc_.arena, reader_, *options_, input.token} {
        auto draft = make_draft(*module, parsed);
        draft->options = options_;
        scc_.add(std::move(draft));
    }

    ~TopLevelUnit() override { ck_.reset(); }

    void check(base::CancellationToken token) {
        semantic::ModuleDraft& draft = *scc_.modules.front();
        semantic::analyze_scc(scc_, reader_, special::apply_class_hooks, std::move(token));
        const ModuleRecord& record = *module->record;
        module_unit_.emplace(checker::ModuleUnit{record.id, record.name, *parsed->tree,
                                                 *module->text, draft.bindings, record.is_stub,
                                                 record.is_typeshed, true, &draft.shaping});
        module_unit_->adopt = [this, &draft](types::Definition& made, base::Name path) {
            made.id = scc_.table.def(draft.id, path);
            draft.definitions[made.id.slot] = &made;
        };
        ck_.emplace(cx_, *module_unit_);
        tolerantly([&] {
            checker::check_module_top_level(*ck_);
            while (checker::check_deferred(*ck_)) {
            }
        });
        finish();
    }

private:
    semantic::SccDraft scc_;
    semantic::JobLocals locals_;
    semantic::DraftReader reader_;
    types::Context cx_;
    std::optional<checker::ModuleUnit> module_unit_;
};

class PublishedUnit final : public InspectedUnit {
public:
    PublishedUnit(const InspectInput& input, const JobContext& context)
        : InspectedUnit(input, context), cx_{arena_, published_, *options_, input.token} {
        const ModuleRecord& record = *module->record;
        module_unit_.emplace(checker::ModuleUnit{record.id, record.name, *parsed->tree,
                                                 *module->text, none_, record.is_stub,
                                                 record.is_typeshed, true});
        ck_.emplace(cx_, *module_unit_);
        finish();
    }
    ~PublishedUnit() override { ck_.reset(); }

private:
    base::Arena arena_;
    types::Context cx_;
    const semantic::Bindings none_;
    std::optional<checker::ModuleUnit> module_unit_;
};

}  // namespace

InspectedUnit::InspectedUnit(const InspectInput& input, const JobContext& context)
    : module(input.module),
      parsed(input.module->parsed()),
      unit(input.unit),
      snapshot(input.snapshot),
      symbols_(context.table),
      options_(curious(input.module->options)),
      view_(snapshot, context.registry),
      published_(view_) {}

void InspectedUnit::finish() {
    members_.emplace(*ck_);
    ck_->cx.members = &*members_;
    base::ModuleId last = base::ModuleId::None;
    for (const image::Read& read : published_.take_reads()) {
        if (read.module == last) continue;
        last = read.module;
        seen_.emplace_back(last, scheduler::interface_of(snapshot, last));
    }
}

bool InspectedUnit::holds_in(const scheduler::Snapshot& now) const {
    return std::all_of(seen_.begin(), seen_.end(), [&](const auto& one) {
        const scheduler::InterfacePtr& interface = scheduler::interface_of(now, one.first);
        return interface == one.second ||
               (interface && one.second && interface->fingerprint() == one.second->fingerprint());
    });
}

InspectedUnitPtr inspect_function(const InspectInput& input, const JobContext& context) {
    auto made = std::make_shared<FunctionUnit>(input, context);
    if (!made->is_published(context.table) || !made->check(context.table)) return nullptr;
    return made;
}

InspectedUnitPtr inspect_published(const InspectInput& input, const JobContext& context) {
    return std::make_shared<PublishedUnit>(input, context);
}

InspectedUnitPtr inspect_top_level(const InspectInput& input, const JobContext& context) {
    auto made = std::make_shared<TopLevelUnit>(input, context);
    made->check(input.token);
    return made;
}

}  // namespace krait::project

#include "project/rebuild_parts.h"

#include <algorithm>

#include "project/keep_interface.h"

namespace krait::project {

namespace {

const image::ModuleInterface& image_of(const scheduler::InterfacePtr& interface) {
    return static_cast<const PublishedInterface&>(*interface).image();
}

/// Whether only what definitions say is another, not what they are or where classes stand.
bool is_mild(const image::ModuleInterface& before, const image::ModuleInterface& now) {
    if (before.fingerprint() == now.fingerprint()) return true;
    for (symbols::DefId id : before.definitions()) {
        if (before.fingerprint(id.slot) == now.fingerprint(id.slot)) continue;
        const types::Definition* old = before.definition(id.slot);
        const types::Definition* made = now.definition(id.slot);
        if (made == nullptr) {
            if (old->kind == types::DefinitionKind::Class) return false;
            continue;
        }
        if (old->kind != made->kind) return false;
        const auto* old_class = types::as<types::ClassInfo>(old);
        if (old_class == nullptr) continue;
        const auto* new_class = types::as<types::ClassInfo>(made);
        if (!std::equal(old_class->mro.begin(), old_class->mro.end(), new_class->mro.begin(),
                        new_class->mro.end())) {
            return false;
        }
    }
    return true;
}

class Rebuild {
public:
    Rebuild(const scheduler::InterfaceInput& input, const SccBuild& before,
            const JobContext& context)
        : input_(input),
          before_(before),
          context_(context),
          snapshot_(input.snapshot),
          builds_(before.builds),
          interfaces_(input.previous.begin(), input.previous.end()),
          dirty_(input.modules.size()),
          other_order_(before.other_order) {
        for (std::size_t i = 0; i < interfaces_.size(); ++i) put(i, interfaces_[i]);
    }

    std::optional<scheduler::InterfaceResult> run() {
        if (!find_edited()) return std::nullopt;
        bool any = find_concerned();
        if (any && keep_only_edited()) return result();
        if (!may_build_parts()) return std::nullopt;
        for (; any; any = find_concerned()) {
            for (std::size_t i = 0; i < dirty_.size(); ++i) {
                if (dirty_[i] && !build(i)) return std::nullopt;
            }
        }
        if (gave_up_) return std::nullopt;
        return result();
    }

private:
    [[nodiscard]] const LoadedModule& loaded(std::size_t i) const {
        return static_cast<const LoadedModule&>(*input_.loaded[i]);
    }
    void put(std::size_t i, const scheduler::InterfacePtr& interface) {
        snapshot_.set(static_cast<std::size_t>(input_.modules[i]), interface);
    }

    bool find_edited() {
        for (std::size_t i = 0; i < builds_.size(); ++i) {
            if (builds_[i]->imports != loaded(i).imports_digest) return false;
            dirty_[i] = builds_[i]->shape != loaded(i).shape || is_bound(i);
        }
        return true;
    }

    /// Its result holds line numbers, and the lines are others now.
    [[nodiscard]] bool is_bound(std::size_t i) const {
        const auto& interface = static_cast<const PublishedInterface&>(*interfaces_[i]);
        return interface.holds_places() &&
               interface.places() != loaded(i).summary->skeleton->places;
    }

    /// Marks whose questions have other answers now. False if nothing is to be built (any more).
    bool find_concerned() {
        using Verdict = Questions::Verdict;
        if (before_.common.ask_again(snapshot_, context_.registry) != Verdict::Same) {
            gave_up_ = true;
            return false;
        }
        bool any = false;
        for (std::size_t i = 0; i < builds_.size(); ++i) {
            const Verdict verdict = builds_[i]->questions.ask_again(snapshot_, context_.registry);
            if (verdict == Verdict::OtherNames) {
                gave_up_ = true;
                return false;
            }
            dirty_[i] = dirty_[i] || verdict == Verdict::Other;
            any = any || dirty_[i];
        }
        return any;
    }

    [[nodiscard]] bool may_build_parts() const { return !before_.whole_only && builds_.size() > 1; }

    /// True if one module was edited, and its interface stands.
    bool keep_only_edited() {
        if (std::count(dirty_.begin(), dirty_.end(), true) != 1) return false;
        const auto i = static_cast<std::size_t>(std::find(dirty_.begin(), dirty_.end(), true) -
                                                dirty_.begin());
        auto kept = keep_interface({input_, i, snapshot_, builds_}, context_);
        if (!kept) return false;
        interfaces_[i] = std::move(kept->interface);
        builds_[i] = std::move(kept->build);
        return true;
    }

    /// False if the SCC has to be built as a whole.
    bool build(std::size_t i) {
        // More than half of the work would be no gain.
        if (++built_ > 1 + builds_.size() / 2 || builds_[i]->slow) return false;
        scheduler::Snapshot others = snapshot_;
        others.set(static_cast<std::size_t>(input_.modules[i]), nullptr);
        const image::ModuleInterface& earlier = image_of(interfaces_[i]);
        BuildInput part{input_.modules.subspan(i, 1),
                        input_.loaded.subspan(i, 1),
                        others,
                        input_.token,
                        true,
                        {},
                        &earlier};
        for (std::size_t k = 0; k < builds_.size(); ++k) {
            if (k != i) part.others.push_back({input_.modules[k], builds_[k].get(), k < i});
        }
        if (may_reuse_shaping(i)) part.known = builds_[i].get();
        Built built = build_modules(part, context_);
        if (!built.stands) {
            part.known = nullptr;
            built = build_modules(part, context_);
        }
        const ModuleBuildPtr& made = built.builds.front();
        if (built.forced || made->slow || !built.common.modules().empty()) return false;
        if (!is_mild(earlier, image_of(built.interfaces.front()))) return false;
        if (made->pending != builds_[i]->pending || made->late != builds_[i]->late) {
            other_order_.assign(other_order_.size(), true);
        }
        other_order_[i] = false;
        interfaces_[i] = built.interfaces.front();
        builds_[i] = made;
        dirty_[i] = false;
        put(i, interfaces_[i]);
        return true;
    }

    /// Whether its shaping functions are what they were, and would be told what they were told.
    [[nodiscard]] bool may_reuse_shaping(std::size_t i) const {
        const ModuleBuild& build = *builds_[i];
        const auto& interface = static_cast<const PublishedInterface&>(*interfaces_[i]);
        return build.shaping != nullptr && build.shape == loaded(i).shape && !other_order_[i] &&
               !interface.holds_places() && same_options(*build.of, loaded(i)) &&
               build.questions.ask_again(snapshot_, context_.registry, image::Part::Shaping) ==
                   Questions::Verdict::Same;
    }

    scheduler::InterfaceResult result() {
        scheduler::InterfaceResult result;
        result.interfaces = std::move(interfaces_);
        for (const ModuleBuildPtr& build : builds_) result.payloads.push_back(build->findings);
        result.reads = std::make_shared<SccBuild>(before_.scc, std::move(builds_), before_.common,
                                                  before_.whole_only, context_.registry,
                                                  std::move(other_order_));
        return result;
    }

    const scheduler::InterfaceInput& input_;
    const SccBuild& before_;
    const JobContext& context_;
    scheduler::Snapshot snapshot_;  // the present state of all modules of the SCC
    std::vector<ModuleBuildPtr> builds_;
    std::vector<scheduler::InterfacePtr> interfaces_;
    std::vector<bool> dirty_;
    std::vector<bool> other_order_;  // see SccBuild
    std::size_t built_ = 0;
    bool gave_up_ = false;
};

}  // namespace

std::optional<scheduler::InterfaceResult> rebuild_parts(const scheduler::InterfaceInput& input,
                                                        const JobContext& context) {
    const auto* before = dynamic_cast<const SccBuild*>(input.previous_reads);
    if (before == nullptr) return std::nullopt;
    if (!std::equal(input.modules.begin(), input.modules.end(), before->scc.begin(),
                    before->scc.end())) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < input.modules.size(); ++i) {
        if (!input.previous[i]) return std::nullopt;
        if (context.registry.record(input.modules[i]).name == base::intern("builtins")) {
            return std::nullopt;
        }
    }
    return Rebuild(input, *before, context).run();
}

}  // namespace krait::project

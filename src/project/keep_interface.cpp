#include "project/keep_interface.h"

#include <algorithm>
#include <tuple>

#include "project/check_alone.h"
#include "python/config/options.h"

namespace krait::project {

using messages::Diagnostic;
using Lines = std::pair<std::uint32_t, std::uint32_t>;  // from 1, inclusive

namespace {

/// The one shaping suite in which two versions differ, in each of them.
struct Difference {
    const ShapingSuite* before = nullptr;
    const ShapingSuite* now = nullptr;
};

std::optional<Difference> only_difference(const Skeleton& before, const Skeleton& now) {
    const bool same_frame = before.frame == now.frame && before.frame != base::Digest{} &&
                            before.shaping.size() == now.shaping.size();
    if (!same_frame) return std::nullopt;
    Difference found;
    for (std::size_t i = 0; i < now.shaping.size(); ++i) {
        if (before.shaping[i].digest == now.shaping[i].digest) continue;
        if (found.now != nullptr) return std::nullopt;
        found = {&before.shaping[i], &now.shaping[i]};
    }
    return found.now == nullptr ? std::nullopt : std::optional(found);
}

bool reads_alike(const LoadedModule& before, const LoadedModule& now) {
    const bool is_sound = !before.blocks && !now.blocks && before.summary->syntax_errors.empty() &&
                          now.summary->syntax_errors.empty();
    return is_sound && before.record == now.record && before.imports_digest == now.imports_digest &&
           same_options(before, now);
}

/// The unit is one function, or the overloads of one and at last their implementation.
bool ends_with_implementation(const syntax::Tree& tree, const semantic::BodyUnit& unit) {
    return unit.items.size() == 1 || tree.function(unit.items.back()).decorators.empty();
}

/// Of the unit's function or implementation.
Lines lines_of(const LoadedModule& module, const Parsed& parsed, const semantic::BodyUnit& unit) {
    const syntax::NodeId function = unit.items.back();
    std::uint32_t start = parsed.tree->start(function);
    for (syntax::NodeId decorator : parsed.tree->function(function).decorators) {
        start = std::min(start, parsed.tree->start(decorator));
    }
    return {module.text->line_of(start) + 1, module.text->line_of(parsed.tree->end(function)) + 1};
}

bool is_in(std::uint32_t line, Lines lines) {
    return lines.first <= line && line <= lines.second;
}

void sort_by_place(std::vector<Diagnostic>& found) {
    std::stable_sort(found.begin(), found.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
}

bool same_symbol(const types::Symbol& a, const types::Symbol& b) {
    return a.name == b.name && a.target == b.target && a.is_public == b.is_public &&
           a.is_hidden == b.is_hidden && a.is_implicit == b.is_implicit &&
           a.is_plugin_generated == b.is_plugin_generated;
}

/// What isn't the end of something that began as `[]` or `None`.
bool is_plain_type(const types::Definition& definition) {
    const auto* variable = types::as<types::VarInfo>(&definition);
    if (variable == nullptr) return true;
    const auto* instance = types::as<types::Instance>(variable->type);
    return instance != nullptr && instance->args.empty();
}

class Keeper {
public:
    Keeper(const KeepInput& input, const JobContext& context)
        : input_(input),
          context_(context),
          build_(*input.builds[input.edited]),
          before_(*build_.of),
          now_(static_cast<const LoadedModule&>(*input.job.loaded[input.edited])),
          interface_(static_cast<const PublishedInterface&>(
              *scheduler::interface_of(input.snapshot, input.job.modules[input.edited]))) {}

    std::optional<KeptInterface> keep() {
        if (!find_function() || !find_attributes()) return std::nullopt;
        find_order();
        if (build_.checked_alone != function_before_->path && !says_what_is_known()) {
            return std::nullopt;
        }
        const auto made = check(now_, *parsed_now_, *function_now_, lines_now_);
        if (!made || !defines_the_same(*made, *made_of_now_, *now_.summary->skeleton)) {
            return std::nullopt;
        }
        if (!sees_what_is_ready(made->reads)) return std::nullopt;
        return KeptInterface{interface_.kept_for(made_of_now_, now_.summary->skeleton),
                             build_with(*made)};
    }

private:
    [[nodiscard]] const Skeleton& old() const { return *before_.summary->skeleton; }

    bool find_function() {
        if (interface_.holds_places() || build_.slow || !reads_alike(before_, now_)) return false;
        const auto difference = only_difference(old(), *now_.summary->skeleton);
        if (!difference || !LineMap::fits(*interface_.built_of(), old())) return false;
        parsed_before_ = before_.parsed();
        parsed_now_ = now_.parsed();
        function_before_ = &parsed_before_->outline.units[difference->before->unit];
        function_now_ = &parsed_now_->outline.units[difference->now->unit];
        if (function_before_->path != function_now_->path || function_now_->classes.empty() ||
            function_now_->items.size() != function_before_->items.size() ||
            !ends_with_implementation(*parsed_before_->tree, *function_before_) ||
            !ends_with_implementation(*parsed_now_->tree, *function_now_)) {
            return false;
        }
        lines_before_ = lines_of(before_, *parsed_before_, *function_before_);
        lines_now_ = lines_of(now_, *parsed_now_, *function_now_);
        if (!is_in(old().lines[difference->before->first], lines_before_)) return false;
        made_of_now_ = bridge(*interface_.built_of(), *difference);
        before_of_now_ = bridge(old(), *difference);
        return true;
    }

    /// `lines`, which are parallel to the old version's, made parallel to the new one's. In the
    /// function, lines at its beginning that are the same correspond, and then those at its end;
    /// one that is new counts as the one that follows it.
    [[nodiscard]] SkeletonPtr bridge(const Skeleton& from, const Difference& difference) const {
        const std::vector<std::uint32_t>& was = old().lines;
        const std::vector<std::uint32_t>& is = now_.summary->skeleton->lines;
        std::size_t at = difference.before->first;
        std::size_t last = difference.before->last;
        std::size_t last_now = difference.now->last;
        while (at < std::min(last, last_now) &&
               before_.text->line_text(was[at] - 1) == now_.text->line_text(is[at] - 1)) {
            ++at;
        }
        const std::size_t common = std::min(last, last_now) - at;
        auto made = std::make_shared<Skeleton>();
        made->suite_ends = from.suite_ends;
        const auto begin = from.lines.begin();
        made->lines.assign(begin, begin + static_cast<std::ptrdiff_t>(at));
        const std::size_t next = last - common;
        const std::uint32_t filler =
            next < from.lines.size() ? from.lines[next] : from.lines.back();
        made->lines.insert(made->lines.end(), last_now - common - at, filler);
        made->lines.insert(made->lines.end(), begin + static_cast<std::ptrdiff_t>(next),
                           from.lines.end());
        return made;
    }

    bool find_attributes() {
        const base::ModuleId module = now_.record->id;
        const base::Name path =
            parsed_before_->outline.paths.find(function_before_->classes.back())->second;
        const image::ModuleInterface& image = interface_.image();
        const auto* info =
            types::as<types::ClassInfo>(image.definition(context_.table.def(module, path).slot));
        if (info == nullptr) return false;
        const LineMap map(*interface_.built_of(), old());
        for (const types::Symbol& symbol : info->names.symbols) {
            if (!symbol.is_implicit || symbol.target.module != module) continue;
            if (!is_in(map.line(image.line(symbol.target.slot)), lines_before_)) continue;
            attributes_.push_back(symbol);
            names_.push_back(symbol.name);
        }
        return true;
    }

    /// What the module's job infers after the function's turn, and who is around the module.
    void find_order() {
        for (symbols::Slot slot : build_.pending) {
            const bool is_later = line_before(slot) > lines_before_.second;
            if (is_later && !holds(build_.late, slot)) later_.pending.push_back(slot);
        }
        for (std::size_t i = 0; i < input_.builds.size(); ++i) {
            if (i == input_.edited) continue;
            others_.push_back({input_.job.modules[i], input_.builds[i].get(), i < input_.edited});
        }
    }

    /// Where something stood in the version before; 0: not known.
    [[nodiscard]] std::uint32_t line_before(symbols::Slot slot) const {
        return LineMap(*interface_.built_of(), old()).line(interface_.image().line(slot));
    }

    /// Nothing either if it says something of other lines than its own; but what is said of an
    /// overload's items doesn't depend on the implementation's suite, and stands.
    std::optional<AloneResult> check(const LoadedModule& module, const Parsed& parsed,
                                     const semantic::BodyUnit& unit, Lines lines) {
        auto made = check_alone(
            {module, parsed, unit, input_.snapshot, names_, others_, later_, input_.job.token},
            context_);
        const auto is_outside = [&](const Diagnostic& one) { return !is_in(one.line, lines); };
        if (!made) return made;
        if (unit.items.size() > 1) std::erase_if(made->found, is_outside);
        if (std::any_of(made->found.begin(), made->found.end(), is_outside)) return std::nullopt;
        return made;
    }

    /// Calibration: alone, the old version's function finds what is known of it.
    bool says_what_is_known() {
        auto alone = check(before_, *parsed_before_, *function_before_, lines_before_);
        if (!alone || !defines_the_same(*alone, *interface_.built_of(), old())) return false;
        std::vector<Diagnostic> known;
        for (const Diagnostic& found : build_.findings->diagnostics) {
            if (is_in(found.line, lines_before_)) known.push_back(found);
        }
        std::vector<Lines> skipped;
        for (const Lines& lines : build_.findings->skipped_lines) {
            if (is_in(lines.first, lines_before_)) skipped.push_back(lines);
        }
        sort_by_place(known);
        sort_by_place(alone->found);
        return known == alone->found && skipped == alone->skipped_lines;
    }

    /// `built_of` and `skeleton`: from the image's lines to those of the text that was checked.
    bool defines_the_same(const AloneResult& alone, const Skeleton& built_of,
                          const Skeleton& skeleton) {
        const LineMap map(built_of, skeleton);
        const image::ModuleInterface& image = interface_.image();
        return std::equal(attributes_.begin(), attributes_.end(), alone.attributes.begin(),
                          alone.attributes.end(),
                          [&](const types::Symbol& known, const AloneResult::Attribute& made) {
                              return same_symbol(known, made.symbol) &&
                                     image.fingerprint(known.target.slot).low == made.digest &&
                                     holds(build_.late, known.target.slot) == made.is_late &&
                                     map.line(image.line(known.target.slot)) == made.line;
                          });
    }

    /// Of all that it looked at it is certain whether it has a type by then in the order of a whole
    /// job; and nothing of it is finished by what is deferred.
    bool sees_what_is_ready(const std::vector<image::Read>& reads) {
        return std::all_of(reads.begin(), reads.end(), [&](const image::Read& read) {
            const bool is_own = read.module == now_.record->id;
            if (read.kind == image::ReadKind::Location) return !is_own;
            if (read.kind != image::ReadKind::Definition) return true;
            const auto at =
                std::find(input_.job.modules.begin(), input_.job.modules.end(), read.module);
            if (at == input_.job.modules.end()) return true;
            const auto place = static_cast<std::size_t>(at - input_.job.modules.begin());
            const ModuleBuild& other = *input_.builds[place];
            if (!holds(other.pending, read.slot)) return true;
            if (holds(other.late, read.slot)) return false;
            return !is_own || holds(later_.pending, read.slot) || is_inferred_before(read.slot);
        });
    }

    bool is_inferred_before(symbols::Slot slot) {
        const types::Definition* definition = interface_.image().definition(slot);
        const std::uint32_t line = line_before(slot);
        return definition != nullptr && line != 0 && line < lines_before_.first &&
               is_plain_type(*definition);
    }

    [[nodiscard]] ModuleBuildPtr build_with(const AloneResult& made) const {
        auto build = std::make_shared<ModuleBuild>(build_);
        build->of = std::static_pointer_cast<const LoadedModule>(input_.job.loaded[input_.edited]);
        build->shape = now_.shape;
        build->checked_alone = function_now_->path;
        build->findings = findings_with(made);
        build->shaping = nullptr;  // it speaks of places in the other findings
        image::ReadRecorder all;
        const auto add = [&](std::span<const image::Read> reads) {
            for (const image::Read& read : reads) {
                if (read.module == now_.record->id && read.kind != image::ReadKind::ModuleLookup) {
                    continue;  // its own
                }
                const auto asked = all.ask(read);
                if (asked.is_new) all.settle(asked.number, read.answer, 0);
            }
        };
        add(build_.questions.reads());
        add(made.reads);
        build->questions = Questions(all.take(), input_.snapshot, context_.registry);
        return build;
    }

    [[nodiscard]] std::shared_ptr<const Findings> findings_with(const AloneResult& made) const {
        const Findings& known = *build_.findings;
        const LineMap map(*before_of_now_, *now_.summary->skeleton);
        std::vector<Diagnostic> found;
        for (const Diagnostic& one : known.diagnostics) {
            if (is_in(one.line, lines_before_)) continue;
            map.move(found.emplace_back(one));
        }
        found.insert(found.end(), made.found.begin(), made.found.end());
        auto findings = std::make_shared<Findings>(std::move(found));
        findings->skeleton = now_.summary->skeleton;
        for (const auto& [first, last] : known.skipped_lines) {
            if (is_in(first, lines_before_)) continue;
            findings->skipped_lines.emplace_back(map.line(first), map.line(last));
        }
        findings->skipped_lines.insert(findings->skipped_lines.end(), made.skipped_lines.begin(),
                                       made.skipped_lines.end());
        return findings;
    }

    const KeepInput& input_;
    const JobContext& context_;
    const ModuleBuild& build_;
    const LoadedModule& before_;
    const LoadedModule& now_;
    const PublishedInterface& interface_;
    ParsedPtr parsed_before_, parsed_now_;
    const semantic::BodyUnit* function_before_ = nullptr;
    const semantic::BodyUnit* function_now_ = nullptr;
    Lines lines_before_, lines_now_;
    SkeletonPtr made_of_now_;    // what the image's lines are lines of, parallel to the new lines
    SkeletonPtr before_of_now_;  // the old version's lines, parallel to the new ones
    std::vector<types::Symbol> attributes_;  // that the function defines, in order
    std::vector<base::Name> names_;
    std::vector<OtherModule> others_;
    ModuleBuild later_;
};

}  // namespace

bool same_options(const LoadedModule& before, const LoadedModule& now) {
    return before.options == now.options ||
           config::semantic_digest(*before.options) == config::semantic_digest(*now.options);
}

std::optional<KeptInterface> keep_interface(const KeepInput& input, const JobContext& context) {
    if (input.builds[input.edited]->of == nullptr) return std::nullopt;
    return Keeper(input, context).keep();
}

}  // namespace krait::project

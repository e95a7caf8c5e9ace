// binder.cpp: frames pushed, popped and merged as mypy's binder does.

#include "python/checker/binder.h"

#include <algorithm>
#include <exception>

#include "python/checker/context.h"
#include "python/checker/facts.h"
#include "python/types/erase.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"
#include "python/types/variadic.h"

namespace krait::checker {

const CurrentType* Frame::find(KeyId key) const {
    for (const auto& [known, type] : types) {
        if (known == key) return &type;
    }
    return nullptr;
}

void Frame::put(KeyId key, CurrentType type) {
    for (auto& [known, current] : types) {
        if (known == key) {
            current = type;
            return;
        }
    }
    types.emplace_back(key, type);
}

void Frame::erase(KeyId key) {
    std::erase_if(types, [&](const auto& entry) { return entry.first == key; });
}

Binder::Binder(CheckContext& context) : ck(context) {
    frames.push_back({.id = ++next_id});
}

const CurrentType* Binder::current(KeyId key) const {
    for (std::size_t i = frames.size(); i-- > 0;) {
        if (const CurrentType* found = frames[i].find(key)) return found;
    }
    return nullptr;
}

TypePtr Binder::get(KeyId key) const {
    const CurrentType* found = current(key);
    return found == nullptr ? nullptr : found->type;
}

void Binder::add_dependencies(KeyId key, KeyId value) {
    if (key != value) {
        std::vector<KeyId>& known = dependencies[key];
        if (std::find(known.begin(), known.end(), value) == known.end()) known.push_back(value);
    }
    for (KeyId part : ck.keys.subkeys(key)) add_dependencies(part, value);
}

void Binder::put_key(KeyId key, TypePtr type, bool from_assignment) {
    ++version;
    frames.back().put(key, {type, from_assignment});
}

namespace {

/// Name, Attribute or Subscript: what mypy calls bindable.
bool is_bindable(const CheckContext& ck, NodeId expr) {
    NodeKind kind = kind_of(ck, expr);
    return kind == NodeKind::Name || kind == NodeKind::Attribute || kind == NodeKind::Subscript;
}

}  // namespace

void Binder::put(NodeId expr, TypePtr type, bool from_assignment) {
    if (!is_bindable(ck, expr) || literalness(ck, expr) == Literalness::No) return;
    KeyId key = key_of(ck, expr);
    if (key == KeyId::None) return;
    if (declarations.find(key) == declarations.end()) {
        declarations[key] = declaration_of(ck, expr);
        add_dependencies(key, key);
    }
    put_key(key, type, from_assignment);
}

void Binder::unreachable() {
    ++version;
    frames.back().unreachable = true;
}

void Binder::suppress_unreachable_warnings() {
    frames.back().suppress_unreachable_warnings = true;
}

bool Binder::is_unreachable() const {
    return std::any_of(frames.begin(), frames.end(),
                       [](const Frame& frame) { return frame.unreachable; });
}

bool Binder::is_unreachable_warning_suppressed() const {
    return std::any_of(frames.begin(), frames.end(),
                       [](const Frame& frame) { return frame.suppress_unreachable_warnings; });
}

void Binder::cleanse_key(KeyId key) {
    for (Frame& frame : frames) frame.erase(key);
}

void Binder::cleanse(NodeId expr) {
    KeyId key = key_of(ck, expr);
    if (key != KeyId::None) cleanse_key(key);
}

void Binder::invalidate_dependencies(KeyId key) {
    auto found = dependencies.find(key);
    if (found == dependencies.end()) return;
    for (KeyId dependent : found->second) cleanse_key(dependent);
}

Frame& Binder::push_frame(bool conditional) {
    frames.push_back({.id = ++next_id, .conditional = conditional});
    options_on_return.emplace_back();
    return frames.back();
}

void Binder::allow_jump(std::size_t index) {
    Frame jump{.id = ++next_id};
    for (std::size_t i = index + 1; i < frames.size(); ++i) {
        for (const auto& [key, type] : frames[i].types) jump.put(key, type);
        jump.unreachable = jump.unreachable || frames[i].unreachable;
    }
    options_on_return[index].push_back(std::move(jump));
}

Frame Binder::pop_frame(bool can_skip, std::uint32_t fall_through, bool discard) {
    if (fall_through > 0) allow_jump(options_on_return.size() - fall_through);
    Frame result = std::move(frames.back());
    frames.pop_back();
    std::vector<Frame> options = std::move(options_on_return.back());
    options_on_return.pop_back();
    if (discard) {
        last_pop_changed = false;
        return result;
    }
    if (can_skip) options.insert(options.begin(), frames.back());
    last_pop_changed = update_from_options(options);
    return result;
}

namespace {

bool has_items(const TupleType& tuple, std::vector<TypePtr> expected) {
    return std::equal(tuple.items.begin(), tuple.items.end(), expected.begin(), expected.end(),
                      [](TypePtr left, TypePtr right) { return types::is_equal(left, right); });
}

/// A union of tuples that grow item by item, as one variadic tuple: tuple[X] | tuple[X, Y] |
/// tuple[X, Y, *tuple[Y, ...]] is tuple[X, *tuple[Y, ...]]. What len() took apart comes together
/// so.
TypePtr collapse_variadic_union(CheckContext& ck, const UnionType& type) {
    std::vector<const TupleType*> tuples;
    std::vector<TypePtr> result{nullptr};
    for (TypePtr item : type.items) {
        if (const auto* tuple = proper_as<TupleType>(ck, item)) {
            tuples.push_back(tuple);
        } else {
            result.push_back(item);
        }
    }
    if (tuples.size() <= 1) return &type;
    std::stable_sort(tuples.begin(), tuples.end(), [](const auto* left, const auto* right) {
        return left->items.size() < right->items.size();
    });
    const TupleType& last = *tuples.back();
    auto at = types::find_unpack_in_list(last.items);
    if (!at) return &type;
    const auto& unpack = types::expect<types::UnpackType>(last.items[*at]);
    const auto* unpacked = proper_as<Instance>(ck, unpack.type);
    if (unpacked == nullptr || unpacked->args.empty()) return &type;
    TypeList suffix = last.items.subspan(*at + 1);
    TypeList first = tuples[0]->items;
    if (first.size() < suffix.size()) return &type;
    TypeList prefix = first.first(first.size() - suffix.size());
    auto shape = [&](std::size_t count, bool is_variadic) {
        std::vector<TypePtr> items(prefix.begin(), prefix.end());
        items.insert(items.end(), count, unpacked->args[0]);
        if (is_variadic) items.push_back(&unpack);
        items.insert(items.end(), suffix.begin(), suffix.end());
        return items;
    };
    for (std::size_t i = 0; i + 1 < tuples.size(); ++i) {
        if (!has_items(*tuples[i], shape(i, false))) return &type;
    }
    if (!has_items(last, shape(type.items.size() - 1, true))) return &type;
    result[0] = unpacked;
    if (!first.empty()) result[0] = tuple_of(ck, shape(0, true), last.partial_fallback);
    return union_of(ck, result);
}

}  // namespace

TypePtr Binder::merged_type(KeyId key, const std::vector<CurrentType>& values, bool old_semantics) {
    std::vector<TypePtr> possible;
    for (const CurrentType& value : values) {
        bool seen = std::any_of(possible.begin(), possible.end(),
                                [&](TypePtr known) { return types::is_equal(known, value.type); });
        if (!seen) possible.push_back(value.type);
    }
    TypePtr declared = declarations[key];
    TypePtr declaration = proper(ck, declared);
    if (types::is<AnyType>(declaration)) {
        for (TypePtr type : possible) {
            if (!types::is_same_type(ck.cx, possible[0], type)) return any_from(ck, declaration);
        }
        return possible[0];
    }
    if (possible.size() == 1) return possible[0];
    TypePtr type = simplified_union(ck, possible);
    if (types::is<TypeVarType>(declaration) && !types::is_subtype(ck.cx, type, declaration)) {
        type = declaration;
    }
    const auto* merged = types::as<UnionType>(type);
    if (merged != nullptr) type = collapse_variadic_union(ck, *merged);
    merged = types::as<UnionType>(type);
    if (old_semantics && merged != nullptr) {
        std::vector<TypePtr> known;
        for (TypePtr item : merged->items) {
            if (!is_any(ck, item)) known.push_back(item);
        }
        TypePtr simplified = union_of(ck, known);
        if (declared != nullptr && types::is_equal(simplified, declared)) type = simplified;
    }
    return type;
}

bool Binder::update_from_options(const std::vector<Frame>& options) {
    std::vector<const Frame*> ways;
    for (const Frame& frame : options) {
        if (!frame.unreachable) ways.push_back(&frame);
    }
    const bool all_reachable = ways.size() == options.size();
    std::vector<KeyId> keys;
    for (const Frame* frame : ways) {
        for (const auto& entry : frame->types) {
            if (std::find(keys.begin(), keys.end(), entry.first) == keys.end()) {
                keys.push_back(entry.first);
            }
        }
    }
    bool changed = false;
    for (KeyId key : keys) {
        const CurrentType* now = current(key);
        std::vector<CurrentType> values;
        for (const Frame* frame : ways) {
            const CurrentType* found = frame->find(key);
            if (found == nullptr) found = now;
            if (found != nullptr) values.push_back(*found);
        }
        const VarInfo* variable = ck.keys.variable(key);
        const bool old_semantics = !ck.options.allow_redefinition || variable == nullptr ||
                                   (!variable->is_inferred && !variable->is_parameter);
        if (old_semantics && values.size() != ways.size()) continue;
        if (all_reachable && std::none_of(values.begin(), values.end(), [](const auto& value) {
                return value.from_assignment;
            })) {
            continue;
        }
        TypePtr type = merged_type(key, values, old_semantics);
        const auto* instance = proper_as<Instance>(ck, type);
        const bool has_extra = instance != nullptr && instance->extra != nullptr;
        if (now != nullptr && types::is_same_type(ck.cx, type, now->type) && !has_extra) continue;
        const bool was_known = now != nullptr;
        put_key(key, type, true);
        if (was_known || variable == nullptr) {
            changed = true;
        } else if (!changed) {
            TypePtr declaration = proper(ck, declarations[key]);
            changed = declaration != nullptr && !types::is_same_type(ck.cx, type, declaration);
        }
    }
    frames.back().unreachable = ways.empty();
    return changed;
}

void Binder::assign_type(NodeId expr, TypePtr type, TypePtr declared) {
    type = types::remove_instance_last_known_values(ck.cx, type);
    if (collecting != nullptr) {
        for (Collected& known : *collecting) {
            if (known.expr == expr) {
                known.types.emplace_back(type, declared);
                return;
            }
        }
        collecting->push_back({expr, {{type, declared}}});
        return;
    }
    if (!is_bindable(ck, expr) || literalness(ck, expr) == Literalness::No) return;
    KeyId key = key_of(ck, expr);
    if (key == KeyId::None) return;
    invalidate_dependencies(key);
    if (declared == nullptr || !types::is_subtype(ck.cx, type, declared)) return;

    TypePtr declared_proper = proper(ck, declared);
    const VarInfo* variable = is_resolved_reference(ck, expr) ? variable_of(ck, expr) : nullptr;
    const bool inferred = variable != nullptr && variable->is_inferred;
    if (is_any(ck, type)) {
        if (inferred) {
            put(expr, type);
        } else if (const auto* options = types::as<UnionType>(declared_proper)) {
            std::vector<TypePtr> items = types::flatten_nested_unions(ck.cx, options->items);
            auto is_none = [&](TypePtr item) { return is_proper<NoneType>(ck, item); };
            if (std::any_of(items.begin(), items.end(), is_none)) {
                for (TypePtr& item : items) {
                    if (is_none(item)) item = type;
                }
                put(expr, types::make_union_type(ck.cx, ck.cx.arena.copy(items)));
            } else if (std::any_of(items.begin(), items.end(),
                                   [&](TypePtr item) { return is_any(ck, item); })) {
                put(expr, type);
            } else {
                put(expr, declared);
            }
        } else {
            put(expr, declared);
        }
    } else if (types::is<AnyType>(declared_proper)) {
        put(expr, inferred ? type : declared);
    } else {
        put(expr, type);
    }
    for (std::size_t index : try_frames) allow_jump(index);
}

void Binder::handle_break() {
    if (!break_frames.empty()) allow_jump(break_frames.back());
    unreachable();
}

void Binder::handle_continue() {
    if (!continue_frames.empty()) allow_jump(continue_frames.back());
    unreachable();
}

FrameScope::FrameScope(Binder& binder, FrameOptions options)
    : binder_(binder), options_(options), exceptions_(std::uncaught_exceptions()) {
    const std::size_t height = binder_.frames.size();
    if (options_.break_frame > 0) {
        binder_.break_frames.push_back(height - options_.break_frame);
    }
    if (options_.continue_frame > 0) {
        binder_.continue_frames.push_back(height - options_.continue_frame);
    }
    if (options_.is_try) binder_.try_frames.push_back(height - 1);
    binder_.push_frame(options_.conditional);
    if (options_.is_try) binder_.allow_jump(binder_.options_on_return.size() - 1);
}

FrameScope::~FrameScope() noexcept(false) {
    if (std::uncaught_exceptions() > exceptions_) return;  // the whole job is being given up
    binder_.pop_frame(options_.can_skip, options_.fall_through, options_.discard);
    if (options_.break_frame > 0) binder_.break_frames.pop_back();
    if (options_.continue_frame > 0) binder_.continue_frames.pop_back();
    if (options_.is_try) binder_.try_frames.pop_back();
}

TopFrameScope::TopFrameScope(Binder& binder)
    : binder_(binder), exceptions_(std::uncaught_exceptions()) {
    binder_.push_frame();
}

TopFrameScope::~TopFrameScope() noexcept(false) {
    if (std::uncaught_exceptions() > exceptions_) return;
    binder_.pop_frame(true, 0);
}

TypePtr declaration_of(CheckContext& ck, NodeId expr) {
    if (!is_resolved_reference(ck, expr)) return nullptr;
    const types::Definition* definition = definition_of(ck, expr);
    if (const auto* variable = types::as<VarInfo>(definition)) {
        return is_proper<PartialType>(ck, variable->type) ? nullptr : variable->type;
    }
    if (const auto* info = types::as<ClassInfo>(definition)) {
        return types::make_type_type_as_is(ck.cx, types::fill_typevars_with_any(ck.cx, *info));
    }
    return nullptr;
}

}  // namespace krait::checker

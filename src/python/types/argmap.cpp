// argmap.cpp
//
// Positional arguments fill parameters from left to right, named ones by name; an iterable takes
// every parameter that is left for it, because nobody knows its length, and a `**` argument whose
// keys aren't known takes what is left at the end.

#include "python/types/argmap.h"

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/subtypes.h"
#include "python/types/typed_dict_items.h"

namespace krait::types {

namespace {

class ActualsMapper {
public:
    ActualsMapper(Context& cx, ParameterList formals) : cx_(cx), formals_(formals) {
        map_.resize(formals.size());
    }

    void add_positional(std::size_t actual) {
        if (next_ >= formals_.size()) return;
        const ArgKind kind = formals_[next_].kind;
        if (kind == ArgKind::Star2) return;
        map_[next_].push_back(actual);
        if (kind != ArgKind::Star) ++next_;
    }

    void add_star(std::size_t actual, TypePtr type) {
        if (const auto* tuple = as_proper<TupleType>(cx_, type)) {
            for (std::size_t i = 0; i < tuple->items.size() && next_ < formals_.size(); ++i) {
                if (formals_[next_].kind == ArgKind::Star2) break;
                map_[next_].push_back(actual);
                if (formals_[next_].kind != ArgKind::Star) ++next_;
            }
            return;
        }
        while (next_ < formals_.size()) {
            const ArgKind kind = formals_[next_].kind;
            if (is_named(kind) || kind == ArgKind::Star2) break;
            map_[next_].push_back(actual);
            if (kind == ArgKind::Star) break;
            ++next_;
        }
    }

    void add_named(std::size_t actual, Name name) {
        const auto formal = find_name(name);
        if (formal && formals_[*formal].kind != ArgKind::Star) {
            map_[*formal].push_back(actual);
        } else {
            add_to_star2(actual);
        }
    }

    void add_star2(std::size_t actual, TypePtr type) {
        const auto* typed_dict = as_proper<TypedDictType>(cx_, type);
        if (typed_dict == nullptr) {
            ambiguous_.push_back(actual);
            return;
        }
        for (const TypedDictItem& item : typed_dict->items) {
            if (const auto formal = find_name(item.name)) {
                map_[*formal].push_back(actual);
            } else {
                add_to_star2(actual);
            }
        }
    }

    /// `**` arguments of unknown keys fill what can be passed by name and isn't yet.
    [[nodiscard]] ArgumentMap finish(std::span<const ArgKind> actual_kinds) {
        if (ambiguous_.empty()) return std::move(map_);
        std::vector<std::size_t> unmatched;
        for (std::size_t i = 0; i < formals_.size(); ++i) {
            const bool may_be_free =
                map_[i].empty() || actual_kinds[map_[i].front()] == ArgKind::Star;
            const bool is_nameable =
                formals_[i].name != Name::Empty && formals_[i].kind != ArgKind::Star;
            if ((is_nameable && may_be_free) || formals_[i].kind == ArgKind::Star2) {
                unmatched.push_back(i);
            }
        }
        for (std::size_t actual : ambiguous_) {
            for (std::size_t formal : unmatched) map_[formal].push_back(actual);
        }
        return std::move(map_);
    }

private:
    [[nodiscard]] std::optional<std::size_t> find_name(Name name) const {
        for (std::size_t i = 0; i < formals_.size(); ++i) {
            if (name != Name::Empty && formals_[i].name == name) return i;
        }
        return std::nullopt;
    }
    void add_to_star2(std::size_t actual) {
        for (std::size_t i = 0; i < formals_.size(); ++i) {
            if (formals_[i].kind != ArgKind::Star2) continue;
            map_[i].push_back(actual);
            return;
        }
    }

    Context& cx_;
    ParameterList formals_;
    ArgumentMap map_;
    std::size_t next_ = 0;  // the formal that the next positional actual goes to
    std::vector<std::size_t> ambiguous_;
};

}  // namespace

ArgumentMap map_actuals_to_formals(Context& cx, std::span<const ArgKind> actual_kinds,
                                   std::span<const Name> actual_names, ParameterList formals,
                                   const std::function<TypePtr(std::size_t)>& actual_type) {
    ActualsMapper mapper(cx, formals);
    for (std::size_t i = 0; i < actual_kinds.size(); ++i) {
        switch (actual_kinds[i]) {
            case ArgKind::Pos:
            case ArgKind::Opt:
                mapper.add_positional(i);
                break;
            case ArgKind::Star:
                mapper.add_star(i, actual_type(i));
                break;
            case ArgKind::Named:
            case ArgKind::NamedOpt:
                mapper.add_named(i, i < actual_names.size() ? actual_names[i] : Name::Empty);
                break;
            case ArgKind::Star2:
                mapper.add_star2(i, actual_type(i));
                break;
        }
    }
    return mapper.finish(actual_kinds);
}

ArgumentMap map_formals_to_actuals(Context& cx, std::span<const ArgKind> actual_kinds,
                                   std::span<const Name> actual_names, ParameterList formals,
                                   const std::function<TypePtr(std::size_t)>& actual_type) {
    const ArgumentMap by_formal =
        map_actuals_to_formals(cx, actual_kinds, actual_names, formals, actual_type);
    ArgumentMap by_actual(actual_kinds.size());
    for (std::size_t formal = 0; formal < by_formal.size(); ++formal) {
        for (std::size_t actual : by_formal[formal]) by_actual[actual].push_back(formal);
    }
    return by_actual;
}

TypePtr ArgTypeExpander::expand_actual_type(TypePtr actual_type, ArgKind actual_kind,
                                            Name formal_name, ArgKind formal_kind,
                                            bool allow_unpack) {
    switch (actual_kind) {
        case ArgKind::Star:
            return next_of_star(get_proper(cx_, actual_type), allow_unpack);
        case ArgKind::Star2:
            return next_of_star2(get_proper(cx_, actual_type), formal_name, formal_kind);
        default:
            return actual_type;
    }
}

TypePtr ArgTypeExpander::next_of_star(TypePtr actual, bool allow_unpack) {
    if (const auto* variable = as<TypeVarTupleType>(actual)) {
        actual = get_proper(cx_, variable->upper_bound);
    }
    if (const auto* instance = as<Instance>(actual);
        instance != nullptr && !instance->args.empty()) {
        // What isn't iterable is reported elsewhere.
        if (!is_subtype(cx_, instance, context_.iterable_type)) {
            return make_any(cx_, AnySource::FromError);
        }
        const ClassInfo& iterable = class_info(cx_, *context_.iterable_type);
        const Instance* mapped = map_instance_to_supertype(cx_, *instance, iterable);
        return mapped->args.empty() ? make_any(cx_, AnySource::FromError) : mapped->args[0];
    }
    if (is<ParamSpecType>(actual)) return actual;
    const auto* tuple = as<TupleType>(actual);
    if (tuple == nullptr || tuple->items.empty()) return make_any(cx_, AnySource::FromError);
    // Past the end it is the next `*` argument that is being handed out.
    tuple_index_ = tuple_index_ >= tuple->items.size() ? 1 : tuple_index_ + 1;
    const TypePtr item = tuple->items[tuple_index_ - 1];
    const auto* unpack = as<UnpackType>(item);
    if (unpack == nullptr || allow_unpack) return item;
    TypePtr unpacked = get_proper(cx_, unpack->type);
    if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
        unpacked = get_proper(cx_, variable->upper_bound);
    }
    const auto* fallback = as<Instance>(unpacked);
    const bool has_item = fallback != nullptr && !fallback->args.empty();
    return has_item ? fallback->args[0] : make_any(cx_, AnySource::FromError);
}

TypePtr ArgTypeExpander::next_of_star2(TypePtr actual, Name formal_name, ArgKind formal_kind) {
    if (const auto* typed_dict = as<TypedDictType>(actual)) {
        const TypedDictItem* item = nullptr;
        if (formal_kind != ArgKind::Star2) item = find_item(*typed_dict, formal_name);
        // A formal without a key of its own takes any key that is left.
        for (const TypedDictItem& candidate : typed_dict->items) {
            if (item != nullptr) break;
            const bool is_used = std::find(kwargs_used_.begin(), kwargs_used_.end(),
                                           candidate.name) != kwargs_used_.end();
            if (!is_used) item = &candidate;
        }
        if (item == nullptr) return make_any(cx_, AnySource::FromError);
        kwargs_used_.push_back(item->name);
        return item->type;
    }
    if (const auto* instance = as<Instance>(actual);
        instance != nullptr && is_subtype(cx_, instance, context_.mapping_type)) {
        const ClassInfo& mapping = class_info(cx_, *context_.mapping_type);
        const Instance* mapped = map_instance_to_supertype(cx_, *instance, mapping);
        if (mapped->args.size() == 2) return mapped->args[1];
    }
    return is<ParamSpecType>(actual) ? actual : make_any(cx_, AnySource::FromError);
}

}  // namespace krait::types

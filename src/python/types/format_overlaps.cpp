// format_overlaps.cpp
//
// mypy walks the types with a visitor of its own for this, which looks into defaults of type
// variables and into fallbacks, but not into bounds of type variables that are used (only of those
// that a callable declares). The walk is repeated here because it decides what is printed in full.

#include "python/types/format_overlaps.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "python/types/format.h"
#include "python/types/limits.h"
#include "python/types/proper.h"

namespace krait::types {

namespace {

/// Short names that a message could take for a name of typing, which it then may suggest to import.
constexpr auto kTypingNames =
    std::to_array<std::string_view>({"Any", "Callable", "Dict", "Iterable", "Iterator", "List",
                                     "Optional", "Set", "Tuple", "TypeVar", "Union", "cast"});

class NamedTypes {
public:
    explicit NamedTypes(Context& cx) : cx_(cx) {}

    void collect(TypePtr type) {
        DepthGuard guard(cx_);
        if (type == nullptr || guard.exceeded()) return;
        switch (type->kind) {
            case TypeKind::Instance:
                return collect_instance(expect<Instance>(type));
            case TypeKind::Alias:
                return collect_alias(expect<AliasType>(type));
            case TypeKind::TypeVar:
            case TypeKind::ParamSpec:
            case TypeKind::TypeVarTuple:
                return collect_variable(*as_type_var_like(type));
            case TypeKind::Callable:
                return collect_callable(expect<CallableType>(type));
            case TypeKind::Overloaded:
                for (const CallableType* item : expect<OverloadedType>(type).items) collect(item);
                return;
            case TypeKind::Parameters:
                return collect_parameters(expect<ParametersType>(type).parameters);
            case TypeKind::Unpack:
                return collect(expect<UnpackType>(type).type);
            case TypeKind::Literal:
                return collect(expect<LiteralType>(type).fallback);
            case TypeKind::Union:
                return collect_list(expect<UnionType>(type).items);
            case TypeKind::TypeType:
                return collect(expect<TypeType>(type).item);
            case TypeKind::Tuple:
                collect_list(expect<TupleType>(type).items);
                return collect(expect<TupleType>(type).partial_fallback);
            case TypeKind::TypedDict:
                for (const TypedDictItem& item : expect<TypedDictType>(type).items) {
                    collect(item.type);
                }
                return collect(expect<TypedDictType>(type).fallback);
            case TypeKind::Placeholder:
                return collect_list(expect<PlaceholderType>(type).args);
            case TypeKind::Any:
            case TypeKind::None:
            case TypeKind::Uninhabited:
            case TypeKind::Deleted:
            case TypeKind::Erased:
            case TypeKind::Partial:
                return;
        }
    }

    /// Those of the names whose short name belongs to more than one.
    [[nodiscard]] FullNames shared() {
        FullNames overlapping;
        for (auto& [shortname, fullnames] : names_) {
            if (std::find(kTypingNames.begin(), kTypingNames.end(), shortname) !=
                kTypingNames.end()) {
                fullnames.insert("typing." + shortname);
            }
            if (fullnames.size() > 1) overlapping.insert(fullnames.begin(), fullnames.end());
        }
        return overlapping;
    }

private:
    void add(Name shortname, std::string fullname) {
        names_[std::string{base::text_of(shortname)}].insert(std::move(fullname));
    }
    void collect_list(TypeList types) {
        for (TypePtr type : types) collect(type);
    }
    void collect_parameters(ParameterList parameters) {
        for (const Parameter& parameter : parameters) collect(parameter.type);
    }
    void collect_instance(const Instance& type) {
        const ClassInfo& info = class_info(cx_, type);
        add(info.name, std::string{base::text_of(info.fullname)});
        collect_list(type.args);
    }
    void collect_alias(const AliasType& type) {
        if (!is_recursive(cx_, type)) return collect(get_proper(cx_, &type));
        if (const auto* alias = as<AliasInfo>(cx_.reader.definition(type.alias))) {
            add(alias->name, std::string{base::text_of(alias->fullname)});
        }
        collect_list(type.args);
    }
    void collect_variable(const TypeVarLike& variable) {
        add(variable.name, scoped_type_var_name(variable));
        collect(variable.default_type);
    }
    void collect_callable(const CallableType& type) {
        for (const TypeVarLike* variable : type.variables) {
            collect(variable->upper_bound);
            if (const auto* plain = as<TypeVarType>(variable)) collect_list(plain->values);
        }
        collect_parameters(type.parameters);
        for (TypePtr part : {type.ret_type, static_cast<TypePtr>(type.fallback), type.type_guard,
                             type.type_is, type.instance_type}) {
            collect(part);
        }
    }

    Context& cx_;
    std::map<std::string, std::set<std::string>> names_;  // by short name
};

}  // namespace

FullNames find_type_overlaps(Context& cx, std::span<const TypePtr> types) {
    NamedTypes names(cx);
    for (TypePtr type : types) names.collect(type);
    return names.shared();
}

}  // namespace krait::types

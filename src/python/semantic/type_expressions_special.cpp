// type_expressions_special.cpp
//
// The special forms of typing: names whose meaning as a type the type system has, not a class.

#include "python/config/options.h"
#include "python/semantic/type_analysis.h"
#include "python/types/proper.h"
#include "python/types/typevars.h"

namespace krait::semantic {

using types::AnySource;
using types::as;

namespace {

using SpecialTable = std::unordered_map<Name, SpecialType>;

SpecialTable make_special_table() {
    SpecialTable table;
    auto both = [&](std::string_view name, SpecialType special) {
        for (std::string_view module : {"typing.", "typing_extensions."}) {
            table[base::intern(std::string(module) + std::string(name))] = special;
        }
    };
    auto one = [&](std::string_view name, SpecialType special) {
        table[base::intern(name)] = special;
    };
    one("builtins.None", SpecialType::NoneType);
    one("typing.Any", SpecialType::Any);
    both("Final", SpecialType::Final);
    one("builtins.tuple", SpecialType::Tuple);
    one("typing.Tuple", SpecialType::Tuple);
    one("typing.Union", SpecialType::Union);
    one("typing.Optional", SpecialType::Optional);
    one("typing.Callable", SpecialType::Callable);
    one("typing.Type", SpecialType::Type);
    one("builtins.type", SpecialType::Type);
    both("TypeForm", SpecialType::TypeForm);
    one("typing.ClassVar", SpecialType::ClassVar);
    both("Never", SpecialType::Never);
    both("NoReturn", SpecialType::Never);
    one("mypy_extensions.NoReturn", SpecialType::Never);
    both("Literal", SpecialType::Literal);
    both("Annotated", SpecialType::Annotated);
    both("Required", SpecialType::Required);
    both("NotRequired", SpecialType::NotRequired);
    both("ReadOnly", SpecialType::ReadOnly);
    both("TypeGuard", SpecialType::TypeGuard);
    both("TypeIs", SpecialType::TypeIs);
    both("Unpack", SpecialType::Unpack);
    both("Self", SpecialType::Self);
    both("TypeAlias", SpecialType::TypeAlias);
    both("Concatenate", SpecialType::Concatenate);
    one("typing.Generic", SpecialType::Generic);
    both("Protocol", SpecialType::Protocol);
    return table;
}

TypePtr error(TypeAnalysis& t, Place place, std::string message,
              const char* code = codes::kValidType) {
    fail(t.a, place, std::move(message), code);
    return any(t.a, AnySource::FromError);
}

TypePtr visit_final(TypeAnalysis& t, const NamedType& named) {
    if (t.allow.prohibit_special_class_field_types != nullptr) {
        return error(t, named.place,
                     std::string("Final[...] can't be used inside a ") +
                         t.allow.prohibit_special_class_field_types);
    }
    if (!t.allow.allow_final) {
        return error(t, named.place,
                     "Final can be only used as an outermost qualifier in a "
                     "variable annotation");
    }
    return any(t.a, AnySource::FromError);
}

TypePtr visit_tuple_form(TypeAnalysis& t, const NamedType& named) {
    Analyzer& a = t.a;
    Found found = lookup_fully_qualified(a, "builtins.tuple");
    if (as<ClassInfo>(found.node) == nullptr) {
        if (is_incomplete_namespace(a, a.builtins)) {
            record_incomplete_ref(a);
        } else {
            fail(a, named.place, "Name \"tuple\" is not defined");
        }
        return any(a, AnySource::SpecialForm);
    }
    if (named.args.empty() && !named.empty_tuple_index) {
        return named_type(a, "builtins.tuple", {omitted_any(t, named)});
    }
    if (named.args.size() == 2 && named.args[1].kind() == NodeKind::Ellipsis) {
        return named_type(a, "builtins.tuple", {analyze_part(t, named.args[0])});
    }
    return plain_tuple(a, analyze_parts(t, named.args, {.allow_unpack = true}));
}

const char* bad_item_of_type(Analyzer& a, TypePtr item) {
    TypePtr proper = types::get_proper(a.cx, item);
    if (types::is<types::TypeType>(proper)) return "Type[...]";
    if (types::is<types::LiteralType>(proper)) return "Literal[...]";
    if (const auto* made = as<types::UnionType>(proper)) {
        for (TypePtr part : made->items) {
            if (const char* bad = bad_item_of_type(a, part)) return bad;
        }
    }
    return nullptr;
}

std::optional<TypePtr> visit_type_form(TypeAnalysis& t, const NamedType& named, Name fullname) {
    Analyzer& a = t.a;
    bool is_typing = text(fullname) == "typing.Type";
    if (named.args.empty()) {
        if (!is_typing) return std::nullopt;
        return types::make_type_type_as_is(a.cx, omitted_any(t, named));
    }
    std::string shown = is_typing ? "Type[...]" : "type[...]";
    if (named.args.size() != 1) {
        fail(a, named.place, shown + " must have exactly one type argument", codes::kValidType);
    }
    TypePtr item = analyze_part(t, named.args[0]);
    if (const char* bad = bad_item_of_type(a, item)) {
        item = error(t, named.place, shown + " can't contain \"" + bad + "\"");
    }
    return types::make_type_type(a.cx, item);
}

TypePtr visit_class_var(TypeAnalysis& t, const NamedType& named) {
    Analyzer& a = t.a;
    if (t.nesting > 0) {
        fail(a, named.place, "Invalid type: ClassVar nested inside other type", codes::kValidType);
    }
    if (t.allow.prohibit_special_class_field_types != nullptr) {
        fail(a, named.place,
             std::string("ClassVar[...] can't be used inside a ") +
                 t.allow.prohibit_special_class_field_types,
             codes::kValidType);
    }
    if (t.defining_alias) {
        fail(a, named.place, "ClassVar[...] can't be used inside a type alias", codes::kValidType);
    }
    if (named.args.empty()) return any(a, AnySource::FromOmittedGenerics);
    if (named.args.size() != 1) {
        return error(t, named.place, "ClassVar[...] must have at most one type argument");
    }
    bool allow_final = a.cx.options.python_version >= config::PythonVersion{3, 13};
    return analyze_part(t, named.args[0], {.allow_final = allow_final});
}

TypePtr visit_typed_dict_item_form(TypeAnalysis& t, const NamedType& named, SpecialType form) {
    const char* name = form == SpecialType::Required      ? "Required[]"
                       : form == SpecialType::NotRequired ? "NotRequired[]"
                                                          : "ReadOnly[]";
    if (!t.allow.allow_typed_dict_forms) {
        return error(t, named.place,
                     std::string(name) + " can be only used in a TypedDict definition");
    }
    if (named.args.size() != 1) {
        std::string shown = form == SpecialType::ReadOnly ? "\"ReadOnly[]\"" : name;
        return error(t, named.place, shown + " must have exactly one type argument");
    }
    TypePtr item = analyze_part(t, named.args[0], {.allow_typed_dict_forms = true});
    t.item_forms.push_back(form);
    return item;
}

TypePtr visit_unpack_form(TypeAnalysis& t, const NamedType& named) {
    if (named.args.size() != 1) {
        return error(t, named.place, "Unpack[...] requires exactly one type argument",
                     codes::kMisc);
    }
    if (!t.allow.allow_unpack) {
        return error(t, named.place, "Unpack is only valid in a variadic position");
    }
    t.allow_type_var_tuple = t.nesting + 1;
    TypePtr type = types::make_unpack(t.a.cx, analyze_part(t, named.args[0]));
    t.allow_type_var_tuple = -1;
    remember_unpacked(t, type, named.place, named.args[0].place());
    return type;
}

bool is_subclass_of_type(Analyzer& a, const ClassInfo& info) {
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_of(a, id);
        if (base != nullptr && text(base->fullname) == "builtins.type") return true;
    }
    return false;
}

TypePtr visit_self_form(TypeAnalysis& t, const NamedType& named) {
    Analyzer& a = t.a;
    if (!named.args.empty()) fail(a, named.place, "Self type cannot have type arguments");
    if (t.allow.prohibit_self_type != nullptr) {
        return error(t, named.place,
                     std::string("Self type cannot be used in ") + t.allow.prohibit_self_type,
                     codes::kMisc);
    }
    if (a.type == nullptr) {
        return error(t, named.place,
                     "Self type is only allowed in annotations within class definition",
                     codes::kMisc);
    }
    if (is_subclass_of_type(a, *a.type)) {
        fail(a, named.place, "Self type cannot be used in a metaclass");
    }
    if (a.type->self_type == nullptr) {
        return error(t, named.place, "Unexpected Self type", codes::kMisc);
    }
    if (a.type->is_final || (a.type->is_enum && !types::enum_members(a.cx, *a.type).empty())) {
        return types::fill_typevars(a.cx, *a.type);
    }
    return a.type->self_type;
}

TypePtr visit_annotated(TypeAnalysis& t, const NamedType& named) {
    if (named.args.size() < 2) {
        return error(t, named.place,
                     "Annotated[...] must have exactly one type argument and at "
                     "least one annotation");
    }
    return analyze_part(t, named.args[0],
                        {.allow_typed_dict_forms = t.allow.allow_typed_dict_forms});
}

TypePtr visit_guard_form(TypeAnalysis& t, const NamedType& named, const char* form) {
    if (named.args.size() != 1) {
        fail(t.a, named.place, std::string(form) + " must have exactly one type argument",
             codes::kValidType);
    } else {
        (void)analyze_part(t, named.args[0]);
    }
    return named_type(t.a, "builtins.bool");
}

TypePtr visit_type_form_form(TypeAnalysis& t, const NamedType& named) {
    if (named.args.empty()) {
        return types::make_type_type_as_is(t.a.cx, omitted_any(t, named), true);
    }
    if (named.args.size() != 1) {
        fail(t.a, named.place, "TypeForm[...] must have exactly one type argument",
             codes::kValidType);
    }
    return types::make_type_type(t.a.cx, analyze_part(t, named.args[0]), true);
}

TypePtr visit_optional(TypeAnalysis& t, const NamedType& named) {
    if (named.args.size() != 1) {
        return error(t, named.place, "Optional[...] must have exactly one type argument");
    }
    return types::make_optional(t.a.cx, analyze_part(t, named.args[0]));
}

}  // namespace

SpecialType special_type_of(Name fullname) {
    static const SpecialTable table = make_special_table();
    auto at = table.find(fullname);
    return at == table.end() ? SpecialType::None : at->second;
}

std::optional<TypePtr> visit_special_type(TypeAnalysis& t, [[maybe_unused]] Written written,
                                          const NamedType& named, Name fullname) {
    Analyzer& a = t.a;
    switch (special_type_of(fullname)) {
        case SpecialType::None:
        case SpecialType::Generic:
        case SpecialType::Protocol:
            return std::nullopt;
        case SpecialType::NoneType:
            return types::make_none(a.cx);
        case SpecialType::Any:
            return any(a, AnySource::Explicit);
        case SpecialType::Final:
            return visit_final(t, named);
        case SpecialType::Tuple:
            return visit_tuple_form(t, named);
        case SpecialType::Union: {
            std::vector<TypePtr> items = analyze_parts(t, named.args);
            return types::make_union(a.cx, types::copy_list(a.cx, items));
        }
        case SpecialType::Optional:
            return visit_optional(t, named);
        case SpecialType::Callable:
            return visit_callable_form(t, named);
        case SpecialType::Type:
            return visit_type_form(t, named, fullname);
        case SpecialType::TypeForm:
            return visit_type_form_form(t, named);
        case SpecialType::ClassVar:
            return visit_class_var(t, named);
        case SpecialType::Never:
            return types::make_never(a.cx);
        case SpecialType::Literal:
            return visit_literal_form(t, named);
        case SpecialType::Annotated:
            return visit_annotated(t, named);
        case SpecialType::Required:
        case SpecialType::NotRequired:
        case SpecialType::ReadOnly:
            return visit_typed_dict_item_form(t, named, special_type_of(fullname));
        case SpecialType::TypeGuard:
            return visit_guard_form(t, named, "TypeGuard");
        case SpecialType::TypeIs:
            return visit_guard_form(t, named, "TypeIs");
        case SpecialType::Unpack:
            return visit_unpack_form(t, named);
        case SpecialType::Self:
            return visit_self_form(t, named);
        case SpecialType::TypeAlias:
            return any(a, AnySource::SpecialForm);
        case SpecialType::Concatenate:
            return visit_concatenate_form(t, named);
    }
    return std::nullopt;
}

TypePtr type_guard_of(TypeAnalysis& t, Written written, bool type_is) {
    if (written.kind() == NodeKind::Str) {
        written = unquoted(t.a, written);
        if (written.node == NodeId::None) return nullptr;
    }
    if (written.kind() != NodeKind::Subscript) return nullptr;
    std::optional<NamedType> named = read_named(written);
    if (!named) return nullptr;
    Found found = lookup_qualified(t.a, named->name, named->place, true);
    if (!found) return nullptr;
    SpecialType wanted = type_is ? SpecialType::TypeIs : SpecialType::TypeGuard;
    if (special_type_of(found.node->fullname) != wanted) return nullptr;
    if (named->args.size() != 1) return any(t.a, AnySource::FromError);
    return analyze_part(t, named->args[0]);
}

TypePtr omitted_any(TypeAnalysis& t, const NamedType& named, std::string_view shown) {
    Analyzer& a = t.a;
    if (!a.cx.options.disallow_any_generics || a.is_typeshed_stub) {
        return any(a, AnySource::FromOmittedGenerics);
    }
    std::string name(shown.empty() ? std::string_view(named.name) : shown);
    fail(a, named.place, "Missing type arguments for generic type \"" + name + "\"",
         codes::kTypeArg);
    return any(a, AnySource::FromError);
}

}  // namespace krait::semantic

// type_text.cpp
//
// A recursive-descent reader of type expressions, as small as tests need it.

#include "unit/python/types/type_text.h"

#include <cctype>
#include <stdexcept>

#include "python/types/known.h"
#include "python/types/signature.h"
#include "python/types/typevars.h"

namespace krait::types::testing {

namespace {

struct TypeReader {
    World& world;
    std::string_view text;
    std::size_t at = 0;
    std::map<std::string, const TypeVarLike*, std::less<>> variables{};

    [[noreturn]] void fail() const {
        throw std::invalid_argument("no type at " + std::string(text.substr(at)) + " of " +
                                    std::string(text));
    }
    void skip_spaces() {
        while (at < text.size() && text[at] == ' ') ++at;
    }
    bool next_is(std::string_view token) {
        skip_spaces();
        return text.substr(at).starts_with(token);
    }
    bool take(std::string_view token) {
        if (!next_is(token)) return false;
        at += token.size();
        return true;
    }
    void want(std::string_view token) {
        if (!take(token)) fail();
    }
    std::string name() {
        skip_spaces();
        std::size_t start = at;
        while (at < text.size() &&
               (std::isalnum(static_cast<unsigned char>(text[at])) || text[at] == '_')) {
            ++at;
        }
        if (start == at) fail();
        return std::string(text.substr(start, at - start));
    }

    TypePtr whole() {
        if (take("def")) return function();
        if (take("overload(")) return overload();
        std::vector<TypePtr> items{atom()};
        while (take("|")) items.push_back(atom());
        return make_union(world.cx, items);
    }

    TypePtr overload() {
        std::vector<const CallableType*> items;
        while (!take(")")) {
            items.push_back(&expect<CallableType>(whole()));
            (void)take(";");
        }
        return make_overloaded(world.cx, items);
    }

    TypePtr atom() {
        if (take("(")) {
            TypePtr inner = whole();
            want(")");
            return inner;
        }
        if (take("*")) return make_unpack(world.cx, atom());
        std::string word = name();
        if (auto known_one = variables.find(word); known_one != variables.end()) {
            return variable(*known_one->second);
        }
        if (word == "Any") return world.any();
        if (word == "None") return world.none();
        if (word == "Never") return world.never();
        if (word == "Literal") return literal();
        if (word == "tuple" && next_is("[")) return tuple();
        if (word == "Callable") return callable();
        if (word == "type" && take("[")) {
            TypePtr item = whole();
            want("]");
            return make_type_type(world.cx, item);
        }
        return named(word);
    }

    TypePtr variable(const TypeVarLike& declared) {
        const auto* spec = as<ParamSpecType>(&declared);
        if (spec == nullptr) return &declared;
        if (take(".args")) return with_flavor(world.cx, *spec, ParamSpecFlavor::Args);
        if (take(".kwargs")) return with_flavor(world.cx, *spec, ParamSpecFlavor::Kwargs);
        return spec;
    }

    std::vector<TypePtr> arguments() {
        std::vector<TypePtr> types;
        if (!take("[")) return types;
        while (!take("]")) {
            types.push_back(argument());
            (void)take(",");
        }
        return types;
    }

    /// A type, or the parameters that a ParamSpec stands for: [int, str] or ...
    TypePtr argument() {
        if (take("...")) {
            Parameter all[] = {{world.any(), ArgKind::Star}, {world.any(), ArgKind::Star2}};
            return modified(world.cx, *make_parameters(world.cx, all),
                            [](ParametersType& copy) { copy.is_ellipsis_args = true; });
        }
        if (!take("[")) return whole();
        std::vector<Parameter> parameters;
        while (!take("]")) {
            parameters.push_back({whole(), ArgKind::Pos});
            (void)take(",");
        }
        return make_parameters(world.cx, parameters);
    }

    TypePtr named(const std::string& word) {
        const Symbol* symbol = world.reader.module_symbol(
            world.reader.find_module(base::ModuleId::None, base::intern("m")), base::intern(word));
        if (symbol != nullptr && as<AliasInfo>(world.reader.definition(symbol->target))) {
            return make_alias(world.cx, symbol->target, arguments());
        }
        std::vector<TypePtr> args = arguments();
        ClassInfo& info = world.info(word);
        if (info.tuple_type != nullptr) return fill_typevars(world.cx, info);
        if (info.typed_dict != nullptr) {
            const Instance* named_class = make_instance(world.cx, info.id);
            return modified(world.cx, *info.typed_dict,
                            [&](TypedDictType& copy) { copy.fallback = named_class; });
        }
        if (args.empty() && !info.type_vars.empty()) return fill_instance_with_any(world.cx, info);
        return make_instance(world.cx, info.id, args);
    }

    TypePtr literal() {
        want("[");
        std::vector<TypePtr> items;
        while (!take("]")) {
            items.push_back(literal_item());
            (void)take(",");
        }
        return make_union(world.cx, items);
    }

    TypePtr literal_item() {
        if (take("\"")) {
            std::string content = next_is("\"") ? "" : name();
            want("\"");
            return world.literal(std::string_view(content));
        }
        std::string word = name();
        if (word == "True" || word == "False") return world.literal(word == "True");
        if (std::isdigit(static_cast<unsigned char>(word[0])))
            return world.literal(std::stol(word));
        want(".");
        return world.member(word, name());
    }

    TypePtr tuple() {
        want("[");
        std::vector<TypePtr> items;
        if (take("()")) {
            want("]");
            return world.tuple({});
        }
        while (!take("]")) {
            if (take("...")) {
                want("]");
                return world.tuple_of(items.at(0));
            }
            items.push_back(whole());
            (void)take(",");
        }
        return world.tuple(items);
    }

    TypePtr callable() {
        want("[");
        std::vector<Parameter> parameters;
        bool any_parameters = take("...");
        const ParamSpecType* spec = nullptr;
        if (!any_parameters && take("[")) {
            while (!take("]")) {
                TypePtr type = whole();
                ArgKind kind = is<UnpackType>(type) ? ArgKind::Star : ArgKind::Pos;
                parameters.push_back({type, kind});
                (void)take(",");
            }
        } else if (!any_parameters) {
            spec = as<ParamSpecType>(atom());
            if (spec == nullptr) fail();
        }
        want(",");
        TypePtr result = whole();
        want("]");
        if (any_parameters) {
            return callable_with_ellipsis(world.cx, world.any(), result, *world.function());
        }
        if (spec != nullptr) {
            parameters = {{with_flavor(world.cx, *spec, ParamSpecFlavor::Args), ArgKind::Star},
                          {with_flavor(world.cx, *spec, ParamSpecFlavor::Kwargs), ArgKind::Star2}};
        }
        return normalized(*world.callable(parameters, result));
    }

    /// As semantic analysis leaves variadic signatures.
    TypePtr normalized(const CallableType& type) {
        return with_trivial_unpack_normalized(world.cx, type);
    }

    std::vector<const TypeVarLike*> declared_variables() {
        std::vector<const TypeVarLike*> declared;
        if (!take("[")) return declared;
        while (!take("]")) {
            auto id = -1 - static_cast<std::int32_t>(declared.size());
            const TypeVarLike* made = nullptr;
            std::string word;
            if (take("**")) {
                made = world.param_spec(word = name(), id);
            } else if (take("*")) {
                made = world.type_var_tuple(word = name(), id);
            } else {
                word = name();
                TypePtr bound = take(":") ? whole() : nullptr;
                made = world.type_var(word, id, Variance::Invariant, bound);
            }
            variables[word] = made;
            declared.push_back(made);
            (void)take(",");
        }
        return declared;
    }

    TypePtr function() {
        std::vector<const TypeVarLike*> declared = declared_variables();
        want("(");
        std::vector<Parameter> parameters;
        bool keyword_only = false;
        while (!take(")")) {
            if (take("/")) {
                for (Parameter& parameter : parameters) parameter.name = Name::Empty;
            } else if (take("**")) {
                parameters.push_back(parameter(ArgKind::Star2));
            } else if (take("*")) {
                if (!next_is(",")) parameters.push_back(parameter(ArgKind::Star));
                keyword_only = true;
            } else {
                parameters.push_back(parameter(keyword_only ? ArgKind::Named : ArgKind::Pos));
            }
            (void)take(",");
        }
        want("->");
        TypePtr guard = take("TypeGuard") ? arguments().at(0) : nullptr;
        TypePtr is_type = take("TypeIs") ? arguments().at(0) : nullptr;
        TypePtr result = guard || is_type ? world.bool_() : whole();
        const CallableType* made = world.callable(parameters, result, declared);
        return normalized(*modified(world.cx, *made, [&](CallableType& copy) {
            copy.type_guard = guard;
            copy.type_is = is_type;
        }));
    }

    Parameter parameter(ArgKind kind) {
        std::string word = name();
        want(":");
        TypePtr type = whole();
        if (take("= ...")) kind = kind == ArgKind::Named ? ArgKind::NamedOpt : ArgKind::Opt;
        return {type, kind, base::intern(word)};
    }
};

}  // namespace

TypePtr read_type(World& world, std::string_view text) {
    TypeReader reader{world, text};
    TypePtr type = reader.whole();
    if (reader.at != text.size()) reader.fail();
    return type;
}

}  // namespace krait::types::testing

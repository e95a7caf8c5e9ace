// type_parser.cpp: see the header. A recursive descent over the text, which tests keep short.

#include "unit/python/types/type_parser.h"

#include <cctype>
#include <stdexcept>

#include "python/types/signature.h"
#include "python/types/typeops.h"

namespace krait::types::testing {

namespace {

constexpr std::string_view kVariables[] = {"T", "S", "V", "U", "W", "P", "Q", "Ts", "Us"};

bool is_variable(std::string_view name) {
    for (std::string_view one : kVariables) {
        if (one == name) return true;
    }
    return false;
}

}  // namespace

TypeParser::TypeParser(World& world) : world_(world) {
    make_classes();
    make_special_classes();
    make_aliases();
    for (std::string_view name : kVariables) (void)find_or_make(outer_, name);
}

void TypeParser::make_classes() {
    World& w = world_;
    const TypeVarType* item = w.type_var("T", 1);
    const TypeVarType* item_co = w.type_var("T_co", 1, Variance::Covariant);
    const TypeVarType* item_contra = w.type_var("T_contra", 1, Variance::Contravariant);
    w.add_class("D", {.bases = {w.of("A"), w.of("X")}});
    w.add_class("E", {.bases = {w.of("A"), w.of("X")}});
    w.add_class("SubBox", {.bases = {w.of("Box", {item})}, .variables = {item}});
    w.add_method(w.add_class("HasInt"), "get", {}, w.int_());
    w.add_method(w.add_class("HasOf", {.variables = {item}}), "get", {}, item);
    w.add_method(w.add_class("Has", {.variables = {item_co}, .is_protocol = true}), "get", {},
                 item_co);
    w.add_method(w.add_class("CallBack", {.variables = {item_contra}, .is_protocol = true}),
                 "__call__", {w.arg("", item_contra)}, w.int_());
    w.add_class("Var", {.variables = {w.type_var_tuple("Ts", 1)}});
    w.add_class("VarI", {.variables = {item, w.type_var_tuple("Ts", 2)}});
    w.add_class("Spec", {.variables = {w.param_spec("P", 1)}});
}

void TypeParser::make_special_classes() {
    World& w = world_;
    const Instance* mapping = w.of("Mapping", {w.str(), w.object()});
    w.add_class("_TypedDict", {.bases = {mapping}}, "typing");
    const Instance* anonymous = w.of("_TypedDict");
    const auto item = [](std::string_view name, TypePtr type, bool required, bool readonly) {
        return TypedDictItem{base::intern(name), type, required, readonly};
    };
    const auto add_named_tuple = [&](const std::string& name, std::vector<TypePtr> items) {
        const TypePtr item_type = make_simplified_union(w.cx, items);
        ClassInfo& info = w.add_class(name, {.bases = {w.tuple_of(item_type)}});
        info.is_named_tuple = true;
        info.tuple_type = types::make_tuple(w.cx, TypeList(items), *w.of(name));
        special_[name] = info.tuple_type;
    };
    const auto add = [&](const std::string& name, std::vector<TypedDictItem> items) {
        ClassInfo& info = w.add_class(name, {.bases = {anonymous}});
        info.typed_dict = make_typed_dict(w.cx, items, *anonymous);
        special_[name] = make_typed_dict(w.cx, items, *w.of(name));
    };
    add_named_tuple("P2", {w.int_(), w.str()});
    add_named_tuple("P3", {w.of("A"), w.of("B")});
    add("TD1", {item("x", w.int_(), true, false)});
    add("TD2", {item("x", w.int_(), true, false), item("y", w.str(), false, false)});
    add("TD3", {item("x", w.str(), true, false)});
    add("TD4", {item("x", w.int_(), false, false), item("z", w.of("A"), false, true)});
}

void TypeParser::make_aliases() {
    World& w = world_;
    const TypeVarType* item = w.type_var("T", -1);
    const auto add = [&](std::string_view name, auto target,
                         std::vector<const TypeVarLike*> variables = {}) {
        AliasInfo& alias = w.add_alias(name, nullptr, std::move(variables));
        aliases_[std::string(name)] = alias.id;
        alias.target = target(alias.id);
    };
    add("LA", [&](DefId) { return w.list(w.of("A")); });
    add("LG", [&](DefId) { return w.list(item); }, {item});
    add("J", [&](DefId id) { return w.one_of({w.int_(), w.list(make_alias(w.cx, id))}); });
    add("JG",
        [&](DefId id) {
            const TypePtr argument = item;
            return w.one_of({item, w.list(make_alias(w.cx, id, TypeList(&argument, 1)))});
        },
        {item});
    add("NT",
        [&](DefId id) { return w.tuple({w.of("A"), w.one_of({w.none(), make_alias(w.cx, id)})}); });
}

const TypeVarLike* TypeParser::find_or_make(Scope& scope, std::string_view name) {
    for (const TypeVarLike* variable : scope) {
        if (base::text_of(variable->name) == name) return variable;
    }
    const std::string space = &scope == &outer_ ? "m.holder" : "m.f" + std::to_string(functions_);
    const TypeVarHead head{base::intern(name),
                           base::intern("m." + std::string(name)),
                           {-static_cast<std::int32_t>(scope.size()) - 1, 0, base::intern(space)}};
    const TypeVarLike* made = nullptr;
    if (name == "P" || name == "Q") {
        made = make_param_spec(world_.cx, head, ParamSpecFlavor::Bare, world_.object());
    } else if (name == "Ts" || name == "Us") {
        const Instance* objects = world_.tuple_of(world_.object());
        made = make_type_var_tuple(world_.cx, head, objects, *objects);
    } else if (name == "S") {
        made = make_type_var(world_.cx, head, world_.of("A"));
    } else if (name == "V") {
        const std::vector<TypePtr> values{world_.int_(), world_.str()};
        made = make_type_var(world_.cx, head, world_.object(), values);
    } else {
        made = make_type_var(world_.cx, head, world_.object());
    }
    scope.push_back(made);
    return made;
}

TypePtr TypeParser::parse(std::string_view text) {
    // The same text is the same type: functions have variables of their own, told apart by
    // identity.
    if (const auto known = parsed_.find(text); known != parsed_.end()) return known->second;
    text_ = text;
    at_ = 0;
    const TypePtr type = parse_union();
    if (at_ != text_.size()) throw std::invalid_argument("left over in " + text_);
    parsed_[text_] = type;
    return type;
}

bool TypeParser::accept(std::string_view token) {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (!std::string_view(text_).substr(at_).starts_with(token)) return false;
    at_ += token.size();
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return true;
}

void TypeParser::expect_token(std::string_view token) {
    if (!accept(token)) {
        throw std::invalid_argument("expected " + std::string(token) + " at " +
                                    std::to_string(at_) + " in " + text_);
    }
}

std::string TypeParser::name() {
    std::string word;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) {
        word += text_[at_++];
    }
    if (word.empty()) throw std::invalid_argument("a name was expected in " + text_);
    return word;
}

TypePtr TypeParser::parse_union() {
    std::vector<TypePtr> items{parse_item()};
    while (accept("|")) items.push_back(parse_item());
    return items.size() == 1 ? items.front() : make_union(world_.cx, items);
}

TypePtr TypeParser::parse_item() {
    if (accept("...")) {
        const std::vector<Parameter> anything{world_.arg("", world_.any(), ArgKind::Star),
                                              world_.arg("", world_.any(), ArgKind::Star2)};
        return modified(world_.cx, *make_parameters(world_.cx, anything),
                        [](ParametersType& copy) { copy.is_ellipsis_args = true; });
    }
    if (accept("(")) {
        const TypePtr inner = parse_union();
        expect_token(")");
        return inner;
    }
    if (accept("*")) return make_unpack(world_.cx, parse_item(), true);
    if (accept("[")) {
        std::vector<Parameter> parameters;
        for (TypePtr type : parse_list("]")) parameters.push_back({type});
        return make_parameters(world_.cx, parameters);
    }
    accept("");
    return parse_named(name());
}

TypePtr TypeParser::parse_named(const std::string& word) {
    Context& cx = world_.cx;
    if (word == "Any") return world_.any();
    if (word == "None") return world_.none();
    if (word == "Never") return world_.never();
    if (word == "def") return parse_function();
    if (word == "overload") return parse_overload();
    if (word == "class") {
        (void)accept("");
        return type_object_type(cx, world_.info(name()));
    }
    if (const auto found = aliases_.find(word); found != aliases_.end()) {
        return make_alias(cx, found->second,
                          accept("[") ? parse_list("]") : std::vector<TypePtr>{});
    }
    if (is_variable(word)) {
        const TypeVarLike* variable = find_or_make(*scope_, word);
        if (accept(".args")) return of_param_spec(expect<ParamSpecType>(variable))[0].type;
        if (accept(".kwargs")) return of_param_spec(expect<ParamSpecType>(variable))[1].type;
        return variable;
    }
    if (const auto found = special_.find(word); found != special_.end()) {
        return found->second;
    }
    if (word == "Callable") return parse_callable();
    if (word == "Literal") return parse_literal();
    if (word == "tuple") return parse_tuple();
    std::vector<TypePtr> args;
    if (accept("[")) args = accept("()]") ? args : parse_list("]");
    if (word == "type" && !args.empty()) return make_type_type(cx, args[0]);
    return world_.of(word, args);
}

TypePtr TypeParser::parse_overload() {
    std::vector<const CallableType*> items;
    ++functions_;
    do {
        (void)accept("");
        expect_token("def");
        --functions_;  // the items have one name, so that their variables are told apart by number
        items.push_back(&expect<CallableType>(parse_function()));
    } while (accept(";"));
    return make_overloaded(world_.cx, items);
}

std::vector<TypePtr> TypeParser::parse_list(std::string_view end) {
    std::vector<TypePtr> types;
    if (accept(end)) return types;
    do {
        types.push_back(parse_union());
    } while (accept(","));
    expect_token(end);
    return types;
}

TypePtr TypeParser::parse_tuple() {
    expect_token("[");
    if (accept("()]")) return world_.tuple({});
    std::vector<TypePtr> items{parse_union()};
    while (accept(",")) {
        if (accept("...]")) return world_.tuple_of(items[0]);
        items.push_back(parse_union());
    }
    expect_token("]");
    return world_.tuple(items);
}

TypePtr TypeParser::parse_literal() {
    expect_token("[");
    std::vector<TypePtr> values;
    do {
        if (accept("\"")) {
            const std::size_t end = text_.find('"', at_);
            values.push_back(world_.literal(std::string_view(text_).substr(at_, end - at_)));
            at_ = end + 1;
        } else if (accept("Color.")) {
            values.push_back(world_.member("Color", name()));
        } else if (accept("True") || accept("False")) {
            values.push_back(world_.literal(text_[at_ - 2] == 'u'));
        } else {
            values.push_back(world_.literal(std::stol(name())));
        }
    } while (accept(","));
    expect_token("]");
    return values.size() == 1 ? values.front() : make_union(world_.cx, values);
}

std::vector<Parameter> TypeParser::of_param_spec(const ParamSpecType& spec) {
    const auto part = [&](ParamSpecFlavor flavor, TypePtr bound) {
        return modified(world_.cx, spec, [&](ParamSpecType& copy) {
            copy.flavor = flavor;
            copy.upper_bound = bound;
        });
    };
    const TypePtr args = part(ParamSpecFlavor::Args, world_.tuple_of(world_.object()));
    const TypePtr kwargs =
        part(ParamSpecFlavor::Kwargs, world_.of("dict", {world_.str(), world_.object()}));
    return {world_.arg("", args, ArgKind::Star), world_.arg("", kwargs, ArgKind::Star2)};
}

TypePtr TypeParser::parse_callable() {
    expect_token("[");
    std::vector<Parameter> parameters;
    bool is_ellipsis = false;
    bool is_concatenation = false;
    if (accept("[")) {
        for (TypePtr type : parse_list("]")) {
            const bool is_star = is<UnpackType>(type);
            parameters.push_back({type, is_star ? ArgKind::Star : ArgKind::Pos});
        }
    } else if (accept("Concatenate[")) {
        is_concatenation = true;
        std::vector<TypePtr> types = parse_list("]");
        for (TypePtr type : types) {
            if (const auto* spec = as<ParamSpecType>(type)) {
                for (const Parameter& one : of_param_spec(*spec)) parameters.push_back(one);
            } else {
                parameters.push_back({type});
            }
        }
    } else if (const TypePtr type = parse_union(); const auto* spec = as<ParamSpecType>(type)) {
        parameters = of_param_spec(*spec);
    } else {
        const ParameterList all = expect<ParametersType>(type).parameters;
        parameters.assign(all.begin(), all.end());
        is_ellipsis = true;
    }
    expect_token(",");
    const TypePtr result = parse_union();
    expect_token("]");
    const CallableType* type =
        modified(world_.cx, *world_.callable(parameters, result), [&](CallableType& copy) {
            copy.is_ellipsis_args = is_ellipsis;
            copy.from_concatenate = is_concatenation;
        });
    return with_trivial_unpack_normalized(world_.cx, *type);
}

std::vector<Parameter> TypeParser::parse_signature() {
    std::vector<Parameter> parameters;
    bool is_named_only = false;
    expect_token("(");
    while (!accept(")")) {
        if (accept("/")) {
            for (Parameter& parameter : parameters) parameter.name = Name::Empty;
        } else if (accept("*,")) {
            is_named_only = true;
            continue;
        } else {
            ArgKind kind = is_named_only ? ArgKind::Named : ArgKind::Pos;
            if (accept("**")) {
                kind = ArgKind::Star2;
            } else if (accept("*")) {
                kind = ArgKind::Star;
                is_named_only = true;
            }
            const std::string parameter_name = name();
            expect_token(":");
            const TypePtr type = parse_union();
            if (accept("= ...")) kind = is_named(kind) ? ArgKind::NamedOpt : ArgKind::Opt;
            parameters.push_back(world_.arg(parameter_name, type, kind));
        }
        (void)accept(",");
    }
    return parameters;
}

TypePtr TypeParser::parse_function() {
    Scope own;
    Scope* outer = std::exchange(scope_, &own);
    ++functions_;
    std::vector<Parameter> parameters = parse_signature();
    expect_token("->");
    const TypePtr result = parse_union();
    scope_ = outer;
    return world_.callable(parameters, result, own);
}

}  // namespace krait::types::testing

// report_calls.cpp: messages about calls and their arguments.

#include <algorithm>

#include "python/checker/report.h"
#include "python/messages/wording.h"
#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace codes = messages::codes;
namespace texts = messages::texts;

std::string callable_text(CheckContext& ck, const CallableType& callee) {
    (void)ck;
    return types::callable_name(&callee);
}

namespace {

/// The first parameter's name as written, of a method; a hint that self was forgotten.
void note_special_argument(CheckContext& ck, const CallableType& callee, NodeId at) {
    if (ck.reporter.prefers_simple() || callee.definition.is_none()) return;
    const Definition* definition = ck.cx.reader.definition(callee.definition);
    const FunctionInfo* function = function_below(definition);
    if (function == nullptr || function->enclosing_class.is_none() || function->is_static) return;
    if (function->parameters.empty()) return;
    const Name first = function->parameters[0].name;
    if (first == Name::Empty || is_text(first, "self") || is_text(first, "cls") ||
        is_text(first, "mcs")) {
        return;
    }
    note(ck, at, codes::kMisc,
         "Looks like the first special argument in a method is not named \"self\", \"cls\", or "
         "\"mcs\", maybe it is missing?");
}

void note_defined_here(CheckContext& ck, const CallableType& callee, NodeId at, const char* code) {
    Name module = types::defining_module(ck.cx, callee);
    if (module == Name::Empty || module == ck.module.name || is_text(module, "builtins") ||
        is_text(module, "typing")) {
        return;
    }
    std::string name = types::callable_name(&callee);
    if (name.empty()) name = "Called function";
    name = name.substr(0, name.find(" of "));
    note(ck, at, code, concat({name, " defined in \"", base::text_of(module), "\""}));
}

}  // namespace

void report_too_few_arguments(CheckContext& ck, const CallableType& callee, NodeId at,
                              const Arguments* args) {
    fail_lazily(ck, at, codes::kCallArg, [&] {
        if (ck.reporter.prefers_simple()) return std::string("Too few arguments");
        if (args == nullptr) return "Too few arguments" + types::for_function(callee);
        const std::vector<Name>& names = args->names;
        const auto given =
            static_cast<std::size_t>(std::count(names.begin(), names.end(), Name::Empty));
        std::vector<Name> missing;
        const std::size_t least = callee.min_args();
        for (std::size_t i = given; i < least && i < callee.parameters.size(); ++i) {
            Name name = callee.parameters[i].name;
            if (name == Name::Empty || std::find(names.begin(), names.end(), name) == names.end()) {
                missing.push_back(name);
            }
        }
        std::string callee_name = types::callable_name(&callee);
        const bool all_named =
            std::find(missing.begin(), missing.end(), Name::Empty) == missing.end();
        if (callee_name.empty() || missing.empty() || !all_named) {
            return "Too few arguments" + types::for_function(callee);
        }
        std::string text = missing.size() == 1 ? "Missing positional argument \""
                                               : "Missing positional arguments \"";
        for (std::size_t i = 0; i < missing.size(); ++i) {
            if (i > 0) text += "\", \"";
            text += base::text_of(missing[i]);
        }
        return text + "\" in call to " + callee_name;
    });
}

void report_missing_named_argument(CheckContext& ck, const CallableType& callee, NodeId at,
                                   Name name) {
    fail_lazily(ck, at, codes::kCallArg, [&] {
        return concat({"Missing named argument \"",
                       name == Name::Empty ? std::string_view("?") : base::text_of(name), "\"",
                       types::for_function(callee)});
    });
    note_defined_here(ck, callee, at, codes::kCallArg);
}

void report_too_many_arguments(CheckContext& ck, const CallableType& callee, NodeId at) {
    fail_lazily(ck, at, codes::kCallArg, [&] {
        return ck.reporter.prefers_simple() ? std::string("Too many arguments")
                                            : "Too many arguments" + types::for_function(callee);
    });
    note_special_argument(ck, callee, at);
}

void report_too_many_positional(CheckContext& ck, const CallableType& callee, NodeId at) {
    fail_lazily(ck, at, codes::kCallArgMisc,
                [&] { return "Too many positional arguments" + types::for_function(callee); });
    note_special_argument(ck, callee, at);
    note_defined_here(ck, callee, at, codes::kCallArgMisc);
}

void report_too_many_from_typed_dict(CheckContext& ck, const CallableType& callee,
                                     const TypedDictType& dict, NodeId at) {
    for (const types::TypedDictItem& item : dict.items) {
        const bool known = std::any_of(callee.parameters.begin(), callee.parameters.end(),
                                       [&](const Parameter& one) { return one.name == item.name; });
        if (known) continue;
        fail_lazily(ck, at, codes::kMisc, [&] {
            return concat({"Extra argument \"", base::text_of(item.name), "\" from **args",
                           types::for_function(callee)});
        });
        return;
    }
    report_too_many_arguments(ck, callee, at);
}

void report_unexpected_keyword(CheckContext& ck, const CallableType& callee, Name name,
                               TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kCallArg, [&] {
        std::vector<std::string> fitting;
        std::vector<std::string> others;
        for (const Parameter& one : callee.parameters) {
            if (one.name == Name::Empty || one.kind == ArgKind::Star) continue;
            const bool fits = types::is_subtype(ck.cx, type, one.type);
            (fits ? fitting : others).emplace_back(base::text_of(one.name));
        }
        std::vector<std::string> matches = messages::best_matches(base::text_of(name), fitting, 3);
        if (matches.empty()) matches = messages::best_matches(base::text_of(name), others, 3);
        std::string text = concat({"Unexpected keyword argument \"", base::text_of(name), "\"",
                                   types::for_function(callee)});
        if (!matches.empty()) {
            text += concat({"; did you mean ", messages::pretty_seq(matches, "or"), "?"});
        }
        return text;
    });
    note_defined_here(ck, callee, at, codes::kCallArg);
}

void report_duplicate_argument(CheckContext& ck, const CallableType& callee, std::size_t index,
                               NodeId at) {
    std::string name = types::callable_name(&callee);
    if (name.empty()) name = "Function";
    fail(ck, at, codes::kMisc,
         concat({name, " gets multiple values for keyword argument \"",
                 base::text_of(callee.parameters[index].name), "\""}));
}

void report_invalid_var_arg(CheckContext& ck, TypePtr type, NodeId at) {
    (void)type;
    fail(ck, at, codes::kMisc, "Expected iterable as variadic argument");
}

void report_invalid_keyword_var_arg(CheckContext& ck, TypePtr type, bool is_mapping, NodeId at) {
    type = proper(ck, type);
    if (types::is<Instance>(type) && is_mapping) {
        fail(ck, at, codes::kArgType, "Argument after ** must have string keys");
        return;
    }
    fail_lazily(ck, at, codes::kArgType, [&] {
        return concat(
            {"Argument after ** must be a mapping, not ", types::format_type(ck.cx, type)});
    });
}

namespace {

/// A message and its code; the code decides what a `type: ignore` must name.
struct Message {
    std::string text;
    const char* code;
};

TypePtr expected_of(const ArgumentCheck& one) {
    return one.callee.parameters[std::min(one.n, one.callee.parameters.size()) - 1].type;
}

std::string base_text(CheckContext& ck, const ArgumentCheck& one, const std::string& name) {
    if (one.object_type != nullptr) return types::format_type(ck.cx, one.object_type);
    return std::string(messages::extract_type(name));
}

Message invalid_index(CheckContext& ck, const ArgumentCheck& one, TypePtr given,
                      const std::string& base) {
    auto [index, expected] = types::format_type_distinctly(ck.cx, given, expected_of(one));
    return {concat({"Invalid index type ", index, " for ", base, "; expected type ", expected}),
            codes::kIndex};
}

/// Arguments of operators, which users don't see as calls.
std::optional<Message> operator_message(CheckContext& ck, const ArgumentCheck& one, TypePtr given,
                                        const std::string& name) {
    std::string base = base_text(ck, one, name);
    if (name.starts_with("\"__getitem__\" of")) return invalid_index(ck, one, given, base);
    if (name.starts_with("\"__setitem__\" of")) {
        if (one.n == 1) return invalid_index(ck, one, given, base);
        auto [value, target] = types::format_type_distinctly(ck.cx, given, expected_of(one));
        return Message{concat({texts::kIncompatibleTypesInAssignment.text, " (expression has type ",
                               value, ", target has type ", target, ")"}),
                       texts::kIncompatibleTypesInAssignment.code};
    }
    if (!name.starts_with("\"__")) return std::nullopt;
    static constexpr std::pair<std::string_view, std::string_view> kMethods[] = {
        {"add", "+"},         {"sub", "-"},       {"mul", "*"},     {"truediv", "/"}, {"mod", "%"},
        {"divmod", "divmod"}, {"floordiv", "//"}, {"pow", "**"},    {"matmul", "@"},  {"and", "&"},
        {"or", "|"},          {"xor", "^"},       {"lshift", "<<"}, {"rshift", ">>"}, {"eq", "=="},
        {"ne", "!="},         {"lt", "<"},        {"ge", ">="},     {"gt", ">"},      {"le", "<="},
        {"contains", "in"}};
    for (const auto& [method, op] : kMethods) {
        const bool forward = name.starts_with(concat({"\"__", method, "__\" of"}));
        const bool backward = name.starts_with(concat({"\"__r", method, "__\" of"}));
        if (!forward && !backward) continue;
        if (ck.reporter.type_names_disabled > 0) {
            return Message{
                concat({"Unsupported operand types for ", op, " (likely involving Union)"}),
                codes::kOperator};
        }
        std::string type = types::format_type(ck.cx, given);
        const bool swapped = op == "in" || backward;
        return Message{concat({"Unsupported operand types for ", op, " (", swapped ? type : base,
                               " and ", swapped ? base : type, ")"}),
                       codes::kOperator};
    }
    return std::nullopt;
}

Message dict_entry_message(CheckContext& ck, const ArgumentCheck& one, const TupleType& given,
                           const TupleType& expected) {
    auto pair = [&](std::size_t i) {
        if (types::is_subtype(ck.cx, given.items[i], expected.items[i])) {
            return std::pair(types::format_type(ck.cx, given.items[i]),
                             types::format_type(ck.cx, expected.items[i]));
        }
        return types::format_type_distinctly(ck.cx, given.items[i], expected.items[i]);
    };
    auto [key, wanted_key] = pair(0);
    auto [value, wanted_value] = pair(1);
    return {concat({"Dict entry ", std::to_string(one.n - 1), " has incompatible type ", key, ": ",
                    value, "; expected ", wanted_key, ": ", wanted_value}),
            codes::kDictItem};
}

/// Items of displays and comprehensions, which are checked as calls.
std::optional<Message> display_message(CheckContext& ck, const ArgumentCheck& one, TypePtr given,
                                       const std::string& name) {
    auto distinct = [&](TypePtr expected) {
        return types::format_type_distinctly(ck.cx, given, expected);
    };
    TypePtr first = one.callee.parameters[0].type;
    const std::string number = std::to_string(one.n - 1);
    if (name == "<list>") {
        auto [actual, expected] = distinct(first);
        return Message{concat({"List item ", number, " has incompatible type ", actual,
                               "; expected ", expected}),
                       codes::kListItem};
    }
    if (name == "<dict>") {
        const auto* expected = proper_as<TupleType>(ck, expected_of(one));
        const auto* entry = types::as<TupleType>(given);
        if (expected != nullptr && entry != nullptr && entry->items.size() == 2 &&
            expected->items.size() == 2) {
            return dict_entry_message(ck, one, *entry, *expected);
        }
        auto [actual, wanted] = distinct(expected_of(one));
        return Message{concat({"Unpacked dict entry ", number, " has incompatible type ", actual,
                               "; expected ", wanted}),
                       codes::kDictItem};
    }
    // The rest has no code of its own; the caller's decides.
    if (name == "<list-comprehension>" || name == "<set-comprehension>") {
        auto [actual, expected] = distinct(first);
        const bool list = name == "<list-comprehension>";
        return Message{
            concat({list ? "List comprehension has incompatible type List["
                         : "Set comprehension has incompatible type Set[",
                    messages::strip_quotes(actual), list ? "]; expected List[" : "]; expected Set[",
                    messages::strip_quotes(expected), "]"}),
            codes::kMisc};
    }
    if (name == "<dictionary-comprehension>") {
        auto [actual, expected] = distinct(expected_of(one));
        return Message{concat({one.n == 1 ? "Key" : "Value",
                               " expression in dictionary comprehension has incompatible type ",
                               actual, "; expected type ", expected}),
                       codes::kMisc};
    }
    if (name == "<generator>") {
        auto [actual, expected] = distinct(first);
        return Message{
            concat({"Generator has incompatible item type ", actual, "; expected ", expected}),
            codes::kMisc};
    }
    return std::nullopt;
}

std::string argument_label(CheckContext& ck, const ArgumentCheck& one) {
    if (is_kind(ck, one.outer, NodeKind::Call)) {
        Arguments args = arguments_of(ck, one.outer);
        if (one.n <= args.size() && args.names[one.n - 1] != Name::Empty) {
            return concat({"\"", base::text_of(args.names[one.n - 1]), "\""});
        }
    }
    return std::to_string(one.n);
}

Message ordinary_message(CheckContext& ck, const ArgumentCheck& one, TypePtr given,
                         const std::string& name) {
    const char* code =
        is_proper<TypedDictType>(ck, one.object_type) ? codes::kTypeddictItem : codes::kArgType;
    const std::size_t index = std::min(one.m, one.callee.parameters.size()) - 1;
    const Parameter& formal = one.callee.parameters[index];
    auto [actual, expected] = types::format_type_distinctly(ck.cx, given, formal.type, true);
    if (one.caller_kind == ArgKind::Star) actual = "*" + actual;
    if (one.caller_kind == ArgKind::Star2) actual = "**" + actual;
    std::string label = argument_label(ck, one);
    const auto* dict = types::as<TypedDictType>(given);
    if (one.caller_kind == ArgKind::Star2 && dict != nullptr && formal.name != Name::Empty &&
        formal.kind != ArgKind::Star2) {
        for (const types::TypedDictItem& item : dict->items) {
            if (item.name != formal.name) continue;
            std::tie(actual, expected) =
                types::format_type_distinctly(ck.cx, item.type, formal.type, true);
            label = concat({"\"", base::text_of(formal.name), "\""});
        }
    }
    if (is_kind(ck, one.outer, NodeKind::Subscript) && !ck.synthetic.holds(one.outer)) {
        NodeId key = ck.tree.subscript(one.outer).slice;
        if (is_kind(ck, key, NodeKind::Str)) {
            return {concat({"Value of \"", ck.tree.str_value(key), "\" has incompatible type ",
                            types::quote_type_string(actual), "; expected ",
                            types::quote_type_string(expected)}),
                    code};
        }
    }
    const std::string target = name.empty() ? "" : concat({"to ", name, " "});
    return {concat({"Argument ", label, " ", target, "has incompatible type ",
                    types::quote_type_string(actual), "; expected ",
                    types::quote_type_string(expected)}),
            code};
}

}  // namespace

const char* report_incompatible_argument(CheckContext& ck, const ArgumentCheck& one) {
    TypePtr given = proper(ck, one.original_caller_type);
    if (!ck.reporter.wants_text(codes::kArgType)) {
        fail_silently(ck, codes::kArgType);
        return codes::kArgType;
    }
    std::string name = types::callable_name(&one.callee);
    if (!name.empty()) {
        std::optional<Message> special = operator_message(ck, one, given, name);
        if (special) {
            fail(ck, one.at, special->code, special->text);
            return special->code;
        }
    }
    std::optional<Message> display = display_message(ck, one, given, name);
    if (display) {
        fail(ck, one.at, display->code, display->text);
        return display->code;
    }
    Message message = ordinary_message(ck, one, given, name);
    fail(ck, one.at, message.code, message.text);
    std::vector<std::string> notes;
    const std::size_t index = std::min(one.m, one.callee.parameters.size()) - 1;
    TypePtr expected = proper(ck, one.callee.parameters[index].type);
    std::vector<TypePtr> options{expected};
    if (const auto* items = types::as<UnionType>(expected)) {
        options.assign(items->items.begin(), items->items.end());
    }
    const auto* instance = types::as<Instance>(given);
    for (TypePtr option : options) {
        const auto* wanted = proper_as<Instance>(ck, option);
        if (instance == nullptr || wanted == nullptr) continue;
        append_invariance_notes(ck, notes, *instance, *wanted);
        append_numbers_notes(ck, notes, *wanted);
    }
    for (std::string& text : notes) note(ck, one.at, message.code, std::move(text));
    return message.code;
}

void report_incompatible_argument_note(CheckContext& ck, const ArgumentCheck& one,
                                       const char* code) {
    if (ck.reporter.prefers_simple()) return;
    TypePtr given = proper(ck, one.original_caller_type);
    TypePtr expected = proper(ck, one.callee_type);
    auto protocol = [&](TypePtr type) -> const Instance* {
        const auto* instance = proper_as<Instance>(ck, type);
        return instance != nullptr && info_of(ck, *instance).is_protocol ? instance : nullptr;
    };
    if (const Instance* wanted = protocol(expected)) {
        report_protocol_problems(ck, given, *wanted, one.at, code);
    }
    if (const auto* options = types::as<UnionType>(expected)) {
        for (TypePtr item : options->items) {
            if (const Instance* wanted = protocol(item)) {
                report_protocol_problems(ck, given, *wanted, one.at, code);
            }
        }
    }
    auto note_call_of = [&](const Instance& instance) {
        TypePtr call = types::find_member_type(ck.cx, base::intern("__call__"), instance, &instance,
                                               {.is_operator = true});
        if (call != nullptr) note_call(ck, &instance, call, one.at, code);
    };
    const auto* instance = types::as<Instance>(given);
    if (types::is<CallableType>(expected) && instance != nullptr) note_call_of(*instance);
    if (const Instance* wanted = protocol(expected)) note_call_of(*wanted);
}

void report_concrete_only_call(CheckContext& ck, TypePtr callee, NodeId at) {
    fail_lazily(ck, at, codes::kTypeAbstract, [&] {
        return concat({"Only concrete class can be given where ", types::format_type(ck.cx, callee),
                       " is expected"});
    });
}

void report_concrete_only_assign(CheckContext& ck, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kTypeAbstract, [&] {
        return concat({"Can only assign concrete classes to a variable of type ",
                       types::format_type(ck.cx, type)});
    });
}

void report_not_callable(CheckContext& ck, TypePtr type, NodeId at) {
    fail_lazily(ck, at, codes::kMisc, [&] {
        return messages::fill(texts::kNotCallable, {types::format_type(ck.cx, type)});
    });
}

void report_untyped_call(CheckContext& ck, const CallableType& callee, NodeId at) {
    std::string name = types::callable_name(&callee);
    if (name.empty()) name = "(unknown)";
    fail(ck, at, codes::kNoUntypedCall,
         concat({"Call to untyped function ", name, " in typed context"}));
}

void report_does_not_return_value(CheckContext& ck, TypePtr callee, NodeId at) {
    std::string name = is_function_like(callee) ? types::callable_name(callee) : std::string();
    if (name.empty()) name = "Function";
    fail(ck, at, codes::kFuncReturnsValue,
         concat({name, " does not return a value (it only ever returns None)"}));
}

void report_cannot_instantiate_abstract(CheckContext& ck, Name name,
                                        const std::vector<std::pair<Name, bool>>& attributes,
                                        NodeId at) {
    std::vector<std::string> all;
    std::vector<std::string> implicit;
    for (const auto& [attribute, can_be_none] : attributes) {
        all.push_back(concat({"\"", base::text_of(attribute), "\""}));
        if (can_be_none) implicit.push_back(all.back());
    }
    fail(ck, at, codes::kAbstract,
         concat({"Cannot instantiate abstract class \"", base::text_of(name),
                 "\" with abstract attribute", messages::plural_s(all.size()), " ",
                 messages::format_string_list(all)}));
    if (implicit.empty()) return;
    if (implicit.size() == 1) {
        note(ck, at, codes::kAbstract,
             concat({implicit[0],
                     " is implicitly abstract because it has an empty function body. If it is not "
                     "meant to be abstract, explicitly `return` or `return None`."}));
        return;
    }
    note(ck, at, codes::kAbstract,
         concat({"The following methods were marked implicitly abstract because they have empty "
                 "function bodies: ",
                 messages::format_string_list(implicit),
                 ". If they are not meant to be abstract, explicitly `return` or `return None`."}));
}

void report_incompatible_type_var(CheckContext& ck, const CallableType& callee, TypePtr value,
                                  Name variable, NodeId at) {
    fail_lazily(ck, at, codes::kTypeVar, [&] {
        std::string name = types::callable_name(&callee);
        if (name.empty()) name = "function";
        return messages::fill(texts::kIncompatibleTypevarValue,
                              {base::text_of(variable), name, types::format_type(ck.cx, value)});
    });
}

void report_could_not_infer(CheckContext& ck, const CallableType& callee,
                            const TypeVarLike& variable, NodeId at) {
    std::string name = types::callable_name(&callee);
    if (name.empty()) {
        fail(ck, at, codes::kMisc, "Cannot infer function type argument");
        return;
    }
    fail_lazily(ck, at, codes::kMisc, [&] {
        return concat({"Cannot infer value of type parameter ",
                       types::format_type(ck.cx, &variable), " of ", name});
    });
    if (name == "<dict>") {
        note(ck, at, codes::kMisc,
             "Try assigning the literal to a variable annotated as dict[<key>, <val>]");
    }
}

void report_incompatible_type_application(CheckContext& ck, std::size_t low, std::size_t high,
                                          std::size_t actual, NodeId at) {
    if (high == 0) {
        fail(ck, at, codes::kMisc, "Type application targets a non-generic function or class");
        return;
    }
    std::string expected =
        low == high
            ? concat({std::to_string(high), " expected"})
            : concat({"expected between ", std::to_string(low), " and ", std::to_string(high)});
    fail(ck, at, codes::kMisc,
         concat({"Type application has too ", actual > high ? "many" : "few", " types (", expected,
                 ")"}));
}

namespace {

void flatten_classes(const CheckContext& ck, NodeId expr, std::vector<NodeId>& found) {
    if (is_sequence_display(ck, expr)) {
        for (NodeId element : elements_of(ck, expr)) flatten_classes(ck, element, found);
    } else if (is_starred(ck, expr)) {
        flatten_classes(ck, starred_value(ck, expr), found);
    } else {
        found.push_back(expr);
    }
}

}  // namespace

void check_class_test_call(CheckContext& ck, NodeId call, const Arguments& args) {
    NodeId func = ck.tree.call(call).func;
    const bool is_subclass_test = refers_to(ck, func, "builtins.issubclass");
    if (!is_subclass_test && !refers_to(ck, func, "builtins.isinstance")) return;
    std::vector<NodeId> classes;
    flatten_classes(ck, args.nodes[1], classes);
    for (NodeId one : classes) {
        TypePtr type = proper(ck, lookup_type(ck, one));
        const ClassInfo* info = type != nullptr && is_class_object(ck, type)
                                    ? types::type_object(ck.cx, type)
                                    : nullptr;
        if (info == nullptr || !info->is_protocol) continue;
        if (!info->runtime_protocol) fail(ck, call, texts::kRuntimeProtocolExpected);
        if (!is_subclass_test) continue;
        std::vector<Name> members = types::non_method_protocol_members(ck.cx, *info);
        if (members.empty()) continue;
        fail(ck, call, codes::kMisc,
             "Only protocols that don't have non-method members can be used with issubclass()");
        if (members.size() >= 3) continue;
        std::string names;
        for (Name member : members) {
            if (!names.empty()) names += ", ";
            names += base::text_of(member);
        }
        note(ck, call, codes::kMisc,
             concat({"Protocol \"", base::text_of(info->name),
                     "\" has non-method member(s): ", names}));
    }
}

}  // namespace krait::checker

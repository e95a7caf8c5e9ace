// newtype.cpp
//
// UserId = NewType("UserId", int): a class that only the type checker knows.

#include "python/semantic/generated.h"
#include "python/semantic/written_types.h"
#include "python/types/format.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::ArgKind;
using types::as;

namespace {

bool is_new_type_call(Analyzer& a, const Assignment& s) {
    return is_single_name(a, s) && a.tree.is(s.value, NodeKind::Call) &&
           is_one_of(referent_fullname(a, a.tree.call(s.value).func),
                     {"typing.NewType", "typing_extensions.NewType"});
}

struct OldType {
    TypePtr type = nullptr;
    bool is_ready = true;
};

OldType read_arguments(Analyzer& a, const Assignment& s, Name name) {
    syntax::CallView call = a.tree.call(s.value);
    Place place = place_of(a, s.node);
    OldType old;
    if (call.args.size() != 2 || !call.keywords.empty()) {
        fail(a, place, "NewType(...) expects exactly two positional arguments");
        return old;
    }
    bool failed = false;
    if (!a.tree.is(call.args[0], NodeKind::Str)) {
        fail(a, place, "Argument 1 to NewType(...) must be a string literal");
        failed = true;
    } else if (a.tree.str_value(call.args[0]) != text(name)) {
        fail(a, place,
             "String argument 1 \"" + std::string(a.tree.str_value(call.args[0])) +
                 "\" to NewType(...) does not match variable name \"" + std::string(text(name)) +
                 "\"");
        failed = true;
    }
    constexpr const char* kBad = "Argument 2 to NewType(...) must be a valid type";
    if (!could_be_type(&a, a.tree, call.args[1])) {
        fail(a, place, kBad);
        return old;
    }
    TypeOptions options;
    options.report_invalid_types = false;
    options.allow_placeholder = !is_function_scope(a);
    TypePtr type = types::get_proper(a.cx, analyze_type(a, {&a.tree, call.args[1]}, options));
    if (type == nullptr || types::is<types::PlaceholderType>(type)) {
        old.is_ready = false;
        return old;
    }
    const auto* unknown = as<types::AnyType>(type);
    if (unknown != nullptr && unknown->source == types::AnySource::FromError) {
        fail(a, place, kBad);
        return old;
    }
    if (!failed) old.type = type;
    return old;
}

ClassInfo& build_class(Analyzer& a, const Assignment& s, Name name, TypePtr old,
                       const types::Instance& base) {
    ClassInfo& info = make_synthetic_class(a, s.value, name, base);
    info.is_newtype = true;
    info.metaclass = metaclass_from_mro(a, info);
    GeneratedMethod init;
    init.name = "__init__";
    init.parameters = {{types::make_instance(a.cx, info.id), ArgKind::Pos, base::intern("self")},
                       {old, ArgKind::Pos, base::intern("item")}};
    init.result = types::make_none(a.cx);
    add_generated_method(a, info, init);
    if (has_placeholder(a, old)) {
        process_placeholder(a, Name::Empty, "NewType base", place_of(a, s.node), false);
    }
    return info;
}

ClassInfo& class_over(Analyzer& a, const Assignment& s, Name name, TypePtr old) {
    Place place = place_of(a, s.node);
    if (const auto* tuple = as<types::TupleType>(old)) {
        ClassInfo& info = build_class(a, s, name, old, *tuple->partial_fallback);
        info.tuple_type = tuple;
        set_up_special_alias(a, info, tuple);
        return info;
    }
    if (const auto* base = as<types::Instance>(old)) {
        const ClassInfo* of = class_of(a, base->type);
        if (of != nullptr && of->is_protocol) {
            fail(a, place, "NewType cannot be used with protocol classes");
        }
        return build_class(a, s, name, old, *base);
    }
    if (old != nullptr) {
        fail(a, place,
             "Argument 2 to NewType(...) must be subclassable (got " +
                 types::format_type(a.cx, old) + ")",
             codes::kValidNewtype);
    }
    ClassInfo& info = build_class(a, s, name, any(a, types::AnySource::FromError), *object_type(a));
    info.fallback_to_any = true;
    return info;
}

}  // namespace

bool process_new_type(Analyzer& a, const Assignment& s) {
    if (!is_new_type_call(a, s)) return false;
    Name name = a.tree.name(s.targets[0]);
    Place place = place_of(a, s.node);
    if (s.annotation) fail(a, place, "Cannot declare the type of a NewType declaration");
    const Symbol* existing = meaning_so_far(a, name);
    const Definition* before =
        existing != nullptr ? a.job.reader.definition(existing->target) : nullptr;
    bool is_ours = a.made.contains(s.value) && a.made[s.value] == before;
    if (before != nullptr && as<types::PlaceholderInfo>(before) == nullptr && !is_ours) {
        fail(a, place, "Cannot redefine \"" + std::string(text(name)) + "\" as a NewType");
    }
    OldType old = read_arguments(a, s, name);
    if (!old.is_ready) {
        mark_incomplete(a, name, place, true);
        return true;
    }
    ClassInfo& info = class_over(a, s, name, old.type);
    add_symbol(a, name, info, place);
    if (is_nested_in_function(a)) add_global_symbol(a, name, place, info);
    if (!info.fallback_to_any) {
        check_written_type(a, old.type, "Argument 2 to NewType(...)", place);
    }
    SpecialFact& fact = a.module.bindings.special_forms[s.value];
    fact.form = SpecialForm::NewTypeCall;
    fact.definition = &info;
    a.module.bindings.names[s.targets[0]] = {&info, current_symbol_scope(a), true, false};
    return true;
}

}  // namespace krait::semantic

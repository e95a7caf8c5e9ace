// signatures.cpp: what is said about a signature by itself: annotations that are missing, special
// methods, the type of self.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formals.h"
#include "python/checker/overload_definitions.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/written_types.h"
#include "python/types/erase.h"
#include "python/types/format.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

bool is_unannotated(TypePtr type) {
    return types::is_unannotated_any(type);
}

/// Of the first parameter. Its name is gone where it can't be passed (operators' methods take self
/// by position), save in the copies of a body that is checked once for each value of a variable.
bool is_self_name(CheckContext& ck, NodeId function, const FunctionInfo& info) {
    Name name = info.parameters[0].name;
    if (ck.value_env != nullptr) name = formals_of(ck, function)[0].name;
    return is_text(name, "self") || is_text(name, "cls");
}

void check_missing_annotations(CheckContext& ck, NodeId function, const FunctionInfo& info) {
    if (ck.module.is_typeshed && !ck.options.warn_incomplete_stub) return;
    const auto* type = types::as<CallableType>(info.type);
    bool has_explicit = type != nullptr && !is_unannotated(type->ret_type);
    bool all_parameters = true;
    if (type != nullptr) {
        for (const Parameter& parameter : type->parameters) {
            if (is_unannotated(parameter.type)) {
                all_parameters = false;
            } else {
                has_explicit = true;
            }
        }
    }
    const bool check_incomplete = ck.options.disallow_incomplete_defs && has_explicit;
    if (!ck.options.disallow_untyped_defs && !check_incomplete) return;
    if (type == nullptr) {
        if (!ck.options.disallow_untyped_defs) return;
        const bool only_self = info.parameters.empty() ||
                               (info.parameters.size() == 1 && is_self_name(ck, function, info));
        if (!only_self) {
            fail(ck, function, texts::kFunctionTypeExpected);
            return;
        }
        fail(ck, function, texts::kReturnTypeExpected);
        const syntax::FunctionFacts& facts = ck.tree.function(function).facts;
        if (!facts.has_return_value && !facts.is_generator()) {
            note(ck, function, messages::codes::kNoUntypedDef,
                 "Use \"-> None\" if function does not return a value");
        }
        return;
    }
    TypePtr result = type->ret_type;
    bool missing = is_unannotated(result);
    if (!missing && info.is_generator) {
        missing = is_unannotated(generator_return_type(ck, result, info.is_coroutine));
    } else if (!missing && info.is_coroutine && is_proper<Instance>(ck, result)) {
        missing = is_unannotated(coroutine_return_type(ck, result));
    }
    if (missing) fail(ck, function, texts::kReturnTypeExpected);
    if (!all_parameters) fail(ck, function, texts::kParamTypeExpected);
}

void check_constructor_result(CheckContext& ck, NodeId function, const FunctionInfo& info,
                              const CallableType& type) {
    if (info.enclosing_class.is_none()) return;
    const bool is_init = is_text(info.name, "__init__") || is_text(info.name, "__init_subclass__");
    TypePtr result = proper(ck, type.ret_type);
    if (is_init && !types::is<NoneType>(result) && !types::is<UninhabitedType>(result) &&
        !ck.dynamic_functions.back()) {
        fail(ck, function, texts::kMustHaveNoneReturnType, {base::text_of(info.name)});
    }
}

void check_generator_result(CheckContext& ck, NodeId function, const FunctionInfo& info,
                            const CallableType& type) {
    if (!info.is_generator) return;
    if (info.is_async_generator) {
        if (!is_async_generator_return_type(ck, type.ret_type)) {
            fail(ck, function, texts::kInvalidReturnTypeForAsyncGenerator);
        }
    } else if (!is_generator_return_type(ck, type.ret_type, info.is_coroutine)) {
        fail(ck, function, texts::kInvalidReturnTypeForGenerator);
    }
}

/// Whether the type speaks of a variable; what a guard tests for counts.
bool mentions(CheckContext& ck, TypePtr type, const types::TypeVarId& id) {
    if (type == nullptr) return false;
    return types::any_type(ck.cx, type, [&](TypePtr part) {
        const TypeVarLike* variable = types::as_type_var_like(part);
        if (variable != nullptr && variable->id == id) return types::Verdict::Yes;
        const auto* callable = types::as<CallableType>(part);
        const bool in_guard = callable != nullptr && (mentions(ck, callable->type_guard, id) ||
                                                      mentions(ck, callable->type_is, id));
        return in_guard ? types::Verdict::Yes : types::Verdict::Descend;
    });
}

void check_unbound_result(CheckContext& ck, NodeId function, const CallableType& type) {
    const auto* result = types::as<TypeVarType>(type.ret_type);
    if (result == nullptr) return;
    if (result->variance == types::Variance::Contravariant) {
        fail(ck, function, texts::kReturnTypeCannotBeContravariant);
    }
    const bool is_own =
        std::any_of(type.variables.begin(), type.variables.end(),
                    [&](const TypeVarLike* variable) { return variable->id == result->id; });
    if (!is_own) return;
    for (const Parameter& parameter : type.parameters) {
        if (mentions(ck, parameter.type, result->id)) return;
    }
    fail(ck, function, messages::codes::kTypeVar, std::string(texts::kUnboundTypevar.text));
    if (!is_instance_of(ck, result->upper_bound, "builtins.object")) {
        note(ck, function, messages::codes::kTypeVar,
             concat({"Consider using the upper bound ",
                     types::format_type(ck.cx, result->upper_bound), " instead"}));
    }
}

/// `-> TypeIs[T]` narrows the first parameter that a caller gives.
void check_narrowed_type(CheckContext& ck, NodeId function, const FunctionInfo& info,
                         const CallableType& type) {
    if (type.type_is == nullptr) return;
    const bool is_method = enclosing_class_of(ck, info) != nullptr && info.has_self_or_cls_argument;
    const std::size_t index = is_method ? 1 : 0;
    if (index >= type.parameters.size()) return;
    TypePtr input = type.parameters[index].type;
    if (types::is_subtype(ck.cx, type.type_is, input)) return;
    fail(ck, function, texts::kNarrowedTypeNotSubtype,
         {types::format_type(ck.cx, type.type_is), types::format_type(ck.cx, input)});
}

}  // namespace

void check_signature(CheckContext& ck, NodeId function, const FunctionInfo& info,
                     const CallableType& type, Name name) {
    check_constructor_result(ck, function, info, type);
    if (name != Name::Empty) check_special_method(ck, function, info, type);
    check_missing_annotations(ck, function, info);
    check_written_signature(ck, function, info);
    check_reverse_operator(ck, function, info, type, name);
    check_unbound_result(ck, function, type);
    check_narrowed_type(ck, function, info, type);
    check_generator_result(ck, function, info, type);
}

bool require_correct_self(CheckContext& ck, TypePtr type, NodeId function,
                          const FunctionInfo& info) {
    const auto* callable = proper_as<CallableType>(ck, type);
    if (callable == nullptr) return false;
    const ClassInfo* owner = enclosing_class_of(ck, info);
    if (owner == nullptr || active_class(ck) != owner) return false;
    if (!info.has_self_or_cls_argument) return false;
    if (!callable->parameters.empty() && types::is_star(callable->parameters[0].kind)) return false;
    if (callable->parameters.empty()) {
        fail(ck, function, messages::codes::kNone,
             "Method must have at least one argument. Did you forget the \"self\" argument?");
        return false;
    }
    if (ck.module.silent) return true;
    TypePtr self = active_self_type(ck);
    if (self == nullptr) return true;
    if (info.is_class || is_text(info.name, "__new__")) {
        self = types::make_type_type(ck.cx, self);
    }
    TypePtr declared = callable->parameters[0].type;
    if (types::is_same_type(ck.cx, declared, self)) return true;
    TypePtr erased =
        proper(ck, types::erase_typevars(ck.cx, types::erase_to_bound(ck.cx, declared)));
    types::SubtypeContext how;
    how.ignore_type_params = true;
    if (types::is_subtype(ck.cx, self, erased, how)) return true;
    const auto* instance = types::as<Instance>(erased);
    const auto* type_type = types::as<TypeType>(erased);
    if (instance == nullptr && type_type != nullptr) {
        instance = proper_as<Instance>(ck, type_type->item);
    }
    if (instance != nullptr && info_of(ck, *instance).is_protocol) return true;
    if (is_text(callable->parameters[0].name, "self") ||
        is_text(callable->parameters[0].name, "cls")) {
        fail(ck, function, texts::kErasedSelfTypeNotSupertype,
             {types::type_to_string(ck.cx, erased), types::type_to_string(ck.cx, self)});
    } else {
        fail(ck, function, texts::kMissingOrInvalidSelfType);
    }
    return true;
}

}  // namespace krait::checker

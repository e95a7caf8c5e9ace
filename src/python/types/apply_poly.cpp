// apply_poly.cpp
//
// The result of applying a decorator to a generic function may mention variables that are still
// free. They are bound where a declaration would bind them: by the innermost callable that has them
// among its parameters. Where there is none, as in list[T], there is no such type.

#include <algorithm>

#include "python/types/applytype.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

using Variables = std::vector<const TypeVarLike*>;

bool contains(std::span<const TypeVarLike* const> variables, const TypeVarLike* variable) {
    return std::any_of(variables.begin(), variables.end(),
                       [&](const TypeVarLike* other) { return is_equal(other, variable); });
}

class PolyTranslator {
public:
    PolyTranslator(Context& cx, std::span<const TypeVarLike* const> free) : cx_(cx), free_(free) {}

    /// Meaningless if `failed` is true afterwards.
    [[nodiscard]] TypePtr translate(TypePtr type) {
        DepthGuard guard(cx_);
        failed_ = failed_ || guard.exceeded();
        if (failed_ || type == nullptr) return type;
        if (const auto* callable = as<CallableType>(type)) return translate_callable(*callable);
        if (const auto* instance = as<Instance>(type)) return translate_instance(*instance);
        if (const auto* alias = as<AliasType>(type)) return translate_alias(*alias);
        if (const TypeVarLike* variable = as_type_var_like(type)) {
            failed_ = contains(free_, variable) && !contains(bound_, variable);
            if (failed_) return type;
        }
        return translate_parts(type);
    }
    [[nodiscard]] bool failed() const { return failed_; }

private:
    TypePtr translate_parts(TypePtr type) {
        return map_parts(cx_, type, [&](TypePtr part) { return translate(part); });
    }

    /// Free variables among the parameters that nothing around binds.
    [[nodiscard]] Variables found_in(ParameterList parameters) {
        Variables found;
        for (const Parameter& parameter : parameters) {
            for (const TypeVarLike* variable : get_all_type_vars(cx_, parameter.type)) {
                if (const auto* spec = as<ParamSpecType>(variable)) {
                    variable = modified(cx_, *spec, [](ParamSpecType& copy) {
                        copy.flavor = ParamSpecFlavor::Bare;
                        copy.prefix = nullptr;
                    });
                }
                const bool is_found = contains(free_, variable) && !contains(bound_, variable) &&
                                      !contains(found, variable);
                if (is_found) found.push_back(variable);
            }
        }
        return found;
    }
    void enter(const Variables& found) { bound_.insert(bound_.end(), found.begin(), found.end()); }
    void leave(const Variables& found) { bound_.resize(bound_.size() - found.size()); }

    TypePtr translate_callable(const CallableType& type) {
        const Variables found = found_in(type.parameters);
        enter(found);
        const TypePtr translated = translate_parts(&type);
        leave(found);
        const auto* callable = as<CallableType>(translated);
        if (callable == nullptr || found.empty()) return translated;
        Variables variables(callable->variables.begin(), callable->variables.end());
        variables.insert(variables.end(), found.begin(), found.end());
        return with_variables(cx_, *callable, variables);
    }

    TypePtr translate_instance(const Instance& type) {
        const ClassInfo& info = class_info(cx_, type);
        if (info.has_param_spec) {
            if (const TypePtr translated = translate_with_parameters(type, info)) {
                return translated;
            }
        }
        if (info.is_protocol && !type.args.empty()) {
            const std::vector<Name> members = protocol_members(cx_, info);
            const bool is_callback = members.size() == 1 && members.front() == known::call;
            if (is_callback) return translate_callback(type);
        }
        return translate_parts(&type);
    }

    /// An instance may hold a generic signature: Foo[[x: T], T] for all T. Null if it holds none.
    TypePtr translate_with_parameters(const Instance& type, const ClassInfo& info) {
        std::size_t index = 0;
        while (index < info.type_vars.size() && !is<ParamSpecType>(info.type_vars[index])) ++index;
        if (index >= type.args.size()) return nullptr;
        const auto* parameters = as_proper<ParametersType>(cx_, type.args[index]);
        if (parameters == nullptr) return nullptr;
        const Variables found = found_in(parameters->parameters);
        enter(found);
        std::vector<TypePtr> args;
        for (TypePtr arg : type.args) args.push_back(translate(arg));
        leave(found);
        if (const auto* translated = as<ParametersType>(args[index])) {
            Variables variables(translated->variables.begin(), translated->variables.end());
            variables.insert(variables.end(), found.begin(), found.end());
            args[index] = modified(cx_, *translated, [&](ParametersType& copy) {
                copy.variables = cx_.arena.copy(variables);
            });
        }
        return with_args(cx_, type, args);
    }

    /// A callback protocol counts as the signature of its __call__.
    TypePtr translate_callback(const Instance& type) {
        const bool is_seen = std::find(seen_.begin(), seen_.end(), type.type) != seen_.end();
        const TypePtr call =
            is_seen ? nullptr
                    : find_member_type(cx_, known::call, type, &type, {.is_operator = true});
        if (call == nullptr) {
            failed_ = true;
            return &type;
        }
        seen_.push_back(type.type);
        const TypePtr translated = translate(call);
        seen_.pop_back();
        return translated;
    }

    TypePtr translate_alias(const AliasType& type) {
        if (type.args.empty()) return &type;
        if (!is_recursive(cx_, type)) return translate(get_proper(cx_, &type));
        failed_ = true;
        return &type;
    }

    Context& cx_;
    std::span<const TypeVarLike* const> free_;
    Variables bound_;
    std::vector<DefId> seen_;  // callback protocols on the way here
    bool failed_ = false;
};

}  // namespace

const CallableType* apply_poly(Context& cx, const CallableType& type,
                               std::span<const TypeVarLike* const> free_vars) {
    // Parameters and result are translated one by one: the callable itself binds nothing.
    PolyTranslator translator(cx, free_vars);
    std::vector<Parameter> parameters(type.parameters.begin(), type.parameters.end());
    for (Parameter& parameter : parameters) parameter.type = translator.translate(parameter.type);
    const TypePtr result = translator.translate(type.ret_type);
    if (translator.failed()) return nullptr;
    return modified(cx, type, [&](CallableType& copy) {
        copy.parameters = cx.arena.copy(parameters);
        copy.ret_type = result;
        copy.variables = {};
    });
}

}  // namespace krait::types

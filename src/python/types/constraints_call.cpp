// constraints_call.cpp
//
// The arguments of a call as constraints on the callee's type variables: parameter by parameter,
// but all that goes to *args: *Ts together, and all that goes to *args: P.args, **kwargs: P.kwargs.

#include <algorithm>

#include "python/types/constraint_parts.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/signature.h"

namespace krait::types {

namespace {

using namespace constraint_parts;

struct Arguments {
    std::span<const TypePtr> types;  // null: not in this pass
    std::span<const ArgKind> kinds;
    std::span<const Name> names;
};

class CallConstraints {
public:
    CallConstraints(Context& cx, const CallableType& callee, const Arguments& arguments,
                    const ArgumentInferContext& context)
        : cx_(cx),
          callee_(callee),
          arguments_(arguments),
          expander_(cx, context),
          spec_(param_spec(cx, callee)) {}

    void add_formal(std::size_t index, std::span<const std::size_t> actuals) {
        const Parameter& formal = callee_.parameters[index];
        if (const auto* unpack = as<UnpackType>(formal.type)) {
            return add_unpacked(formal, *unpack, actuals);
        }
        for (std::size_t actual : actuals) {
            if (arguments_.types[actual] == nullptr) continue;
            if (spec_ != nullptr && is_star(formal.kind)) {
                add_to_param_spec(actual);
            } else {
                const TypePtr type = expander_.expand_actual_type(
                    arguments_.types[actual], arguments_.kinds[actual], formal.name, formal.kind);
                append(constraints_,
                       infer_constraints(cx_, formal.type, type, ConstraintOp::SupertypeOf));
            }
        }
    }

    [[nodiscard]] Constraints finish() {
        const auto is_of_spec = [&](const Constraint& constraint) {
            return constraint.type_var() == spec_->id;
        };
        // Arguments say little of parameters' kinds, so they count only if nothing else speaks.
        if (spec_ != nullptr &&
            std::none_of(constraints_.begin(), constraints_.end(), is_of_spec)) {
            const ParametersType* target = make_parameters(cx_, cx_.arena.copy(spec_parameters_),
                                                           {}, /*imprecise_arg_kinds=*/true);
            constraints_.push_back({spec_, ConstraintOp::SupertypeOf, target});
        }
        const bool has_specs =
            std::any_of(callee_.variables.begin(), callee_.variables.end(),
                        [](const TypeVarLike* variable) { return is<ParamSpecType>(variable); });
        if (has_specs) drop_imprecise();
        return std::move(constraints_);
    }

private:
    void add_to_param_spec(std::size_t actual) {
        const ArgKind kind = arguments_.kinds[actual];
        Parameter parameter;
        parameter.type =
            expander_.expand_actual_type(arguments_.types[actual], kind, Name::Empty, kind);
        parameter.kind = is_star(kind) ? kind : ArgKind::Pos;
        if (actual < arguments_.names.size()) parameter.name = arguments_.names[actual];
        spec_parameters_.push_back(parameter);
    }

    /// The types of all actuals that go to an unpacked formal, as items of a tuple.
    std::vector<TypePtr> unpacked_actuals(const Parameter& formal, const Instance& tuple,
                                          std::span<const std::size_t> actuals) {
        std::vector<TypePtr> items;
        for (std::size_t actual : actuals) {
            const TypePtr type = arguments_.types[actual];
            if (type == nullptr) continue;
            const ArgKind kind = arguments_.kinds[actual];
            TypePtr item = expander_.expand_actual_type(type, kind, formal.name, formal.kind, true);
            // An iterable of unknown length remains one.
            if (kind == ArgKind::Star && !is<TupleType>(get_proper(cx_, type))) {
                item = make_unpack(cx_, with_args(cx_, tuple, std::span(&item, 1)));
            }
            items.push_back(item);
        }
        return items;
    }

    void add_unpacked(const Parameter& formal, const UnpackType& unpack,
                      std::span<const std::size_t> actuals) {
        const TypePtr unpacked = get_proper(cx_, unpack.type);
        if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
            add_variadic(*variable, unpacked_actuals(formal, *variable->tuple_fallback, actuals));
        } else if (const auto* tuple = as<TupleType>(unpacked)) {
            add_with_suffix(*tuple, unpacked_actuals(formal, *tuple->partial_fallback, actuals));
        }
    }

    void add_variadic(const TypeVarTupleType& variable, TypeList items) {
        constraints_.push_back({&variable, ConstraintOp::SupertypeOf,
                                types::make_tuple(cx_, items, *variable.tuple_fallback)});
    }

    /// *args: *tuple[*Ts, X, Y] or *tuple[*tuple[Z, ...], X, Y]. A prefix is parameters of its own.
    void add_with_suffix(const TupleType& tuple, const std::vector<TypePtr>& actuals) {
        const auto* inner = tuple.items.empty() ? nullptr : as<UnpackType>(tuple.items[0]);
        if (inner == nullptr) return;
        const TypeList suffix = tuple.items.subspan(1);
        const std::size_t at_end = std::min(suffix.size(), actuals.size());
        const TypeList before = TypeList(actuals).first(actuals.size() - at_end);
        const TypeList behind = TypeList(actuals).last(at_end);
        const TypePtr unpacked = get_proper(cx_, inner->type);
        if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
            add_variadic(*variable, before);
        } else if (const auto* instance = as<Instance>(unpacked);
                   instance != nullptr && !instance->args.empty()) {
            for (TypePtr type : before) {
                append(constraints_,
                       infer_constraints(cx_, instance->args[0], type, ConstraintOp::SupertypeOf));
            }
        }
        for (std::size_t i = 0; i < behind.size(); ++i) {
            append(constraints_,
                   infer_constraints(cx_, suffix[i], behind[i], ConstraintOp::SupertypeOf));
        }
    }

    /// Constraints on a ParamSpec that are guesses go where there is a precise one. mypy puts each
    /// constraint that remains into its list twice, which shows: a TypedDict joined with itself
    /// loses its name.
    void drop_imprecise() {
        const auto is_imprecise = [](const Constraint& constraint) {
            const auto* parameters = as<ParametersType>(constraint.target);
            return parameters != nullptr && parameters->imprecise_arg_kinds;
        };
        std::vector<TypeVarId> precise;
        for (const Constraint& constraint : constraints_) {
            const bool has_parameters =
                is<ParamSpecType>(constraint.target) || is<ParametersType>(constraint.target);
            if (is<ParamSpecType>(constraint.origin) && has_parameters &&
                !is_imprecise(constraint)) {
                precise.push_back(constraint.type_var());
            }
        }
        Constraints kept;
        for (const Constraint& constraint : constraints_) {
            const bool has_precise =
                is<ParamSpecType>(constraint.origin) &&
                std::find(precise.begin(), precise.end(), constraint.type_var()) != precise.end();
            if (!has_precise) kept.push_back(constraint);
            if (!is_imprecise(constraint)) kept.push_back(constraint);
        }
        constraints_ = std::move(kept);
    }

    Context& cx_;
    const CallableType& callee_;
    Arguments arguments_;
    ArgTypeExpander expander_;
    const ParamSpecType* spec_;
    std::vector<Parameter> spec_parameters_;
    Constraints constraints_;
};

}  // namespace

Constraints infer_constraints_for_callable(Context& cx, const CallableType& callee,
                                           std::span<const TypePtr> arg_types,
                                           std::span<const ArgKind> arg_kinds,
                                           std::span<const Name> arg_names,
                                           const ArgumentMap& formal_to_actual,
                                           const ArgumentInferContext& context) {
    CallConstraints call(cx, callee, {arg_types, arg_kinds, arg_names}, context);
    for (std::size_t i = 0; i < formal_to_actual.size() && i < callee.parameters.size(); ++i) {
        call.add_formal(i, formal_to_actual[i]);
    }
    return call.finish();
}

}  // namespace krait::types

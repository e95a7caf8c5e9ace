// solve_polymorphic.cpp
//
// Variables that depend on each other, as in T <: list[S], S <: U. In five steps:
//   1. The transitive closure: constraints between variables become a graph (T <: S is an edge),
//   all
//      others bounds, which flow along the edges; a lower and an upper bound of one variable give
//      constraints of their own.
//   2. Variables are grouped by dependency. T <: list[T] can't be expressed: then nothing is
//   solved.
//   3. Groups without any bound stay free; one of their variables stands for all.
//   4. From the leaves on, each variable is solved and its value put into the bounds of others.
//   5. What is left has no solution.
//
// Sets of types are lists without repetitions, in order of arrival, so that results never depend on
// addresses or hashes. Variables are few (those of one call), so look-ups are linear.

#include <algorithm>
#include <deque>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/meet.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/solve_parts.h"
#include "python/types/visit.h"

namespace krait::types::solve_parts {

namespace {

/// Constraints that may be derived before the whole is given up as too involved.
constexpr std::size_t kMostSteps = 5'000;

bool is_same(const Constraint& left, const Constraint& right) {
    return left.op == right.op && left.type_var() == right.type_var() &&
           is_equal(left.target, right.target);
}

/// Types without repetitions.
using Bound = std::vector<TypePtr>;

bool contains(const Bound& bound, TypePtr type) {
    return std::any_of(bound.begin(), bound.end(),
                       [&](TypePtr other) { return is_equal(other, type); });
}
void add(Bound& bound, TypePtr type) {
    if (!contains(bound, type)) bound.push_back(type);
}

/// The variable that a constraint's target simply is, if so.
const TypeVarLike* linear_target(Context& cx, const Constraint& constraint) {
    if (is<TypeVarType>(constraint.origin)) return as<TypeVarType>(constraint.target);
    if (is<ParamSpecType>(constraint.origin)) {
        const auto* spec = as<ParamSpecType>(constraint.target);
        return spec != nullptr && prefix_parameters(*spec).empty() ? spec : nullptr;
    }
    const auto* tuple = as_proper<TupleType>(cx, constraint.target);
    if (tuple == nullptr || tuple->items.size() != 1) return nullptr;
    const auto* unpack = as<UnpackType>(tuple->items[0]);
    return unpack != nullptr ? as<TypeVarTupleType>(unpack->type) : nullptr;
}

/// Step 1, and what later steps read and write.
class Closure {
public:
    Closure(Context& cx, const Variables& variables)
        : cx_(cx),
          variables_(variables),
          count_(variables.all.size()),
          edges_(count_ * count_),
          lowers_(count_),
          uppers_(count_) {
        for (std::size_t i = 0; i < count_; ++i) set_edge(i, i, true);
    }

    /// False if there is no end to it.
    [[nodiscard]] bool close(const Constraints& constraints) {
        for (const Constraint& constraint : constraints) enqueue(constraint);
        for (std::size_t step = 0; !remaining_.empty(); ++step) {
            if (step == kMostSteps) return false;
            const Constraint constraint = std::move(remaining_.front());
            remaining_.pop_front();
            process(constraint);
        }
        return true;
    }

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] bool has_edge(std::size_t lower, std::size_t upper) const {
        return edges_[lower * count_ + upper];
    }
    void set_edge(std::size_t lower, std::size_t upper, bool value) {
        edges_[lower * count_ + upper] = value;
    }
    [[nodiscard]] std::vector<Bound>& lowers() { return lowers_; }
    [[nodiscard]] std::vector<Bound>& uppers() { return uppers_; }
    [[nodiscard]] bool has_bounds(std::size_t i) const {
        return !lowers_[i].empty() || !uppers_[i].empty();
    }

private:
    void enqueue(const Constraint& constraint) {
        const bool is_pending =
            std::any_of(remaining_.begin(), remaining_.end(),
                        [&](const Constraint& other) { return is_same(other, constraint); });
        if (!is_pending) remaining_.push_back(constraint);
    }

    void process(const Constraint& constraint) {
        const auto own = variables_.find(constraint.type_var());
        if (!own) return;
        if (const TypeVarLike* target = linear_target(cx_, constraint)) {
            if (const auto other = variables_.find(target->id)) {
                const bool is_below = constraint.op == ConstraintOp::SubtypeOf;
                return add_edge(is_below ? *own : *other, is_below ? *other : *own);
            }
        }
        if (constraint.op == ConstraintOp::SubtypeOf) {
            add_upper(*own, constraint.target);
        } else {
            add_lower(*own, constraint.target);
        }
    }

    void add_edge(std::size_t lower, std::size_t upper) {
        if (has_edge(lower, upper)) return;
        std::vector<std::size_t> below;
        std::vector<std::size_t> above;
        for (std::size_t i = 0; i < count_; ++i) {
            if (has_edge(i, lower)) below.push_back(i);
            if (has_edge(upper, i)) above.push_back(i);
        }
        for (std::size_t l : below) {
            for (std::size_t u : above) set_edge(l, u, true);
        }
        const Bound lower_bounds = lowers_[lower];
        const Bound upper_bounds = uppers_[upper];
        for (std::size_t u : above) {
            for (TypePtr type : lower_bounds) add(lowers_[u], type);
        }
        for (std::size_t l : below) {
            for (TypePtr type : upper_bounds) add(uppers_[l], type);
        }
        for (TypePtr low : lowers_[lower]) {
            for (TypePtr high : uppers_[upper]) derive(low, high);
        }
    }

    void add_upper(std::size_t own, TypePtr target) {
        if (contains(uppers_[own], target)) return;
        for (std::size_t l = 0; l < count_; ++l) {
            if (has_edge(l, own)) add(uppers_[l], target);
        }
        for (TypePtr low : lowers_[own]) derive(low, target);
    }

    void add_lower(std::size_t own, TypePtr target) {
        if (contains(lowers_[own], target)) return;
        for (std::size_t u = 0; u < count_; ++u) {
            if (has_edge(own, u)) add(lowers_[u], target);
        }
        for (TypePtr high : uppers_[own]) derive(target, high);
    }

    /// What follows from low <: T <: high.
    void derive(TypePtr low, TypePtr high) {
        // Between two unions more would follow than is true.
        if (is<UnionType>(get_proper(cx_, high)) && is<UnionType>(get_proper(cx_, low))) return;
        for (const Constraint& constraint :
             infer_constraints(cx_, low, high, ConstraintOp::SubtypeOf)) {
            enqueue(constraint);
        }
        for (const Constraint& constraint :
             infer_constraints(cx_, high, low, ConstraintOp::SupertypeOf)) {
            enqueue(constraint);
        }
    }

    Context& cx_;
    const Variables& variables_;
    std::size_t count_;
    std::vector<bool> edges_;  // count_ x count_: row <: column
    std::vector<Bound> lowers_;
    std::vector<Bound> uppers_;
    std::deque<Constraint> remaining_;
};

using Group = std::vector<std::size_t>;  // indices of variables, ascending

/// Steps 2 to 5.
class DependentSolver {
public:
    DependentSolver(Context& cx, const Variables& variables, Closure& closure)
        : cx_(cx),
          variables_(variables),
          closure_(closure),
          reaches_(closure.count() * closure.count()) {
        solution_.values.resize(closure.count());
    }

    [[nodiscard]] PolymorphicSolution solve() {
        find_dependencies();
        const std::vector<Group> groups = find_groups();
        for (const Group& group : groups) {
            if (!is_linear(group)) return {};
        }
        const std::vector<std::vector<Group>> batches = in_order(groups);
        if (!batches.empty()) choose_free_variables(batches.front());
        for (const std::vector<Group>& batch : batches) {
            Group together;
            for (const Group& group : batch) {
                together.insert(together.end(), group.begin(), group.end());
            }
            solve_batch(std::move(together));
        }
        return std::move(solution_);
    }

private:
    [[nodiscard]] bool reaches(std::size_t from, std::size_t to) const {
        return reaches_[from * closure_.count() + to];
    }

    /// Variables that one depends on: those in its bounds, and those it is related to by an edge.
    void find_dependencies() {
        const std::size_t count = closure_.count();
        const auto add_mentioned = [&](std::size_t from, TypePtr type) {
            for (const TypeVarLike* variable : get_all_type_vars(cx_, type)) {
                if (const auto to = variables_.find(variable->id)) {
                    reaches_[from * count + *to] = true;
                }
            }
        };
        for (std::size_t i = 0; i < count; ++i) {
            for (TypePtr type : closure_.lowers()[i]) add_mentioned(i, type);
            for (TypePtr type : closure_.uppers()[i]) add_mentioned(i, type);
            for (std::size_t j = 0; j < count; ++j) {
                if (i != j && (closure_.has_edge(i, j) || closure_.has_edge(j, i))) {
                    reaches_[i * count + j] = true;
                }
            }
        }
        // Warshall's closure: the graphs are tiny, and groups follow from it at once.
        for (std::size_t k = 0; k < count; ++k) {
            for (std::size_t i = 0; i < count; ++i) {
                for (std::size_t j = 0; j < count && reaches(i, k); ++j) {
                    if (reaches(k, j)) reaches_[i * count + j] = true;
                }
            }
        }
    }

    /// Variables that depend on each other.
    [[nodiscard]] std::vector<Group> find_groups() const {
        std::vector<Group> groups;
        std::vector<bool> is_grouped(closure_.count());
        for (std::size_t i = 0; i < closure_.count(); ++i) {
            if (is_grouped[i]) continue;
            Group group{i};
            for (std::size_t j = i + 1; j < closure_.count(); ++j) {
                if (reaches(i, j) && reaches(j, i)) {
                    group.push_back(j);
                    is_grouped[j] = true;
                }
            }
            groups.push_back(std::move(group));
        }
        return groups;
    }

    /// Whether no bound in the group mentions one of the group, as in T <: list[T].
    [[nodiscard]] bool is_linear(const Group& group) {
        const auto mentions_group = [&](TypePtr type) {
            const auto mentioned = get_all_type_vars(cx_, type);
            return std::any_of(
                mentioned.begin(), mentioned.end(), [&](const TypeVarLike* variable) {
                    const auto index = variables_.find(variable->id);
                    return index && std::find(group.begin(), group.end(), *index) != group.end();
                });
        };
        return std::none_of(group.begin(), group.end(), [&](std::size_t i) {
            const Bound& lowers = closure_.lowers()[i];
            const Bound& uppers = closure_.uppers()[i];
            return std::any_of(lowers.begin(), lowers.end(), mentions_group) ||
                   std::any_of(uppers.begin(), uppers.end(), mentions_group);
        });
    }

    /// Groups in batches, each depending on earlier batches only.
    [[nodiscard]] std::vector<std::vector<Group>> in_order(std::vector<Group> groups) const {
        std::vector<std::vector<Group>> batches;
        std::vector<bool> is_done(closure_.count());
        while (!groups.empty()) {
            std::vector<Group> ready;
            std::vector<Group> waiting;
            for (Group& group : groups) {
                bool is_ready = true;
                for (std::size_t to = 0; to < closure_.count() && is_ready; ++to) {
                    const bool is_own = std::find(group.begin(), group.end(), to) != group.end();
                    is_ready = is_own || is_done[to] || !reaches(group.front(), to);
                }
                (is_ready ? ready : waiting).push_back(std::move(group));
            }
            if (ready.empty()) break;  // can't be: groups have no cycles among each other
            for (const Group& group : ready) {
                for (std::size_t i : group) is_done[i] = true;
            }
            batches.push_back(std::move(ready));
            groups = std::move(waiting);
        }
        return batches;
    }

    void choose_free_variables(const std::vector<Group>& leaves) {
        std::vector<std::pair<std::size_t, const TypeVarLike*>> free;
        for (const Group& group : leaves) {
            const bool is_bounded = std::any_of(
                group.begin(), group.end(), [&](std::size_t i) { return closure_.has_bounds(i); });
            if (is_bounded) continue;
            if (const TypeVarLike* best = choose_free(group)) {
                free.emplace_back(*variables_.find(best->id), best);
                solution_.free_vars.push_back(best);
            }
        }
        for (const auto& [index, variable] : free) {
            for (std::size_t other = 0; other < closure_.count(); ++other) {
                if (closure_.has_edge(index, other))
                    add(closure_.lowers()[other], as_type(variable));
                if (closure_.has_edge(other, index))
                    add(closure_.uppers()[other], as_type(variable));
            }
        }
    }
    static TypePtr as_type(const TypeVarLike* variable) { return variable; }

    /// The variable that stands for a group of nothing but variables; null if none can.
    [[nodiscard]] const TypeVarLike* choose_free(const Group& group) {
        if (group.size() == 1) return variables_.all[group.front()];
        std::vector<TypePtr> bounds;
        for (std::size_t i : group) bounds.push_back(variables_.all[i]->upper_bound);
        const TypePtr bound = meet_type_list(cx_, bounds);
        const TypePtr proper_bound = get_proper(cx_, bound);
        if (is<UninhabitedType>(proper_bound) || is<NoneType>(proper_bound)) return nullptr;
        TypeList values;
        for (std::size_t i : group) {
            const auto* plain = as<TypeVarType>(variables_.all[i]);
            if (plain == nullptr || plain->values.empty()) continue;
            if (!values.empty()) return nullptr;  // two with values: too involved
            values = plain->values;
        }
        if (!values.empty() && !is_trivial_bound(proper_bound, false)) return nullptr;
        // One that was asked for, if possible, so that names in messages are the callee's.
        const auto rank = [&](std::size_t i) {
            return std::pair(i >= variables_.asked_for, variables_.all[i]->id.raw);
        };
        const std::size_t best_index = *std::min_element(
            group.begin(), group.end(),
            [&](std::size_t left, std::size_t right) { return rank(left) < rank(right); });
        const TypeVarLike* best = variables_.all[best_index];
        if (const auto* plain = as<TypeVarType>(best)) {
            return modified(cx_, *plain, [&](TypeVarType& copy) {
                copy.values = values;
                copy.upper_bound = bound;
            });
        }
        return is_trivial_bound(proper_bound, true) ? best : nullptr;
    }

    /// object, or with `allow_tuple` tuple[object, ...].
    [[nodiscard]] bool is_trivial_bound(TypePtr bound, bool allow_tuple) {
        const auto* instance = as<Instance>(bound);
        if (instance == nullptr) return false;
        const Name name = full_name(cx_, *instance);
        if (name != known::builtins_tuple) return name == known::builtins_object;
        return allow_tuple && !instance->args.empty() &&
               is_trivial_bound(get_proper(cx_, instance->args[0]), false);
    }

    void solve_batch(Group batch) {
        const auto rank = [&](std::size_t i) { return std::pair(variables_.all[i]->id.raw, i); };
        std::sort(batch.begin(), batch.end(),
                  [&](std::size_t left, std::size_t right) { return rank(left) < rank(right); });
        TypeEnv solved;
        while (true) {
            const auto next = std::find_if(batch.begin(), batch.end(),
                                           [&](std::size_t i) { return closure_.has_bounds(i); });
            if (next == batch.end()) break;
            const std::size_t index = *next;
            batch.erase(next);
            const TypePtr value =
                solve_one(cx_, closure_.lowers()[index], closure_.uppers()[index]);
            solution_.values[index] = value;
            if (value == nullptr) continue;
            solved.bind(variables_.all[index]->id, value);
            move_to_bounds(index, value);
        }
        // Bounds don't mention variables of their own batch, so this can wait until now.
        if (solved.empty()) return;
        for (std::vector<Bound>* side : {&closure_.lowers(), &closure_.uppers()}) {
            for (Bound& bound : *side) {
                Bound expanded;
                for (TypePtr type : bound) add(expanded, expand_type(cx_, type, solved));
                bound = std::move(expanded);
            }
        }
    }

    /// A solved variable's edges become bounds: of {T <: S, T <: A, S :> B}, with A a supertype of
    /// B, T = A forbids S = B.
    void move_to_bounds(std::size_t index, TypePtr value) {
        for (std::size_t other = 0; other < closure_.count(); ++other) {
            if (other == index) continue;
            if (closure_.has_edge(index, other)) {
                add(closure_.lowers()[other], value);
                closure_.set_edge(index, other, false);
            }
            if (closure_.has_edge(other, index)) {
                add(closure_.uppers()[other], value);
                closure_.set_edge(other, index, false);
            }
        }
    }

    Context& cx_;
    const Variables& variables_;
    Closure& closure_;
    std::vector<bool> reaches_;  // count x count: row depends on column
    PolymorphicSolution solution_;
};

}  // namespace

PolymorphicSolution solve_with_dependent(Context& cx, const Variables& variables,
                                         const Constraints& constraints) {
    Closure closure(cx, variables);
    if (!closure.close(constraints)) return {};
    return DependentSolver(cx, variables, closure).solve();
}

Constraints skip_reverse_union_constraints(Context& cx, Constraints constraints) {
    Constraints ambiguous;
    for (const Constraint& constraint : constraints) {
        const auto* parts = as_proper<UnionType>(cx, constraint.target);
        if (parts == nullptr) continue;
        for (TypePtr item : parts->items) {
            const auto* variable = as<TypeVarType>(item);
            if (variable == nullptr) continue;
            const bool says_nothing =
                constraint.op == ConstraintOp::SubtypeOf && is_equal(variable, constraint.origin);
            if (says_nothing) {
                ambiguous.push_back(constraint);
                continue;
            }
            ambiguous.push_back({variable, neg_op(constraint.op), constraint.origin});
            ambiguous.push_back({constraint.origin, constraint.op, variable});
        }
    }
    std::erase_if(constraints, [&](const Constraint& constraint) {
        return std::any_of(ambiguous.begin(), ambiguous.end(),
                           [&](const Constraint& other) { return is_same(constraint, other); });
    });
    return constraints;
}

}  // namespace krait::types::solve_parts

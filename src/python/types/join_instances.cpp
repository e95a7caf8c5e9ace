// join_instances.cpp
//
// The common class of two instances. With one class for both, their arguments are joined by
// variance; otherwise the bases are climbed, depth first, and the candidate with the longest MRO
// wins.

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/instance_args.h"
#include "python/types/join.h"
#include "python/types/join_parts.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"

namespace krait::types {

namespace {

using namespace join_parts;

/// Joins the arguments of two instances of one class. A join that the class does not allow, because
/// the variable is invariant or bounded, spoils the whole: `spoilt` is then the result.
class ArgumentJoiner {
public:
    ArgumentJoiner(Context& cx, const Instance& t, InstanceJoiner& joiner)
        : cx_(cx), type_(t), joiner_(joiner) {}

    [[nodiscard]] TypePtr spoilt() const { return spoilt_; }
    [[nodiscard]] const std::vector<TypePtr>& arguments() const { return arguments_; }

    /// False if the join of the instances is spoilt.
    bool add(std::size_t index, TypePtr ta, TypePtr sa) {
        const TypeVarLike& variable = *class_info(cx_, type_).type_vars[index];
        TypePtr joined = nullptr;
        if (const auto* left = as_proper<AnyType>(cx_, ta)) {
            joined = make_any_from(cx_, *left);
        } else if (const auto* right = as_proper<AnyType>(cx_, sa)) {
            joined = make_any_from(cx_, *right);
        } else if (const auto* plain = as<TypeVarType>(&variable)) {
            joined = join_plain(*plain, index, ta, sa);
        } else if (is<TypeVarTupleType>(&variable)) {
            return add_variadic(get_proper(cx_, join_types(cx_, ta, sa, &joiner_)));
        } else if (is_equivalent(cx_, ta, sa)) {
            joined = join_types(cx_, ta, sa, &joiner_);
        } else {
            spoilt_ = get_proper(cx_, variable.upper_bound);
        }
        if (joined == nullptr) return false;
        arguments_.push_back(joined);
        return true;
    }

private:
    TypePtr join_plain(const TypeVarType& variable, std::size_t index, TypePtr ta, TypePtr sa) {
        const Variance variance = variance_of(cx_, class_info(cx_, type_), index);
        if (variance == Variance::Covariant || variance == Variance::NotReady) {
            const TypePtr joined = join_types(cx_, ta, sa, &joiner_);
            const auto is_joined = [&](TypePtr value) { return is_equal(value, joined); };
            const bool is_value =
                variable.values.empty() ||
                std::any_of(variable.values.begin(), variable.values.end(), is_joined);
            if (is_value && is_subtype(cx_, joined, variable.upper_bound)) return joined;
            return spoil();
        }
        const auto is_unknown = [&](TypePtr type) {
            const auto* never = as_proper<UninhabitedType>(cx_, type);
            return never != nullptr && never->ambiguous;
        };
        if (is_unknown(ta)) return sa;
        if (is_unknown(sa)) return ta;
        // Different but equivalent types differ by Any, so a join is right for contravariance too.
        return is_equivalent(cx_, ta, sa) ? join_types(cx_, ta, sa, &joiner_) : spoil();
    }
    bool add_variadic(TypePtr joined) {
        if (const auto* tuple = as<TupleType>(joined)) {
            arguments_.insert(arguments_.end(), tuple->items.begin(), tuple->items.end());
        } else if (is<Instance>(joined)) {
            arguments_.push_back(make_unpack(cx_, joined));
        } else {
            spoil();
            return false;
        }
        return true;
    }
    TypePtr spoil() {
        spoilt_ = object_from_instance(cx_, type_);
        return nullptr;
    }

    Context& cx_;
    const Instance& type_;
    InstanceJoiner& joiner_;
    std::vector<TypePtr> arguments_;
    TypePtr spoilt_ = nullptr;
};

TypePtr join_of_one_class(Context& cx, const Instance& t, const Instance& s,
                          InstanceJoiner& joiner) {
    const std::vector<TypePtr> left = arguments_by_variable(cx, t);
    const std::vector<TypePtr> right = arguments_by_variable(cx, s);
    const std::size_t count =
        std::min({left.size(), right.size(), class_info(cx, t).type_vars.size()});
    ArgumentJoiner arguments(cx, t, joiner);
    for (std::size_t i = 0; i < count; ++i) {
        if (!arguments.add(i, left[i], right[i])) return arguments.spoilt();
    }
    return make_instance(cx, t.type, arguments.arguments());
}

/// The classes to climb to from `t`: its bases, and protocols that `s` derives from and `t` fits.
std::vector<DefId> candidate_bases(Context& cx, const Instance& t, const Instance& s) {
    std::vector<DefId> bases;
    const auto add = [&](DefId base) {
        if (std::find(bases.begin(), bases.end(), base) == bases.end()) bases.push_back(base);
    };
    for (const Instance* base : class_info(cx, t).bases) add(base->type);
    for (const Instance* base : class_info(cx, s).bases) {
        if (class_info(cx, *base).is_protocol && is_subtype(cx, &t, base)) add(base->type);
    }
    return bases;
}

TypePtr join_via_supertype(Context& cx, const Instance& t, const Instance& s,
                           InstanceJoiner& joiner) {
    const TypeList promotions = class_info(cx, t).promotions;
    for (TypePtr promotion : promotions) {
        if (is_subtype(cx, promotion, &s)) return join_types(cx, promotion, &s, &joiner);
    }
    for (TypePtr promotion : class_info(cx, s).promotions) {
        if (is_subtype(cx, promotion, &t)) return join_types(cx, &t, promotion, &joiner);
    }
    TypePtr best = nullptr;
    const auto consider = [&](TypePtr candidate) {
        if (best == nullptr || is_better(cx, candidate, best)) best = candidate;
    };
    for (DefId base : candidate_bases(cx, t, s)) {
        const Instance* mapped = map_instance_to_supertype(cx, t, class_info(cx, base));
        consider(join_instances(cx, *mapped, s, joiner));
    }
    if (best == nullptr) return object_from_instance(cx, t);  // object itself, or a broken class
    for (TypePtr promotion : promotions) {
        if (const auto* instance = as<Instance>(promotion)) {
            consider(join_instances(cx, *instance, s, joiner));
        }
    }
    return best;
}

}  // namespace

bool join_parts::is_better(Context& cx, TypePtr t, TypePtr s) {
    const auto* left = as_proper<Instance>(cx, t);
    if (left == nullptr) return false;
    const auto* right = as_proper<Instance>(cx, s);
    if (right == nullptr) return true;
    const ClassInfo& left_info = class_info(cx, *left);
    const ClassInfo& right_info = class_info(cx, *right);
    if (left_info.is_protocol != right_info.is_protocol &&
        left_info.fullname != known::builtins_object &&
        right_info.fullname != known::builtins_object) {
        return !left_info.is_protocol;  // a protocol's MRO says nothing
    }
    return left_info.mro.size() > right_info.mro.size();
}

TypePtr join_instances(Context& cx, const Instance& t, const Instance& s, InstanceJoiner& joiner) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return object_from_instance(cx, t);
    for (const auto& [first, second] : joiner.seen) {
        const bool is_seen = (is_equal(first, &t) && is_equal(second, &s)) ||
                             (is_equal(first, &s) && is_equal(second, &t));
        if (is_seen) return object_from_instance(cx, t);
    }
    joiner.seen.emplace_back(&t, &s);
    TypePtr joined = nullptr;
    if (t.type == s.type) {
        joined = join_of_one_class(cx, t, s, joiner);
    } else if (!class_info(cx, t).bases.empty() &&
               is_proper_subtype(cx, &t, &s, {.ignore_type_params = true})) {
        joined = join_via_supertype(cx, t, s, joiner);
    } else {
        joined = join_via_supertype(cx, s, t, joiner);
    }
    joiner.seen.pop_back();
    return joined;
}

}  // namespace krait::types

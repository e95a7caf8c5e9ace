// subtypes_protocol.cpp
//
// Structural subtyping: has a class what a protocol asks for? While that is being decided the
// answer is assumed to be yes, so that protocols whose members mention the protocol end.

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"

namespace krait::types {

namespace {

struct ProtocolQuestion {
    Context& cx;
    const Instance& left;
    TypePtr original_left;  ///< a tuple, perhaps: self is bound to it
    const Instance& right;
    const ProtocolCheck& check;

    /// Is it assumed already, or too deep to go on?
    bool is_assumed() const {
        std::uint32_t depth = 0;
        bool found = false;
        for (const SubtypeAssumption& assumption : cx.assumptions) {
            if (!assumption.protocol || assumption.proper != check.proper_subtype) continue;
            const auto& to = static_cast<const Instance&>(*assumption.right);
            if (to.type != right.type) continue;
            ++depth;
            found = found || (is_equal(assumption.left, &left) && is_equal(&to, &right));
        }
        return found || depth > kMaxProtocolDepth;
    }

    bool types_fit(TypePtr subtype, TypePtr supertype, Name member) const {
        if (check.proper_subtype) return is_proper_subtype(cx, subtype, supertype);
        // Names of positional parameters are not compared, as in overrides, but a __call__ can be
        // passed keywords.
        SubtypeContext how{.ignore_pos_arg_names = member != known::call, .options = check.options};
        return is_subtype(cx, subtype, supertype, how);
    }

    bool flags_fit(const MemberFlags& sub, const MemberFlags& super) const {
        if (super.settable && !sub.settable) return false;
        if (!check.class_obj) {
            if (!super.settable) {
                if (super.classvar && !sub.classvar) return false;
            } else if (sub.classvar != super.classvar) {
                return false;
            }
        } else {
            if (super.var && !sub.classvar) return false;  // instances have it, the class not
            if (super.classvar) return false;
        }
        return !super.class_or_static || sub.class_or_static;
    }

    bool setter_fits(Name member, TypePtr subtype, TypePtr supertype, const MemberFlags& sub,
                     const MemberFlags& super) const {
        if (super.explicit_setter) {
            supertype =
                find_member_type(cx, member, right, original_left, MemberQuery{.is_lvalue = true});
        }
        if (sub.explicit_setter) {
            subtype = get_protocol_member(cx, left, original_left, member, check.class_obj, true);
        }
        return supertype == nullptr || subtype == nullptr ||
               is_subtype(cx, supertype, subtype, {.options = check.options});
    }

    bool member_fits(Name member) const {
        TypePtr supertype = find_member_type(cx, member, right, original_left);
        if (supertype == nullptr) return true;  // the protocol itself is broken
        TypePtr subtype = get_protocol_member(cx, left, original_left, member, check.class_obj);
        if (subtype == nullptr || !types_fit(subtype, supertype, member)) return false;
        // `__hash__ = None` means that there is none, strict_optional or not.
        if (is<NoneType>(get_proper(cx, subtype)) && is<CallableType>(get_proper(cx, supertype))) {
            return false;
        }
        MemberFlags sub = get_member_flags(cx, member, left, check.class_obj);
        MemberFlags super = get_member_flags(cx, member, right);
        if (super.settable && !setter_fits(member, subtype, supertype, sub, super)) return false;
        return flags_fit(sub, super);
    }
};

bool is_checked(Name member, const ProtocolCheck& check) {
    return member != known::init && member != known::new_ && member != check.skip;
}

/// A protocol that lacks some of the other's members can't implement it.
bool left_protocol_has_all(Context& cx, const ClassInfo& left, const std::vector<Name>& wanted,
                           const ProtocolCheck& check) {
    if (!left.is_protocol) return true;
    std::vector<Name> members = protocol_members(cx, left);
    return std::all_of(wanted.begin(), wanted.end(), [&](Name member) {
        return !is_checked(member, check) ||
               std::find(members.begin(), members.end(), member) != members.end();
    });
}

}  // namespace

bool is_protocol_implementation(Context& cx, TypePtr original_left, const Instance& right,
                                const ProtocolCheck& check) {
    const Instance* left = as<Instance>(original_left);
    if (const auto* tuple = as<TupleType>(original_left)) left = tuple_fallback(cx, *tuple);
    if (left == nullptr) return false;
    std::vector<Name> members = protocol_members(cx, class_info(cx, right));
    if (!left_protocol_has_all(cx, class_info(cx, *left), members, check)) return false;
    ProtocolQuestion question{cx, *left, original_left, right, check};
    if (question.is_assumed()) {
        ++cx.subtype_memo.assumed;
        return true;
    }
    DepthGuard guard(cx);
    if (guard.exceeded()) return true;
    cx.cancellation.poll();
    cx.assumptions.push_back({left, &right, check.proper_subtype, /*protocol=*/true});
    bool implemented = std::all_of(members.begin(), members.end(), [&](Name member) {
        return !is_checked(member, check) || question.member_fits(member);
    });
    cx.assumptions.pop_back();
    return implemented;
}

TypePtr get_protocol_member(Context& cx, const Instance& left, TypePtr original_left, Name member,
                            bool class_obj, bool is_lvalue) {
    if (member == known::call) {
        const ClassInfo& info = class_info(cx, left);
        if (class_obj) return type_object_type(cx, info);
        // Without this a constructor that doesn't fit would be excused by type.__call__.
        if (is_metaclass(cx, info, /*precise=*/true)) return nullptr;
    }
    TypePtr found = find_member_type(cx, member, left, original_left,
                                     {.class_obj = class_obj, .is_lvalue = is_lvalue});
    const auto* partial = as<PartialType>(found);
    if (partial == nullptr) return found;
    if (partial->type.is_none()) return make_none(cx);
    return fixup_partial_type(cx, found);
}

std::vector<Name> non_method_protocol_members(Context& cx, const ClassInfo& protocol) {
    std::vector<TypePtr> args(protocol.type_vars.size(), make_any(cx, AnySource::SpecialForm));
    const Instance* instance = make_instance(cx, protocol.id, args);
    std::vector<Name> members = protocol_members(cx, protocol);
    std::erase_if(members, [&](Name member) {
        return is_function_like(get_proper(cx, find_member_type(cx, member, *instance, instance)));
    });
    return members;
}

}  // namespace krait::types

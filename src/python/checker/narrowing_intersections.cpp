// narrowing_intersections.cpp: a value that is known to be an A and turns out to be a B is an
// instance of some subclass of both. There is no intersection type: such a subclass is made up,
// once for each pair and module, and called `<subclass of "A" and "B">`.

#include <algorithm>

#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/messages/wording.h"
#include "python/types/format.h"
#include "python/types/mro.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace {

using Bases = std::vector<const Instance*>;

/// What the subclass has as bases: for a made-up class the bases that it was made of.
Bases bases_of(CheckContext& ck, const Instance& left, const Instance& right) {
    Bases bases;
    for (const Instance* one : {&left, &right}) {
        const ClassInfo& info = info_of(ck, *one);
        if (info.is_intersection) {
            bases.insert(bases.end(), info.bases.begin(), info.bases.end());
        } else {
            bases.push_back(one);
        }
    }
    return bases;
}

std::string names_of(CheckContext& ck, const Bases& bases) {
    std::vector<TypePtr> types(bases.begin(), bases.end());
    return messages::pretty_seq(types::format_type_distinctly(ck.cx, types, /*bare=*/true), "and");
}

Name class_name(CheckContext& ck, const Bases& bases) {
    std::vector<std::string> names;
    for (const Instance* base : bases) names.push_back(types::format_type_bare(ck.cx, base, 2));
    return base::intern(concat({"<subclass of ", messages::pretty_seq(names, "and"), ">"}));
}

/// The metaclass that all of the ancestors' metaclasses allow (mypy's calculate_metaclass_type).
const Instance* metaclass_of(CheckContext& ck, const ClassInfo& info) {
    const Instance* winner = nullptr;
    for (std::size_t i = 1; i < info.mro.size(); ++i) {
        const ClassInfo* ancestor = class_by_id(ck, info.mro[i]);
        const Instance* other = ancestor == nullptr ? nullptr : ancestor->declared_metaclass;
        if (other == nullptr) continue;
        if (winner == nullptr ||
            has_base(ck, info_of(ck, *other), base::text_of(info_of(ck, *winner).fullname))) {
            winner = other;
        } else if (!has_base(ck, info_of(ck, *winner),
                             base::text_of(info_of(ck, *other).fullname))) {
            return nullptr;
        }
    }
    return winner;
}

/// A class of this module with these bases; null if their orders contradict each other.
ClassInfo* make_class(CheckContext& ck, Name path, Name name, const Bases& bases) {
    auto* info = ck.cx.arena.make<ClassInfo>();
    info->kind = ClassInfo::kKind;
    info->name = name;
    info->fullname =
        base::intern(concat({base::text_of(ck.module.name), ".", base::text_of(path)}));
    info->module_name = ck.module.name;
    info->bases = ck.cx.arena.copy(bases);
    auto mro = types::calculate_mro(ck.cx, *info);
    if (!mro) return nullptr;
    ck.module.adopt(*info, path);
    mro->front() = info->id;
    info->mro = ck.cx.arena.copy(*mro);
    for (const Instance* base : bases) {
        info->fallback_to_any = info->fallback_to_any || info_of(ck, *base).fallback_to_any;
    }
    info->metaclass = metaclass_of(ck, *info);
    return info;
}

/// The class of these bases, made if need be; `ok` says whether their members agree.
struct Made {
    const ClassInfo* info = nullptr;
    bool ok = false;
};

Made make_subclass(CheckContext& ck, const Bases& bases, NodeId at) {
    const Name name = class_name(ck, bases);
    ++ck.intersections_used;
    auto known = ck.intersections.find(name);
    if (known != ck.intersections.end()) return {known->second, true};
    ClassInfo* info = make_class(ck, name, name, bases);
    if (info == nullptr) return {};
    Filter filter(ck);
    check_multiple_inheritance(ck, *info, at);
    info->is_intersection = true;
    if (filter.has_errors()) return {info, false};
    ck.intersections.emplace(name, info);
    return {info, true};
}

}  // namespace

const Instance* intersect_instances(CheckContext& ck, const Instance& left, const Instance& right,
                                    NodeId at, ImpossibleClasses& reasons) {
    if (types::is_proper_subtype(ck.cx, &left, &right)) return &left;
    if (types::is_proper_subtype(ck.cx, &right, &left)) return &right;
    Bases bases = bases_of(ck, left, right);
    const std::string names = names_of(ck, bases);
    if (!types::can_have_shared_disjoint_base(ck.cx, bases)) {
        reasons.emplace_back(names, "have distinct disjoint bases");
        return nullptr;
    }
    bool has_final = false;
    for (const Instance* base : bases) {
        const ClassInfo& info = info_of(ck, *base);
        if (!info.is_final) continue;
        reasons.emplace_back(names, concat({"\"", base::text_of(info.name), "\" is final"}));
        has_final = true;
    }
    if (has_final || !ck.module.adopt) return nullptr;
    Made made = make_subclass(ck, bases, at);
    // class S(A, B) may be unsafe where class S(B, A) is not.
    if (made.info != nullptr && !made.ok) {
        made = make_subclass(ck, bases_of(ck, right, left), at);
    }
    if (made.info == nullptr) {
        reasons.emplace_back(names, "would have inconsistent method resolution order");
        return nullptr;
    }
    if (!made.ok) {
        reasons.emplace_back(names, "would have incompatible method signatures");
        return nullptr;
    }
    return types::make_instance(ck.cx, made.info->id, {}, nullptr,
                                left.extra != nullptr ? left.extra : right.extra);
}

TypePtr make_callable_subtype(CheckContext& ck, const Instance& type) {
    if (!ck.module.adopt) return not_implemented(ck);
    ++ck.intersections_used;
    const std::string base =
        concat({"<callable subtype of ", base::text_of(info_of(ck, type).name), ">"});
    Name path = base::intern(base);
    for (int i = 1; ck.intersections.contains(path); ++i) {
        path = base::intern(base + std::to_string(i));
    }
    const Name shown = base::intern(types::format_type_bare(ck.cx, &type));
    ClassInfo* info = make_class(ck, path, shown, {&type});
    if (info == nullptr) return not_implemented(ck);
    ck.intersections.emplace(path, info);

    const Name call = base::intern("__call__");
    auto* method = ck.cx.arena.make<FunctionInfo>();
    method->kind = FunctionInfo::kKind;
    method->name = call;
    method->fullname = base::intern(concat({base::text_of(info->fullname), ".__call__"}));
    method->enclosing_class = info->id;
    TypePtr any = any_type(ck, AnySource::Explicit);
    const CallableType* signature =
        types::callable_with_ellipsis(ck.cx, any, any, *named_type(ck, known::builtins_function));
    method->type = signature;
    method->parameters = signature->parameters;
    ck.module.adopt(*method, base::intern(concat({base::text_of(path), ".__call__"})));
    types::Symbol symbol;
    symbol.name = call;
    symbol.target = method->id;
    symbol.is_plugin_generated = true;
    info->names.symbols = ck.cx.arena.copy(std::vector<types::Symbol>{symbol});
    info->names.by_name = ck.cx.arena.copy(std::vector<std::uint32_t>{0});
    return types::make_instance(ck.cx, info->id, {}, nullptr, type.extra);
}

}  // namespace krait::checker

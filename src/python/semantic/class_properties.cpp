// class_properties.cpp
//
// What can be said of a class only when all its members are known (mypy's semanal_classprop.py).

#include <algorithm>
#include <map>

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/semantic/typeddict.h"

namespace krait::semantic {

using types::AbstractStatus;
using types::as;

namespace {

AbstractStatus abstract_status(const Definition* node) {
    if (const auto* overloaded = as<types::OverloadedInfo>(node)) {
        node = overloaded->items.empty() ? nullptr : overloaded->items[0];
    }
    if (const auto* decorated = as<types::DecoratedInfo>(node)) node = decorated->function;
    if (const auto* function = as<FunctionInfo>(node)) return function->abstract_status;
    const auto* variable = as<VarInfo>(node);
    return variable != nullptr && variable->is_abstract_var ? AbstractStatus::Explicit
                                                            : AbstractStatus::Not;
}

Place place_of_class(Analyzer& a, const ClassInfo& info) {
    auto at = a.job.places.find(&info);
    return at == a.job.places.end() ? Place{} : at->second;
}

std::string quoted_list(const std::vector<types::AbstractAttribute>& attributes) {
    std::string list;
    for (const types::AbstractAttribute& attribute : attributes) {
        list += (list.empty() ? "\"" : ", \"") + std::string(text(attribute.name)) + "\"";
    }
    return list;
}

void settle_abstract_status(Analyzer& a, ClassInfo& info) {
    info.is_abstract = false;
    info.abstract_attributes = {};
    if (info.typed_dict != nullptr || info.is_newtype) return;
    std::unordered_set<Name> concrete;
    std::vector<types::AbstractAttribute> abstract;
    bool in_this_class = false;
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_of(a, id);
        if (base == nullptr) continue;
        for (const Symbol& symbol : a.job.reader.own_members(*base)) {
            AbstractStatus status = abstract_status(a.job.reader.definition(symbol.target));
            if (status != AbstractStatus::Not && !concrete.contains(symbol.name)) {
                abstract.push_back({symbol.name, status});
                in_this_class = in_this_class || base == &info;
            }
            concrete.insert(symbol.name);
        }
    }
    std::sort(abstract.begin(), abstract.end(), [](const auto& left, const auto& right) {
        return text(left.name) < text(right.name);
    });
    info.is_abstract = !abstract.empty();
    info.abstract_attributes = a.job.arena.copy(abstract);
    Place place = place_of_class(a, info);
    std::string shown(text(info.fullname));
    if (a.is_stub) {
        const ClassInfo* meta = info.declared_metaclass != nullptr
                                    ? class_of(a, info.declared_metaclass->type)
                                    : nullptr;
        bool declared = meta != nullptr && has_base(a, *meta, "abc.ABCMeta");
        if (declared || info.is_protocol) return;
        if (!abstract.empty() && !in_this_class) {
            fail(a, place, "Class " + shown + " has abstract attributes " + quoted_list(abstract));
            note(a, place,
                 "If it is meant to be abstract, add 'abc.ABCMeta' as an explicit metaclass");
        }
    }
    if (info.is_final && !abstract.empty()) {
        fail(a, place,
             "Final class " + shown + " has abstract attributes " + quoted_list(abstract));
    }
}

void check_protocol_bases(Analyzer& a, const ClassInfo& info) {
    if (!info.is_protocol) return;
    for (const types::Instance* base : info.bases) {
        const ClassInfo* of = class_of(a, base->type);
        if (of == nullptr || of->is_protocol || text(of->fullname) == "builtins.object") continue;
        fail(a, place_of_class(a, info), "All bases of a protocol must be protocols");
    }
}

/// A variable that overrides a ClassVar is one too.
void inherit_class_vars(Analyzer& a, ClassInfo& info) {
    for (const Symbol& symbol : a.job.reader.own_members(info)) {
        const auto* variable = as<VarInfo>(a.job.reader.definition(symbol.target));
        bool candidate = variable != nullptr && variable->enclosing_class &&
                         variable->is_inferred && !variable->is_classvar;
        if (!candidate || variable->id.module != info.id.module) continue;
        for (std::size_t i = 1; i < info.mro.size(); ++i) {
            const ClassInfo* base = class_of(a, info.mro[i]);
            const auto* inherited = base != nullptr
                                        ? as<VarInfo>(own_class_member(a, *base, symbol.name).node)
                                        : nullptr;
            if (inherited != nullptr && inherited->is_classvar) {
                const_cast<VarInfo*>(variable)->is_classvar = true;
            }
        }
    }
}

/// int is accepted where float is asked for, and the like.
void add_promotions(Analyzer& a, ClassInfo& info) {
    std::vector<TypePtr> promotions;
    NodeId node = a.job.classes[&info].node;
    if (node != NodeId::None && a.tree.is(node, NodeKind::ClassDef)) {
        for (NodeId decorator : a.tree.class_def(node).decorators) {
            auto special = a.module.bindings.special_forms.find(decorator);
            if (special == a.module.bindings.special_forms.end()) continue;
            if (special->second.form == SpecialForm::Promote && special->second.type != nullptr) {
                promotions.push_back(special->second.type);
            }
        }
    }
    static const std::map<std::string_view, std::string_view> kPromotions = {
        {"builtins.int", "float"},
        {"builtins.float", "complex"},
        {"builtins.bytearray", "bytes"},
        {"builtins.memoryview", "bytes"}};
    auto known = kPromotions.find(text(info.fullname));
    if (promotions.empty() && known != kPromotions.end()) {
        const config::Options& options = a.cx.options;
        bool disabled =
            (known->first == "builtins.bytearray" && options.disable_bytearray_promotion) ||
            (known->first == "builtins.memoryview" && options.disable_memoryview_promotion);
        const Symbol* target = a.module.names.find(base::intern(known->second));
        const auto* to = target != nullptr && !disabled
                             ? as<ClassInfo>(a.job.reader.definition(target->target))
                             : nullptr;
        if (to != nullptr) promotions.push_back(types::make_instance(a.cx, to->id));
    }
    bool native = is_one_of(info.fullname, {"mypy_extensions.i64", "mypy_extensions.i32",
                                            "mypy_extensions.i16", "mypy_extensions.u8"});
    if (native) info.alt_promote = named_type_or_null(a, "builtins.int");
    if (!promotions.empty()) info.promotions = types::copy_list(a.cx, promotions);
}

}  // namespace

void calculate_class_properties(Analyzer& a, ClassInfo& info) {
    settle_abstract_status(a, info);
    check_protocol_bases(a, info);
    inherit_class_vars(a, info);
    add_promotions(a, info);
    check_typed_dict_inheritance(a, info);
}

}  // namespace krait::semantic

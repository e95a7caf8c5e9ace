// overloads.cpp
//
// Several definitions that are one: an overloaded function with its implementation, a property with
// its setter and deleter. Which of them belong together was decided before (overload_runs.cpp).

#include <algorithm>

#include "python/semantic/analysis.h"
#include "python/semantic/decorators.h"
#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"

namespace krait::semantic {

using types::AbstractStatus;
using types::as;
using types::CallableType;
using types::DecoratedInfo;
using types::OverloadedInfo;

namespace {

bool is_overload(Analyzer& a, NodeId node) {
    return refers_to(a, node, {"typing.overload", "typing_extensions.overload"});
}

bool is_decorated(const Analyzer& a, NodeId function) {
    return !a.tree.function(function).decorators.empty();
}

bool has_overload_decorator(Analyzer& a, NodeId function) {
    for (NodeId node : a.tree.function(function).decorators) {
        if (is_overload(a, node)) return true;
    }
    return false;
}

OverloadedInfo& overloaded_info(Analyzer& a, const std::vector<NodeId>& run) {
    OverloadedInfo*& overloaded = a.overloads[run.front()];
    if (overloaded != nullptr) return *overloaded;
    overloaded =
        a.functions.empty() ? published<OverloadedInfo>(a, run.front(), "#overloads") : nullptr;
    if (overloaded != nullptr) return *overloaded;
    Name name = a.tree.function(run.front()).name;
    overloaded = a.job.arena.make<OverloadedInfo>();
    overloaded->kind = OverloadedInfo::kKind;
    overloaded->name = name;
    overloaded->fullname = qualified_name(a, name);
    if (is_class_scope(a)) overloaded->enclosing_class = a.type->id;
    a.job.places[overloaded] = decorated_place(a, run.front());
    auto known = a.outline.paths.find(run.front());
    Name path = known != a.outline.paths.end() ? known->second : scoped_path(a, name);
    identify(a, *overloaded, name, run.front(), joined(path, "#", "overloads"));
    return *overloaded;
}

Definition& visit_item(Analyzer& a, NodeId function) {
    if (is_decorated(a, function)) return visit_decorated(a, function, true);
    FunctionInfo& info = function_info(a, function);
    bool is_published = a.in_body_job && !info.id.is_job_local();
    if (!is_published)
        info.has_self_or_cls_argument = !info.is_static || text(info.name) == "__new__";
    a.module.bindings.definitions[function] = &info;
    analyze_argument_defaults(a, a.tree.function(function).args);
    analyze_function(a, function, info, !is_published, true);
    return info;
}

bool is_property_accessor(const Analyzer& a, NodeId decorator, Name property,
                          std::string_view& accessor) {
    if (!a.tree.is(decorator, NodeKind::Attribute)) return false;
    syntax::AttributeView view = a.tree.attribute(decorator);
    if (!a.tree.is(view.value, NodeKind::Name) || a.tree.name(view.value) != property) {
        return false;
    }
    accessor = text(view.attr);
    return accessor == "setter" || accessor == "deleter";
}

struct PropertyParts {
    std::vector<Definition*> items;
    TypePtr setter_type = nullptr;
};

/// The setter and deleter of a property. Their first decorator says which they are.
void visit_accessor(Analyzer& a, OverloadedInfo& whole, DecoratedInfo& getter, NodeId function,
                    PropertyParts& parts) {
    syntax::FunctionView view = a.tree.function(function);
    std::string name(text(view.name));
    if (view.decorators.empty()) {
        fail(a, place_of(a, function), "Unexpected definition for property \"" + name + "\"");
        return;
    }
    FunctionInfo& info = function_info(a, function);
    DecoratedInfo& decorated = decorated_info(a, function, info);
    decorated.is_overload = true;
    a.module.bindings.definitions[function] = &decorated;
    info.has_self_or_cls_argument = true;
    analyze_function(a, function, info, true, true);
    std::string_view accessor;
    if (is_property_accessor(a, view.decorators[0], view.name, accessor)) {
        info.abstract_status = getter.function->abstract_status;
        a.module.bindings.consumed_decorators.insert(view.decorators[0]);
        if (accessor == "setter") {
            getter.variable->is_settable_property = true;
            parts.setter_type =
                types::function_type(a.cx, info, *named_type(a, "builtins.function"));
            whole.setter_index = static_cast<std::int32_t>(parts.items.size());
        }
        for (std::size_t i = 1; i < view.decorators.size(); ++i) {
            visit_expression(a, view.decorators[i]);
        }
    } else {
        fail(a, place_of(a, view.decorators[0]),
             "Only supported top decorators are \"@" + name + ".setter\" and \"@" + name +
                 ".deleter\"");
    }
    for (NodeId node : view.decorators) {
        if (std::optional<std::string> deprecated = deprecation_of(a, node)) {
            info.deprecated = base::intern("function " + std::string(text(info.fullname)) +
                                           " is deprecated: " + *deprecated);
        }
    }
    parts.items.push_back(&decorated);
}

void analyze_property(Analyzer& a, OverloadedInfo& whole, DecoratedInfo& getter,
                      const std::vector<NodeId>& run) {
    whole.is_property = true;
    whole.setter_index = -1;
    const_cast<FunctionInfo*>(getter.function)->is_overload = true;
    PropertyParts parts;
    parts.items.push_back(&getter);
    for (std::size_t i = 1; i < run.size(); ++i) {
        visit_accessor(a, whole, getter, run[i], parts);
    }
    whole.items = a.job.arena.copy(parts.items);
    whole.type = types::function_type(a.cx, *getter.function, *named_type(a, "builtins.function"));
    getter.variable->type = whole.type;
    getter.variable->setter_type = parts.setter_type;
    whole.abstract_status = getter.function->abstract_status;
}

struct Overloads {
    std::vector<Definition*> items;
    std::vector<NodeId> nodes;
    std::vector<const CallableType*> types;
    std::vector<std::size_t> not_overloads;
    Definition* implementation = nullptr;
    NodeId implementation_node = NodeId::None;
};

void sort_item(Analyzer& a, NodeId function, Definition& item, bool is_last, Overloads& all) {
    std::size_t index = all.items.size();
    all.items.push_back(&item);
    all.nodes.push_back(function);
    FunctionInfo& info = *inner_function(&item);
    if (!is_decorated(a, function) || !has_overload_decorator(a, function)) {
        if (is_last && !a.is_stub) {
            all.implementation = &item;
            all.implementation_node = function;
        } else {
            all.not_overloads.push_back(index);
        }
        return;
    }
    info.is_overload = true;
    auto* decorated = as<DecoratedInfo>(&item);
    decorated->is_overload = true;
    TypePtr type = types::function_type(a.cx, info, *named_type(a, "builtins.function"));
    if (const auto* callable = as<CallableType>(type)) {
        all.types.push_back(types::modified(
            a.cx, *callable, [&](CallableType& copy) { copy.definition = item.id; }));
    }
    if (decorated->variable->is_property) {
        fail(a, decorated_place(a, function), "An overload can not be a property");
    }
}

void complain_of_missing_decorators(Analyzer& a, Overloads& all, Name name) {
    if (!all.types.empty()) {
        for (std::size_t index : all.not_overloads) {
            fail(a, decorated_place(a, all.nodes[index]),
                 a.is_stub ? "An implementation for an overloaded function is not allowed in a "
                             "stub file"
                           : "The implementation for an overloaded function must come last");
        }
    } else {
        for (std::size_t i = 1; i < all.not_overloads.size(); ++i) {
            already_defined(a, name, decorated_place(a, all.nodes[all.not_overloads[i]]),
                            all.items[0], "Name");
        }
        if (all.implementation != nullptr) {
            already_defined(a, name, decorated_place(a, all.implementation_node), all.items[0],
                            "Name");
        }
    }
    for (auto index = all.not_overloads.rbegin(); index != all.not_overloads.rend(); ++index) {
        all.items.erase(all.items.begin() + static_cast<std::ptrdiff_t>(*index));
        all.nodes.erase(all.nodes.begin() + static_cast<std::ptrdiff_t>(*index));
    }
}

void complain_of_missing_implementation(Analyzer& a, Overloads& all, Place place) {
    if (a.is_stub) return;
    bool all_abstract = true;
    for (Definition* item : all.items) {
        all_abstract =
            all_abstract && inner_function(item)->abstract_status == AbstractStatus::Explicit;
    }
    if (a.type != nullptr && a.type->is_protocol && is_class_scope(a)) {
        for (Definition* item : all.items) {
            inner_function(item)->abstract_status = AbstractStatus::Explicit;
        }
    } else if (all_abstract) {
        if (!all.items.empty()) inner_function(all.items[0])->is_trivial_body = true;
    } else {
        fail(a, place, "An overloaded function outside a stub file must have an implementation",
             codes::kNoOverloadImpl);
    }
}

void settle_flags(Analyzer& a, OverloadedInfo& whole, const Overloads& all, Place place) {
    bool same_class = true;
    bool same_static = true;
    std::vector<Definition*> everyone = all.items;
    if (all.implementation != nullptr) everyone.push_back(all.implementation);
    const FunctionInfo* first = inner_function(everyone.front());
    for (std::size_t i = 0; i < everyone.size(); ++i) {
        const FunctionInfo* info = inner_function(everyone[i]);
        same_class = same_class && info->is_class == first->is_class;
        same_static = same_static && info->is_static == first->is_static;
        whole.is_explicit_override = whole.is_explicit_override || info->is_explicit_override;
        whole.is_final = whole.is_final || info->is_final;
        bool is_item = i < all.items.size();
        if (!info->is_final || !is_item) continue;
        if (!a.is_stub) {
            fail(a, decorated_place(a, all.nodes[i]),
                 "@final should be applied only to overload implementation");
        } else if (i > 0) {
            fail(a, decorated_place(a, all.nodes[i]),
                 "In a stub file @final must be applied only to the first overload");
        }
    }
    if (!same_class) {
        fail(a, place,
             "Overload does not consistently use the \"@classmethod\" decorator on all "
             "function signatures.");
    } else if (!same_static) {
        fail(a, place,
             "Overload does not consistently use the \"@staticmethod\" decorator on "
             "all function signatures.");
    } else {
        whole.is_class = first->is_class;
        whole.is_static = first->is_static;
    }
    whole.abstract_status = first->abstract_status;
}

void settle_deprecation(Analyzer& a, OverloadedInfo& whole, const Overloads& all) {
    FunctionInfo* implementation = inner_function(all.implementation);
    if (implementation != nullptr && implementation->deprecated != Name::Empty) {
        whole.deprecated = implementation->deprecated;
        for (Definition* item : all.items) {
            inner_function(item)->deprecated = implementation->deprecated;
        }
    }
    for (std::size_t i = 0; i < all.items.size(); ++i) {
        bool seen = false;
        for (NodeId node : a.tree.function(all.nodes[i]).decorators) {
            if (seen && is_overload(a, node)) {
                note(a, place_of(a, node), "@overload should be placed before @deprecated");
            }
            std::optional<std::string> deprecated = deprecation_of(a, node);
            if (!deprecated) continue;
            seen = true;
            FunctionInfo& info = *inner_function(all.items[i]);
            std::string signature = " ";
            if (info.type != nullptr) {
                signature += types::type_to_string(a.cx, info.type) + " ";
            }
            info.deprecated =
                base::intern("overload" + signature + "of function " +
                             std::string(text(whole.fullname)) + " is deprecated: " + *deprecated);
        }
    }
}

void analyze_overloads(Analyzer& a, OverloadedInfo& whole, const std::vector<NodeId>& run,
                       Definition& first) {
    Overloads all;
    for (std::size_t i = 0; i < run.size(); ++i) {
        bool is_last = i + 1 == run.size();
        a.current_overload_item = is_last && i > 0 ? -1 : static_cast<int>(i);
        Definition& item = i == 0 ? first : visit_item(a, run[i]);
        a.current_overload_item = -1;
        sort_item(a, run[i], item, is_last, all);
    }
    Place place = decorated_place(a, run.front());
    if (!all.not_overloads.empty()) {
        complain_of_missing_decorators(a, all, whole.name);
    }
    if (all.implementation != nullptr) {
        all.items.pop_back();
        all.nodes.pop_back();
    } else if (all.not_overloads.empty()) {
        complain_of_missing_implementation(a, all, place);
    }
    if (all.items.empty() && all.implementation == nullptr) {
        all.implementation = a.module.bindings.definitions[run.back()];
    }
    whole.implementation = all.implementation;
    whole.items = a.job.arena.copy(all.items);
    bool decorated_further = false;
    for (std::size_t i = 0; i < all.items.size(); ++i) {
        std::size_t left = 0;
        for (NodeId node : a.tree.function(all.nodes[i]).decorators) {
            left += !a.module.bindings.consumed_decorators.contains(node);
        }
        decorated_further = decorated_further || left > 1;
    }
    if (!all.types.empty() && !decorated_further) {
        whole.type = types::make_overloaded(a.cx, a.job.arena.copy(all.types));
    }
    if (all.items.empty()) return;
    settle_deprecation(a, whole, all);
    settle_flags(a, whole, all, place);
    FunctionInfo* implementation = inner_function(all.implementation);
    if (implementation != nullptr && is_class_scope(a) && !a.is_stub &&
        a.tree.function(run.back()).facts.is_trivial()) {
        if (a.type->is_protocol) implementation->abstract_status = AbstractStatus::Implicit;
        if (implementation->abstract_status != AbstractStatus::Not) {
            implementation->is_trivial_body = true;
        }
    }
}

}  // namespace

void visit_overload_run(Analyzer& a, const std::vector<NodeId>& run) {
    if (run.size() == 1) {
        visit_decorated(a, run.front(), false);
        return;
    }
    OverloadedInfo& whole = overloaded_info(a, run);
    a.module.bindings.overloads[run.front()] = &whole;
    if (a.in_body_job && !whole.id.is_job_local()) {
        for (NodeId item : run) (void)visit_item(a, item);
        return;
    }
    bool top = a.recurse_into_functions && a.functions.empty();
    if (!top) add_symbol(a, whole.name, whole, decorated_place(a, run.front()));
    if (!a.recurse_into_functions) return;
    bool deferred = a.deferred;
    a.deferred = false;
    a.current_overload_item = 0;
    Definition& first = visit_item(a, run.front());
    a.current_overload_item = -1;
    auto* getter = as<DecoratedInfo>(&first);
    if (getter != nullptr && getter->function->is_property) {
        analyze_property(a, whole, *getter, run);
    } else {
        analyze_overloads(a, whole, run, first);
    }
    a.deferred = a.deferred || deferred;
}

}  // namespace krait::semantic

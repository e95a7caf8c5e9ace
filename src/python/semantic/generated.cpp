// generated.cpp

#include "python/semantic/generated.h"

namespace krait::semantic {

using types::as;

namespace {

template <class T>
T& generated_definition(Analyzer& a, ClassInfo& info, Name name, std::string_view tag) {
    Name fullname = joined(info.fullname, ".", text(name));
    Definition*& made = a.generated[joined(fullname, "", tag)];
    if (T* same = as<T>(made)) return *same;
    T* fresh = a.job.arena.make<T>();
    fresh->kind = T::kKind;
    fresh->name = name;
    fresh->fullname = fullname;
    fresh->enclosing_class = info.id;
    made = fresh;
    if (a.in_body_job || info.id.is_job_local()) {
        a.job.locals.add(*fresh);
        return *fresh;
    }
    std::string path(text(a.job.table.path_of(info.id)));
    path += "." + std::string(text(name)) + std::string(tag);
    for (int i = 0;; ++i) {
        std::string tried = i == 0 ? path : path + "#g" + std::to_string(i);
        symbols::Slot slot = a.job.table.slot(info.id.module, base::intern(tried));
        if (!a.module.definitions.try_emplace(slot, fresh).second) continue;
        fresh->id = {info.id.module, slot};
        return *fresh;
    }
}

void put_member(Analyzer& a, ClassInfo& info, Name name, const Definition& definition,
                bool is_plugin) {
    Symbol symbol;
    symbol.name = name;
    symbol.target = definition.id;
    symbol.is_plugin_generated = is_plugin;
    members_of(a, info).put(symbol);
}

}  // namespace

VarInfo& generated_variable(Analyzer& a, ClassInfo& info, Name name, TypePtr type) {
    auto& variable = generated_definition<VarInfo>(a, info, name, "#generated");
    variable.type = type;
    return variable;
}

VarInfo& add_generated_variable(Analyzer& a, ClassInfo& info, std::string_view name, TypePtr type,
                                bool is_property) {
    Name interned = base::intern(name);
    VarInfo& variable = generated_variable(a, info, interned, type);
    variable.is_property = is_property;
    variable.is_initialized_in_class = !is_property;
    put_member(a, info, interned, variable, false);
    return variable;
}

ClassInfo& add_generated_class(Analyzer& a, ClassInfo& info, std::string_view name,
                               const types::Instance& base) {
    Name interned = base::intern(name);
    auto& made = generated_definition<ClassInfo>(a, info, interned, "#generated");
    made.module_name = a.module.name;
    made.bases = a.job.arena.copy({&base});
    std::vector<symbols::DefId> mro = {made.id};
    if (const ClassInfo* base_info = class_of(a, base.type)) {
        mro.insert(mro.end(), base_info->mro.begin(), base_info->mro.end());
    }
    made.mro = a.job.arena.copy(mro);
    (void)members_of(a, made);
    put_member(a, info, interned, made, true);
    return made;
}

FunctionInfo& add_generated_method(Analyzer& a, ClassInfo& info, const GeneratedMethod& method) {
    Name name = base::intern(method.name);
    auto& function = generated_definition<FunctionInfo>(a, info, name, "#generated");
    Name shown = joined(name, " of ", text(info.name));
    const types::CallableType* made = types::make_callable(
        a.cx, a.job.arena.copy(method.parameters), method.result,
        *named_type(a, "builtins.function"), a.job.arena.copy(method.variables), shown);
    function.type = made;  // without a definition, as there is none that a message could name
    function.parameters = made->parameters;
    function.is_class = method.kind == MethodKind::Class;
    function.is_static = method.kind == MethodKind::Static || method.name == "__new__";
    function.has_self_or_cls_argument = method.kind != MethodKind::Static;
    if (method.kind == MethodKind::Instance) {
        put_member(a, info, name, function, true);
        return function;
    }
    function.is_decorated = true;
    auto& decorated =
        generated_definition<types::DecoratedInfo>(a, info, name, "#generated_decorated");
    auto& variable = generated_definition<VarInfo>(a, info, name, "#generated_variable");
    variable.type = function.type;
    variable.is_classmethod = method.kind == MethodKind::Class;
    variable.is_staticmethod = method.kind == MethodKind::Static;
    decorated.function = &function;
    decorated.variable = &variable;
    put_member(a, info, name, decorated, true);
    return function;
}

}  // namespace krait::semantic

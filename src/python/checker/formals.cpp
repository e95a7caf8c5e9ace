// formals.cpp: parameters of a function, from the tree and its bindings.

#include "python/checker/formals.h"

#include "python/checker/facts.h"
#include "python/checker/writable.h"

namespace krait::checker {

std::vector<Formal> formals_of(const CheckContext& ck, NodeId function) {
    NodeId arguments = ck.tree.is(function, NodeKind::Lambda) ? ck.tree.lambda(function).args
                                                              : ck.tree.function(function).args;
    std::vector<Formal> formals;
    for (NodeId node : ck.tree.arguments(arguments).args) {
        syntax::ArgView view = ck.tree.arg(node);
        Formal formal{.node = node, .name = view.name, .default_value = view.default_value};
        const bool optional = view.default_value != NodeId::None;
        switch (view.kind) {
            case syntax::ParameterKind::PositionalOnly:
            case syntax::ParameterKind::Normal:
                formal.kind = optional ? ArgKind::Opt : ArgKind::Pos;
                break;
            case syntax::ParameterKind::VarArgs:
                formal.kind = ArgKind::Star;
                break;
            case syntax::ParameterKind::KeywordOnly:
                formal.kind = optional ? ArgKind::NamedOpt : ArgKind::Named;
                break;
            case syntax::ParameterKind::KwArgs:
                formal.kind = ArgKind::Star2;
                break;
        }
        const VarInfo* variable = variable_of(ck, node);
        formal.variable = variable == nullptr ? nullptr : &writable(ck, *variable);
        formals.push_back(formal);
    }
    return formals;
}

const FunctionInfo* function_info(const CheckContext& ck, NodeId function) {
    auto found = ck.bindings.definitions.find(function);
    return found == ck.bindings.definitions.end() ? nullptr : function_below(found->second);
}

bool is_dynamic(const CheckContext& ck, NodeId function) {
    const FunctionInfo* info = function_info(ck, function);
    return info == nullptr || info->type == nullptr;
}

}  // namespace krait::checker

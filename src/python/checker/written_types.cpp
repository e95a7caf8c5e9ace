// written_types.cpp

#include "python/checker/written_types.h"

#include "python/checker/report.h"
#include "python/types/any_sources.h"
#include "python/types/format.h"

namespace krait::checker {

namespace codes = messages::codes;

void check_unimported(CheckContext& ck, TypePtr type, TypePtr shown, std::string_view what,
                      NodeId at) {
    if (!ck.options.disallow_any_unimported) return;
    if (!types::contains_any_from(ck.cx, type, AnySource::FromUnimportedType)) return;
    fail(ck, at, codes::kNoAnyUnimported,
         concat({what, " becomes ", types::format_type(ck.cx, shown),
                 " due to an unfollowed import"}));
}

void check_explicit_any(CheckContext& ck, TypePtr type, NodeId at) {
    if (!ck.options.disallow_any_explicit || (ck.module.is_typeshed && ck.module.is_stub)) return;
    if (!types::contains_any_from(ck.cx, type, AnySource::Explicit)) return;
    fail(ck, at, codes::kExplicitAny, "Explicit \"Any\" is not allowed");
}

void check_written_type(CheckContext& ck, TypePtr type, std::string_view what, NodeId at) {
    check_unimported(ck, type, type, what, at);
    check_explicit_any(ck, type, at);
}

void check_written_signature(CheckContext& ck, NodeId function, const FunctionInfo& info) {
    const auto* type = types::as<CallableType>(info.type);
    if (type == nullptr) return;
    if (ck.options.disallow_any_unimported) {
        check_unimported(ck, type->ret_type, type->ret_type, "Return type", function);
        for (std::size_t i = 0; i < type->parameters.size(); ++i) {
            TypePtr parameter = type->parameters[i].type;
            check_unimported(ck, parameter, parameter,
                             concat({"Argument ", std::to_string(i + 1), " to \"",
                                     base::text_of(info.name), "\""}),
                             function);
        }
    }
    check_explicit_any(ck, type, function);
}

void check_untyped_after_decorator(CheckContext& ck, TypePtr type, NodeId function) {
    if (!ck.options.disallow_any_decorated || ck.module.is_stub || ck.current_node_deferred) return;
    if (!has_any_type(ck, type)) return;
    type = proper(ck, type);
    fail(ck, function, codes::kMisc,
         types::is<AnyType>(type)
             ? std::string("Function is untyped after decorator transformation")
             : concat({"Type of decorated function contains type \"Any\" (",
                       types::format_type(ck.cx, type), ")"}));
}

}  // namespace krait::checker

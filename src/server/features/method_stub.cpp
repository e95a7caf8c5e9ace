#include "server/features/method_stub.h"

#include "project/definition_place.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::ArgKind;
using types::as;
using types::CallableType;
using types::ClassInfo;
using types::Definition;
using types::FunctionInfo;
using types::TypePtr;
using Lines = std::vector<std::string>;

constexpr const char* kBody = "    raise NotImplementedError";

/// A parameter as the base writes it.
struct WrittenParameter {
    std::string name;
    std::string default_value = "...";  ///< where it would mean the same anywhere
};

/// Names that interfaces don't keep are found in the text.
std::vector<WrittenParameter> written_parameters(const Question& question, InspectedUnit& unit,
                                                 const FunctionInfo& function) {
    std::vector<WrittenParameter> written;
    for (const types::Parameter& parameter : function.parameters) {
        written.push_back({std::string(base::text_of(parameter.name))});
        if (written.back().name.empty()) written.back().name = "_" + std::to_string(written.size());
    }
    const auto place = project::place_of(*question.program, unit, {&function});
    if (!place) return written;
    const bool had_tree = place->module->parsed_if_there() != nullptr;
    const project::ParsedPtr parsed = place->module->parsed();
    const Tree& tree = *parsed->tree;
    const NodeId node = place->node != NodeId::None
                            ? place->node
                            : project::node_of_path(*parsed, unit.symbols().path_of(function.id));
    const bool is_function = node != NodeId::None && (tree.is(node, NodeKind::FunctionDef) ||
                                                      tree.is(node, NodeKind::AsyncFunctionDef));
    if (is_function) {
        const syntax::NodeList args = tree.arguments(tree.function(node).args).args;
        for (std::size_t i = 0; i < args.size() && i < written.size(); ++i) {
            const syntax::ArgView arg = tree.arg(args[i]);
            written[i].name = base::text_of(arg.name);
            const bool is_plain = arg.default_value != NodeId::None &&
                                  syntax::is_constant(tree.kind(arg.default_value));
            if (!is_plain) continue;
            const base::TextRange range = tree.range(arg.default_value);
            written[i].default_value =
                place->module->text->text().substr(range.start, range.end - range.start);
        }
    }
    if (!had_tree) place->module->let_go();
    return written;
}

class StubWriter {
public:
    StubWriter(const Question& question, InspectedUnit& unit, const ClassInfo& subclass,
               const ClassInfo& owner, TypeWriter& writer)
        : question_(question), unit_(unit), subclass_(subclass), owner_(owner), writer_(writer) {}

    Lines of(const Definition& definition) {
        switch (definition.kind) {
            case types::DefinitionKind::Function:
                return function(static_cast<const FunctionInfo&>(definition));
            case types::DefinitionKind::Decorated: {
                const auto& decorated = static_cast<const types::DecoratedInfo&>(definition);
                if (decorated.function == nullptr) return {};
                return function(*decorated.function);
            }
            case types::DefinitionKind::Overloaded:
                return overloaded(static_cast<const types::OverloadedInfo&>(definition));
            case types::DefinitionKind::Variable: {
                const auto& variable = static_cast<const types::VarInfo&>(definition);
                const TypePtr type = seen(variable.type);
                const auto text = type == nullptr ? std::nullopt : writer_.write(type);
                if (!text) return {};
                return {std::string(base::text_of(variable.name)) + ": " +
                        writer_.evaluated(*text)};
            }
            default:
                return {};
        }
    }

private:
    /// In terms of the subclass's type arguments.
    TypePtr seen(TypePtr type) {
        if (type == nullptr) return nullptr;
        return types::map_type_from_supertype(unit_.cx(), type, subclass_, owner_);
    }

    Lines function(const FunctionInfo& function) {
        Lines lines;
        if (function.is_property) lines.emplace_back("@property");
        add_def(lines, function, seen(function.type));
        return lines;
    }

    Lines overloaded(const types::OverloadedInfo& definition) {
        Lines lines;
        if (!definition.is_property) {
            const auto overload = writer_.name_of("typing.overload");
            for (const Definition* item : definition.items) {
                const FunctionInfo* function = function_of(item);
                if (function == nullptr || !overload) return {};
                lines.push_back("@" + *overload);
                add_def(lines, *function, seen(function->type));
                lines.pop_back();
                lines.back() += " ...";
            }
            return with_implementation(std::move(lines), definition);
        }
        const FunctionInfo* getter = function_of(definition.items.front());
        if (getter == nullptr) return {};
        lines.emplace_back("@property");
        add_def(lines, *getter, seen(getter->type));
        if (definition.setter_index < 0) return lines;
        const auto index = static_cast<std::size_t>(definition.setter_index);
        const FunctionInfo* setter = function_of(definition.items[index]);
        if (setter == nullptr) return lines;
        lines.emplace_back();
        lines.push_back("@" + std::string(base::text_of(setter->name)) + ".setter");
        add_def(lines, *setter, seen(setter->type));
        return lines;
    }

    Lines with_implementation(Lines lines, const types::OverloadedInfo& definition) {
        const auto any = writer_.name_of("typing.Any");
        if (!any) return {};
        const FunctionInfo* first = function_of(definition.items.front());
        std::string self = "self, ";
        if (definition.is_static) {
            lines.emplace_back("@staticmethod");
            self.clear();
        } else if (definition.is_class) {
            lines.emplace_back("@classmethod");
            self = "cls, ";
        }
        const bool is_async = first != nullptr && first->is_coroutine;
        lines.push_back((is_async ? "async def " : "def ") +
                        std::string(base::text_of(definition.name)) + "(" + self +
                        "*args: " + *any + ", **kwargs: " + *any + ") -> " + *any + ":");
        lines.emplace_back(kBody);
        return lines;
    }

    static const FunctionInfo* function_of(const Definition* item) {
        if (const auto* decorated = as<types::DecoratedInfo>(item)) return decorated->function;
        return as<FunctionInfo>(item);
    }

    /// Of a coroutine, what awaiting it gives.
    TypePtr result_of(const FunctionInfo& function, const CallableType& type) {
        const TypePtr result = types::get_proper(unit_.cx(), type.ret_type);
        const auto* coroutine = as<types::Instance>(result);
        const bool is_wrapped =
            function.is_coroutine && coroutine != nullptr && coroutine->args.size() == 3;
        return is_wrapped ? coroutine->args[2] : type.ret_type;
    }

    std::optional<std::string> result_text(const FunctionInfo& function, const CallableType& type) {
        const TypePtr guarded = type.type_guard != nullptr ? type.type_guard : type.type_is;
        if (guarded == nullptr) return writer_.write(result_of(function, type));
        const auto guard =
            writer_.name_of(type.type_guard != nullptr ? "typing.TypeGuard" : "typing.TypeIs");
        const auto inner = writer_.write(guarded);
        if (!guard || !inner) return std::nullopt;
        return *guard + "[" + *inner + "]";
    }

    void add_def(Lines& lines, const FunctionInfo& function, TypePtr type) {
        if (function.is_static && base::text_of(function.name) != "__new__") {
            lines.emplace_back("@staticmethod");
        }
        if (function.is_class) lines.emplace_back("@classmethod");
        const auto* callable = as<CallableType>(types::get_proper(unit_.cx(), type));
        std::string line = function.is_coroutine ? "async def " : "def ";
        line += base::text_of(function.name);
        line += "(" + parameters(function, callable) + ")";
        if (callable != nullptr) {
            if (const auto result = result_text(function, *callable)) {
                line += " -> " + writer_.evaluated(*result);
            }
        }
        lines.push_back(line + ":");
        lines.emplace_back(kBody);
    }

    std::string parameters(const FunctionInfo& function, const CallableType* callable) {
        const types::ParameterList given =
            callable != nullptr ? callable->parameters : function.parameters;
        const std::vector<WrittenParameter> written =
            written_parameters(question_, unit_, function);
        std::string text;
        bool has_star = false;
        bool is_positional_only = false;  // those before it are
        for (std::size_t i = 0; i < given.size() && i < written.size(); ++i) {
            const types::Parameter& parameter = given[i];
            const bool is_first = i == 0 && !function.is_static;
            const bool is_nameless = parameter.name == base::Name::Empty &&
                                     types::is_positional(parameter.kind) && !is_first;
            if (is_positional_only && !is_nameless) text += ", /";
            is_positional_only = is_nameless && !written[i].name.starts_with("__");
            if (types::is_named(parameter.kind) && !has_star) {
                text += text.empty() ? "*" : ", *";
                has_star = true;
            }
            has_star |= parameter.kind == ArgKind::Star;
            if (!text.empty()) text += ", ";
            text += parameter.kind == ArgKind::Star    ? "*"
                    : parameter.kind == ArgKind::Star2 ? "**"
                                                       : "";
            text += written[i].name;
            const bool is_optional =
                parameter.kind == ArgKind::Opt || parameter.kind == ArgKind::NamedOpt;
            const auto annotation =
                is_first || callable == nullptr ? std::nullopt : writer_.write(parameter.type);
            if (annotation) text += ": " + writer_.evaluated(*annotation);
            if (!is_optional) continue;
            text += annotation ? " = " : "=";
            text += written[i].default_value;
        }
        return is_positional_only ? text + ", /" : text;
    }

    const Question& question_;
    InspectedUnit& unit_;
    const ClassInfo& subclass_;
    const ClassInfo& owner_;
    TypeWriter& writer_;
};

}  // namespace

std::vector<std::string> stub_of_member(const Question& question, InspectedUnit& unit,
                                        const ClassInfo& subclass, base::Name name,
                                        TypeWriter& writer) {
    const types::Member member = types::find_member(unit.cx(), subclass, name);
    if (!member) return {};
    const Definition* definition = unit.cx().reader.definition(member.symbol->target);
    if (definition == nullptr) return {};
    return StubWriter(question, unit, subclass, *member.owner, writer).of(*definition);
}

}  // namespace krait::features

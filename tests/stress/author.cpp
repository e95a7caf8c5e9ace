#include "stress/author.h"

namespace krait::stress {

namespace {

const char* const kStep = "    ";

std::string last_part(const std::string& module) {
    return module.substr(module.rfind('.') + 1);  // npos + 1 is 0
}

}  // namespace

std::string Author::name() {
    return dice_.pick({"f", "f", "C", "C", "v", "a", "m"}) + number();
}

std::string Author::qualified(const std::string& name) {
    return dice_.chance(1, 3) ? last_part(module_name()) + "." + name : name;
}

std::string Author::type(int depth) {
    if (depth > 2) return dice_.pick({"int", "str"});
    switch (dice_.below(16)) {
        case 0:
            return "list[" + type(depth + 1) + "]";
        case 1:
            return type(depth + 1) + " | None";
        case 2:
            return "dict[str, " + type(depth + 1) + "]";
        case 3:
            return "tuple[" + type(depth + 1) + ", " + type(depth + 1) + "]";
        case 4:
            return "Callable[[" + type(depth + 1) + "], " + type(depth + 1) + "]";
        case 5:
            return "Iterable[" + type(depth + 1) + "]";
        case 6:
            return "type[" + qualified("C" + number()) + "]";
        case 7:
            return qualified("C" + number()) + "[" + type(depth + 1) + "]";
        case 8:
            return "\"" + qualified("C" + number()) + "\"";
        case 9:
            return qualified("v" + number());
        case 10:
        case 11:
        case 12:
            return qualified("C" + number());
        case 13:
            return "str";
        case 14:
            return dice_.pick({"bool", "float", "object", "Any", "T", "Literal[1]", "None"});
        default:
            return "int";
    }
}

std::string Author::expression(int depth) {
    if (depth > 2) return dice_.pick({"1", "\"\"", "None", "v0", "self"});
    const auto part = [&] { return expression(depth + 1); };
    switch (dice_.below(20)) {
        case 0:
            return "[" + part() + ", " + part() + "]";
        case 1:
            return "{\"k\": " + part() + "}";
        case 2:
            return "(" + part() + ", " + part() + ")";
        case 3:
            return part() + " if " + part() + " else " + part();
        case 4:
            return "lambda x: " + part();
        case 5:
            return part() + " + " + part();
        case 6:
            return "[x for x in " + part() + "]";
        case 7:
            return "self.a" + number();
        case 8:
            return "self.m" + number() + "(" + part() + ")";
        case 9:
            return qualified("C" + number()) + "(" + part() + ").a" + number();
        case 10:
            return qualified("C" + number()) + "().m" + number() + "()";
        case 11:
            return qualified("f" + number()) + "()";
        case 12:
        case 13:
            return qualified("f" + number()) + "(" + part() + ")";
        case 14:
            return qualified("C" + number()) + "(" + part() + ")";
        case 15:
            return qualified("v" + number());
        case 16:
            return qualified("C" + number()) + ".a" + number();
        case 17:
            return dice_.pick({"isinstance(v0, int)", "len(v1)", "v2[0]", "super().m0()"});
        case 18:
            return "\"text\"";
        default:
            return "1";
    }
}

std::string Author::import_lines(const std::string& indent) {
    const std::string module = module_name();
    const std::string last = last_part(module);
    switch (dice_.below(8)) {
        case 0:
            return indent + "import " + module + "\n";
        case 1:
            return indent + "import " + module + " as " + last + "\n";
        case 2:
            return indent + "from " + module + " import *\n";
        case 3:
            return indent + "from . import " + last + "\n";
        case 4:
            return indent + "from ." + last + " import " + name() + "\n";
        case 5:
            return indent + "if TYPE_CHECKING:\n" + indent + kStep + "from " + module + " import " +
                   name() + "\n";
        default:
            return indent + "from " + module + " import " + name() + ", " + name() +
                   dice_.pick({"", "", " as f0", " as C1"}) + "\n";
    }
}

std::string Author::parameters(bool method) {
    std::string text = method ? "self" : "";
    for (std::size_t i = dice_.below(3); i > 0; --i) {
        if (!text.empty()) text += ", ";
        text += dice_.pick({"x", "y", "z", "*xs", "**ks", "w"}) + std::to_string(i);
        if (dice_.chance(5, 6)) text += ": " + type();
        if (text.back() != 's' && dice_.chance(1, 4)) text += " = " + expression(2);
    }
    return text;
}

std::string Author::function(const std::string& indent, bool method) {
    std::string text;
    if (dice_.chance(1, 5)) {
        text += indent +
                (method ? dice_.pick({"@property", "@classmethod", "@staticmethod"})
                        : "@" + qualified("f" + number())) +
                "\n";
    }
    text += indent + (dice_.chance(1, 8) ? "async def " : "def ");
    text += method ? (dice_.chance(1, 4) ? "__init__" : "m" + number()) : "f" + number();
    if (dice_.chance(1, 8)) text += "[T]";
    text += "(" + parameters(method) + ")";
    if (dice_.chance(5, 6)) text += " -> " + (dice_.chance(1, 4) ? "None" : type());
    text += ":\n";
    if (dice_.chance(1, 10)) return text + indent + kStep + "...\n";
    for (std::size_t i = 1 + dice_.below(4); i > 0; --i) text += statement(indent + kStep);
    return text;
}

std::string Author::overloads(const std::string& indent, bool method) {
    const std::string head =
        indent + "def " + (method ? "m" : "f") + number() + "(" + (method ? "self, " : "") + "x";
    std::string text;
    for (int i = 0; i < 2; ++i) {
        text += indent + "@overload\n" + head + ": " + type() + ") -> " + type() + ": ...\n";
    }
    return text + head + ": Any) -> Any:\n" + indent + kStep + "return x\n";
}

std::string Author::bases() {
    switch (dice_.below(10)) {
        case 0:
            return "";
        case 1:
            return "(Generic[T])";
        case 2:
            return "(Protocol)";
        case 3:
            return "[T]";
        case 4:
            return "(" + qualified("C" + number()) + ", " + qualified("C" + number()) + ")";
        case 5:
            return "(" + qualified("C" + number()) + "[" + type(2) + "])";
        case 6:
            return "(metaclass=" + dice_.pick({"ABCMeta", "type", "C0"}) + ")";
        default:
            return "(" + qualified("C" + number()) + ")";
    }
}

std::string Author::special_class(const std::string& indent) {
    const std::string name = "C" + number();
    const std::string inner = indent + kStep;
    switch (dice_.below(4)) {
        case 0:
            return indent + "class " + name + "(Enum):\n" + inner + "a0 = 1\n" + inner +
                   "a1 = " + expression(2) + "\n";
        case 1:
            return indent + "class " + name + "(NamedTuple):\n" + inner + "a0: " + type() + "\n" +
                   inner + "a1: " + type() + " = " + expression(2) + "\n";
        case 2:
            return indent + "class " + name + "(TypedDict):\n" + inner + "a0: " + type() + "\n";
        default:
            return indent + "@dataclass\n" + indent + "class " + name + ":\n" + inner +
                   "a0: " + type() + "\n" + inner + "a1: " + type() + " = " + expression(2) + "\n";
    }
}

std::string Author::class_text(const std::string& indent) {
    if (dice_.chance(1, 5)) return special_class(indent);
    std::string text = indent + "class C" + number() + bases() + ":\n";
    for (std::size_t i = 1 + dice_.below(4); i > 0; --i) {
        const std::string inner = indent + kStep;
        switch (dice_.below(8)) {
            case 0:
                text += inner + "a" + number() + ": " + type() + "\n";
                break;
            case 1:
                text += inner + "a" + number() + " = " + expression() + "\n";
                break;
            case 2:
                text += overloads(inner, true);
                break;
            case 3:
                text += inner + "a" + number() + ": " + type() + " = " + expression(2) + "\n";
                break;
            default:
                text += function(inner, true);
        }
    }
    return text;
}

std::string Author::variable(const std::string& indent) {
    switch (dice_.below(8)) {
        case 0:
            return indent + "v" + number() + ": " + type() + "\n";
        case 1:
            return indent + "v" + number() + ": " + type() + " = " + expression() + "\n";
        case 2:
            return indent + "v" + number() + " = []\n";
        case 3:
            return indent + "v" + number() + " = None\n";
        case 4:
            return indent + "type v" + number() + " = " + type() + "\n";
        case 5:
            return indent + "__all__ = [\"" + name() + "\", \"" + name() + "\"]\n";
        case 6:
            return indent + "reveal_type(" + expression() + ")\n";
        default:
            return indent + "v" + number() + " = " + expression() + "\n";
    }
}

std::string Author::declaration(const std::string& indent) {
    switch (dice_.below(10)) {
        case 0:
        case 1:
        case 2:
            return class_text(indent);
        case 3:
        case 4:
        case 5:
            return function(indent, !indent.empty());
        case 6:
            return overloads(indent, !indent.empty());
        default:
            return variable(indent);
    }
}

std::string Author::statement(const std::string& indent, int depth) {
    const auto inner = [&] { return statement(indent + kStep, depth + 1); };
    if (depth < 2) {
        switch (dice_.below(14)) {
            case 0:
                return indent + "if " + expression() + ":\n" + inner();
            case 1:
                return indent + "for x in " + expression() + ":\n" + inner();
            case 2:
                return indent + "while " + expression() + ":\n" + inner();
            case 3:
                return indent + "try:\n" + inner() + indent + "except " +
                       dice_.pick({"Exception", "C0", "(C1, ValueError)"}) + " as v3:\n" + inner();
            case 4:
                return indent + "def f" + number() + "(" + parameters(false) + "):\n" + inner();
            case 5:
                return indent + "if isinstance(x1, " + qualified("C" + number()) + "):\n" + inner();
            default:
                break;
        }
    }
    switch (dice_.below(16)) {
        case 0:
            return import_lines(indent);
        case 1:
            return indent + "global v" + number() + "\n";
        case 2:
            return indent + "yield " + expression() + "\n";
        case 3:
            return indent + "self.a" + number() + " = " + expression() + "\n";
        case 4:
            return indent + "self.a" + number() + ": " + type() + " = " + expression() + "\n";
        case 5:
            return indent + "x" + number() + ": " + type() + " = " + expression() + "\n";
        case 6:
            return indent + "v" + number() + " = " + expression() + "\n";
        case 7:
            return indent + "raise " + expression() + "\n";
        case 8:
            return indent + "await " + expression() + "\n";
        case 9:
            return indent + "assert " + expression() + "\n";
        case 10:
        case 11:
            return indent + "return " + expression() + "\n";
        case 12:
            return indent + expression() + "\n";
        default:
            return indent + "reveal_type(" + expression() + ")\n";
    }
}

std::string Author::config_comment() {
    return "# mypy: " +
           dice_.pick({"ignore-errors", "disallow-untyped-defs", "strict-optional=False",
                       "no-check-untyped-defs", "disable-error-code=attr-defined",
                       "implicit-reexport=False", "no-such-option", "strict", "warn-unreachable",
                       "allow-redefinition"}) +
           "\n";
}

std::string Author::module_text() {
    std::string text =
        "from dataclasses import dataclass\n"
        "from enum import Enum\n"
        "from abc import ABCMeta\n"
        "from typing import Any, Callable, Generic, Iterable, Literal, NamedTuple, Protocol\n"
        "from typing import TYPE_CHECKING, TypedDict, TypeVar, overload\n"
        "T = TypeVar(\"T\")\n";
    for (std::size_t i = 1 + dice_.below(4); i > 0; --i) text += import_lines("");
    for (std::size_t i = 2 + dice_.below(6); i > 0; --i) text += declaration("");
    return text;
}

}  // namespace krait::stress

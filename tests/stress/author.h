// author.h
//
// Writes Python at random: whole modules, and the pieces that edits put in. Everything is drawn
// from few names, so that whatever is renamed, removed or retyped is used somewhere, often across
// modules, through star imports, in a cycle; and much of it is reported or revealed, so that a
// difference shows. Being right is not aimed at: half of what people type isn't.

#pragma once

#include <string>
#include <vector>

#include "stress/dice.h"

namespace krait::stress {

class Author {
public:
    /// `modules`: the full names there are to import.
    Author(Dice& dice, std::vector<std::string> modules)
        : dice_(dice), modules_(std::move(modules)) {}

    [[nodiscard]] std::string module_text();

    // Lines, each ending with "\n", `indent` deep.
    [[nodiscard]] std::string import_lines(const std::string& indent);
    /// At a module's top level or in a class.
    [[nodiscard]] std::string declaration(const std::string& indent);
    /// In a function.
    [[nodiscard]] std::string statement(const std::string& indent, int depth = 0);

    // Pieces of a line.
    [[nodiscard]] std::string type(int depth = 0);
    [[nodiscard]] std::string expression(int depth = 0);
    [[nodiscard]] std::string name();  ///< any of those that are declared somewhere
    [[nodiscard]] std::string config_comment();

private:
    [[nodiscard]] std::string number() { return std::to_string(dice_.below(4)); }
    [[nodiscard]] std::string module_name() { return dice_.pick(modules_); }
    [[nodiscard]] std::string qualified(const std::string& name);
    [[nodiscard]] std::string bases();
    [[nodiscard]] std::string parameters(bool method);
    [[nodiscard]] std::string function(const std::string& indent, bool method);
    [[nodiscard]] std::string overloads(const std::string& indent, bool method);
    [[nodiscard]] std::string class_text(const std::string& indent);
    [[nodiscard]] std::string special_class(const std::string& indent);
    [[nodiscard]] std::string variable(const std::string& indent);

    Dice& dice_;
    std::vector<std::string> modules_;
};

}  // namespace krait::stress

// editor.h
//
// Edits at random, of any Python text: it looks at lines and their indentation only, so that it
// works on real packages as well as on generated ones, and on texts that are broken.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "stress/author.h"
#include "stress/replay.h"

namespace krait::stress {

class Editor {
public:
    explicit Editor(Dice& dice) : dice_(dice) {}

    /// Something to do in `world`. Usually one event; moving something to another file takes two.
    [[nodiscard]] std::vector<Event> next(const World& world);

private:
    using Lines = std::vector<std::string>;

    [[nodiscard]] std::vector<Event> edit_text(const World& world, const std::string& path);
    [[nodiscard]] std::vector<Event> move_to_other_file(const World& world,
                                                        const std::string& path);
    [[nodiscard]] Event change_files(const World& world);
    [[nodiscard]] Event rename_everywhere(const Files& texts, const std::string& path);
    void change_lines(Lines& lines, Author& author);
    void change_one_line(std::string& line, Author& author);
    void insert(Lines& lines, Author& author);
    void take_out(Lines& lines, Lines* taken);

    Dice& dice_;
    std::map<std::string, std::vector<std::string>> earlier_;  // texts to go back to, by path
};

/// The modules that files at these paths are.
[[nodiscard]] std::vector<std::string> modules_of(const Files& files);

}  // namespace krait::stress

// answer.cpp
//
// What Krait makes of a command line: sources, then, for each module name on standard input, where
// it is found. compare.py asks mypy the same and compares line by line.

#include <iostream>
#include <string>
#include <vector>

#include "python/config/command_line.h"
#include "python/modules/disk.h"
#include "python/modules/embedded_typeshed.h"
#include "python/modules/sources.h"

namespace {

using namespace krait;

const char* reason(modules::FindStatus status) {
    switch (status) {
        case modules::FindStatus::Found:
            return "FOUND";
        case modules::FindStatus::NotFound:
            return "NOT_FOUND";
        case modules::FindStatus::WrongWorkingDirectory:
            return "WRONG_WORKING_DIRECTORY";
        case modules::FindStatus::FoundWithoutTypeHints:
            return "FOUND_WITHOUT_TYPE_HINTS";
        case modules::FindStatus::StubsNotInstalled:
            return "APPROVED_STUBS_NOT_INSTALLED";
    }
    return "";
}

int fail(const std::string& message) {
    std::cout << message << "\n";
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto disk = modules::make_snapshot_of(modules::with_typeshed(modules::make_disk()));
    const auto environment = config::process_environment();
    auto command = config::parse_command_line(arguments, {*disk, environment, "mypy", true});
    if (!command) return fail(command.error().message);
    for (const std::string& line : command->warnings) std::cout << line << "\n";
    if (command->show_help) {
        std::cout << config::help_text("mypy");
        return 0;
    }
    modules::PythonEnvironment python;
    if (const auto executable = modules::find_python(command->options.python_executable,
                                                     disk->cwd(), *disk, environment)) {
        const auto answer = modules::ask_python(*executable);
        if (!answer) return fail(answer.error().message);
        python = *answer;
    }
    modules::adopt_python(command->options, python);
    const auto mypypath = modules::mypypath_from_environment();
    const auto sources = modules::sources_of_command_line(*command, &python, disk, mypypath);
    if (!sources) return fail(sources.error().message);
    for (const auto& source : *sources) {
        if (source.text) continue;
        std::cout << "source\t" << source.module << "\t" << source.path.value_or("None") << "\t"
                  << source.base_dir.value_or("None") << "\n";
    }
    const auto paths = modules::search_paths(*sources, command->options, &python, *disk, mypypath);
    if (!paths) return fail(paths.error().message);
    const modules::ModuleFinder finder(
        *paths, disk, std::make_shared<config::ModuleOptions>(command->options, command->sections),
        *modules::stdlib_versions(command->options, *disk));
    for (std::string module; std::getline(std::cin, module);) {
        const modules::FindResult& found = finder.find(module);
        std::cout << "module\t" << module << "\t"
                  << (found.found() ? found.path : reason(found.status)) << "\n";
    }
    return 0;
}

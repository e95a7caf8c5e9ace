// fuzz_configuration.cpp
//
// Any bytes as mypy.ini, as pyproject.toml, as `# mypy:` comments, as a file of arguments, and as
// patterns: something comes out, or a complaint, and nothing hangs.

#include <cstddef>
#include <cstdint>

#include "python/config/command_line.h"
#include "python/config/inline_options.h"
#include "python/config/options.h"
#include "support/memory_files.h"

using namespace krait;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"mypy.ini", "pyproject.toml"}) {
        tests::MemoryFiles files{{"a.py", ""}};
        files.write(name, text);
        const std::vector<std::string> arguments = {"a.py"};
        const auto line =
            config::parse_command_line(arguments, {files, tests::environment_of({}), "mypy", true});
        if (line) {
            const config::ModuleOptions options(line->options, line->sections);
            (void)options.for_module(text.substr(0, 100));
            (void)options.unused_sections(std::vector<std::string>{"a.b", text.substr(0, 100)});
        }
    }
    (void)config::read_config_comments(config::find_config_comments("# mypy: " + text));
    tests::MemoryFiles files{{"a.py", ""}};
    files.write("args", text);
    const std::vector<std::string> arguments = {"@args"};
    (void)config::parse_command_line(arguments, {files, tests::environment_of({}), "mypy", true});
    return 0;
}

// python_environment.cpp

#include "python/modules/python_environment.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace krait::modules {
namespace {

using config::join_path;

/// Prints "kind<TAB>value" lines. Runs on any Python 3, however old. sys.path starts with the
/// folder of the script, unless the interpreter was told or is new enough not to put it there.
constexpr const char* kQuestion = R"(
import os, site, sys, sysconfig
def say(kind, value):
    sys.stdout.buffer.write((kind + '\t' + value + '\n').encode('utf-8', 'surrogateescape'))
say('version', '%d.%d' % sys.version_info[:2])
say('platform', sys.platform)
say('executable', sys.executable or '')
stdlib = sysconfig.get_path('stdlib')
zipped = os.path.join(sys.base_exec_prefix, getattr(sys, 'platlibdir', 'lib'),
                      'python%d%d.zip' % sys.version_info[:2])
own = {zipped, stdlib, os.path.join(stdlib, 'lib-dynload')}
safe = sys.version_info >= (3, 11) and sys.flags.safe_path
for path in sys.path[0 if safe else 1:]:
    path = os.path.abspath(path)
    if path not in own:
        say('path', path)
if hasattr(site, 'getsitepackages'):
    if hasattr(site, 'getusersitepackages') and site.ENABLE_USER_SITE:
        say('site', site.getusersitepackages())
    for path in site.getsitepackages():
        say('site', path)
else:
    say('site', sysconfig.get_paths()['purelib'])
)";

/// The environment of this process, with PYTHONSAFEPATH set.
std::vector<std::string> child_environment() {
    std::vector<std::string> result;
    for (char** variable = environ; *variable; ++variable) {
        if (!std::string_view(*variable).starts_with("PYTHONSAFEPATH=")) {
            result.emplace_back(*variable);
        }
    }
    result.emplace_back("PYTHONSAFEPATH=1");
    return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t count = read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

struct Output {
    int status = 0;  ///< of the process; 0 if all went well
    std::string text;
};

/// Runs a program to its end. Fails with the system's reason if it can't be started.
base::Result<Output> run(std::vector<std::string> command) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return base::fail(std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> variables = child_environment();
    pid_t child = 0;
    const int failure = posix_spawnp(&child, command.front().c_str(), &actions, nullptr,
                                     pointers_to(command).data(), pointers_to(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    Output output;
    if (failure == 0) output.text = read_all(pipe_ends[0]);
    close(pipe_ends[0]);
    if (failure != 0) return base::fail(std::strerror(failure));
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    output.status = status;
    return output;
}

std::optional<config::PythonVersion> version_of(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    config::PythonVersion version{0, 0};
    for (const char c : text.substr(0, dot)) version.major = version.major * 10 + (c - '0');
    for (const char c : text.substr(dot + 1)) version.minor = version.minor * 10 + (c - '0');
    return version;
}

}  // namespace

base::Result<PythonEnvironment> ask_python(const std::string& executable) {
    const auto invalid = [&](const std::string& reason) {
        return base::fail("mypy: Invalid python executable '" + executable + "': " + reason);
    };
    const auto output = run({executable, "-c", kQuestion});
    if (!output) return invalid(output.error().message);
    PythonEnvironment python;
    std::optional<config::PythonVersion> version;
    for (std::string_view rest = output->text; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        const std::size_t tab = line.find('\t');
        if (tab != std::string_view::npos) {
            const std::string_view kind = line.substr(0, tab);
            const std::string value(line.substr(tab + 1));
            if (kind == "version") version = version_of(value);
            if (kind == "platform") python.platform = value;
            if (kind == "executable") python.executable = value;
            if (kind == "path") python.sys_path.push_back(value);
            if (kind == "site") python.site_packages.push_back(value);
        }
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    if (output->status != 0 || !version) {
        return invalid("it doesn't answer as a Python interpreter does");
    }
    python.version = *version;
    if (python.executable.empty()) python.executable = executable;
    return python;
}

std::optional<std::string> find_python(const std::optional<std::string>& wanted,
                                       const std::string& root, const base::FileSystem& files,
                                       const config::Environment& environment) {
    if (wanted && !wanted->empty()) return wanted;
    if (const auto active = environment("VIRTUAL_ENV"); active && !active->empty()) {
        const std::string python = join_path(*active, "bin/python");
        if (files.is_file(python)) return python;
    }
    for (std::string folder = config::absolute_path(root, files.cwd());;) {
        for (const char* name : {".venv/bin/python", "venv/bin/python"}) {
            const std::string python = join_path(folder, name);
            if (files.is_file(python)) return python;
        }
        const std::string parent(config::folder_of(folder));
        if (parent == folder) break;
        folder = parent;
    }
    const std::string path = environment("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
    for (std::string_view rest = path; !rest.empty();) {
        const std::size_t colon = rest.find(':');
        const std::string python = join_path(rest.substr(0, colon), "python3");
        if (files.is_file(python)) return python;
        if (colon == std::string_view::npos) break;
        rest.remove_prefix(colon + 1);
    }
    return std::nullopt;
}

void adopt_python(config::Options& options, const PythonEnvironment& python) {
    if (!options.python_version_given) {
        options.python_version = std::max(python.version, config::kOldestPython);
    }
    if (!options.platform_given) options.platform = python.platform;
}

}  // namespace krait::modules

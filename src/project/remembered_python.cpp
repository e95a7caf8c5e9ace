#include "project/remembered_python.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "cache/notes.h"
#include "cache/stamps.h"
#include "project/build_id.h"
#include "python/config/paths.h"

extern char** environ;

namespace krait::project {

namespace {

using modules::PythonEnvironment;

/// What was said, and the .pth files that were there: they add folders to the path.
struct Remembered {
    PythonEnvironment python;
    std::vector<std::string> path_files;
};

std::vector<std::string> folders_of(const PythonEnvironment& python) {
    std::vector<std::string> folders = python.sys_path;
    folders.insert(folders.end(), python.site_packages.begin(), python.site_packages.end());
    return folders;
}

std::vector<std::string> path_files_of(const PythonEnvironment& python) {
    std::vector<std::string> files;
    for (const std::string& folder : folders_of(python)) {
        DIR* open = ::opendir(folder.c_str());
        if (open == nullptr) continue;
        while (const dirent* entry = ::readdir(open)) {
            const std::string_view name = entry->d_name;
            if (name.ends_with(".pth")) files.push_back(config::join_path(folder, name));
        }
        ::closedir(open);
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The interpreter as it is called: its pyvenv.cfg lies beside that, not where a link leads.
std::vector<std::string> looked_at(const std::string& executable, const Remembered& remembered) {
    const std::string folder(config::folder_of(executable));
    std::vector<std::string> paths{executable, config::join_path(folder, "pyvenv.cfg"),
                                   config::join_path(config::folder_of(folder), "pyvenv.cfg")};
    for (std::string& path : folders_of(remembered.python)) paths.push_back(std::move(path));
    paths.insert(paths.end(), remembered.path_files.begin(), remembered.path_files.end());
    return paths;
}

void add_environment(base::Hasher& state) {
    std::vector<std::string_view> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (text.starts_with("PYTHON") || text.starts_with("HOME=")) variables.push_back(text);
    }
    std::sort(variables.begin(), variables.end());
    for (std::string_view variable : variables) {
        state.add(variable);
        if (!variable.starts_with("PYTHONPATH=")) continue;
        std::error_code ignored;  // its relative paths lead to where the process is
        state.add(std::filesystem::current_path(ignored).string());
    }
}

/// Nothing if something changed so recently that it may change again unseen.
std::optional<base::Digest> state_of(const std::string& executable, const Remembered& remembered) {
    base::Hasher state;
    state.add(build_id());
    add_environment(state);
    const std::int64_t now = cache::now();
    for (const std::string& path : looked_at(executable, remembered)) {
        const auto stamp = cache::stamp_of_any(path);
        state.add(path).add_flag(stamp.has_value());
        if (!stamp) continue;
        if (!cache::is_settled(*stamp, now)) return std::nullopt;
        for (std::int64_t part : {stamp->size, stamp->modified, stamp->changed, stamp->inode}) {
            state.add(static_cast<std::uint64_t>(part));
        }
    }
    return state.finish();
}

std::string to_text(const Remembered& remembered) {
    const PythonEnvironment& python = remembered.python;
    base::ByteWriter out;
    out.text(python.executable).text(python.version.text()).text(python.platform);
    for (const auto* list : {&python.sys_path, &python.site_packages, &remembered.path_files}) {
        out.number(list->size());
        for (const std::string& path : *list) out.text(path);
    }
    return out.take();
}

std::optional<Remembered> from_text(std::string_view text) {
    base::ByteReader in(text);
    Remembered remembered;
    PythonEnvironment& python = remembered.python;
    python.executable = in.text();
    const std::string version(in.text());
    const std::size_t dot = version.find('.');
    if (dot == version.npos) return std::nullopt;
    python.version.major = std::atoi(version.c_str());
    python.version.minor = std::atoi(version.c_str() + dot + 1);
    python.platform = in.text();
    for (auto* list : {&python.sys_path, &python.site_packages, &remembered.path_files}) {
        for (std::size_t left = in.count(); left > 0; --left) list->emplace_back(in.text());
    }
    return in.complete() ? std::optional(std::move(remembered)) : std::nullopt;
}

/// Nothing on any trouble: whoever opens the cache for its own sake sees to that, and tells of it.
std::optional<cache::Connection> open_notes(const std::string& folder) {
    std::error_code ignored;
    cache::Database database;
    database.file = cache::database_file(folder);
    if (!std::filesystem::exists(database.file, ignored)) {
        auto made = cache::open_database(folder);
        if (!made) return std::nullopt;
        return std::move(made->connection);
    }
    auto connection = cache::connect(database, true);
    if (!connection) return std::nullopt;
    connection->run("PRAGMA busy_timeout=200");  // to start Python takes less than to wait long
    return std::move(*connection);
}

}  // namespace

base::Result<PythonEnvironment> ask_python_once(const std::string& executable,
                                                const std::string& folder) {
    // A name without a folder is looked for on PATH, by the system.
    if (folder.empty() || !executable.starts_with('/')) return modules::ask_python(executable);
    const std::string name = "python " + executable;
    std::optional<cache::Connection> notes = open_notes(folder);
    if (!notes) return modules::ask_python(executable);
    if (const auto note = cache::read_note(*notes, name)) {
        const auto remembered = from_text(note->text);
        if (remembered && state_of(executable, *remembered) == note->state) {
            return remembered->python;
        }
    }
    base::Result<PythonEnvironment> python = modules::ask_python(executable);
    if (!python) return python;
    const Remembered remembered{*python, path_files_of(*python)};
    if (const auto state = state_of(executable, remembered)) {
        cache::write_note(*notes, name, {*state, to_text(remembered)});
    }
    return python;
}

}  // namespace krait::project

// finder.h
//
// Which file is module `a.b.c`? mypy's search: the program's own folders and MYPYPATH, then
// typeshed (as its VERSIONS file and the Python version allow), then installed packages, which
// count only if they ship stubs or a py.typed marker. Namespace packages, partial stub packages and
// the reasons why nothing was found follow mypy 2.4.1, since its messages depend on them.
//
// What a search looked at, in vain or not, is the file system's to record (recorded_files.h).

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "python/config/options.h"

namespace krait::modules {

/// Where modules are looked for; absolute folders.
struct SearchPaths {
    std::vector<std::string> python_path;    ///< the program's own: of its sources, and the cwd
    std::vector<std::string> mypy_path;      ///< MYPYPATH, then the option `mypy_path`
    std::vector<std::string> package_path;   ///< sys.path and site-packages of the interpreter
    std::vector<std::string> typeshed_path;  ///< typeshed's stdlib, then the stubs that go with it
    friend bool operator==(const SearchPaths&, const SearchPaths&) = default;
};

/// For each standard library module the first Python version and the last that have it: typeshed's
/// stdlib/VERSIONS.
struct StdlibVersions {
    struct Range {
        config::PythonVersion first;
        std::optional<config::PythonVersion> last;
    };
    std::map<std::string, Range, std::less<>> modules;
};
[[nodiscard]] StdlibVersions parse_stdlib_versions(std::string_view text);

enum class FindStatus : std::uint8_t {
    Found,
    NotFound,               ///< nothing that could be it
    WrongWorkingDirectory,  ///< found only from the folder above a package that we run inside of
    FoundWithoutTypeHints,  ///< installed, without py.typed and stubs
    StubsNotInstalled,      ///< a distribution of stubs for it is known on PyPI
};

/// Which search path a module was found on.
enum class Origin : std::uint8_t { Program, MypyPath, Typeshed, Installed };

struct FindResult {
    FindStatus status = FindStatus::NotFound;
    std::string path;           ///< a file, or a folder for a namespace package
    bool is_stub = false;       ///< a .pyi file
    bool is_package = false;    ///< __init__.py, __init__.pyi, or a namespace package
    bool is_namespace = false;  ///< a folder without __init__
    Origin origin = Origin::Program;

    [[nodiscard]] bool found() const { return status == FindStatus::Found; }
    /// mypy silences what lies there, unless `no_silence_site_packages` is set.
    [[nodiscard]] bool in_library() const {
        return origin == Origin::Typeshed || origin == Origin::Installed;
    }
    friend bool operator==(const FindResult&, const FindResult&) = default;
};

/// Finds modules in one state of the file system. Thread-safe; remembers what it found, so make a
/// new one when files come or go.
class ModuleFinder {
public:
    ModuleFinder(SearchPaths paths, std::shared_ptr<const base::FileSystem> files,
                 std::shared_ptr<const config::ModuleOptions> options, StdlibVersions versions);
    ~ModuleFinder();
    ModuleFinder(const ModuleFinder&) = delete;
    ModuleFinder& operator=(const ModuleFinder&) = delete;

    /// Valid for the finder's life.
    [[nodiscard]] const FindResult& find(std::string_view module) const;

    /// A package and all modules below it, for `-p`: (module, path) in mypy's order.
    struct Found {
        std::string module;
        std::string path;
    };
    [[nodiscard]] std::vector<Found> find_recursively(std::string_view package) const;

    [[nodiscard]] const SearchPaths& paths() const;
    [[nodiscard]] const StdlibVersions& versions() const;
    [[nodiscard]] const config::ModuleOptions& options() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// What an import of a module that isn't a target comes to, after `follow_imports` and its like.
enum class ImportFate : std::uint8_t {
    Follow,   ///< analyse it and report what is wrong in it
    Silent,   ///< analyse it and report nothing
    Skipped,  ///< it exists, but is Any: follow_imports is skip, or error (then there are messages)
    Missing   ///< it doesn't exist, and is Any
};

/// A message about an import, for the line of the import statement (0: of the file).
struct ImportMessage {
    bool is_error = true;   ///< else a note that belongs to the error before
    const char* code = "";  ///< static storage
    std::string text;
    bool only_once = false;
    bool blocker = false;
};

struct ImportDecision {
    ImportFate fate = ImportFate::Missing;
    const FindResult* found = nullptr;  ///< never null; lives as long as the finder
    /// Empty if there is nothing to say, or `ignore_missing_imports` says to keep quiet.
    std::vector<ImportMessage> messages;
};

/// Which role a module plays in the program that asks for it.
enum class ModuleRole : std::uint8_t {
    Target,    ///< given as an argument: follow_imports doesn't apply
    Imported,  ///< by an import statement
    Ancestor   ///< the package of a module that is in the program
};

/// Finds a module and applies the options of *that* module, as mypy does. The messages about a
/// missing module are to be dropped by the caller if a package above it is a partial stub package
/// (its __init__.pyi has a module-level __getattr__).
[[nodiscard]] ImportDecision decide_import(const ModuleFinder& finder, std::string_view module,
                                           ModuleRole role);

}  // namespace krait::modules

// program.h
//
// One program being checked: what the command line and the language server share. It binds the
// Python engine to the scheduler and the cache. The front doors tell it which files there are and
// what is in them; it answers with diagnostics, module by module, as their SCCs complete.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source_text.h"
#include "python/messages/diagnostic.h"

namespace krait::project {

struct KnownProgram;

/// The diagnostics of one file in one revision; a complete set, which replaces the one before.
struct FileDiagnostics {
    std::string path;                     ///< absolute
    std::string display_path;             ///< as the command line prints it
    std::optional<std::int32_t> version;  ///< of the document, if an editor has it open
    base::SourceTextPtr text;             ///< what the positions refer to
    std::vector<messages::Diagnostic> diagnostics;
};

struct Progress {
    std::uint32_t modules_done = 0;
    std::uint32_t modules_total = 0;
    std::string waiting_for;  ///< the module or SCC that is being checked now; may be empty
};

/// Where results go. Called on worker threads, one call at a time, in the publisher's order; must
/// not block and must not call back into the program.
class Listener {
public:
    virtual ~Listener() = default;
    virtual void on_diagnostics(FileDiagnostics result) = 0;
    virtual void on_progress(const Progress& progress) = 0;
    /// Everything that the newest revision asked for is published.
    virtual void on_idle() = 0;
    /// For people: configuration mistakes, a missing interpreter and the like; whole sentences.
    virtual void on_message(std::string_view text) = 0;
};

class Inspector;

/// Where a program starts.
struct Setup {
    std::string root;  ///< absolute folder: the workspace, or the working directory
    std::vector<std::string> arguments;  ///< mypy's command line, as far as it concerns checking
    unsigned workers = 0;                ///< 0: one per core
    /// Folders inside the root that are programs of their own: their files are read where something
    /// imports them, and checked there.
    std::vector<std::string> others{};
};

/// Thread-safe in the sense that any one thread may own it; calls return at once, the work happens
/// on the program's own worker threads. The destructor cancels and joins them.
class Program {
public:
    virtual ~Program() = default;

    /// An editor's text for a file, which hides the one on disk until closed.
    virtual void open(const std::string& path, base::SourceTextPtr text, std::int32_t version) = 0;
    virtual void change(const std::string& path, base::SourceTextPtr text,
                        std::int32_t version) = 0;
    virtual void close(const std::string& path) = 0;
    /// The file the person looks at: its work goes first.
    virtual void focus(const std::string& path) = 0;
    /// Files that were made, changed or deleted on disk.
    virtual void files_changed(const std::vector<std::string>& paths) = 0;
    /// Configuration or interpreter changed: read them anew.
    virtual void reconfigure(Setup setup) = 0;
    /// Blocks until everything that was asked for is published. For the command line and tests.
    virtual void wait_until_idle() = 0;
    /// For requests that a person waits for; to be asked for anew each time. Null if there is none.
    /// What it gives may be kept longer than the configuration that it came from, but not longer
    /// than the program.
    [[nodiscard]] virtual std::shared_ptr<Inspector> inspector() { return nullptr; }
    /// Names of the modules that are part of it, sorted.
    [[nodiscard]] virtual std::vector<std::string> module_names() const { return {}; }
    /// What is known of its modules, if it was checked once, with a cache; else null.
    [[nodiscard]] virtual std::shared_ptr<const KnownProgram> known() const { return nullptr; }
    /// Of a program without threads (RunSettings::chaos_seed): runs up to `jobs` jobs here.
    virtual void run(std::size_t jobs) { (void)jobs; }
};

class Trace;

/// Never fails: what is wrong with the configuration is told to the listener. `trace`: see
/// RunSettings::trace.
[[nodiscard]] std::unique_ptr<Program> make_program(Setup setup, Listener& listener,
                                                    Trace* trace = nullptr);

}  // namespace krait::project

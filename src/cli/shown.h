// shown.h
//
// What a program shows now, kept file by file as the command line would print it: for comparing one
// way of checking with another, byte for byte.

#pragma once

#include <map>
#include <mutex>
#include <string>

#include "project/program.h"
#include "python/config/options.h"

namespace krait::cli {

/// Lines of output by file; files without any are left out.
using ShownLines = std::map<std::string, std::string>;

/// The newest diagnostics of each file. Thread-safe.
class Shown final : public project::Listener {
public:
    explicit Shown(config::Options options) : options_(std::move(options)) {}

    void on_diagnostics(project::FileDiagnostics result) override;
    void on_progress(const project::Progress&) override {}
    void on_idle() override {}
    void on_message(std::string_view) override {}

    [[nodiscard]] ShownLines lines() const;
    /// The text that a file's newest diagnostics are about; null if it isn't in the program.
    [[nodiscard]] base::SourceTextPtr text(const std::string& display_path) const;

private:
    config::Options options_;
    mutable std::mutex mutex_;  // guards both
    ShownLines lines_;
    std::map<std::string, base::SourceTextPtr> texts_;
};

/// Both sides of every file in which they differ; empty if they don't.
[[nodiscard]] std::string difference(const ShownLines& shown, const ShownLines& expected);

}  // namespace krait::cli

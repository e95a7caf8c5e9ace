// answer.h
//
// What a check said of a whole program, kept as one row: the diagnostics, and as their trace all
// that the program learned from the disk (recorded_files.h). A process that would see the same
// files says the same without loading a module: it costs a look at each file, and no more.
//
// This is the quickest way from a cache, for the commonest question (nothing changed since). After
// an edit its trace doesn't match. If bodies of functions are all that was edited, the row says
// enough to look at these alone (recheck.h); else everything goes the ordinary way, module by
// module.
//
// Paths are stored relative to the folders that the program is looked for in, so that another
// checkout or machine has the same row. What was learned outside of these makes no row.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cache/store.h"
#include "project/configuration.h"
#include "project/interface_job.h"
#include "project/known_program.h"
#include "project/program.h"
#include "project/recorded_files.h"

namespace krait::project {

struct Answer {
    std::vector<FileDiagnostics> files;  ///< those that have any, in the order of publishing
    std::vector<std::string> modules;    ///< names, sorted
};

/// The answer to `configuration`, if the cache has one for what is on the disk now, or for what was
/// there before some functions were edited (recheck.h); `figures` then say how much was found. The
/// text of each file with diagnostics is read if lines of it are shown.
[[nodiscard]] std::optional<Answer> find_answer(cache::Store& store,
                                                const Configuration& configuration,
                                                Figures& figures);

/// From here on the configuration's disk is recorded.
[[nodiscard]] std::shared_ptr<const RecordedFiles> record_files(Configuration& configuration);

/// What a check leaves behind.
struct CheckedProgram {
    Answer answer;
    std::vector<std::string> published;         ///< paths, in the order of publishing
    std::shared_ptr<const KnownProgram> known;  ///< may be null
};

/// Keeps an answer with what was seen on the way to it, unless it can't be trusted: files changed
/// meanwhile, or something failed.
void keep_answer(cache::Store& store, const Configuration& configuration,
                 const RecordedFiles& recorded, const CheckedProgram& checked,
                 const Figures& figures);

/// Hands everything on to another listener, and collects the answer on the way.
class AnswerCollector final : public Listener {
public:
    explicit AnswerCollector(Listener& next) : next_(next) {}
    void on_diagnostics(FileDiagnostics result) override {
        published_.push_back(result.path);
        if (!result.diagnostics.empty()) files_.push_back(result);
        next_.on_diagnostics(std::move(result));
    }
    void on_progress(const Progress& progress) override { next_.on_progress(progress); }
    void on_idle() override { next_.on_idle(); }
    void on_message(std::string_view text) override { next_.on_message(text); }

    [[nodiscard]] std::vector<FileDiagnostics> take_files() { return std::move(files_); }
    [[nodiscard]] std::vector<std::string> take_published() { return std::move(published_); }

private:
    Listener& next_;
    std::vector<FileDiagnostics> files_;
    std::vector<std::string> published_;
};

}  // namespace krait::project

#include "cli/verify_incremental.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "cli/shown.h"
#include "project/check_program.h"
#include "python/config/paths.h"
#include "python/syntax/decoding.h"

namespace krait::cli {

namespace {

/// The disk, but for one file.
class WithText final : public base::FileSystem {
public:
    WithText(std::shared_ptr<const base::FileSystem> below, std::string path, std::string text)
        : below_(std::move(below)), path_(std::move(path)), text_(std::move(text)) {}

    bool is_file(std::string_view path) const override { return below_->is_file(path); }
    bool is_dir(std::string_view path) const override { return below_->is_dir(path); }
    std::optional<std::vector<std::string>> list(std::string_view path) const override {
        return below_->list(path);
    }
    std::optional<std::string> read(std::string_view path) const override {
        return config::absolute_path(path, cwd()) == path_ ? text_ : below_->read(path);
    }
    std::string cwd() const override { return below_->cwd(); }

private:
    const std::shared_ptr<const base::FileSystem> below_;
    const std::string path_;
    const std::string text_;
};

struct Checked {
    std::unique_ptr<Shown> shown;
    std::unique_ptr<project::Program> program;
};

Checked check(const project::Configuration& configuration, const project::Setup& setup) {
    Checked checked;
    checked.shown = std::make_unique<Shown>(configuration.global());
    project::RunSettings settings;
    if (configuration.global().num_workers > 0) {
        settings.workers = static_cast<unsigned>(configuration.global().num_workers);
    }
    checked.program = project::make_program(configuration, setup, settings, *checked.shown);
    checked.program->wait_until_idle();
    return checked;
}

/// [first, last) bytes of each piece of text that starts in the first column and isn't a comment.
std::vector<std::pair<std::size_t, std::size_t>> top_level_blocks(const std::string& text) {
    std::vector<std::pair<std::size_t, std::size_t>> blocks;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size() - 1) + 1;
        const bool begins = std::string_view(" \t\r\n#)]}").find(text[start]) == std::string::npos;
        if (begins) blocks.emplace_back(start, end);
        if (!begins && !blocks.empty()) blocks.back().second = end;
        start = end;
    }
    return blocks;
}

std::string without_a_block(const std::string& text) {
    const auto blocks = top_level_blocks(text);
    if (blocks.empty()) return {};
    const std::uint64_t chosen = base::Hasher().add(text).finish().low;
    const auto [start, end] = blocks[chosen % blocks.size()];
    return text.substr(0, start) + text.substr(end);
}

/// One program that lives through all edits.
class Verification {
public:
    Verification(const project::Configuration& configuration, const project::Setup& setup)
        : configuration_(configuration), setup_(setup), living_(check(configuration, setup)) {}

    void edit_and_put_back(const std::string& path, const std::string& text) {
        const ShownLines before = living_.shown->lines();
        expect_cold(path, "# a comment\n" + text, "a comment at its top");
        expect_cold(path, without_a_block(text), "without one of its top-level blocks");
        apply(path, text);
        tell(path, "put back", difference(living_.shown->lines(), before));
        living_.program->close(path);
        living_.program->wait_until_idle();
        tell(path, "closed", difference(living_.shown->lines(), before));
    }

    std::size_t edits = 0;
    std::size_t differences = 0;

private:
    void apply(const std::string& path, const std::string& text) {
        living_.program->open(path, std::make_shared<base::SourceText>(text), ++version_);
        living_.program->wait_until_idle();
    }

    void expect_cold(const std::string& path, const std::string& text, const char* what) {
        apply(path, text);
        project::Configuration edited = configuration_;
        edited.files = std::make_shared<WithText>(configuration_.files, path, text);
        const Checked cold = check(edited, setup_);
        tell(path, what, difference(living_.shown->lines(), cold.shown->lines()));
    }

    void tell(const std::string& path, const char* what, const std::string& problem) {
        ++edits;
        if (problem.empty()) return;
        ++differences;
        std::printf("%s, %s: checked incrementally it differs.\n%s", path.c_str(), what,
                    problem.c_str());
    }

    const project::Configuration& configuration_;
    const project::Setup& setup_;
    Checked living_;
    std::int32_t version_ = 0;
};

}  // namespace

std::size_t verify_incremental(const project::Configuration& configuration,
                               const project::Setup& setup) {
    Verification verification(configuration, setup);
    for (const modules::Source& source : configuration.sources) {
        if (!source.path) continue;
        const std::string path = config::absolute_path(*source.path, configuration.root);
        const std::optional<std::string> bytes = configuration.files->read(path);
        if (!bytes) continue;
        const auto text = syntax::decode_source(*bytes);
        if (text) verification.edit_and_put_back(path, *text);
    }
    std::printf("Incremental checking, verified after %zu edits: %zu differences\n",
                verification.edits, verification.differences);
    return verification.differences;
}

}  // namespace krait::cli

// annotations.h
//
// Diagnostics in the forms that CI hosts turn into remarks beside the code of a change: commands in
// the log of GitHub Actions and of Azure Pipelines, a Code Quality report for GitLab. mypy has no
// word for these; `--output github` and so on are Krait's own.
//
// An error's notes go into its text: hosts show a limited number of annotations, and a note
// alone at its line explains nothing.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "python/messages/diagnostic.h"

namespace krait::cli {

enum class CiHost : std::uint8_t { GitHub, GitLab, Azure };

/// The host of --output NAME; nothing: not one of ours.
[[nodiscard]] std::optional<CiHost> ci_host(std::string_view name);

/// Makes annotations, file by file.
class Annotations {
public:
    explicit Annotations(CiHost host) : host_(host) {}

    /// What is to be printed for one file.
    [[nodiscard]] std::vector<std::string> of_file(
        const std::string& path, const std::vector<messages::Diagnostic>& diagnostics);
    /// What is to be printed at the end: a report that is one document.
    [[nodiscard]] std::vector<std::string> rest();
    /// Whether the output is a document, to which no other line may be added.
    [[nodiscard]] bool is_document() const { return host_ == CiHost::GitLab; }

private:
    struct Remark;
    [[nodiscard]] std::string gitlab(const std::string& path, const Remark& remark);

    CiHost host_;
    std::vector<std::string> entries_;            // of the report
    std::map<std::string, std::uint32_t> alike_;  // how often a finding came, wherever in its file
};

}  // namespace krait::cli

// published.h
//
// Where the scheduler's opaque values meet the engine's: interfaces are images, reads are recorded
// questions, payloads are lists of diagnostics.

#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/source_text.h"
#include "project/module_registry.h"
#include "python/image/reads.h"
#include "python/messages/diagnostic.h"
#include "scheduler/engine.h"

namespace krait::project {

class PublishedInterface final : public scheduler::Interface {
public:
    explicit PublishedInterface(std::unique_ptr<image::ModuleInterface> interface)
        : interface_(std::move(interface)) {}
    [[nodiscard]] base::Digest fingerprint() const override { return interface_->fingerprint(); }
    [[nodiscard]] const image::ModuleInterface& image() const { return *interface_; }

private:
    std::unique_ptr<image::ModuleInterface> interface_;
};

/// A snapshot as the engine's readers want it. Borrows both.
class SnapshotView final : public image::Interfaces {
public:
    SnapshotView(const scheduler::Snapshot& snapshot, const ModuleRegistry& registry)
        : snapshot_(snapshot), registry_(registry) {}
    [[nodiscard]] const image::ModuleInterface* find(base::ModuleId module) const override;
    [[nodiscard]] base::ModuleId find_module(base::ModuleId from, base::Name name) const override;

private:
    const scheduler::Snapshot& snapshot_;
    const ModuleRegistry& registry_;
};

class RecordedReads final : public scheduler::Reads {
public:
    RecordedReads(std::vector<image::Read> reads, const ModuleRegistry& registry);
    [[nodiscard]] std::span<const base::ModuleId> modules() const override { return modules_; }
    [[nodiscard]] bool match(const scheduler::Snapshot& snapshot) const override;

private:
    std::vector<image::Read> reads_;
    std::vector<base::ModuleId> modules_;  // sorted, each once
    const ModuleRegistry& registry_;
};

/// What one job of a module, or all of them together, found.
class Findings final : public scheduler::Payload {
public:
    explicit Findings(std::vector<messages::Diagnostic> found) : diagnostics(std::move(found)) {}
    [[nodiscard]] bool same_as(const scheduler::Payload& other) const override;

    std::vector<messages::Diagnostic> diagnostics;
    /// Of the finished module: what the positions refer to.
    base::SourceTextPtr text;
    /// Lines (from 1, inclusive) that this version or platform never runs.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> skipped_lines;
    std::uint64_t not_implemented = 0;  ///< how often Krait's ignorance became Any
};

}  // namespace krait::project

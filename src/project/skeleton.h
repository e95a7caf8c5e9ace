// skeleton.h
//
// What an interface job takes from a module's text: all but the suites of plain functions, those
// whose bodies define nothing that is seen outside. Two versions with the same skeleton have the
// same interface, so that typing in such a body costs that body and no more.
//
// The digest covers the lines that mean something: not blank ones, not those with a comment alone.
// Such lines differ only in where things stand, and equal skeletons have equally many of the
// others: so a LineMap takes a line of one version to its line in the other, and diagnostics and
// locations that were found in one can be shown in the other.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/hash.h"
#include "base/source_text.h"
#include "python/messages/diagnostic.h"
#include "python/semantic/outline.h"
#include "python/syntax/tree.h"

namespace krait::project {

/// The suite of a function that shapes the interface, as a part of the skeleton.
struct ShapingSuite {
    std::size_t unit = 0;   ///< of the outline's units
    std::size_t first = 0;  ///< of Skeleton::lines
    std::size_t last = 0;
    base::Digest digest;
};

struct Skeleton {
    base::Digest digest;  ///< of what an interface job sees, positions apart
    /// The same without the shaping suites that stand on lines of their own. These, in source
    /// order. Only of a text that was read in this process.
    base::Digest frame;
    std::vector<ShapingSuite> shaping;
    base::Digest places;  ///< of `lines`
    /// Lines (from 1), ascending: those that mean something outside of plain suites, and the last
    /// line of each plain suite.
    std::vector<std::uint32_t> lines;
    /// Where plain suites end: line and column from 1, the column exclusive.
    std::vector<base::LineColumn> suite_ends;
};
using SkeletonPtr = std::shared_ptr<const Skeleton>;

[[nodiscard]] Skeleton make_skeleton(const base::SourceText& text, const syntax::Tree& tree,
                                     const semantic::Outline& outline);

/// From lines of one version to those of another with the same skeleton.
class LineMap {
public:
    /// Both outlive the map. Their digests are equal.
    LineMap(const Skeleton& from, const Skeleton& to) : from_(from), to_(to) {}

    /// Nothing moves.
    [[nodiscard]] bool is_identity() const {
        return from_.places == to_.places && from_.suite_ends == to_.suite_ends;
    }
    /// Both have as many places: they can be of one shape.
    [[nodiscard]] static bool fits(const Skeleton& from, const Skeleton& to) {
        return from.lines.size() == to.lines.size() &&
               from.suite_ends.size() == to.suite_ends.size();
    }
    /// 0, which means "not known", stays 0.
    [[nodiscard]] std::uint32_t line(std::uint32_t line) const;
    void move(messages::Diagnostic& found) const;

private:
    const Skeleton& from_;
    const Skeleton& to_;
};

}  // namespace krait::project

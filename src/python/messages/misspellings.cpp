// misspellings.cpp
//
// "Did you mean ...?": mypy asks Python's difflib how alike two names are, and its thresholds and
// order are visible to users, so its measure is computed here: twice the length of the matching
// blocks by the sum of both lengths, where blocks are found longest first, then left and right of
// it.

#include <algorithm>

#include "python/messages/wording.h"

namespace krait::messages {

namespace {

struct Block {
    std::size_t a = 0;
    std::size_t b = 0;
    std::size_t size = 0;
};

/// The longest block that both have; of equally long ones the first in `a`, then in `b`.
Block longest_match(std::string_view a, std::string_view b) {
    Block best;
    std::vector<std::size_t> lengths(b.size() + 1);  // of the match that ends before b[j]
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = b.size(); j-- > 0;) {
            lengths[j + 1] = a[i] == b[j] ? lengths[j] + 1 : 0;
        }
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t size = lengths[j + 1];
            if (size > best.size) best = {i + 1 - size, j + 1 - size, size};
        }
    }
    return best;
}

/// How many characters the matching blocks have. The parts get shorter with each step, so the depth
/// is bounded by the length of a name.
std::size_t matching_characters(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return 0;
    const Block match = longest_match(a, b);
    if (match.size == 0) return 0;
    return match.size + matching_characters(a.substr(0, match.a), b.substr(0, match.b)) +
           matching_characters(a.substr(match.a + match.size), b.substr(match.b + match.size));
}

constexpr double kAlike = 0.75;

double ratio_of(std::size_t matching, std::size_t total) {
    return 2.0 * static_cast<double>(matching) / static_cast<double>(total);
}

}  // namespace

std::vector<std::string> best_matches(std::string_view current,
                                      std::span<const std::string> options, std::size_t limit) {
    constexpr std::size_t kMany = 50;  // from so many options on, lengths may differ by one only
    constexpr std::size_t kLongest = 2'000;  // the measure is quadratic
    if (current.empty() || current.size() > kLongest) return {};

    std::vector<std::string_view> candidates;
    for (const std::string& option : options) {
        const std::size_t shorter = std::min(option.size(), current.size());
        if (ratio_of(shorter, option.size() + current.size()) > kAlike) {
            candidates.push_back(option);
        }
    }
    if (candidates.size() >= kMany) {
        std::erase_if(candidates, [&](std::string_view option) {
            return std::max(option.size(), current.size()) -
                       std::min(option.size(), current.size()) >
                   1;
        });
    }

    struct Rated {
        double ratio;
        std::string_view option;
    };
    std::vector<Rated> rated;
    for (std::string_view option : candidates) {
        const std::size_t matching = matching_characters(current, option);
        const double ratio = ratio_of(matching, option.size() + current.size());
        if (ratio > kAlike) rated.push_back({ratio, option});
    }
    std::sort(rated.begin(), rated.end(), [](const Rated& left, const Rated& right) {
        return left.ratio != right.ratio ? left.ratio > right.ratio : left.option < right.option;
    });
    std::vector<std::string> best;
    for (const Rated& one : rated) {
        if (best.size() == limit) break;
        if (best.empty() || best.back() != one.option) best.emplace_back(one.option);
    }
    return best;
}

}  // namespace krait::messages

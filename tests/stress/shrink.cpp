// shrink.cpp
//
// Leaving things out, big pieces before small ones (delta debugging). A line is taken out of all
// versions of a file at once, because what matters is mostly what differs between versions.

#include "stress/shrink.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <sstream>

#include "stress/replay.h"

namespace krait::stress {

namespace {

class Shrinker {
public:
    Shrinker(Script script, const Fails& fails, double seconds)
        : script_(std::move(script)),
          fails_(fails),
          end_(Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                  std::chrono::duration<double>(seconds))) {}

    Script run() {
        start_later();
        for (bool any = true; any && time_is_left();) {
            any = fewer_events();
            any = fewer_files() || any;
            any = fewer_arguments() || any;
            for (const std::string& path : paths()) {
                any = fewer_lines(path) || any;
                any = fewer_own_lines(path) || any;
            }
            any = calmer() || any;
        }
        return std::move(script_);
    }

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] bool time_is_left() const { return Clock::now() < end_; }

    /// Most failures come from the last few events: tries to make the world before them the start.
    void start_later() {
        for (std::size_t last = 1; last < script_.events.size(); last *= 2) {
            World world;
            world.disk = script_.start;
            const std::size_t first = script_.events.size() - last;
            for (std::size_t i = 0; i < first; ++i) (void)world.apply(script_.events[i]);
            Script next = script_;
            next.start = world.texts();
            next.events.erase(next.events.begin(),
                              next.events.begin() + static_cast<std::ptrdiff_t>(first));
            if (accept(std::move(next))) return;
        }
    }

    bool accept(Script smaller) {
        if (!time_is_left() || !fails_(smaller)) return false;
        script_ = std::move(smaller);
        return true;
    }

    /// Leaves out pieces of a list of `count`, halving them; `without(first, last)` makes the
    /// script without that piece. Whether anything could go.
    template <class Without>
    bool leave_out(std::size_t count, const Without& without) {
        bool any = false;
        for (std::size_t piece = std::max<std::size_t>(count / 2, 1); count > 0; piece /= 2) {
            for (std::size_t end = count; end > 0 && time_is_left();) {
                const std::size_t first = end > piece ? end - piece : 0;
                if (accept(without(first, end))) {
                    count -= end - first;
                    any = true;
                }
                end = first;
            }
            if (piece <= 1) break;
        }
        return any;
    }

    bool fewer_events() {
        return leave_out(script_.events.size(), [&](std::size_t first, std::size_t last) {
            Script next = script_;
            // The last pause stays: it is where the comparison is.
            const Pause pause = next.events.back().pause;
            next.events.erase(next.events.begin() + static_cast<std::ptrdiff_t>(first),
                              next.events.begin() + static_cast<std::ptrdiff_t>(last));
            if (!next.events.empty()) next.events.back().pause = pause;
            return next;
        });
    }

    bool fewer_files() {
        bool any = false;
        for (const std::string& path : paths()) {
            Script next = script_;
            next.start.erase(path);
            std::erase_if(next.events, [&](const Event& event) { return event.path == path; });
            if (next.events.empty()) continue;
            next.events.back().pause = kSettle;
            any = accept(std::move(next)) || any;
        }
        return any;
    }

    bool fewer_arguments() {
        return leave_out(script_.arguments.size(), [&](std::size_t first, std::size_t last) {
            Script next = script_;
            next.arguments.erase(next.arguments.begin() + static_cast<std::ptrdiff_t>(first),
                                 next.arguments.begin() + static_cast<std::ptrdiff_t>(last));
            return next;
        });
    }

    /// No pauses in the middle, or full ones.
    bool calmer() {
        bool any = false;
        for (std::size_t i = 0; i + 1 < script_.events.size(); ++i) {
            for (const Pause pause : {0, kSettle}) {
                if (script_.events[i].pause == pause) break;
                Script next = script_;
                next.events[i].pause = pause;
                if (accept(std::move(next))) {
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    [[nodiscard]] std::set<std::string> paths() const {
        std::set<std::string> paths;
        for (const auto& [path, text] : script_.start) paths.insert(path);
        for (const Event& event : script_.events) paths.insert(event.path);
        return paths;
    }

    static std::vector<std::string> lines_of(const std::string& text) {
        std::vector<std::string> lines;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) lines.push_back(line);
        return lines;
    }

    static std::vector<std::string*> texts_of(Script& script, const std::string& path) {
        std::vector<std::string*> texts;
        if (auto found = script.start.find(path); found != script.start.end()) {
            texts.push_back(&found->second);
        }
        for (Event& event : script.events) {
            if (event.path == path && !event.text.empty()) texts.push_back(&event.text);
        }
        return texts;
    }

    /// Lines out of all versions of a file.
    bool fewer_lines(const std::string& path) {
        std::vector<std::string> lines;
        const auto collect = [&] {
            lines.clear();
            std::set<std::string> seen;
            for (const std::string* text : texts_of(script_, path)) {
                for (std::string& line : lines_of(*text)) {
                    if (seen.insert(line).second) lines.push_back(std::move(line));
                }
            }
        };
        collect();
        return leave_out(lines.size(), [&](std::size_t first, std::size_t last) {
            collect();
            Script next = script_;
            last = std::min(last, lines.size());
            first = std::min(first, last);
            const std::set<std::string> gone(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                             lines.begin() + static_cast<std::ptrdiff_t>(last));
            for (std::string* text : texts_of(next, path)) {
                std::string shorter;
                for (const std::string& line : lines_of(*text)) {
                    if (!gone.contains(line)) shorter += line + "\n";
                }
                *text = shorter.empty() ? "\n" : shorter;
            }
            return next;
        });
    }

    /// Lines out of single versions.
    bool fewer_own_lines(const std::string& path) {
        bool any = false;
        const std::size_t versions = texts_of(script_, path).size();
        for (std::size_t version = 0; version < versions; ++version) {
            const std::size_t count = lines_of(*texts_of(script_, path)[version]).size();
            any = leave_out(count,
                            [&](std::size_t first, std::size_t last) {
                                Script next = script_;
                                std::string& text = *texts_of(next, path)[version];
                                const std::vector<std::string> lines = lines_of(text);
                                text.clear();
                                for (std::size_t i = 0; i < lines.size(); ++i) {
                                    if (i < first || i >= last) text += lines[i] + "\n";
                                }
                                if (text.empty()) text = "\n";
                                return next;
                            }) ||
                  any;
        }
        return any;
    }

    Script script_;
    const Fails& fails_;
    const Clock::time_point end_;
};

}  // namespace

Script shrink(Script script, const Fails& fails, double seconds) {
    return Shrinker(std::move(script), fails, seconds).run();
}

}  // namespace krait::stress

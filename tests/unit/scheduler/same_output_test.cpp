// The output is a function of the program: not of workers, timing, or the edits that led here.

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "unit/scheduler/session.h"

using namespace krait::scheduler;
using namespace krait::scheduler::fake;

namespace {

using Shown = std::map<std::string, std::vector<std::string>>;

std::string name_of(std::size_t number) {
    return "m" + std::to_string(number);
}

/// m0 imports m1 imports m2 ...
std::vector<Text> chain(std::size_t length) {
    std::vector<Text> texts;
    for (std::size_t i = 0; i < length; ++i) {
        const std::string next = name_of(i + 1);
        texts.emplace_back(name_of(i), i + 1 == length ? "x = 1\nf: x\n"
                                                       : "from " + next + "\nx = " + next +
                                                             ".x + 1\nf: " + next + ".x\n");
    }
    return texts;
}

/// Many modules import one.
std::vector<Text> fan(std::size_t width) {
    std::vector<Text> texts{{"hub", "x = 1\n"}};
    for (std::size_t i = 0; i < width; ++i) {
        texts.emplace_back(name_of(i), "from hub\nf: hub.x\n");
    }
    return texts;
}

/// Each module imports its left and its lower neighbour.
std::vector<Text> grid(std::size_t side) {
    std::vector<Text> texts;
    for (std::size_t i = 0; i < side; ++i) {
        for (std::size_t k = 0; k < side; ++k) {
            std::string text;
            std::string sum = "x = 1";
            for (const auto& [row, column] : {std::pair{i + 1, k}, std::pair{i, k + 1}}) {
                if (row == side || column == side) continue;
                const std::string other = name_of(row * side + column);
                text += "from " + other + "\nf" + std::to_string(row) + ": " + other + ".x\n";
                sum += " + " + other + ".x";
            }
            texts.emplace_back(name_of(i * side + k), text + sum + "\n");
        }
    }
    return texts;
}

/// One cycle of all modules, with imports of different strength.
std::vector<Text> cycle(std::size_t length) {
    static const std::array<std::string, 4> kinds{"from ", "import ", "late ", "typing "};
    std::vector<Text> texts;
    for (std::size_t i = 0; i < length; ++i) {
        const std::string next = name_of((i + 1) % length);
        const std::string far = name_of(i * 7 % length);
        std::string text = kinds[i * 5 % 4] + next + "\n";
        if (far != name_of(i) && far != next) text += kinds[i % 4] + far + "\n";
        texts.emplace_back(
            name_of(i), text + "x = " + next + ".x + 1\ny = 1\nf: " + next + ".x " + next + ".y\n");
    }
    return texts;
}

/// Any module at all: some lines missing, some modules that don't exist.
std::string random_text(std::mt19937_64& random, std::size_t modules) {
    static const std::array<std::string, 4> kinds{"from ", "import ", "late ", "typing "};
    std::string text;
    std::vector<std::string> imported;
    for (std::size_t i = random() % 4; i > 0; --i) {
        imported.push_back(name_of(random() % modules));
        text += kinds[random() % 4] + imported.back() + "\n";
    }
    if (random() % 10 == 0) text += "library\n";
    const std::array<std::string, 3> names{"x", "y", "z"};
    for (const std::string& name : names) {
        if (random() % 3 == 0) continue;
        text += name + " = " + std::to_string(random() % 3);
        if (!imported.empty() && random() % 2 == 0) {
            text += " + " + imported[random() % imported.size()] + "." + names[random() % 3];
        }
        text += "\n";
    }
    for (std::size_t i = random() % 4; i > 0; --i) {
        if (random() % 5 == 0) text += "#\n";
        text += "f" + std::to_string(i) + ": " + names[random() % 3];
        if (!imported.empty()) {
            text += " " + imported[random() % imported.size()] + "." + names[random() % 3];
        }
        text += "\n";
    }
    if (random() % 20 == 0) text += "throw build\n";
    if (random() % 20 == 0) text += "throw f1\n";
    if (random() % 40 == 0) text += "throw load\n";
    return text;
}

Shown check_cold(const std::vector<Text>& texts, const std::vector<std::string>& roots,
                 Options options) {
    Session session(std::move(options));
    session.start(texts, roots);
    session.settle();
    return session.seen.shown();
}

Strings told_in_order(const std::vector<Text>& texts, Options options) {
    Session session(in_program_order(std::move(options)));
    session.check(texts);
    return session.seen.take_order();
}

void same_for_everybody(const std::vector<Text>& texts) {
    const std::vector<std::string> roots = Session::names_of(texts);
    const Shown expected = check_cold(texts, roots, workers(1));
    CHECK(check_cold(texts, roots, workers(2)) == expected);
    CHECK(check_cold(texts, roots, workers(16)) == expected);
    const Strings order = told_in_order(texts, workers(1));
    CHECK(told_in_order(texts, workers(16)) == order);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CHECK(check_cold(texts, roots, chaos(seed)) == expected);
        CHECK(told_in_order(texts, chaos(seed)) == order);
    }
}

/// A program that is edited at random, and what its files are now.
struct Edited {
    Edited(Options options, std::uint64_t seed) : session(std::move(options)), random(seed) {}

    static constexpr std::size_t kModules = 12;
    Session session;
    std::mt19937_64 random;
    std::map<std::string, std::string> files;
    std::vector<std::string> roots;

    void begin() {
        for (std::size_t i = 0; i < kModules; ++i) {
            if (random() % 4 != 0) files[name_of(i)] = random_text(random, kModules);
        }
        for (std::size_t i = 0; i < 4; ++i) roots.push_back(name_of(i * 2));
        session.start(texts(), roots);
    }

    void edit() {
        const std::string name = name_of(random() % kModules);
        switch (random() % 10) {
            case 0:
                files.erase(name);
                session.remove(name);
                break;
            case 1:
                std::shuffle(roots.begin(), roots.end(), random);
                session.set_roots(roots);
                break;
            case 2:
                session.open({name_of(random() % kModules), name_of(random() % kModules)}, name);
                break;
            case 3:
                if (!files.contains(name)) break;
                files[name] += "#\n";
                session.edit({{name, files[name]}});
                break;
            default:
                files[name] = random_text(random, kModules);
                session.edit({{name, files[name]}});
        }
    }

    [[nodiscard]] std::vector<Text> texts() const { return {files.begin(), files.end()}; }
};

}  // namespace

TEST_CASE("chains, fans, grids and cycles come out the same for any number of workers") {
    same_for_everybody(chain(60));
    same_for_everybody(fan(60));
    same_for_everybody(grid(7));
    same_for_everybody(cycle(40));
}

TEST_CASE("after any edits the program is what a cold check of it says") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Edited edited(chaos(seed), seed);
        edited.begin();
        for (int step = 0; step < 25; ++step) {
            edited.edit();
            // Sometimes at rest, sometimes in the middle of what the edits before caused.
            if (edited.random() % 3 == 0) {
                edited.session.settle();
                INFO("seed " << seed << ", step " << step);
                REQUIRE(edited.session.seen.shown() ==
                        check_cold(edited.texts(), edited.roots, workers(1)));
                const Progress progress = edited.session.scheduler->progress();
                REQUIRE(progress.modules_done == progress.modules_total);
            } else {
                edited.session.scheduler->run(edited.random() % 12);
            }
        }
    }
}

TEST_CASE("edits that come as fast as they can lead to the same with many workers") {
    for (std::uint64_t seed = 100; seed < 118; ++seed) {
        // With few workers, edits make what runs give way.
        Edited edited(workers(seed < 112 ? 16 : 1 + seed % 2), seed);
        edited.begin();
        for (int step = 0; step < 60; ++step) edited.edit();
        edited.session.settle();
        INFO("seed " << seed);
        CHECK(edited.session.seen.shown() == check_cold(edited.texts(), edited.roots, workers(1)));
    }
}

TEST_CASE("a chain of a hundred thousand modules needs no deep stack") {
    // The scheduler's own work happens on this thread and on workers with 1 MiB of stack.
    const std::size_t length = 100'000;
    Session session(workers(2));
    session.start(chain(length), {"m0"});
    session.settle();
    CHECK(session.shown("m0") == "3:f: m1.x=" + std::to_string(length - 1));
    session.log();
    session.edit({{name_of(length - 1), "x = 2\n"}});
    session.settle();
    CHECK(session.shown("m0") == "3:f: m1.x=" + std::to_string(length));
}

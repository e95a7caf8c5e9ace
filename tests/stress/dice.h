// dice.h
//
// Chance, from a seed: the same program makes the same choices again.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace krait::stress {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    /// From 0 to `count` - 1; `count` > 0.
    [[nodiscard]] std::size_t below(std::size_t count) { return engine_() % count; }
    [[nodiscard]] bool chance(std::size_t times, std::size_t in) { return below(in) < times; }

    template <class T>
    [[nodiscard]] const T& pick(const std::vector<T>& items) {
        return items[below(items.size())];
    }
    [[nodiscard]] std::string pick(std::initializer_list<const char*> items) {
        return items.begin()[below(items.size())];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace krait::stress

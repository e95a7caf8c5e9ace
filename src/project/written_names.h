// written_names.h
//
// What a file defines, by a glance at its text: classes, functions, methods, variables of modules
// and classes. It takes no tree, so that a search through the names of a whole workspace neither
// parses nor keeps anything large, and works on a file that is being typed in.

#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/source_text.h"

namespace krait::project {

enum class WrittenKind : std::uint8_t { Class, Function, Method, Variable, Field };

/// 16 bytes: a workspace has many.
struct WrittenName {
    static constexpr std::uint32_t kNowhere = 0xFFFF'FFFF;
    std::uint32_t start = 0;
    std::uint32_t container = kNowhere;  ///< index of what it is defined in
    std::uint16_t length = 0;
    WrittenKind kind = WrittenKind::Variable;
    bool is_local = false;  ///< in a function
};

[[nodiscard]] std::vector<WrittenName> written_names(std::string_view text);

using WrittenNamesPtr = std::shared_ptr<const std::vector<WrittenName>>;

/// Those of a program's modules, as long as their texts are the same. Thread-safe.
class WrittenNames {
public:
    [[nodiscard]] WrittenNamesPtr of(base::ModuleId module, const base::SourceText& text);

private:
    struct Known {
        base::Digest digest;
        WrittenNamesPtr names;
    };
    std::mutex mutex_;  // guards what follows
    std::unordered_map<base::ModuleId, Known> known_;
};

}  // namespace krait::project

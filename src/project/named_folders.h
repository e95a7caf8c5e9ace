// named_folders.h
//
// How paths are called in every checkout and on every machine: by the number of the folder, of
// those that a program is looked for in, and the rest of the path. What lies outside of them has no
// name.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "project/configuration.h"

namespace krait::project {

[[nodiscard]] bool is_below(std::string_view path, std::string_view folder);

class NamedFolders {
public:
    explicit NamedFolders(const Configuration& configuration);

    /// False if the path is below none of them.
    [[nodiscard]] bool store(base::ByteWriter& out, std::string_view path) const;
    /// Empty if it can't be one.
    [[nodiscard]] std::string read(base::ByteReader& in) const;
    [[nodiscard]] const std::vector<std::string>& all() const { return folders_; }

private:
    void add(const std::string& folder);

    std::vector<std::string> folders_;
};

}  // namespace krait::project

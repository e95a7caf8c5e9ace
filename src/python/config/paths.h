// paths.h
//
// Python's os.path for POSIX paths as text: mypy prints paths that it has joined and normalised by
// those rules, so ours must come out the same. std::filesystem differs in small ways ("a/." and
// trailing slashes) and would ask the disk.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace krait::config {

/// Gives the value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(std::string_view)>;

/// The process's own environment.
[[nodiscard]] Environment process_environment();

[[nodiscard]] std::string join_path(std::string_view folder, std::string_view name);
/// An absolute path that normalising would not change: most are.
[[nodiscard]] bool is_normal_path(std::string_view path);
/// Without ".", ".." (where it can be resolved), and doubled or trailing slashes; "" gives ".".
[[nodiscard]] std::string normalize_path(std::string_view path);
[[nodiscard]] std::string absolute_path(std::string_view path, std::string_view cwd);
[[nodiscard]] std::string relative_path(std::string_view path, std::string_view from,
                                        std::string_view cwd);
/// (folder, name): "a/b/c" is ("a/b", "c"), "/x" is ("/", "x").
[[nodiscard]] std::pair<std::string_view, std::string_view> split_path(std::string_view path);
[[nodiscard]] inline std::string_view folder_of(std::string_view path) {
    return split_path(path).first;
}
[[nodiscard]] inline std::string_view name_of(std::string_view path) {
    return split_path(path).second;
}
/// (stem, suffix) of a path: "x/a.b.py" is ("x/a.b", ".py"), ".bashrc" has no suffix.
[[nodiscard]] std::pair<std::string_view, std::string_view> split_suffix(std::string_view path);

/// "~" at the start, then $NAME and ${NAME}; what isn't known stays as it is.
[[nodiscard]] std::string expand_path(std::string_view path, const Environment& environment);
[[nodiscard]] std::string expand_user(std::string_view path, const Environment& environment);

/// White space at both ends removed, as Python's str.strip().
[[nodiscard]] std::string_view strip(std::string_view text);

}  // namespace krait::config

#include "cli/shown.h"

#include <set>

#include "cli/render.h"

namespace krait::cli {

namespace {

std::string lines_of(const ShownLines& from, const std::string& path) {
    auto found = from.find(path);
    return found == from.end() ? std::string() : found->second;
}

}  // namespace

void Shown::on_diagnostics(project::FileDiagnostics result) {
    std::string lines;
    for (const std::string& line :
         render(result.display_path, result.diagnostics, result.text.get(), options_)) {
        lines += line + "\n";
    }
    const std::lock_guard lock(mutex_);
    texts_[result.display_path] = result.text;
    if (lines.empty()) {
        lines_.erase(result.display_path);
    } else {
        lines_[result.display_path] = std::move(lines);
    }
}

ShownLines Shown::lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
}

base::SourceTextPtr Shown::text(const std::string& display_path) const {
    const std::lock_guard lock(mutex_);
    auto found = texts_.find(display_path);
    return found == texts_.end() ? nullptr : found->second;
}

std::string difference(const ShownLines& shown, const ShownLines& expected) {
    std::set<std::string> paths;
    for (const auto* side : {&shown, &expected}) {
        for (const auto& [path, lines] : *side) paths.insert(path);
    }
    std::string text;
    for (const std::string& path : paths) {
        const std::string here = lines_of(shown, path);
        const std::string there = lines_of(expected, path);
        if (here == there) continue;
        text += "== " + path + "\n-- after the edits\n" + here + "-- checked anew\n" + there;
    }
    return text;
}

}  // namespace krait::cli

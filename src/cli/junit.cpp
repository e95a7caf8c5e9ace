#include "cli/junit.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace krait::cli {

namespace {

using Lines = std::vector<std::string>;

/// Text between tags. Bytes that XML has no way to hold, escaped or not, become question marks.
std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else {
            out += is_control ? '?' : c;
        }
    }
    return out;
}

std::string attribute(std::string_view text) {
    std::string out;
    for (char c : escaped(text)) out += c == '"' ? std::string("&quot;") : std::string(1, c);
    return out;
}

std::string joined(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::string seconds_of(const JunitRun& run) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", run.seconds);
    return text;
}

/// One test; `messages` empty: it passed.
std::string test_case(const std::string& file, const std::string& name, const std::string& time,
                      const Lines& messages) {
    std::string out = "  <testcase classname=\"mypy\" file=\"" + attribute(file) +
                      "\" line=\"1\" name=\"" + attribute(name) + "\" time=\"" + time + "\">\n";
    if (!messages.empty()) {
        out += "    <failure message=\"mypy produced messages\">" + escaped(joined(messages)) +
               "</failure>\n";
    }
    return out + "  </testcase>\n";
}

/// All messages as those of no file.
std::vector<std::pair<std::string, Lines>> as_one(const JunitRun& run) {
    Lines all;
    for (const auto& [file, lines] : run.files) all.insert(all.end(), lines.begin(), lines.end());
    if (all.empty()) return {};
    return {{"", std::move(all)}};
}

}  // namespace

std::string junit_xml(const JunitRun& run, const config::Options& options) {
    const auto files = options.junit_format == "per_file" ? run.files : as_one(run);
    std::string python = options.python_version.text();
    for (char& c : python) c = c == '.' ? '_' : c;
    const std::string name = "mypy-py" + python + "-" + options.platform;
    const std::string time = seconds_of(run);
    const std::size_t failed = files.size();
    std::string out =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuite errors=\"" +
        std::to_string(run.serious ? failed : 0) + "\" failures=\"" +
        std::to_string(run.serious ? 0 : failed) + "\" name=\"mypy\" skips=\"0\" tests=\"" +
        std::to_string(std::max<std::size_t>(failed, 1)) + "\" time=\"" + time + "\">\n";
    if (files.empty()) out += test_case("mypy", name, time, {});
    for (const auto& [file, lines] : files) {
        out += file.empty() ? test_case("mypy", name, time, lines)
                            : test_case(file, name + " " + file, time, lines);
    }
    return out + "</testsuite>\n";
}

base::Result<void> write_junit_xml(const JunitRun& run, const config::Options& options) {
    if (!options.junit_xml) return {};
    const std::filesystem::path path = *options.junit_xml;
    std::error_code ignored;  // opening the file says what is wrong
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
    std::ofstream file(path, std::ios::binary);
    file << junit_xml(run, options) << std::flush;
    if (!file) {
        return base::fail("krait: error: can't write the JUnit report to '" + path.string() + "'");
    }
    return {};
}

}  // namespace krait::cli

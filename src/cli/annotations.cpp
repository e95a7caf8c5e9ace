#include "cli/annotations.h"

#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace krait::cli {

using messages::Diagnostic;
using messages::Severity;

/// A diagnostic with the notes that belong to it.
struct Annotations::Remark {
    const Diagnostic* found;
    std::string text;
};

namespace {

bool is_error(const Diagnostic& found) {
    return found.severity == Severity::Error;
}

std::string title_of(const Diagnostic& found) {
    return *found.code == '\0' ? "krait" : "krait [" + std::string(found.code) + "]";
}

/// `text` with each byte of `special` as %XX: how both log-reading hosts want it.
std::string percent_encoded(std::string_view text, std::string_view special,
                            std::string_view percent) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        if (c == '%') {
            out += percent;
        } else if (special.find(c) == special.npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
        }
    }
    return out;
}

/// ::error file=a.py,line=1,col=2,title=krait [code]::text
std::string github(const std::string& path, const Diagnostic& found, const std::string& text) {
    const auto property = [](const std::string& value) {
        return percent_encoded(value, "\r\n:,", "%25");
    };
    std::string out = is_error(found) ? "::error " : "::notice ";
    out += "file=" + property(path);
    if (found.line > 0) out += ",line=" + std::to_string(found.line);
    if (found.end_line > found.line) out += ",endLine=" + std::to_string(found.end_line);
    if (found.line > 0 && found.column > 0) out += ",col=" + std::to_string(found.column);
    // Columns of a range are understood within one line only; the end is inclusive there.
    if (found.end_line == found.line && found.end_column > found.column && found.column > 0) {
        out += ",endColumn=" + std::to_string(found.end_column - 1);
    }
    out += ",title=" + property(title_of(found));
    return out + "::" + percent_encoded(text, "\r\n", "%25");
}

/// ##vso[task.logissue type=error;sourcepath=a.py;linenumber=1;columnnumber=2;code=code;]text
std::string azure(const std::string& path, const Diagnostic& found, const std::string& text) {
    const auto property = [](const std::string& value) {
        return percent_encoded(value, "\r\n;]", "%AZP25");
    };
    std::string out = "##vso[task.logissue type=";
    out += is_error(found) ? "error;" : "warning;";
    out += "sourcepath=" + property(path) + ";";
    if (found.line > 0) out += "linenumber=" + std::to_string(found.line) + ";";
    if (found.column > 0) out += "columnnumber=" + std::to_string(found.column) + ";";
    if (*found.code != '\0') out += "code=" + property(found.code) + ";";
    return out + "]" + percent_encoded(text, "\r\n", "%AZP25");
}

}  // namespace

std::optional<CiHost> ci_host(std::string_view name) {
    if (name == "github") return CiHost::GitHub;
    if (name == "gitlab") return CiHost::GitLab;
    if (name == "azure") return CiHost::Azure;
    return std::nullopt;
}

/// An entry's fingerprint must stay when lines above it come and go, and be no other entry's.
std::string Annotations::gitlab(const std::string& path, const Remark& remark) {
    const Diagnostic& found = *remark.found;
    const std::string what = path + '\n' + found.code + '\n' + remark.text;
    const std::uint64_t before = alike_[what]++;
    const base::Digest fingerprint = base::Hasher().add(what).add(before).finish();
    nlohmann::ordered_json entry;
    entry["description"] = remark.text;
    entry["check_name"] = *found.code == '\0' ? "krait" : found.code;
    entry["fingerprint"] = fingerprint.hex();
    entry["severity"] = found.blocker ? "blocker" : is_error(found) ? "major" : "info";
    entry["location"] = {{"path", path}, {"lines", {{"begin", std::max(found.line, 1U)}}}};
    return entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> Annotations::of_file(const std::string& path,
                                              const std::vector<Diagnostic>& diagnostics) {
    std::vector<Remark> remarks;
    for (const Diagnostic& found : diagnostics) {
        if (!is_error(found) && found.belongs_to_previous && !remarks.empty()) {
            remarks.back().text += "\n" + found.message;
        } else {
            remarks.push_back({&found, found.message});
        }
    }
    std::vector<std::string> lines;
    for (const Remark& remark : remarks) {
        if (host_ == CiHost::GitLab) {
            entries_.push_back(gitlab(path, remark));
        } else {
            lines.push_back(host_ == CiHost::GitHub ? github(path, *remark.found, remark.text)
                                                    : azure(path, *remark.found, remark.text));
        }
    }
    return lines;
}

std::vector<std::string> Annotations::rest() {
    if (host_ != CiHost::GitLab) return {};
    std::vector<std::string> lines{"["};
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        lines.push_back(entries_[i] + (i + 1 < entries_.size() ? "," : ""));
    }
    lines.push_back("]");
    return lines;
}

}  // namespace krait::cli

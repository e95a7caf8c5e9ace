#include "server/ipython.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace krait::server {

namespace {

constexpr std::string_view kNoValue = "__";  // a name of IPython's that nobody has for his own

/// Their cells hold Python, which runs where the other cells run.
constexpr std::array<std::string_view, 9> kAroundPython = {
    "capture", "debug", "lprun", "memit", "mprun", "prun", "pyinstrument", "time", "timeit"};
/// Their lines hold a statement.
constexpr std::array<std::string_view, 5> kBeforeStatement = {"time", "timeit", "prun", "memit",
                                                              "debug"};
constexpr std::array<std::string_view, 4> kCompound = {"for", "while", "with", "if"};
constexpr std::array<std::string_view, 84> kDefinesNothing = {
    "HTML",     "SVG",        "alias",     "autoawait", "autocall",     "automagic", "autoreload",
    "autosave", "bash",       "capture",   "cat",       "cd",           "cmd",       "colors",
    "conda",    "config",     "cp",        "dirs",      "doctest_mode", "env",       "file",
    "gui",      "hist",       "history",   "html",      "javascript",   "js",        "latex",
    "ldir",     "load_ext",   "ls",        "lsmagic",   "magic",        "mamba",     "man",
    "markdown", "matplotlib", "mkdir",     "more",      "mv",           "notebook",  "page",
    "pdb",      "pdef",       "pdoc",      "perl",      "pfile",        "pinfo",     "pinfo2",
    "pip",      "popd",       "pprint",    "precision", "psearch",      "psource",   "pushd",
    "pwd",      "pypy",       "python",    "python2",   "python3",      "qtconsole", "quickref",
    "rehashx",  "reload_ext", "reset",     "rm",        "ruby",         "save",      "script",
    "set_env",  "sh",         "svg",       "sx",        "system",       "tb",        "tensorboard",
    "unalias",  "uv",         "watermark", "who",       "whos",         "writefile", "xmode"};

template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}
bool ends_line(char c) {
    return c == '\n' || c == '\r';
}
bool is_name_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

/// Goes through a cell from one statement's start to the next, in the text that it changes.
class Masker {
public:
    explicit Masker(PythonOfCell& out) : out_(out), text_(out.text) {}

    void run() {
        mask_cell_magic();
        while (at_ < text_.size()) {
            const std::size_t start = at_;
            at_ = past_spaces(at_);
            if (at_ == text_.size()) return;
            if (!mask_escape(start)) pass_statement(start);
        }
    }

private:
    [[nodiscard]] std::size_t past_spaces(std::size_t at) const {
        while (at < text_.size() && is_space(text_[at])) ++at;
        return at;
    }
    [[nodiscard]] std::string_view word_at(std::size_t at) const {
        std::size_t end = at;
        while (end < text_.size() && is_name_byte(text_[end])) ++end;
        return std::string_view(text_).substr(at, end - at);
    }
    [[nodiscard]] std::size_t line_end(std::size_t at) const {
        while (at < text_.size() && !ends_line(text_[at])) ++at;
        return at;
    }
    [[nodiscard]] std::size_t next_line(std::size_t at) const {
        at = line_end(at);
        if (at < text_.size()) at += text_.substr(at, 2) == "\r\n" ? 2 : 1;
        return at;
    }
    /// The end of a command, which a backslash takes to the next line.
    [[nodiscard]] std::size_t command_end(std::size_t at) const {
        while (true) {
            const std::size_t end = line_end(at);
            if (end == text_.size() || end == at || text_[end - 1] != '\\') return end;
            at = next_line(end);
        }
    }
    void blank(std::size_t start, std::size_t end) {
        for (std::size_t i = start; i < end; ++i) {
            if (!ends_line(text_[i])) text_[i] = ' ';
        }
    }
    void put(std::size_t at, std::string_view what) { text_.replace(at, what.size(), what); }

    /// Instead of a statement; in a block it may be the only one.
    void mask_statement(std::size_t line_start, std::size_t start, std::size_t end) {
        blank(start, end);
        if (start == line_start) return;
        put(start, line_end(start) - start >= 4 ? "pass" : "0");
    }

    /// Behind the options that start here; empty if there is none.
    [[nodiscard]] std::string_view first_argument(std::size_t at) const {
        at = past_spaces(at);
        while (at < text_.size() && text_[at] == '-') {
            while (at < text_.size() && !is_space(text_[at]) && !ends_line(text_[at])) ++at;
            at = past_spaces(at);
        }
        return word_at(at);
    }

    void mask_cell_magic() {
        std::size_t start = 0;
        while (start < text_.size() && (is_space(text_[start]) || ends_line(text_[start]))) ++start;
        if (text_.compare(start, 2, "%%") != 0) return;
        out_.starts_with_magic = true;
        const std::string name(word_at(start + 2));
        if (!is_one_of(name, kAroundPython)) {
            const bool gives_output = text_.find("--out", start) < line_end(start);
            out_.defines_unseen = gives_output || !is_one_of(name, kDefinesNothing);
            blank(start, text_.size());
            at_ = text_.size();
            return;
        }
        const std::string captured(name == "capture" ? first_argument(start + 2 + name.size())
                                                     : "");
        blank(0, line_end(start));
        if (!captured.empty()) put(start, captured + " = " + std::string(kNoValue));
        at_ = next_line(start);
    }

    /// Whether the statement is none of Python's; `at_` is behind it then.
    bool mask_escape(std::size_t line_start) {
        const char first = text_[at_];
        if (std::string_view("%!?,;/").find(first) == std::string_view::npos) return false;
        const std::string name(first == '%' ? word_at(at_ + 1) : "");
        const std::size_t rest = past_spaces(at_ + 1 + name.size());
        const bool has_options = rest < text_.size() && text_[rest] == '-';
        const bool has_statement = rest < line_end(at_) && !has_options;
        if (is_one_of(name, kBeforeStatement) && has_statement &&
            !is_one_of(word_at(rest), kCompound)) {
            blank(at_, rest);
            put(at_, "0;");
            pass_statement(line_start);
            return true;
        }
        if (first == '%' && !is_one_of(name, kBeforeStatement) &&
            !is_one_of(name, kDefinesNothing)) {
            out_.defines_unseen = true;
        }
        const std::size_t end = command_end(at_);
        mask_statement(line_start, at_, end);
        at_ = next_line(end);
        return true;
    }

    /// Behind a string literal that starts here.
    [[nodiscard]] std::size_t past_string(std::size_t at) const {
        const char quote = text_[at];
        const std::string triple(3, quote);
        const bool is_long = text_.compare(at, 3, triple) == 0;
        at += is_long ? 3 : 1;
        while (at < text_.size()) {
            if (text_[at] == '\\') {
                at += 2;
            } else if (is_long && text_.compare(at, 3, triple) == 0) {
                return at + 3;
            } else if (!is_long && (text_[at] == quote || ends_line(text_[at]))) {
                return text_[at] == quote ? at + 1 : at;
            } else {
                ++at;
            }
        }
        return text_.size();
    }

    /// Whether a magic or a command is assigned by the "=" here; masked then.
    bool mask_value(std::size_t equals) {
        const std::size_t value = past_spaces(equals + 1);
        if (value + 1 >= text_.size() || ends_line(text_[value + 1])) return false;
        const bool is_magic = text_[value] == '%' && is_name_byte(text_[value + 1]);
        const bool is_command = text_[value] == '!' && text_[value + 1] != '=';
        if (!is_magic && !is_command) return false;
        blank(value, command_end(value));
        put(value, kNoValue);
        return true;
    }

    /// To the end of a statement of Python, or of a question about it.
    void pass_statement(std::size_t line_start) {
        const std::size_t start = past_spaces(line_start);
        int depth = 0;
        char last = ' ';  // that isn't space
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (ends_line(c) && depth == 0) break;
            if (c == '#') {
                at_ = line_end(at_);
            } else if (c == '"' || c == '\'') {
                at_ = past_string(at_);
                last = c;
            } else if (c == '\\') {
                at_ = std::max(next_line(at_), at_ + 1);
            } else {
                if (c == '(' || c == '[' || c == '{') ++depth;
                if ((c == ')' || c == ']' || c == '}') && depth > 0) --depth;
                if (c == '=' && depth == 0 && mask_value(at_)) at_ = line_end(at_) - 1;
                if (!is_space(c) && !ends_line(c)) last = c;
                ++at_;
            }
        }
        at_ = std::min(at_, text_.size());
        if (last == '?') mask_statement(line_start, start, at_);
        at_ = next_line(at_);
    }

    PythonOfCell& out_;
    std::string& text_;
    std::size_t at_ = 0;
};

}  // namespace

PythonOfCell python_of_cell(std::string_view cell) {
    PythonOfCell out{std::string(cell)};
    Masker(out).run();
    return out;
}

bool is_name_of_ipython(std::string_view name) {
    static constexpr std::array<std::string_view, 13> kNames = {
        "In",  "Out", "_",    "__",  "___",     "_dh",        "_i",
        "_ih", "_ii", "_iii", "_oh", "display", "get_ipython"};
    if (is_one_of(name, kNames)) return true;
    if (!name.starts_with('_')) return false;
    name.remove_prefix(name.starts_with("_i") ? 2 : 1);
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace krait::server

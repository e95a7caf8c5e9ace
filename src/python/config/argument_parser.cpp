// argument_parser.cpp

#include "python/config/argument_parser.h"
#include "python/messages/wording.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace krait::config {
namespace {

using messages::python_repr;

/// A flag's spelling and what it stands for.
struct Flag {
    std::string_view text;
    std::string_view names;  // with its synonyms
    const OptionInfo* option;
    bool on;
};

struct FlagTable {
    std::vector<Flag> flags;  // in the table's order
    std::unordered_map<std::string_view, const Flag*> by_text;
};

const FlagTable& flag_table() {
    static const FlagTable table = [] {
        FlagTable result;
        for (const OptionInfo& row : option_table()) {
            for (const bool on : {true, false}) {
                for (const std::string_view names : words(on ? row.on : row.off)) {
                    for (const std::string_view text : words(names, '/')) {
                        result.flags.push_back({text, names, &row, on});
                    }
                }
            }
        }
        for (const Flag& flag : result.flags) result.by_text.emplace(flag.text, &flag);
        return result;
    }();
    return table;
}

/// How many values a flag takes.
struct Arity {
    std::size_t least = 0;
    std::size_t most = 0;
};

Arity arity_of(const Flag& flag) {
    if (const Special* special = std::get_if<Special>(&flag.option->field)) {
        switch (*special) {
            case Special::Help:
            case Special::Version:
            case Special::Strict:
                return {0, 0};
            case Special::CacheMap:
                return {1, static_cast<std::size_t>(-1)};
            default:
                return {1, 1};
        }
    }
    if (std::holds_alternative<bool Options::*>(flag.option->field)) return {0, 0};
    if (flag.option->name == "verbosity") return {0, 0};
    if (flag.option->name == "shadow_file") return {2, 2};
    return {1, 1};
}

std::string expectation(const Arity& arity) {
    if (arity.most > 2) return "expected at least one argument";
    return arity.least == 1 ? "expected one argument"
                            : "expected " + std::to_string(arity.least) + " arguments";
}

bool looks_like_number(std::string_view text) {
    text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view rest =
        point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    const auto digits = [](std::string_view part) {
        return part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return digits(whole) && digits(rest) && !text.empty() && text != ".";
}

/// What an argument is, before anything is consumed.
struct Classified {
    enum class Kind { Value, Separator, Flag, UnknownFlag } kind = Kind::Value;
    const Flag* flag = nullptr;
    std::string_view spelling;
    std::optional<std::string> attached;  // the value after "=", or behind a short flag
};

class Parser {
public:
    explicit Parser(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

    base::Result<ParsedArguments> parse() {
        if (auto done = classify_all(); !done) return tl::unexpected(done.error());
        std::size_t i = 0;
        while (i < arguments_.size()) {
            const auto kind = classified_[i].kind;
            if (kind == Classified::Kind::Flag) {
                const auto next = consume_flag(i);
                if (!next) return tl::unexpected(next.error());
                i = *next;
                // --help and --version act at once, whatever follows.
                if (stop_) return std::move(result_);
            } else if (kind == Classified::Kind::UnknownFlag) {
                extras_.push_back(arguments_[i++]);
            } else {
                i = consume_values(i);
            }
        }
        if (!extras_.empty()) {
            std::string list;
            for (const std::string& extra : extras_) list += " " + extra;
            return base::fail("unrecognized arguments:" + list);
        }
        return std::move(result_);
    }

private:
    using Kind = Classified::Kind;

    base::Result<void> classify_all() {
        bool separator = false;
        for (const std::string& argument : arguments_) {
            if (separator) {
                classified_.push_back({});
            } else if (argument == "--") {
                separator = true;
                classified_.push_back({.kind = Kind::Separator});
            } else {
                auto classified = classify(argument);
                if (!classified) return tl::unexpected(classified.error());
                classified_.push_back(std::move(*classified));
            }
        }
        return {};
    }

    static base::Result<Classified> classify(const std::string& argument) {
        if (argument.size() < 2 || argument[0] != '-') return Classified{};
        const auto& exact = flag_table().by_text;
        if (const auto found = exact.find(argument); found != exact.end()) {
            return Classified{Kind::Flag, found->second, found->second->text, {}};
        }
        const std::size_t equals = argument.find('=');
        if (equals != std::string::npos) {
            const auto found = exact.find(std::string_view(argument).substr(0, equals));
            if (found != exact.end()) {
                return Classified{Kind::Flag, found->second, found->second->text,
                                  argument.substr(equals + 1)};
            }
        }
        if (argument[1] != '-') {
            const auto found = exact.find(std::string_view(argument).substr(0, 2));
            if (found != exact.end()) {
                return Classified{Kind::Flag, found->second, found->second->text,
                                  argument.substr(2)};
            }
            if (looks_like_number(argument)) return Classified{};
        } else if (auto abbreviated = by_prefix(argument, equals)) {
            return std::move(*abbreviated);
        }
        if (argument.find(' ') != std::string::npos) return Classified{};
        return Classified{.kind = Kind::UnknownFlag};
    }

    static std::optional<base::Result<Classified>> by_prefix(const std::string& argument,
                                                             std::size_t equals) {
        const std::string_view prefix = std::string_view(argument).substr(0, equals);
        const Flag* only = nullptr;
        std::string matches;
        std::size_t count = 0;
        for (const Flag& flag : flag_table().flags) {
            if (!flag.text.starts_with(prefix)) continue;
            only = &flag;
            ++count;
            matches += (matches.empty() ? "" : ", ") + std::string(flag.text);
        }
        if (count == 0) return std::nullopt;
        if (count > 1) {
            return base::Result<Classified>(
                base::fail("ambiguous option: " + argument + " could match " + matches));
        }
        Classified result{Kind::Flag, only, only->text, {}};
        if (equals != std::string::npos) result.attached = argument.substr(equals + 1);
        return base::Result<Classified>(std::move(result));
    }

    static tl::unexpected<base::Error> complain(const Flag& flag, const std::string& what) {
        return base::fail("argument " + std::string(flag.names) + ": " + what);
    }

    void add(const Flag& flag, Strings values) {
        result_.options.push_back(
            {flag.option, flag.on, std::string(flag.names), std::move(values)});
        const Special* special = std::get_if<Special>(&flag.option->field);
        stop_ |= special && (*special == Special::Help || *special == Special::Version);
    }

    base::Result<std::size_t> consume_flag(std::size_t at) {
        const Flag* flag = classified_[at].flag;
        std::optional<std::string> attached = classified_[at].attached;
        bool single_dash = !classified_[at].spelling.starts_with("--");
        while (attached) {
            const Arity arity = arity_of(*flag);
            if (arity.least <= 1 && arity.most >= 1) {
                add(*flag, {*attached});
                return at + 1;
            }
            if (arity.most > 0 || !single_dash || attached->empty()) {
                return complain(*flag, "ignored explicit argument " + python_repr(*attached));
            }
            // A cluster such as -vn4: this flag takes nothing, the next letter is a flag.
            add(*flag, {});
            const auto& exact = flag_table().by_text;
            const auto next = exact.find("-" + attached->substr(0, 1));
            if (next == exact.end()) {
                return complain(*flag, "ignored explicit argument " + python_repr(*attached));
            }
            flag = next->second;
            *attached = attached->substr(1);
            if (attached->empty()) attached.reset();
        }
        const Arity arity = arity_of(*flag);
        Strings values;
        std::size_t i = at + 1;
        while (i < arguments_.size() && values.size() < arity.most &&
               classified_[i].kind == Kind::Value) {
            values.push_back(arguments_[i++]);
        }
        if (values.size() < arity.least) return complain(*flag, expectation(arity));
        add(*flag, std::move(values));
        return i;
    }

    /// The first run of values is the positional arguments; what comes in later runs is too much.
    std::size_t consume_values(std::size_t at) {
        std::size_t i = at;
        bool separator_seen = false;
        for (; i < arguments_.size(); ++i) {
            const bool separator = classified_[i].kind == Kind::Separator;
            if (!separator && classified_[i].kind != Kind::Value) break;
            if (separator && !separator_seen) {
                separator_seen = true;
            } else {
                (positionals_taken_ ? extras_ : result_.positionals).push_back(arguments_[i]);
            }
        }
        positionals_taken_ = true;
        return i;
    }

    std::vector<std::string> arguments_;
    std::vector<Classified> classified_;
    ParsedArguments result_;
    Strings extras_;
    bool positionals_taken_ = false;
    bool stop_ = false;
};

/// Replaces "@file" by the file's lines, in files too.
base::Result<std::vector<std::string>> expand_files(std::span<const std::string> arguments,
                                                    const base::FileSystem& files, int depth) {
    constexpr int kDeepest = 20;  // files that name each other
    std::vector<std::string> result;
    for (const std::string& argument : arguments) {
        if (!argument.starts_with('@')) {
            result.push_back(argument);
            continue;
        }
        const std::string path = argument.substr(1);
        const auto text = files.read(path);
        if (!text || depth > kDeepest) {
            return base::fail("[Errno 2] No such file or directory: " + python_repr(path));
        }
        std::vector<std::string> lines;
        for (std::string_view rest = *text; !rest.empty();) {
            const std::size_t end = rest.find('\n');
            std::string_view line = rest.substr(0, end);
            if (line.ends_with('\r')) line.remove_suffix(1);
            lines.emplace_back(line);
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
        auto expanded = expand_files(lines, files, depth + 1);
        if (!expanded) return expanded;
        result.insert(result.end(), expanded->begin(), expanded->end());
    }
    return result;
}

}  // namespace

base::Result<ParsedArguments> parse_arguments(std::span<const std::string> arguments,
                                              const base::FileSystem& files) {
    auto expanded = expand_files(arguments, files, 0);
    if (!expanded) return tl::unexpected(expanded.error());
    return Parser(std::move(*expanded)).parse();
}

}  // namespace krait::config

#include "project/written_names.h"

#include <limits>
#include <string>
#include <unordered_set>

#include "python/syntax/place.h"

namespace krait::project {

namespace {

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::vector<WrittenName> run() {
        while (at_ < text_.size()) {
            const std::size_t start = at_;
            skip_blanks();
            const std::size_t indent = at_ - start;
            if (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r' &&
                text_[at_] != '#') {
                while (!scopes_.empty() && scopes_.back().indent >= indent) scopes_.pop_back();
                read_statement(indent);
            }
            skip_logical_line();
        }
        return std::move(names_);
    }

private:
    struct Scope {
        std::size_t indent;
        std::uint32_t index;
    };

    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    void skip_blanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\f') ++at_;
    }
    std::string_view take_word() {
        const base::TextRange word = syntax::word_at(text_, static_cast<std::uint32_t>(at_));
        if (word.start != at_) return {};
        at_ = word.end;
        return text_.substr(word.start, word.end - word.start);
    }

    void read_statement(std::size_t indent) {
        std::string_view word = take_word();
        if (word == "async") {
            skip_blanks();
            word = take_word();
        }
        const std::size_t after = at_;
        skip_blanks();
        const bool is_class = word == "class";
        if (is_class || word == "def") {
            const std::string_view name = take_word();
            if (name.empty()) return;
            add(name, is_class     ? WrittenKind::Class
                      : in_class() ? WrittenKind::Method
                                   : WrittenKind::Function);
            scopes_.push_back({indent, static_cast<std::uint32_t>(names_.size() - 1)});
            return;
        }
        if (word == "type") {
            const std::string_view name = take_word();
            skip_blanks();
            if (!name.empty() && (peek() == '=' || peek() == '[')) {
                return add(name, WrittenKind::Class);
            }
            at_ = after;
            skip_blanks();
        }
        const bool is_keyword = word == "else" || word == "try" || word == "finally" ||
                                word == "lambda" || word.empty();
        const bool assigns = peek() == '=' && peek(1) != '=';
        if (is_keyword || in_function() || (!assigns && peek() != ':')) return;
        if (!seen_.insert(scope_key() + std::string(word)).second) return;
        add(word, in_class() ? WrittenKind::Field : WrittenKind::Variable);
    }

    [[nodiscard]] std::uint32_t container() const {
        return scopes_.empty() ? WrittenName::kNowhere : scopes_.back().index;
    }
    [[nodiscard]] bool in_class() const {
        return !scopes_.empty() && names_[container()].kind == WrittenKind::Class;
    }
    [[nodiscard]] bool in_function() const { return !scopes_.empty() && !in_class(); }
    [[nodiscard]] std::string scope_key() const { return std::to_string(container()) + '.'; }

    void add(std::string_view name, WrittenKind kind) {
        if (name.size() > std::numeric_limits<std::uint16_t>::max()) return;
        WrittenName made;
        made.start = static_cast<std::uint32_t>(name.data() - text_.data());
        made.length = static_cast<std::uint16_t>(name.size());
        made.container = container();
        made.kind = kind;
        made.is_local = in_function() || (in_class() && names_[container()].is_local);
        names_.push_back(made);
    }

    /// What follows a line's end within brackets: a new definition there means that they were left
    /// open, as they are while somebody types.
    [[nodiscard]] bool starts_definition() const {
        const std::string_view rest = text_.substr(at_);
        return rest.starts_with("def ") || rest.starts_with("class ") || rest.starts_with("@") ||
               rest.starts_with("async def ");
    }

    void skip_logical_line() {
        unsigned depth = 0;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            switch (c) {
                case '(':
                case '[':
                case '{':
                    ++depth;
                    break;
                case ')':
                case ']':
                case '}':
                    if (depth > 0) --depth;
                    break;
                case '#':
                    skip_comment();
                    continue;
                case '"':
                case '\'':
                    skip_string(c);
                    continue;
                case '\\':
                    at_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
                    continue;
                case '\n':
                    ++at_;
                    if (depth == 0 || starts_definition()) return;
                    continue;
                default:
                    break;
            }
            ++at_;
        }
    }

    void skip_comment() {
        const std::size_t end = text_.find('\n', at_);
        at_ = end == std::string_view::npos ? text_.size() : end;
    }

    void skip_string(char quote) {
        const bool is_long = peek(1) == quote && peek(2) == quote;
        at_ += is_long ? 3 : 1;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\\') {
                at_ += 2;
            } else if (c == quote && (!is_long || (peek(1) == quote && peek(2) == quote))) {
                at_ += is_long ? 3 : 1;
                return;
            } else if (c == '\n' && !is_long) {
                return;
            } else {
                ++at_;
            }
        }
    }

    const std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Scope> scopes_;
    std::vector<WrittenName> names_;
    std::unordered_set<std::string> seen_;  // variables: only where they are first assigned
};

}  // namespace

std::vector<WrittenName> written_names(std::string_view text) {
    return Scanner(text).run();
}

WrittenNamesPtr WrittenNames::of(base::ModuleId module, const base::SourceText& text) {
    {
        const std::lock_guard lock(mutex_);
        const auto known = known_.find(module);
        if (known != known_.end() && known->second.digest == text.digest()) {
            return known->second.names;
        }
    }
    auto made = std::make_shared<const std::vector<WrittenName>>(written_names(text.text()));
    const std::lock_guard lock(mutex_);
    known_[module] = {text.digest(), made};
    return made;
}

}  // namespace krait::project

// reporter.h
//
// Where the checker's findings go. mypy often checks an expression several times (other contexts,
// overload items, loop rounds) and keeps only some of what it finds; so there is a stack of filters
// between the checker and the list of diagnostics. Formatting types is the dear part of a finding,
// and most findings of such trials are dropped: texts are made only when somebody will keep them.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/messages/codes.h"
#include "python/messages/diagnostic.h"
#include "python/messages/texts.h"
#include "python/syntax/node.h"
#include "python/types/type.h"

namespace krait::checker {

struct CheckContext;
using Diagnostics = std::vector<messages::Diagnostic>;

/// What a loop's rounds say that may not hold in the next round: kept apart, and reported only if
/// every round that could reach the place says it (mypy's IterationDependentErrors).
struct LoopFindings {
    struct Round {
        Diagnostics useless;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> unreachable_lines;
    };
    std::vector<Round> rounds;
    /// Types revealed at one place in all rounds, by node.
    std::vector<std::pair<syntax::NodeId, std::vector<types::TypePtr>>> revealed;
};

struct FilterOptions {
    bool filter = true;       ///< false: only watch
    bool save = false;        ///< keep what is filtered, to report it after all
    bool deprecated = false;  ///< filter notes of deprecation too
    bool revealed = false;    ///< filter reveal_type's notes too
};

/// One filter on the stack; lives in a scope. mypy's ErrorWatcher.
class Filter {
public:
    explicit Filter(CheckContext& ck, FilterOptions options = {}, LoopFindings* loop = nullptr);
    ~Filter();
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    /// Takes it off the stack before the scope ends.
    void close();
    [[nodiscard]] bool has_errors() const { return has_errors_; }
    [[nodiscard]] Diagnostics& saved() { return saved_; }

private:
    friend struct Reporter;
    CheckContext& ck_;
    FilterOptions options_;
    LoopFindings* loop_;
    bool open_ = true;
    bool has_errors_ = false;
    Diagnostics saved_;
};

struct Reporter {
    Diagnostics diagnostics;
    std::vector<Filter*> filters{};
    /// mypy's disable_type_names: in unions, texts leave out the name of the whole type.
    std::uint32_t type_names_disabled = 0;

    /// Whether a text would reach anybody; where not, noting that something failed is enough.
    [[nodiscard]] bool wants_text(const char* code) const;
    /// No user will see it as it is: prefer the short way (mypy's prefer_simple_messages).
    [[nodiscard]] bool prefers_simple() const;
    /// Through the filters, and into `diagnostics` if none of them holds it.
    void add(messages::Diagnostic diagnostic);
    void add_all(const Diagnostics& found);
    [[nodiscard]] bool keeps(Filter& filter, const messages::Diagnostic& found);
    /// The filter that drops reveal_type's notes, or a loop's findings that collect them.
    [[nodiscard]] bool drops_revealed() const;
    [[nodiscard]] LoopFindings* collects_revealed() const;
};

// Findings at a node of the tree. Without a code (kNone) the code is misc.
void fail(CheckContext& ck, syntax::NodeId at, const char* code, std::string text);
void fail(CheckContext& ck, syntax::NodeId at, const messages::Text& text);
void fail(CheckContext& ck, syntax::NodeId at, const messages::Text& text,
          std::initializer_list<std::string_view> values);
void note(CheckContext& ck, syntax::NodeId at, const char* code, std::string text);
/// Only counts as an error for the filters; whoever calls it saw that nobody wants the text.
void fail_silently(CheckContext& ck, const char* code);

/// Reports `make_text()`, which runs only if somebody keeps the text.
template <class MakeText>
void fail_lazily(CheckContext& ck, syntax::NodeId at, const char* code, MakeText&& make_text);

/// The diagnostic that `fail` would report at a node.
[[nodiscard]] messages::Diagnostic diagnostic_at(CheckContext& ck, syntax::NodeId at,
                                                 messages::Severity severity, const char* code,
                                                 std::string text);

/// After a loop: what all of its rounds agree on.
void report_loop_findings(CheckContext& ck, LoopFindings& findings);

/// "a" + "b" + ... in one allocation.
[[nodiscard]] std::string concat(std::initializer_list<std::string_view> parts);

}  // namespace krait::checker

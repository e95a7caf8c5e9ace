#include "project/summary.h"

#include "base/bytes.h"
#include "project/body_job.h"
#include "project/finish_module.h"
#include "project/stored_results.h"
#include "python/messages/codes.h"
#include "python/semantic/ruled_out.h"
#include "python/syntax/parser.h"
#include "python/syntax/reparse.h"
#include "python/syntax/variable_renaming.h"

namespace krait::project {

using messages::Diagnostic;

namespace {

void set_place(Diagnostic& diagnostic, const base::SourceText& text, base::TextRange range) {
    base::LineColumn start = text.position(range.start, base::ColumnUnit::Utf8);
    base::LineColumn end = text.position(range.end, base::ColumnUnit::Utf8);
    diagnostic.line = start.line + 1;
    diagnostic.column = start.column + 1;
    diagnostic.end_line = end.line + 1;
    diagnostic.end_column = end.column + 1;
}

syntax::ParseOptions parse_options(const ReadAs& how) {
    syntax::ParseOptions parse;
    parse.python_minor = how.python_minor;
    parse.is_stub = how.is_stub;
    return parse;
}

// One name for two variables becomes two names, where mypy allows that.
bool renames_with(const ReadAs& how) {
    return !how.is_stub && !how.options->allow_redefinition;
}
bool renames_redefined(const ReadAs& how) {
    return !how.is_stub && how.options->allow_redefinition_old;
}

std::vector<Diagnostic> syntax_errors(const base::SourceText& text, const syntax::Tree& tree) {
    std::vector<Diagnostic> errors;
    for (const syntax::SyntaxProblem& problem : tree.errors()) {
        Diagnostic made;
        set_place(made, text, problem.range);
        const messages::codes::CodeInfo* known = messages::codes::find(problem.code);
        made.code = known != nullptr ? known->code : messages::codes::kNone;
        made.message = problem.message;
        made.blocker = problem.blocker;
        errors.push_back(std::move(made));
    }
    return errors;
}

void store(base::ByteWriter& out, const WrittenImport& import) {
    out.flag(import.is_from).flag(import.top_level).flag(import.mypy_only);
    out.number(import.level).number(import.line).text(import.module).number(import.names.size());
    for (const std::string& name : import.names) out.text(name);
}

WrittenImport read_import(base::ByteReader& in) {
    WrittenImport import;
    import.is_from = in.flag();
    import.top_level = in.flag();
    import.mypy_only = in.flag();
    import.level = static_cast<std::uint32_t>(in.number());
    import.line = static_cast<std::uint32_t>(in.number());
    import.module = in.text();
    for (std::size_t left = in.count(); left > 0; --left) import.names.emplace_back(in.text());
    return import;
}

void store_ignores(base::ByteWriter& out, const Summary& summary) {
    out.flag(summary.ignores_whole_file).number(summary.type_ignores.size());
    for (const syntax::TypeIgnore& ignore : summary.type_ignores) {
        out.number(ignore.line).number(ignore.offset).number(ignore.codes.size());
        for (const std::string& code : ignore.codes) out.text(code);
    }
    out.number(summary.ruled_out.size());
    for (const auto& [first, last] : summary.ruled_out) out.number(first).number(last);
}

void read_ignores(base::ByteReader& in, Summary& summary) {
    const auto number = [&in] { return static_cast<std::uint32_t>(in.number()); };
    summary.ignores_whole_file = in.flag();
    for (std::size_t left = in.count(); left > 0; --left) {
        syntax::TypeIgnore& ignore = summary.type_ignores.emplace_back();
        ignore.line = number();
        ignore.offset = number();
        for (std::size_t codes = in.count(); codes > 0; --codes) {
            ignore.codes.emplace_back(in.text());
        }
    }
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::uint32_t first = number();
        summary.ruled_out.emplace_back(first, number());
    }
}

void store_chunks(base::ByteWriter& out, const Summary& summary) {
    out.number(summary.chunks.size());
    for (std::size_t i = 0; i < summary.chunks.size(); ++i) {
        const ChunkUnits& units = summary.chunks[i];
        out.number(units.first).number(units.last).number(units.start_line);
        out.digest(summary.planned_chunks[i].key).number(summary.planned_chunks[i].size_hint);
    }
}

void read_chunks(base::ByteReader& in, Summary& summary) {
    const std::size_t count = in.count();
    for (std::size_t i = 0; i < count; ++i) {
        ChunkUnits& units = summary.chunks.emplace_back();
        units.first = in.number();
        units.last = in.number();
        units.start_line = static_cast<std::uint32_t>(in.number());
        scheduler::BodyChunk& planned = summary.planned_chunks.emplace_back();
        planned.key = in.digest();
        planned.size_hint = in.number();
        planned.number = static_cast<std::uint32_t>(i);
    }
}

}  // namespace

ParsedText parse_text(const base::SourceText& text, const ReadAs& how) {
    ParsedText parsed;
    parsed.tree = std::make_shared<syntax::Tree>(
        syntax::parse_module(text, parse_options(how), &parsed.stretches));
    return parsed;
}

std::optional<ParsedText> parse_again(const base::SourceText& before, const Parsed& parsed,
                                      const base::SourceText& text, const ReadAs& how) {
    if (renames_redefined(how)) return std::nullopt;
    auto made = syntax::reparse({before, *parsed.tree, parsed.stretches}, text, parse_options(how),
                                renames_with(how));
    if (!made) return std::nullopt;
    return ParsedText{std::make_shared<syntax::Tree>(std::move(made->tree)),
                      std::move(made->stretches), true};
}

std::vector<config::ConfigComment> comments_of(const syntax::Tree& tree) {
    std::vector<config::ConfigComment> comments;
    for (const syntax::InlineConfig& comment : tree.inline_config()) {
        comments.push_back({comment.line, comment.text});
    }
    return comments;
}

config::OptionsPtr own_options(const config::OptionsPtr& options,
                               const std::vector<config::ConfigComment>& comments,
                               std::vector<Diagnostic>& errors) {
    if (comments.empty()) return options;
    config::InlineOptions inline_options = config::read_config_comments(comments);
    for (const config::ConfigComment& error : inline_options.errors) {
        errors.push_back(at_line(error.line, messages::codes::kMisc, error.text));
    }
    return std::make_shared<const config::Options>(
        config::apply_changes(*options, inline_options.changes));
}

Parsed finish_parsing(ParsedText text, const ReadAs& how) {
    if (!text.is_renamed) {
        if (renames_with(how)) syntax::rename_with_variables(*text.tree);
        if (renames_redefined(how)) syntax::rename_redefined_variables(*text.tree);
    }
    semantic::Outline outline = semantic::make_outline(*text.tree, *how.options);
    return {std::move(text.tree), std::move(text.stretches), std::move(outline)};
}

Summary make_summary(const base::SourceText& text, const Parsed& parsed,
                     const config::Options& own_options) {
    const syntax::Tree& tree = *parsed.tree;
    Summary summary;
    summary.syntax_errors = syntax_errors(text, tree);
    summary.comments = comments_of(tree);
    summary.imports = written_imports(text, tree, own_options);
    summary.uses_template_strings = tree.uses_template_strings();
    summary.ignores_whole_file = tree.ignores_whole_file();
    summary.type_ignores.assign(tree.type_ignores().begin(), tree.type_ignores().end());
    if (!summary.type_ignores.empty()) {
        for (base::TextRange block : semantic::ruled_out_blocks(tree, own_options)) {
            summary.ruled_out.emplace_back(text.line_of(block.start) + 1,
                                           text.line_of(block.end) + 1);
        }
    }
    summary.skeleton = std::make_shared<const Skeleton>(make_skeleton(text, tree, parsed.outline));
    plan_chunks(text, parsed, own_options, summary);
    return summary;
}

std::string store_summary(const Summary& summary) {
    base::ByteWriter out;
    store_findings(out, Findings(summary.syntax_errors));
    out.number(summary.comments.size());
    for (const config::ConfigComment& comment : summary.comments) {
        out.number(comment.line).text(comment.text);
    }
    out.number(summary.imports.size());
    for (const WrittenImport& import : summary.imports) store(out, import);
    out.flag(summary.uses_template_strings);
    store_ignores(out, summary);
    out.digest(summary.skeleton->digest);
    store_places(out, *summary.skeleton);
    store_chunks(out, summary);
    return out.take();
}

SummaryPtr read_summary(std::string_view bytes) {
    base::ByteReader in(bytes);
    auto summary = std::make_shared<Summary>();
    const auto errors = read_findings(in);
    if (!errors) return nullptr;
    summary->syntax_errors = errors->diagnostics;
    for (std::size_t left = in.count(); left > 0; --left) {
        const auto line = static_cast<std::uint32_t>(in.number());
        summary->comments.push_back({line, std::string(in.text())});
    }
    for (std::size_t left = in.count(); left > 0; --left) {
        summary->imports.push_back(read_import(in));
    }
    summary->uses_template_strings = in.flag();
    read_ignores(in, *summary);
    const base::Digest digest = in.digest();
    auto skeleton = read_places(in);
    if (!skeleton) return nullptr;
    skeleton->digest = digest;
    summary->skeleton = std::move(skeleton);
    read_chunks(in, *summary);
    return in.complete() ? summary : nullptr;
}

}  // namespace krait::project

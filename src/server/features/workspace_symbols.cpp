#include "server/features/workspace_symbols.h"

#include <algorithm>

#include "project/uses.h"
#include "project/written_names.h"
#include "server/features/asked_symbol.h"

namespace krait::features {

namespace {

using project::WrittenKind;
using project::WrittenName;
using protocol::SymbolKind;

/// Nobody reads further; another letter asks anew.
constexpr std::size_t kMostSymbols = 200;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_letter(char left, char right) {
    return lower(left) == lower(right);
}

/// `n` of `NodeVisitor` and `v`; the letters behind underscores.
bool starts_part(std::string_view name, std::size_t at) {
    if (at == 0 || name[at - 1] == '_') return true;
    const auto is_upper = [&](std::size_t i) { return name[i] >= 'A' && name[i] <= 'Z'; };
    return is_upper(at) && !is_upper(at - 1);
}

struct Found {
    unsigned score = 0;
    std::size_t module = 0;
    std::uint32_t index = 0;
    std::string_view name;
};

std::string_view text_of(const base::SourceText& text, const WrittenName& name) {
    return text.text().substr(name.start, name.length);
}

SymbolKind kind_of(const WrittenName& name, std::string_view text) {
    switch (name.kind) {
        case WrittenKind::Class:
            return SymbolKind::Class;
        case WrittenKind::Function:
            return SymbolKind::Function;
        case WrittenKind::Method:
            return text == "__init__" ? SymbolKind::Constructor : SymbolKind::Method;
        case WrittenKind::Field:
            return SymbolKind::Field;
        case WrittenKind::Variable:
            break;
    }
    const bool is_constant =
        std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return is_constant ? SymbolKind::Constant : SymbolKind::Variable;
}

/// The names around a name, outermost first: `Class.method`.
std::string container_of(const base::SourceText& text, const std::vector<WrittenName>& names,
                         std::uint32_t index) {
    std::string path;
    for (std::uint32_t at = names[index].container; at != WrittenName::kNowhere;
         at = names[at].container) {
        const std::string name(text_of(text, names[at]));
        path = path.empty() ? name : name + "." + path;
    }
    return path;
}

/// `Class.meth`: what is asked of the name, and of what it is in.
struct Query {
    std::string_view name;
    std::string_view container;
};

Query query_of(std::string_view written) {
    const std::size_t dot = written.rfind('.');
    if (dot == std::string_view::npos) return {written, {}};
    return {written.substr(dot + 1), written.substr(0, dot)};
}

unsigned score_of(const Query& query, const base::SourceText& text,
                  const std::vector<WrittenName>& names, std::uint32_t index) {
    const unsigned score = match_score(query.name, text_of(text, names[index]));
    if (score == 0 || query.container.empty()) return score;
    const std::uint32_t container = names[index].container;
    if (container == WrittenName::kNowhere) return 0;
    return match_score(query.container, text_of(text, names[container])) == 0 ? 0 : score;
}

}  // namespace

unsigned match_score(std::string_view query, std::string_view name) {
    if (query.empty()) return 1;
    const auto whole =
        std::search(name.begin(), name.end(), query.begin(), query.end(), is_same_letter);
    if (whole != name.end()) {
        const auto at = static_cast<std::size_t>(whole - name.begin());
        const unsigned exact = name.substr(at, query.size()) == query ? 50 : 0;
        if (name.size() == query.size()) return 900 + exact;
        return (at == 0 ? 700 : starts_part(name, at) ? 500 : 300) + exact;
    }
    unsigned parts = 0;
    std::size_t at = 0;
    for (char letter : query) {
        while (at < name.size() && !is_same_letter(name[at], letter)) ++at;
        if (at == name.size()) return 0;
        if (starts_part(name, at)) ++parts;
        ++at;
    }
    // `nv` means NodeVisitor rather than invert.
    if (parts == query.size()) return 400;
    return 100 + std::min<unsigned>(100, parts * 100 / static_cast<unsigned>(query.size()));
}

std::vector<protocol::WorkspaceSymbol> workspace_symbols(
    const Question& question, const protocol::WorkspaceSymbolParams& params) {
    std::vector<protocol::WorkspaceSymbol> symbols;
    if (!question.program) return symbols;
    const auto modules = project::workspace_modules(search_of(question)).modules;
    const Query query = query_of(params.query);
    std::vector<project::WrittenNamesPtr> names;
    std::vector<Found> found;
    for (std::size_t i = 0; i < modules.size(); ++i) {
        question.token.poll();
        const base::SourceText& text = *modules[i]->text;
        names.push_back(question.program->written_names().of(modules[i]->record->id, text));
        for (std::uint32_t index = 0; index < names[i]->size(); ++index) {
            const WrittenName& name = (*names[i])[index];
            const unsigned score = name.is_local ? 0 : score_of(query, text, *names[i], index);
            if (score > 0) found.push_back({score, i, index, text_of(text, name)});
        }
    }
    const auto is_better = [](const Found& left, const Found& right) {
        if (left.score != right.score) return left.score > right.score;
        if (left.name.size() != right.name.size()) return left.name.size() < right.name.size();
        if (left.name != right.name) return left.name < right.name;
        return std::pair(left.module, left.index) < std::pair(right.module, right.index);
    };
    const std::size_t most = std::min(found.size(), kMostSymbols);
    std::partial_sort(found.begin(), found.begin() + static_cast<long>(most), found.end(),
                      is_better);
    found.resize(most);
    for (const Found& one : found) {
        const project::LoadedModulePtr& module = modules[one.module];
        const WrittenName& name = (*names[one.module])[one.index];
        std::string container = container_of(*module->text, *names[one.module], one.index);
        if (container.empty()) container = base::text_of(module->record->name);
        const base::TextRange range{name.start, name.start + name.length};
        symbols.push_back({std::string(one.name),
                           std::move(container),
                           kind_of(name, one.name),
                           {question.uri_of(module->record->path),
                            range_of(*module->text, range, question.unit)}});
    }
    return symbols;
}

}  // namespace krait::features

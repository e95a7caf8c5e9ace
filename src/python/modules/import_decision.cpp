// import_decision.cpp
//
// From "where is it?" to "what happens to it?": the imported module's own options decide whether it
// is followed, silenced or skipped, and what is said if it can't be found.

#include <algorithm>
#include <set>

#include "python/messages/codes.h"
#include "python/messages/wording.h"
#include "python/modules/finder.h"
#include "python/modules/stub_distributions.h"

namespace krait::modules {
namespace {

namespace codes = messages::codes;
using config::FollowImports;

/// Modules that the language itself needs: always followed.
constexpr std::string_view kCore[] = {
    "builtins",  "typing",           "types",       "typing_extensions", "mypy_extensions",
    "_typeshed", "_collections_abc", "collections", "collections.abc",   "sys",
    "abc"};

bool is_core(std::string_view module) {
    return std::find(std::begin(kCore), std::end(kCore), module) != std::end(kCore);
}

constexpr const char* kMissingImports =
    "See https://mypy.readthedocs.io/en/stable/running_mypy.html#missing-imports";

std::string_view top_level(std::string_view module) {
    return module.substr(0, module.find('.'));
}

/// Names of modules that `module` may be a misspelling of.
std::vector<std::string> likely_meant(const ModuleFinder& finder, std::string_view module) {
    const std::string_view wanted = top_level(module);
    if (wanted.starts_with('_')) return {};
    const auto well_known = well_known_modules();
    std::set<std::string, std::less<>> names(well_known.begin(), well_known.end());
    const config::PythonVersion version = finder.options().global()->python_version;
    for (const auto& [name, range] : finder.versions().modules) {
        if (version < range.first || (range.last && version > *range.last)) continue;
        const std::string_view top = top_level(name);
        // Short and private names would be suggested for anything.
        if (!top.starts_with('_') && top.size() > 2) names.emplace(top);
    }
    const std::vector<std::string> options(names.begin(), names.end());
    std::vector<std::string> matches = messages::best_matches(wanted, options, 3);
    const auto lower = [](std::string_view text) {
        std::string result(text);
        for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        return result;
    };
    std::erase_if(matches, [&](const std::string& match) { return lower(match) == lower(wanted); });
    return matches;
}

std::vector<ImportMessage> messages_about_missing(const ModuleFinder& finder,
                                                  std::string_view module, FindStatus status) {
    const std::string name = "\"" + std::string(module) + "\"";
    const auto error = [](const char* code, std::string text) {
        return ImportMessage{.is_error = true, .code = code, .text = std::move(text)};
    };
    std::vector<ImportMessage> result;
    const auto note = [&](std::string text) {
        result.push_back({false, result.front().code, std::move(text), true});
    };
    const std::string cannot_find =
        "Cannot find implementation or library stub for module named " + name;
    if (module == "builtins") {
        result.push_back(
            error(codes::kMisc, "Cannot find \"builtins\" module. Typeshed appears broken!"));
        result.back().blocker = true;
        return result;
    }
    switch (status) {
        case FindStatus::Found:
            break;
        case FindStatus::NotFound: {
            result.push_back(error(codes::kImportNotFound, cannot_find));
            const auto meant = likely_meant(finder, module);
            if (!meant.empty()) {
                note("Did you mean " + messages::pretty_seq(meant, "or") + "?");
                result.back().only_once = false;
            }
            note(kMissingImports);
            break;
        }
        case FindStatus::WrongWorkingDirectory:
            result.push_back(error(codes::kImport, cannot_find));
            note("You may be running mypy in a subpackage, mypy should be run on the package root");
            break;
        case FindStatus::FoundWithoutTypeHints:
            result.push_back(error(codes::kImportUntyped,
                                   "Skipping analyzing " + name +
                                       ": module is installed, but missing library stubs or "
                                       "py.typed marker"));
            note(kMissingImports);
            break;
        case FindStatus::StubsNotInstalled:
            result.push_back(
                error(codes::kImportUntyped, "Library stubs not installed for " + name));
            note("Hint: \"python3 -m pip install " +
                 std::string(stub_distribution(module).value_or("")) + "\"");
            note("(or run \"mypy --install-types\" to install all missing stub packages)");
            note(kMissingImports);
            break;
    }
    return result;
}

/// `follow_imports = error`.
std::vector<ImportMessage> messages_about_skipped(std::string_view module, ModuleRole role) {
    const std::string name = "\"" + std::string(module) + "\"";
    if (role == ModuleRole::Ancestor) {
        return {{true, codes::kMisc, "Ancestor package " + name + " ignored", true},
                {false, codes::kNone,
                 "(Using --follow-imports=error, submodule passed on command line)", true}};
    }
    return {{true, codes::kMisc, "Import of " + name + " ignored", false},
            {false, codes::kNone,
             "(Using --follow-imports=error, module not passed on command line)", true}};
}

}  // namespace

ImportDecision decide_import(const ModuleFinder& finder, std::string_view module, ModuleRole role) {
    ImportDecision decision;
    decision.found = &finder.find(module);
    const config::OptionsPtr options = finder.options().for_module(module);
    if (!decision.found->found()) {
        if (role == ModuleRole::Target) {
            decision.messages.push_back(
                {true, codes::kNone,
                 "mypy: error: Cannot find module \"" + std::string(module) + "\"", false, true});
        } else if (role == ModuleRole::Imported && !options->ignore_missing_imports) {
            decision.messages = messages_about_missing(finder, module, decision.found->status);
        }
        return decision;
    }
    const bool always = role == ModuleRole::Target || is_core(module) ||
                        (decision.found->is_stub && !options->follow_imports_for_stubs);
    const FollowImports follow = always ? FollowImports::Normal : options->follow_imports;
    if (follow == FollowImports::Skip || follow == FollowImports::Error) {
        decision.fate = ImportFate::Skipped;
        if (follow == FollowImports::Error) {
            decision.messages = messages_about_skipped(module, role);
        }
        return decision;
    }
    const bool library = decision.found->in_library() && role != ModuleRole::Target &&
                         !finder.options().global()->no_silence_site_packages;
    decision.fate =
        library || follow == FollowImports::Silent ? ImportFate::Silent : ImportFate::Follow;
    return decision;
}

}  // namespace krait::modules

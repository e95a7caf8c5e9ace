#include "python/image/stored_reads.h"

#include <algorithm>
#include <map>

#include "base/bytes.h"
#include "base/flat_map.h"
#include "base/stable_hash.h"

namespace krait::image {

namespace {

/// The layout: imports looked up (name, found); the modules that come with the program, by name,
/// and one digest of all their fingerprints; the other modules, each with its name, its
/// fingerprint, the questions that a fingerprint doesn't answer (lines), and the others as one
/// skippable text.
///
/// Digests are what nothing compresses: so there is one for all the answers about a module, not one
/// for each, and half of one is enough to tell that something is another.
struct ModuleTrace {
    std::string_view name;
    bool present = false;
    std::uint64_t fingerprint = 0;
    std::string_view lines, others;
};

bool has_slot(ReadKind kind) {
    return kind == ReadKind::Definition || kind == ReadKind::Member || kind == ReadKind::Members ||
           kind == ReadKind::Location;
}

bool has_name(ReadKind kind) {
    return kind == ReadKind::Symbol || kind == ReadKind::Member;
}

/// A name with the hash of its text, by which names are sorted: it is the same in any process and
/// quicker to compare.
struct Word {
    base::Name name = base::Name::Empty;
    std::uint64_t hash = 0;

    Word() = default;
    explicit Word(base::Name of) : name(of), hash(base::stable_hash_of(of)) {}

    [[nodiscard]] std::string_view text() const { return base::text_of(name); }
    friend bool operator<(const Word& a, const Word& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.name != b.name && a.text() < b.text();
    }
};

/// A question in words. Sorted: in which order they were asked may depend on what else a process
/// had done by then.
struct Question {
    ReadKind kind;
    Word path, name;
    const Read* read;

    friend bool operator<(const Question& a, const Question& b) {
        if (a.kind != b.kind) return a.kind < b.kind;
        return a.path.name != b.path.name ? a.path < b.path : a.name < b.name;
    }
};

std::string store_list(std::span<const Read* const> reads, const symbols::ModuleTable& table) {
    std::vector<Question> questions;
    questions.reserve(reads.size());
    for (const Read* read : reads) {
        Question& question = questions.emplace_back(Question{read->kind, {}, {}, read});
        if (has_slot(read->kind)) question.path = Word(table.path_of({read->module, read->slot}));
        if (has_name(read->kind)) question.name = Word(read->name);
    }
    std::sort(questions.begin(), questions.end());
    base::ByteWriter out;
    base::Hasher answers;
    out.number(questions.size());
    for (const Question& question : questions) {
        out.number(static_cast<std::uint64_t>(question.kind));
        if (has_slot(question.kind)) out.text(question.path.text());
        if (has_name(question.kind)) out.text(question.name.text());
        answers.add(question.read->answer.low);
    }
    if (!questions.empty()) out.word(answers.finish().low);
    return out.take();
}

ModuleTrace next_module(base::ByteReader& in) {
    ModuleTrace trace;
    trace.name = in.text();
    trace.present = in.flag();
    trace.fingerprint = in.word();
    trace.lines = in.text();
    trace.others = in.text();
    return trace;
}

bool list_matches(std::string_view stored, base::ModuleId module, const Interfaces& interfaces,
                  symbols::ModuleTable& table) {
    base::ByteReader in(stored);
    base::Hasher answers;
    const std::size_t count = in.count();
    for (std::size_t left = count; left > 0; --left) {
        const std::uint64_t kind = in.number();
        if (kind > static_cast<std::uint64_t>(ReadKind::Location)) return false;
        Read read{static_cast<ReadKind>(kind), module, {}, {}, {}};
        if (has_slot(read.kind)) read.slot = table.slot(module, base::intern(in.text()));
        if (has_name(read.kind)) read.name = base::intern(in.text());
        if (in.failed()) return false;
        answers.add(answer(read, interfaces).low);
    }
    const bool same = count == 0 || in.word() == answers.finish().low;
    return in.complete() && same;
}

bool module_matches(const ModuleTrace& trace, const Interfaces& interfaces,
                    const ModuleResolver& resolver, symbols::ModuleTable& table) {
    const base::ModuleId module = resolver.resolve(base::intern(trace.name));
    if (module == base::ModuleId::None) return false;
    const std::optional<base::Digest> now = interfaces.fingerprint(module);
    if (!now || !trace.present) return now.has_value() == trace.present;
    if (!list_matches(trace.lines, module, interfaces, table)) return false;
    return now->low == trace.fingerprint || list_matches(trace.others, module, interfaces, table);
}

void add_standing(base::Hasher& all, base::ModuleId module, const Interfaces& interfaces) {
    const std::optional<base::Digest> fingerprint = interfaces.fingerprint(module);
    all.add_flag(fingerprint.has_value()).add(fingerprint.value_or(base::Digest{}));
}

/// Of the modules that come with the program: nobody edits these.
bool standing_match(base::ByteReader& in, const Interfaces& interfaces,
                    const ModuleResolver& resolver) {
    base::Hasher all;
    const std::size_t count = in.count();
    for (std::size_t left = count; left > 0; --left) {
        const base::ModuleId module = resolver.resolve(base::intern(in.text()));
        if (in.failed() || module == base::ModuleId::None) return false;
        add_standing(all, module, interfaces);
    }
    return count == 0 || in.word() == all.finish().low;
}

bool lookups_match(base::ByteReader& in, const Interfaces& interfaces) {
    for (std::size_t left = in.count(); left > 0; --left) {
        const base::Name name = base::intern(in.text());
        const bool found = in.flag();
        const auto now = interfaces.find_module(base::ModuleId::None, name);
        if (in.failed() || found != (now != base::ModuleId::None)) return false;
    }
    return !in.failed();
}

}  // namespace

namespace {

/// What was asked of one module.
struct Asked {
    base::ModuleId module = base::ModuleId::None;
    Word name;
    bool comes_with_program = false;
    std::vector<const Read*> lines{}, others{};

    /// Its fingerprint alone is kept.
    [[nodiscard]] bool stands() const { return comes_with_program && lines.empty(); }
};

struct Sorted {
    std::map<std::string_view, bool> lookups;  ///< the module's name, whether it was found
    std::vector<Asked> modules;                ///< by name: the same bytes in any process
};

Sorted sorted(std::span<const Read> reads, const Interfaces& interfaces,
              const symbols::ModuleTable& table) {
    Sorted all;
    base::FlatMap<base::ModuleId, std::size_t> index;
    for (const Read& read : reads) {
        if (read.kind == ReadKind::ModuleLookup) {
            all.lookups.emplace(base::text_of(read.name), read.answer != base::Digest{});
            continue;
        }
        const auto [at, is_new] = index.try_emplace(read.module, all.modules.size());
        if (is_new) {
            all.modules.push_back({read.module, Word(table.name_of(read.module)),
                                   interfaces.comes_with_program(read.module)});
        }
        Asked& asked = all.modules[at->second];
        (read.kind == ReadKind::Location ? asked.lines : asked.others).push_back(&read);
    }
    std::sort(all.modules.begin(), all.modules.end(),
              [](const Asked& a, const Asked& b) { return a.name < b.name; });
    return all;
}

}  // namespace

std::string store_reads(std::span<const Read> reads, const Interfaces& interfaces,
                        const symbols::ModuleTable& table) {
    const auto [lookups, modules] = sorted(reads, interfaces, table);
    base::ByteWriter out;
    out.number(lookups.size());
    for (const auto& [name, found] : lookups) out.text(name).flag(found);
    const auto standing = static_cast<std::uint64_t>(
        std::count_if(modules.begin(), modules.end(), [](const Asked& of) { return of.stands(); }));
    base::Hasher all;
    out.number(standing);
    for (const Asked& asked : modules) {
        if (!asked.stands()) continue;
        out.text(asked.name.text());
        add_standing(all, asked.module, interfaces);
    }
    if (standing > 0) out.word(all.finish().low);
    out.number(modules.size() - standing);
    for (const Asked& asked : modules) {
        if (asked.stands()) continue;
        const std::optional<base::Digest> fingerprint = interfaces.fingerprint(asked.module);
        out.text(asked.name.text()).flag(fingerprint.has_value());
        out.word(fingerprint.value_or(base::Digest{}).low);
        out.text(store_list(asked.lines, table)).text(store_list(asked.others, table));
    }
    return out.take();
}

std::optional<TracedModules> modules_of(std::string_view stored, const ModuleResolver& resolver) {
    base::ByteReader in(stored);
    for (std::size_t left = in.count(); left > 0; --left) {
        (void)in.text();
        (void)in.flag();
    }
    TracedModules found;
    const auto add = [&](std::string_view name) {
        found.all.push_back(resolver.resolve(base::intern(name)));
        return found.all.back() != base::ModuleId::None;
    };
    const std::size_t standing = in.count();
    for (std::size_t left = standing; left > 0; --left) {
        if (!add(in.text())) return std::nullopt;
    }
    if (standing > 0) (void)in.word();
    for (std::size_t left = in.count(); left > 0; --left) {
        const ModuleTrace trace = next_module(in);
        if (!add(trace.name)) return std::nullopt;
        if (base::ByteReader(trace.lines).count() > 0) found.located.push_back(found.all.back());
    }
    if (!in.complete()) return std::nullopt;
    std::sort(found.all.begin(), found.all.end());
    std::sort(found.located.begin(), found.located.end());
    return found;
}

bool match_stored(std::string_view stored, const Interfaces& interfaces,
                  const ModuleResolver& resolver, symbols::ModuleTable& table) {
    base::ByteReader in(stored);
    if (!lookups_match(in, interfaces)) return false;
    if (!standing_match(in, interfaces, resolver)) return false;
    for (std::size_t left = in.count(); left > 0; --left) {
        const ModuleTrace trace = next_module(in);
        if (in.failed() || !module_matches(trace, interfaces, resolver, table)) return false;
    }
    return in.complete();
}

}  // namespace krait::image

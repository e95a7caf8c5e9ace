#include "python/image/stored_reads.h"

#include <algorithm>
#include <map>

#include "base/bytes.h"

namespace krait::image {

namespace {

/// The layout: imports looked up (name, found); modules, each with its name, its fingerprint, the
/// reads that a fingerprint doesn't cover (lines), and the others as one skippable text.
struct ModuleTrace {
    std::string_view name;
    bool present = false;
    base::Digest fingerprint;
    std::string_view lines, others;
};

bool has_slot(ReadKind kind) {
    return kind == ReadKind::Definition || kind == ReadKind::Member || kind == ReadKind::Members ||
           kind == ReadKind::Location;
}

/// Half of an answer is enough to tell that it is another, and answers are most of a trace: random
/// bytes, which nothing compresses. Nothing at all stays zero.
std::uint64_t short_answer(const base::Digest& answer) {
    return answer.low;
}

void store_read(base::ByteWriter& out, const Read& read, const symbols::ModuleTable& table) {
    out.number(static_cast<std::uint64_t>(read.kind));
    if (has_slot(read.kind)) out.text(base::text_of(table.path_of({read.module, read.slot})));
    if (read.kind == ReadKind::Symbol || read.kind == ReadKind::Member) {
        out.text(base::text_of(read.name));
    }
    out.word(short_answer(read.answer));
}

std::string store_list(const std::vector<const Read*>& reads, const symbols::ModuleTable& table) {
    base::ByteWriter out;
    out.number(reads.size());
    for (const Read* read : reads) store_read(out, *read, table);
    return out.take();
}

ModuleTrace next_module(base::ByteReader& in) {
    ModuleTrace trace;
    trace.name = in.text();
    trace.present = in.flag();
    trace.fingerprint = in.digest();
    trace.lines = in.text();
    trace.others = in.text();
    return trace;
}

bool list_matches(std::string_view stored, base::ModuleId module, const Interfaces& interfaces,
                  symbols::ModuleTable& table) {
    base::ByteReader in(stored);
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::uint64_t kind = in.number();
        if (kind > static_cast<std::uint64_t>(ReadKind::Location)) return false;
        Read read{static_cast<ReadKind>(kind), module, {}, {}, {}};
        if (has_slot(read.kind)) read.slot = table.slot(module, base::intern(in.text()));
        if (read.kind == ReadKind::Symbol || read.kind == ReadKind::Member) {
            read.name = base::intern(in.text());
        }
        const std::uint64_t then = in.word();
        if (in.failed() || short_answer(answer(read, interfaces)) != then) return false;
    }
    return in.complete();
}

bool module_matches(const ModuleTrace& trace, const Interfaces& interfaces,
                    const ModuleResolver& resolver, symbols::ModuleTable& table) {
    const base::ModuleId module = resolver.resolve(base::intern(trace.name));
    if (module == base::ModuleId::None) return false;
    const std::optional<base::Digest> now = interfaces.fingerprint(module);
    if (!now || !trace.present) return now.has_value() == trace.present;
    if (!list_matches(trace.lines, module, interfaces, table)) return false;
    return *now == trace.fingerprint || list_matches(trace.others, module, interfaces, table);
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

std::string store_reads(std::span<const Read> reads, const Interfaces& interfaces,
                        const symbols::ModuleTable& table) {
    struct Lists {
        std::vector<const Read*> lines, others;
    };
    std::vector<const Read*> lookups;
    std::map<std::string_view, std::pair<base::ModuleId, Lists>> modules;  // by name: the same
                                                                           // bytes in any process
    for (const Read& read : reads) {
        if (read.kind == ReadKind::ModuleLookup) {
            lookups.push_back(&read);
            continue;
        }
        auto& [id, lists] = modules[base::text_of(table.name_of(read.module))];
        id = read.module;
        (read.kind == ReadKind::Location ? lists.lines : lists.others).push_back(&read);
    }
    base::ByteWriter out;
    out.number(lookups.size());
    for (const Read* lookup : lookups) {
        out.text(base::text_of(lookup->name)).flag(lookup->answer != base::Digest{});
    }
    out.number(modules.size());
    for (const auto& [name, entry] : modules) {
        const std::optional<base::Digest> fingerprint = interfaces.fingerprint(entry.first);
        out.text(name).flag(fingerprint.has_value());
        out.digest(fingerprint.value_or(base::Digest{}));
        out.text(store_list(entry.second.lines, table));
        out.text(store_list(entry.second.others, table));
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
    for (std::size_t left = in.count(); left > 0; --left) {
        const ModuleTrace trace = next_module(in);
        const base::ModuleId module = resolver.resolve(base::intern(trace.name));
        if (module == base::ModuleId::None) return std::nullopt;
        found.all.push_back(module);
        if (base::ByteReader(trace.lines).count() > 0) found.located.push_back(module);
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
    for (std::size_t left = in.count(); left > 0; --left) {
        const ModuleTrace trace = next_module(in);
        if (in.failed() || !module_matches(trace, interfaces, resolver, table)) return false;
    }
    return in.complete();
}

}  // namespace krait::image

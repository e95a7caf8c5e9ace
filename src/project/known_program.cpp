#include "project/known_program.h"

#include <algorithm>

#include "python/config/paths.h"

namespace krait::project {

namespace {

enum ModuleBit : std::uint64_t {
    kStub = 1,
    kPackage = 2,
    kNamespace = 4,
    kTypeshed = 8,
    kLibrary = 16,
    kSilent = 32,
    kHoldsPlaces = 64,
    kLocated = 128,
    kSaysOnce = 256,
};

std::uint64_t bits_of(const KnownModule& module) {
    std::uint64_t bits = 0;
    const auto add = [&bits](bool is, ModuleBit bit) {
        if (is) bits |= bit;
    };
    add(module.record.is_stub, kStub);
    add(module.record.is_package, kPackage);
    add(module.record.is_namespace, kNamespace);
    add(module.record.is_typeshed, kTypeshed);
    add(module.record.is_library, kLibrary);
    add(module.record.is_silent, kSilent);
    add(module.holds_places, kHoldsPlaces);
    add(module.located, kLocated);
    add(module.said_once != base::Digest{}, kSaysOnce);
    return bits;
}

void take_bits(KnownModule& module, std::uint64_t bits) {
    module.record.is_stub = (bits & kStub) != 0;
    module.record.is_package = (bits & kPackage) != 0;
    module.record.is_namespace = (bits & kNamespace) != 0;
    module.record.is_typeshed = (bits & kTypeshed) != 0;
    module.record.is_library = (bits & kLibrary) != 0;
    module.record.is_silent = (bits & kSilent) != 0;
    module.holds_places = (bits & kHoldsPlaces) != 0;
    module.located = (bits & kLocated) != 0;
}

void sort_by_name(KnownProgram& program) {
    std::sort(program.modules.begin(), program.modules.end(),
              [](const KnownModule& a, const KnownModule& b) {
                  return base::text_of(a.record.name) < base::text_of(b.record.name);
              });
}

}  // namespace

void add_identity(base::Hasher& key, const ModuleRecord& record) {
    key.add(base::text_of(record.name));
    key.add_flag(record.is_stub).add_flag(record.is_package).add_flag(record.is_namespace);
    key.add_flag(record.is_typeshed).add_flag(record.is_library).add_flag(record.is_silent);
}

base::Digest given_of(const LoadedModule& module) {
    base::Hasher given;
    add_identity(given, *module.record);
    given.add(module.shape);
    for (const ImportedName& import : module.imports) {
        given.add(base::text_of(import.name)).add(static_cast<std::uint64_t>(import.priority));
    }
    return given.finish();
}

base::Digest said_once_in(const std::vector<messages::Diagnostic>& findings) {
    base::Hasher said;
    bool any = false;
    for (const messages::Diagnostic& found : findings) {
        if (!found.only_once) continue;
        said.add(found.message);
        any = true;
    }
    return any ? said.finish() : base::Digest{};
}

void ProgramRecord::note_row(const scheduler::Interface* interface, const Row& row) {
    const std::lock_guard lock(mutex_);
    rows_.insert_or_assign(interface, row);
}

void ProgramRecord::note_located(std::span<const base::ModuleId> located,
                                 std::span<const base::ModuleId> readers) {
    const std::lock_guard lock(mutex_);
    for (base::ModuleId module : located) {
        if (std::find(readers.begin(), readers.end(), module) != readers.end()) continue;
        const auto at = static_cast<std::size_t>(module);
        if (at >= located_.size()) located_.resize(at + 1);
        located_[at] = true;
    }
}

void ProgramRecord::note_finished(base::ModuleId module, std::size_t chunks,
                                  const Findings& findings) {
    const base::Digest said_once = said_once_in(findings.diagnostics);
    const std::lock_guard lock(mutex_);
    finished_.insert_or_assign(module, Finished{chunks, said_once});
}

std::optional<KnownProgram> ProgramRecord::program(
    const ModuleRegistry& registry, const scheduler::Snapshot& snapshot,
    const std::function<scheduler::LoadedPtr(base::ModuleId)>& loaded) const {
    const std::lock_guard lock(mutex_);
    KnownProgram program;
    std::vector<Row> rows;
    for (const ModuleRecord* record : registry.records()) {
        const scheduler::InterfacePtr& interface = scheduler::interface_of(snapshot, record->id);
        const scheduler::LoadedPtr version = loaded(record->id);
        const auto row = rows_.find(interface.get());
        // A name that leads to two files is more than the row of an answer has room for.
        if (row == rows_.end() || !version || registry.find(record->name) != record->id) return {};
        KnownModule& known = program.modules.emplace_back();
        known.record = *record;
        const auto& text = static_cast<const LoadedModule&>(*version);
        known.given = given_of(text);
        known.lines = text.text->line_count();
        known.fingerprint = interface->fingerprint();
        known.places = interface->places();
        known.holds_places = interface->holds_places();
        const auto at = static_cast<std::size_t>(record->id);
        known.located = at < located_.size() && located_[at];
        known.in_row = row->second.place;
        if (const auto end = finished_.find(record->id); end != finished_.end()) {
            known.chunks = end->second.chunks;
            known.said_once = end->second.said_once;
        }
        known.scc = static_cast<std::uint32_t>(rows.size());
        rows.push_back(row->second);
    }
    // Modules of one row share it; by name, so that everybody gets the same bytes.
    sort_by_name(program);
    std::unordered_map<base::Digest, std::uint32_t> numbers;
    for (KnownModule& module : program.modules) {
        const Row& row = rows[module.scc];
        const auto [number, is_new] =
            numbers.emplace(row.key.digest, static_cast<std::uint32_t>(program.sccs.size()));
        if (is_new) program.sccs.push_back({row.key, row.content, row.modules});
        if (program.sccs[number->second].content != row.content) return {};
        module.scc = number->second;
    }
    return program;
}

bool store_known(base::ByteWriter& out, const KnownProgram& program, const NamedFolders& folders) {
    out.number(program.sccs.size());
    for (const KnownScc& scc : program.sccs) {
        out.digest(scc.key.digest).digest(scc.content).number(scc.modules);
    }
    out.number(program.modules.size());
    for (const KnownModule& module : program.modules) {
        out.text(base::text_of(module.record.name));
        if (!folders.store(out, module.record.path)) return false;
        out.number(bits_of(module)).number(module.scc).number(module.in_row);
        out.number(module.chunks).number(module.lines).number(module.published);
        out.digest(module.given).digest(module.fingerprint).digest(module.places);
        if (module.said_once != base::Digest{}) out.digest(module.said_once);
    }
    return true;
}

std::optional<KnownProgram> read_known(std::string_view bytes, const NamedFolders& folders) {
    base::ByteReader in(bytes);
    const auto number = [&in] { return static_cast<std::uint32_t>(in.number()); };
    KnownProgram program;
    for (std::size_t left = in.count(); left > 0; --left) {
        KnownScc& scc = program.sccs.emplace_back();
        scc.key = {cache::Kind::Interface, in.digest()};
        scc.content = in.digest();
        scc.modules = number();
    }
    for (std::size_t left = in.count(); left > 0; --left) {
        KnownModule& module = program.modules.emplace_back();
        module.record.name = base::intern(in.text());
        module.record.path = folders.read(in);
        const std::uint64_t bits = in.number();
        take_bits(module, bits);
        module.scc = number();
        module.in_row = number();
        module.chunks = in.number();
        module.lines = in.number();
        module.published = in.number();
        module.given = in.digest();
        module.fingerprint = in.digest();
        module.places = in.digest();
        if ((bits & kSaysOnce) != 0) module.said_once = in.digest();
        if (module.scc >= program.sccs.size()) return std::nullopt;
        if (module.in_row >= program.sccs[module.scc].modules) return std::nullopt;
    }
    if (!in.complete() || program.modules.empty()) return std::nullopt;
    return program;
}

}  // namespace krait::project

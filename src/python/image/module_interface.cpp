#include "python/image/module_interface.h"

#include <cstring>

#include "base/assert.h"
#include "python/image/record_reader.h"

namespace krait::image {

using base::Name;
using symbols::DefId;
using symbols::Slot;
using namespace krait::types;

namespace {

/// Cuts tables off the front of an image, and notices when it is too short for them.
struct Cutter {
    const char* at;
    std::size_t left;
    bool enough = true;

    std::string_view bytes(std::size_t count) {
        enough = enough && count <= left;
        if (!enough) return {};
        std::string_view cut(at, count);
        at += count;
        left -= count;
        return cut;
    }
    template <class T>
    std::span<const T> table(std::size_t count) {
        std::string_view cut = bytes(count * sizeof(T));
        return {reinterpret_cast<const T*>(cut.data()), enough ? count : 0};
    }
};

constexpr unsigned kMaxTypeDepth = 1000;  // more than writers allow: only damage goes deeper

struct DepthGuard {
    unsigned& depth;
    explicit DepthGuard(unsigned& counter) : depth(counter) {
        KRAIT_ENSURE(depth < kMaxTypeDepth, "damaged image: types nested too deeply");
        ++depth;
    }
    ~DepthGuard() { --depth; }
};

bool ascending_up_to(std::span<const std::uint32_t> offsets, std::size_t end) {
    for (std::size_t i = 1; i < offsets.size(); ++i) {
        if (offsets[i] < offsets[i - 1]) return false;
    }
    return !offsets.empty() && offsets.front() == 0 && offsets.back() == end;
}

}  // namespace

base::Result<std::unique_ptr<ModuleInterface>> ModuleInterface::open(
    std::vector<char> image, base::ModuleId id, symbols::ModuleTable& table,
    const ModuleResolver& resolver) {
    std::unique_ptr<ModuleInterface> interface(
        new ModuleInterface(std::move(image), id, table, resolver));
    if (auto read = interface->read_directory(); !read) return tl::unexpected(read.error());
    return interface;
}

ModuleInterface::ModuleInterface(std::vector<char> image, base::ModuleId id,
                                 symbols::ModuleTable& table, const ModuleResolver& resolver)
    : image_(std::move(image)), id_(id), table_(table), resolver_(resolver) {}

base::Result<void> ModuleInterface::read_directory() {
    const auto damaged = [] { return base::fail("The interface image is damaged."); };
    if (image_.size() < sizeof(Header)) return damaged();
    std::memcpy(&header_, image_.data(), sizeof header_);
    if (header_.magic != kMagic || header_.format_version != kFormatVersion) return damaged();
    Cutter cutter{image_.data() + sizeof(Header), image_.size() - sizeof(Header)};
    string_offsets_ = cutter.table<std::uint32_t>(std::size_t{header_.strings} + 1);
    references_ = cutter.table<Reference>(header_.references);
    type_offsets_ = cutter.table<std::uint32_t>(std::size_t{header_.types} + 1);
    entries_ = cutter.bytes(header_.definitions * sizeof(DefinitionEntry));
    string_bytes_ = cutter.bytes(header_.string_bytes);
    type_bytes_ = cutter.bytes(header_.type_bytes);
    record_bytes_ = cutter.bytes(header_.record_bytes);
    if (!cutter.enough || cutter.left != 0) return damaged();
    if (!ascending_up_to(string_offsets_, string_bytes_.size())) return damaged();
    if (!ascending_up_to(type_offsets_, type_bytes_.size())) return damaged();

    for (const Reference& reference : references_) {
        if (reference.module >= header_.strings || reference.path >= header_.strings) {
            return damaged();
        }
    }
    bool has_module = false;
    for (std::uint32_t i = 0; i < header_.definitions; ++i) {
        const DefinitionEntry entry = this->entry(i);
        if (entry.path >= header_.strings || entry.offset > record_bytes_.size() ||
            entry.size > record_bytes_.size() - entry.offset) {
            return damaged();
        }
        Name path = base::intern(string(entry.path));
        const auto slot = static_cast<std::size_t>(table_.slot(id_, path));
        if (slot >= entry_of_slot_.size()) entry_of_slot_.resize(2 * slot + 8);
        entry_of_slot_[slot] = i + 1;
        if (path == Name::Empty) {
            module_index_ = i;
            has_module = true;
        }
    }
    if (!has_module) return damaged();
    decoded_ = std::vector<std::atomic<const Definition*>>(header_.definitions);
    decoded_types_ = SparseTable<TypePtr>(header_.types);
    decoded_references_ = SparseTable<DefId>(header_.references);
    return {};
}

base::Result<void> ModuleInterface::verify() const {
    try {
        for (std::uint32_t i = 0; i < header_.definitions; ++i) static_cast<void>(decode(i));
    } catch (const base::InternalError&) {
        return base::fail("The interface image is damaged.");
    }
    return {};
}

DefinitionEntry ModuleInterface::entry(std::uint32_t index) const {
    // Entries hold 64-bit digests and may lie at any multiple of 4: they are copied, not pointed
    // at.
    DefinitionEntry entry;
    std::memcpy(&entry, entries_.data() + index * sizeof entry, sizeof entry);
    return entry;
}

std::string_view ModuleInterface::string(std::uint32_t index) const {
    std::uint32_t start = string_offsets_[index];
    return string_bytes_.substr(start, string_offsets_[index + 1] - start);
}

Name ModuleInterface::name(std::uint32_t index) const {
    return base::intern(string(index));
}

DefId ModuleInterface::reference(std::uint32_t index) const {
    if (index == 0) return {};
    DefId& known = decoded_references_[index - 1];
    if (known.is_none()) {
        const Reference& reference = references_[index - 1];
        base::ModuleId module = reference.module == header_.module_name
                                    ? id_
                                    : resolver_.resolve(name(reference.module));
        if (module == base::ModuleId::None) return {};
        known = {module, table_.slot(module, name(reference.path))};
    }
    return known;
}

TypePtr ModuleInterface::type(std::uint32_t index) const {
    TypePtr& known = decoded_types_[index];
    if (known == nullptr) {
        DepthGuard guard(depth_);
        std::uint32_t start = type_offsets_[index];
        RecordReader record(*this, arena_,
                            type_bytes_.substr(start, type_offsets_[index + 1] - start), index);
        known = record.read_type();
    }
    return known;
}

const Definition* ModuleInterface::decode(std::uint32_t index) const {
    std::atomic<const Definition*>& place = decoded_[index];
    if (const Definition* known = place.load(std::memory_order_acquire)) return known;
    std::lock_guard lock(mutex_);
    if (const Definition* known = place.load(std::memory_order_relaxed)) return known;
    const DefinitionEntry entry = this->entry(index);
    RecordReader record(*this, arena_, record_bytes_.substr(entry.offset, entry.size),
                        header_.types);
    Definition* made = record.read_definition();
    if (auto* info = as<ClassInfo>(made)) info->names = record.read_names();
    if (made->kind == DefinitionKind::Module) {
        names_ = record.read_names();
        imports_ = record.read_modules();
    }
    place.store(made, std::memory_order_release);
    return made;
}

const Definition* ModuleInterface::definition(Slot slot) const {
    const auto entry = entry_of(slot);
    return entry ? decode(*entry) : nullptr;
}

const ModuleInfo& ModuleInterface::module() const {
    const auto* info = as<ModuleInfo>(decode(module_index_));
    KRAIT_ENSURE(info != nullptr, "damaged image: no module in it");
    return *info;
}

const SymbolTable& ModuleInterface::names() const {
    static_cast<void>(decode(module_index_));
    return names_;
}

const std::vector<base::ModuleId>& ModuleInterface::imports() const {
    static_cast<void>(decode(module_index_));
    return imports_;
}

std::uint32_t ModuleInterface::line(Slot slot) const {
    const auto at = entry_of(slot);
    return at ? entry(*at).line : 0;
}

base::Digest ModuleInterface::fingerprint(Slot slot) const {
    const auto at = entry_of(slot);
    return at ? base::Digest{entry(*at).fingerprint, 0} : base::Digest{};
}

std::vector<DefId> ModuleInterface::definitions() const {
    std::vector<DefId> ids;
    for (std::uint32_t i = 0; i < header_.definitions; ++i) {
        ids.push_back({id_, table_.slot(id_, base::intern(string(entry(i).path)))});
    }
    return ids;
}

std::size_t ModuleInterface::size() const {
    std::lock_guard lock(mutex_);
    return image_.size() + arena_.size() + decoded_types_.memory() + decoded_references_.memory() +
           decoded_.size() * sizeof(void*);
}

}  // namespace krait::image

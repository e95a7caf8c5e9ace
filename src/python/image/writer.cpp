#include "python/image/writer.h"

#include <algorithm>
#include <cstring>

#include "python/image/layout.h"
#include "python/image/record_writer.h"

namespace krait::image {

namespace {

struct Sorted {
    std::string_view path;
    ModuleContents::Item item;
};

std::vector<Sorted> by_path(const ModuleContents& contents, const symbols::ModuleTable& table) {
    std::vector<Sorted> sorted;
    for (const ModuleContents::Item& item : contents.definitions) {
        if (item.definition->kind == DefinitionKind::Placeholder) continue;
        sorted.push_back({base::text_of(table.path_of(item.definition->id)), item});
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const Sorted& a, const Sorted& b) { return a.path < b.path; });
    return sorted;
}

template <class T>
void append(std::vector<char>& bytes, const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::size_t at = bytes.size();
    bytes.resize(at + sizeof value);
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

void append_bytes(std::vector<char>& bytes, std::string_view more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

std::vector<char> assemble(Header header, const Pools& pools,
                           const std::vector<DefinitionEntry>& entries, std::string_view records) {
    header.strings = static_cast<std::uint32_t>(pools.strings().size());
    header.references = static_cast<std::uint32_t>(pools.references().size());
    header.types = static_cast<std::uint32_t>(pools.types().size());
    header.definitions = static_cast<std::uint32_t>(entries.size());
    header.record_bytes = static_cast<std::uint32_t>(records.size());
    header.string_bytes = header.type_bytes = 0;
    for (Name name : pools.strings()) {
        header.string_bytes += static_cast<std::uint32_t>(base::text_of(name).size());
    }
    for (const auto& [type, index] : pools.types()) {
        header.type_bytes += static_cast<std::uint32_t>(type.size());
    }

    std::vector<char> bytes;
    bytes.reserve(sizeof header + 4 * std::size_t{header.strings + 1} +
                  sizeof(Reference) * header.references + 4 * std::size_t{header.types + 1} +
                  sizeof(DefinitionEntry) * entries.size() + header.string_bytes +
                  header.type_bytes + records.size());
    append(bytes, header);
    std::uint32_t offset = 0;
    for (Name name : pools.strings()) {
        append(bytes, offset);
        offset += static_cast<std::uint32_t>(base::text_of(name).size());
    }
    append(bytes, offset);
    for (const Reference& reference : pools.references()) append(bytes, reference);
    offset = 0;
    for (const auto& [type, index] : pools.types()) {
        append(bytes, offset);
        offset += static_cast<std::uint32_t>(type.size());
    }
    append(bytes, offset);
    for (const DefinitionEntry& entry : entries) append(bytes, entry);
    for (Name name : pools.strings()) append_bytes(bytes, base::text_of(name));
    for (const auto& [type, index] : pools.types()) append_bytes(bytes, type);
    append_bytes(bytes, records);
    return bytes;
}

}  // namespace

std::vector<char> write_image(const ModuleContents& contents, const symbols::ModuleTable& table,
                              std::uint64_t* replaced) {
    Pools pools(contents.id, table);
    std::vector<DefinitionEntry> entries;
    std::string records;
    base::Hasher whole;
    for (const Sorted& sorted : by_path(contents, table)) {
        const Definition& definition = *sorted.item.definition;
        DefinitionEntry entry{};
        entry.path = pools.string(table.path_of(definition.id));
        entry.offset = static_cast<std::uint32_t>(records.size());
        entry.line = sorted.item.line;
        RecordWriter record(pools);
        record.write_definition(definition);
        entry.fingerprint = record.digest().low;
        if (const auto* info = as<ClassInfo>(&definition)) record.write_names(info->names.symbols);
        if (definition.kind == DefinitionKind::Module) {
            record.write_names(contents.names);
            record.write_modules(contents.imports);
        }
        const std::string bytes = record.take_bytes();
        entry.size = static_cast<std::uint32_t>(bytes.size());
        records += bytes;
        // After write_names the digest covers the names, too: what the whole is made of.
        whole.add(sorted.path).add(record.digest());
        entries.push_back(entry);
    }
    Header header{};
    header.magic = kMagic;
    header.format_version = kFormatVersion;
    header.module_name = pools.string(contents.name);
    header.fingerprint = whole.finish();
    if (replaced != nullptr) *replaced += pools.replaced();
    return assemble(header, pools, entries, records);
}

}  // namespace krait::image

#include "python/image/record_writer.h"

#include <string>

namespace krait::image {

namespace {

constexpr unsigned kMaxTypeDepth = 500;
const base::Digest kNoDigest{};

bool publishable(TypePtr type) {
    if (type->kind == TypeKind::Partial || type->kind == TypeKind::Placeholder) return false;
    if (const auto* instance = as<Instance>(type)) return !instance->type.is_job_local();
    if (const auto* alias = as<AliasType>(type)) return !alias->alias.is_job_local();
    return true;
}

}  // namespace

std::uint32_t Pools::string(Name name) {
    auto [found, is_new] =
        string_index_.try_emplace(name, static_cast<std::uint32_t>(strings_.size()));
    if (is_new) strings_.push_back(name);
    return found->second;
}

std::uint32_t Pools::reference(DefId id) {
    if (id.is_none() || id.is_job_local()) return 0;
    auto [found, is_new] =
        reference_index_.try_emplace(id, static_cast<std::uint32_t>(references_.size() + 1));
    if (!is_new) return found->second;
    const Name module = table_.name_of(id.module);
    const Name path = table_.path_of(id);
    references_.push_back({string(module), string(path)});
    base::Hasher hasher;
    hasher.add(id.module == own_ ? 0 : base::stable_hash_of(module));
    reference_digests_.push_back(hasher.add(base::stable_hash_of(path)).finish());
    return static_cast<std::uint32_t>(references_.size());
}

std::uint32_t Pools::add_type(std::string bytes, const base::Digest& digest) {
    auto [found, is_new] = type_by_bytes_.try_emplace(
        std::move(bytes), static_cast<std::uint32_t>(type_digests_.size() + 1));
    if (is_new) type_digests_.push_back(digest);
    return found->second;
}

std::uint32_t Pools::type(TypePtr type) {
    if (type == nullptr) return 0;
    if (auto known = type_index_.find(type); known != type_index_.end()) return known->second;

    AnyType unpublishable{{TypeKind::Any}, AnySource::ImplementationArtifact, nullptr, Name::Empty};
    TypePtr written = type;
    if (!publishable(type) || depth_ >= kMaxTypeDepth) {
        written = &unpublishable;
        ++replaced_;
    }
    ++depth_;
    RecordWriter record(*this);
    TypeKind kind = written->kind;
    bool can_be_true = written->can_be_true;
    bool can_be_false = written->can_be_false;
    record.enumeration(kind);
    record.flags(can_be_true, can_be_false);
    with_type_struct(kind, [&](auto* tag) {
        auto copy = static_cast<const std::remove_pointer_t<decltype(tag)>&>(*written);
        transfer(record, copy);
    });
    --depth_;
    std::uint32_t index = add_type(record.take_bytes(), record.digest());
    type_index_.try_emplace(type, index);
    return index;
}

const base::Digest& Pools::type_digest(std::uint32_t index_plus_1) const {
    return index_plus_1 == 0 ? kNoDigest : type_digests_[index_plus_1 - 1];
}

const base::Digest& Pools::reference_digest(std::uint32_t index_plus_1) const {
    return index_plus_1 == 0 ? kNoDigest : reference_digests_[index_plus_1 - 1];
}

void RecordWriter::write_definition(const Definition& definition) {
    DefinitionKind kind = definition.kind;
    DefId id = definition.id;
    Name name_of_definition = definition.name;
    Name fullname = definition.fullname;
    DefId enclosing = definition.enclosing_class;
    enumeration(kind);
    reference(id);
    name(name_of_definition);
    name(fullname);
    reference(enclosing);
    with_definition_struct(kind, [&](auto* tag) {
        auto copy = static_cast<const std::remove_pointer_t<decltype(tag)>&>(definition);
        transfer(*this, copy);
    });
}

void RecordWriter::write_names(std::span<const Symbol> symbols) {
    put(symbols.size());
    for (Symbol symbol : symbols) transfer(*this, symbol);
}

void RecordWriter::write_modules(std::span<const Name> modules) {
    put(modules.size());
    for (Name module : modules) name(module);
}

void RecordWriter::write_nested(const Definition* definition) {
    bool present = definition != nullptr && definition->kind != DefinitionKind::Placeholder;
    flags(present);
    if (present) write_definition(*definition);
}

}  // namespace krait::image

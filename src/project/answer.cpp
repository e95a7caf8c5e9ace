#include "project/answer.h"

#include <string_view>
#include <unordered_map>

#include "base/bytes.h"
#include "project/build_id.h"
#include "project/named_folders.h"
#include "project/recheck.h"
#include "project/stored_results.h"
#include "python/config/options_digest.h"
#include "python/config/paths.h"
#include "python/modules/embedded_typeshed.h"
#include "python/syntax/decoding.h"

namespace krait::project {

namespace {

/// More than these are looked at by all workers at once.
constexpr std::size_t kFewEdits = 8;

/// Nothing if the program has parts that have no name outside of this machine.
std::optional<cache::Key> key_of(const Configuration& configuration, const NamedFolders& folders) {
    base::ByteWriter given;
    given.digest(build_id()).digest(config::digest_of(*configuration.options));
    const modules::SearchPaths& paths = configuration.finder->paths();
    for (const auto* list :
         {&paths.python_path, &paths.mypy_path, &paths.package_path, &paths.typeshed_path}) {
        given.number(list->size());
    }
    // Which of them lie in which others: of the rest, where they lie is nobody's business.
    for (const std::string& folder : folders.all()) {
        const bool inside = is_below(folder, configuration.root);
        given.flag(inside);
        if (inside) given.text(std::string_view(folder).substr(configuration.root.size()));
    }
    for (const modules::Source& source : configuration.sources) {
        given.text(source.module).flag(source.path.has_value()).flag(source.text.has_value());
        if (source.path &&
            !folders.store(given, config::absolute_path(*source.path, configuration.root))) {
            return std::nullopt;
        }
        if (source.text) given.text(*source.text);
    }
    return cache::Key{cache::Kind::Answer, base::digest_of(given.take())};
}

enum SeenBit : std::uint64_t {
    kAskedFile = 1,
    kIsFile = 2,
    kAskedDir = 4,
    kIsDir = 8,
    kListed = 16,
    kRead = 32,
};

std::uint64_t bits_of(const SeenPath& path) {
    std::uint64_t bits = 0;
    if (path.is_file) bits |= kAskedFile;
    if (path.is_file.value_or(false)) bits |= kIsFile;
    if (path.is_dir) bits |= kAskedDir;
    if (path.is_dir.value_or(false)) bits |= kIsDir;
    if (path.names) bits |= kListed;
    if (path.content) bits |= kRead;
    return bits;
}

bool store_seen(base::ByteWriter& out, const SeenFolders& seen, const NamedFolders& folders) {
    out.number(seen.size());
    for (const auto& [folder, paths] : seen) {
        if (!folders.store(out, folder)) return false;
        out.number(paths.size());
        for (const auto& [name, path] : paths) {
            out.text(name).number(bits_of(path));
            if (path.names) out.digest(*path.names);
            if (path.content) out.digest(*path.content);
        }
    }
    return true;
}

SeenFolders read_seen(base::ByteReader& in, const NamedFolders& folders) {
    SeenFolders seen;
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::string folder = folders.read(in);
        auto& paths = seen[folder];
        for (std::size_t names = in.count(); names > 0; --names) {
            const std::string_view name = in.text();
            const std::uint64_t bits = in.number();
            SeenPath path;
            if ((bits & kAskedFile) != 0) path.is_file = (bits & kIsFile) != 0;
            if ((bits & kAskedDir) != 0) path.is_dir = (bits & kIsDir) != 0;
            if ((bits & kListed) != 0) path.names = in.digest();
            if ((bits & kRead) != 0) path.content = in.digest();
            paths.emplace_hint(paths.end(), name, path);
        }
    }
    return seen;
}

/// Digests of files, by their stamps where these can be trusted.
class Contents {
public:
    Contents(cache::Store& store, const Configuration& configuration)
        : store_(store), configuration_(configuration) {
        if (!configuration.trusts_stamps) return;
        known_ = store.stamps(configuration.root);
    }
    ~Contents() { store_.put_stamps(std::move(learned_)); }
    Contents(const Contents&) = delete;
    Contents& operator=(const Contents&) = delete;

    base::Digest of(const std::string& path) {
        const auto stamp = configuration_.trusts_stamps ? cache::stamp_of(path) : std::nullopt;
        if (stamp) {
            const auto at = known_.find(path);
            if (at != known_.end() && at->second.stamp == *stamp) return at->second.content;
        }
        const std::optional<std::string> bytes = configuration_.files->read(path);
        if (!bytes) return {};
        const base::Digest digest = digest_of_content(*bytes);
        if (stamp && cache::is_settled(*stamp, cache::now())) {
            learned_.push_back({path, {*stamp, digest}});
        }
        return digest;
    }

private:
    cache::Store& store_;
    const Configuration& configuration_;
    cache::Stamps known_;
    std::vector<cache::NewStamp> learned_;
};

bool store_answer(base::ByteWriter& out, const WholeAnswer& whole, const NamedFolders& folders,
                  const std::string& root) {
    base::ByteWriter known;
    // Files that no other machine would find have an answer, but nothing that leads to the next.
    const bool is_known = whole.known && store_known(known, *whole.known, folders);
    out.text(is_known ? known.take() : "");
    out.number(whole.sccs).number(whole.chunks).number(whole.lines);
    out.number(whole.answer.modules.size());
    for (const std::string& module : whole.answer.modules) out.text(module);
    out.number(whole.answer.files.size());
    for (const FileDiagnostics& file : whole.answer.files) {
        if (!folders.store(out, config::absolute_path(file.path, root))) return false;
        if (!folders.store(out, config::absolute_path(file.display_path, root))) return false;
        store_findings(out, Findings(file.diagnostics));
    }
    return true;
}

/// A path as messages print it: relative to the root if it is below.
std::string shown(const std::string& path, const std::string& root) {
    const std::string prefix = root == "/" ? root : root + "/";
    return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

base::SourceTextPtr text_of(const std::string& path, const Configuration& configuration) {
    for (const modules::Source& source : configuration.sources) {
        if (source.text) return std::make_shared<const base::SourceText>(*source.text);
    }
    auto bytes = configuration.files->read(path);
    if (!bytes) return nullptr;
    auto text = syntax::decode_source(*bytes);
    return text ? std::make_shared<const base::SourceText>(std::move(*text)) : nullptr;
}

std::optional<WholeAnswer> read_answer(base::ByteReader& in, const NamedFolders& folders,
                                       const Configuration& configuration, bool with_known) {
    WholeAnswer whole;
    const std::string_view known = in.text();
    if (with_known) whole.known = read_known(known, folders);
    whole.sccs = in.number();
    whole.chunks = in.number();
    whole.lines = in.number();
    Answer& answer = whole.answer;
    for (std::size_t left = in.count(); left > 0; --left) answer.modules.emplace_back(in.text());
    for (std::size_t left = in.count(); left > 0; --left) {
        FileDiagnostics file;
        file.path = folders.read(in);
        file.display_path = shown(folders.read(in), configuration.root);
        auto findings = read_findings(in);
        if (!findings) return std::nullopt;
        file.diagnostics = std::move(findings->diagnostics);
        if (configuration.global().pretty) file.text = text_of(file.path, configuration);
        answer.files.push_back(std::move(file));
    }
    return in.complete() ? std::optional(std::move(whole)) : std::nullopt;
}

void put_answer(cache::Store& store, const Configuration& configuration, const SeenFolders& seen,
                const WholeAnswer& whole) {
    const NamedFolders folders(configuration);
    const auto key = key_of(configuration, folders);
    base::ByteWriter out;
    if (!key || !store_seen(out, seen, folders)) return;
    if (!store_answer(out, whole, folders, configuration.root)) return;
    store.put(*key, out.take());
}

/// A row that was true before some files got other texts.
struct Earlier {
    std::string row;
    std::vector<std::string> changed;
};

/// Nothing if the edit takes more than a look at the edited files.
std::optional<WholeAnswer> bring_up_to_date(cache::Store& store, Configuration configuration,
                                            const Earlier& earlier, Figures& figures) {
    const NamedFolders folders(configuration);
    base::ByteReader in(earlier.row);
    const SeenFolders seen = read_seen(in, folders);
    auto whole = read_answer(in, folders, configuration, /*with_known=*/true);
    if (!whole) return std::nullopt;
    const auto recorded = record_files(configuration);
    if (!recheck(store, configuration, earlier.changed, *whole, figures)) return std::nullopt;
    const auto seen_since = recorded->seen();
    if (!seen_since) return std::nullopt;
    const auto all = with_news(seen, *seen_since, earlier.changed);
    if (!all) return std::nullopt;
    put_answer(store, configuration, *all, *whole);
    return whole;
}

}  // namespace

std::optional<Answer> find_answer(cache::Store& store, const Configuration& configuration,
                                  Figures& figures) {
    const NamedFolders folders(configuration);
    const auto key = key_of(configuration, folders);
    if (!key) return std::nullopt;
    Contents contents(store, configuration);
    std::optional<WholeAnswer> whole;
    std::optional<Earlier> earlier;
    const auto digest = [&](const std::string& path) { return contents.of(path); };
    store.find(*key, [&](std::string_view content) {
        base::ByteReader in(content);
        const SeenFolders seen = read_seen(in, folders);
        if (in.failed()) return false;
        const std::size_t most = earlier ? earlier->changed.size() - 1 : kFewEdits;
        auto changed = other_texts(seen, *configuration.files, digest, most);
        if (!changed) return false;
        if (!changed->empty()) {
            earlier = Earlier{std::string(content), std::move(*changed)};
            return false;
        }
        whole = read_answer(in, folders, configuration, /*with_known=*/false);
        return whole.has_value();
    });
    Figures edited;
    if (!whole && earlier) whole = bring_up_to_date(store, configuration, *earlier, edited);
    if (!whole) return std::nullopt;
    figures.cached_sccs = whole->sccs;
    figures.computed_chunks = edited.computed_chunks.load();
    figures.cached_chunks = whole->chunks - edited.computed_chunks;
    figures.lines = whole->lines;
    return std::move(whole->answer);
}

std::shared_ptr<const RecordedFiles> record_files(Configuration& configuration) {
    auto recorded = std::make_shared<const RecordedFiles>(configuration.files);
    configuration.files = recorded;
    configuration.finder = std::make_shared<const modules::ModuleFinder>(
        configuration.finder->paths(), recorded, configuration.options,
        configuration.finder->versions());
    return recorded;
}

void keep_answer(cache::Store& store, const Configuration& configuration,
                 const RecordedFiles& recorded, const CheckedProgram& checked,
                 const Figures& figures) {
    const auto seen = recorded.seen();
    if (!seen || figures.internal_errors > 0) return;
    WholeAnswer whole{checked.answer, std::nullopt};
    if (checked.known) {
        whole.known = *checked.known;
        whole.sccs = whole.known->sccs.size();
        std::unordered_map<std::string_view, std::uint64_t> places;
        for (const std::string& path : checked.published) places.emplace(path, places.size() + 1);
        for (KnownModule& module : whole.known->modules) {
            const auto place = places.find(module.record.path);
            module.published = place == places.end() ? 0 : place->second;
            whole.chunks += module.chunks;
            whole.lines += module.lines;
        }
    }
    put_answer(store, configuration, *seen, whole);
}

}  // namespace krait::project

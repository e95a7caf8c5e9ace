#include "unit/scheduler/fake_engine.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace krait::scheduler::fake {

namespace {

using Values = std::map<std::string, std::string>;  // name -> number, or "?"

struct Body {
    std::string name;
    std::string text;
    std::vector<std::string> uses;  // "b.x" or "x"
    std::size_t line = 0;
};

/// The text, cut into what the steps need.
struct Source final : Loaded {
    std::string name;
    std::vector<Import> imports;
    std::vector<base::Name> lookups;
    std::map<std::string, ModuleId> found;                         // imported names
    std::vector<std::pair<std::string, std::string>> assignments;  // in order
    std::vector<Body> bodies;
    std::set<std::string> throws;
    std::map<std::string, std::string> gates;
    bool library = false;
    bool blocks = false;
};

const Source& source_of(const LoadedPtr& loaded) {
    return static_cast<const Source&>(*loaded);
}

struct Face final : Interface {
    explicit Face(Values the_values) : values(std::move(the_values)) {
        base::Hasher hasher;
        for (const auto& [name, value] : values) hasher.add(name).add(value);
        digest = hasher.finish();
    }
    Values values;
    base::Digest digest;
    [[nodiscard]] base::Digest fingerprint() const override { return digest; }
};

std::string value_in(const Snapshot& snapshot, ModuleId module, const std::string& name) {
    const InterfacePtr& interface = interface_of(snapshot, module);
    if (!interface) return "?";
    const Values& values = static_cast<const Face&>(*interface).values;
    auto at = values.find(name);
    return at == values.end() ? "?" : at->second;
}

struct Look {
    ModuleId module;
    std::string name;
    std::string value;
};

struct LookReads final : Reads {
    std::vector<Look> looks;
    std::vector<ModuleId> ids;
    [[nodiscard]] std::span<const ModuleId> modules() const override { return ids; }
    [[nodiscard]] bool match(const Snapshot& snapshot) const override {
        return std::all_of(looks.begin(), looks.end(), [&](const Look& look) {
            return value_in(snapshot, look.module, look.name) == look.value;
        });
    }
};

ReadsPtr reads_from(std::vector<Look> looks) {
    if (looks.empty()) return nullptr;
    auto reads = std::make_shared<LookReads>();
    for (const Look& look : looks) reads->ids.push_back(look.module);
    std::sort(reads->ids.begin(), reads->ids.end());
    reads->ids.erase(std::unique(reads->ids.begin(), reads->ids.end()), reads->ids.end());
    reads->looks = std::move(looks);
    return reads;
}

std::vector<std::string> words_of(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

/// Splits "b.c.x" into the module "b.c" and the name "x"; the module is empty for "x".
std::pair<std::string, std::string> split(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) return {"", path};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

bool is_number(const std::string& word) {
    return !word.empty() &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string sum(const std::string& left, const std::string& right) {
    if (left == "?" || right == "?") return "?";
    return std::to_string(std::stoll(left) + std::stoll(right));
}

const std::map<std::string, ImportPriority>& import_words() {
    static const std::map<std::string, ImportPriority> words{
        {"from", ImportPriority::FromTopLevel},
        {"import", ImportPriority::TopLevel},
        {"late", ImportPriority::InFunction},
        {"typing", ImportPriority::TypeChecking},
    };
    return words;
}

/// One statement; imports are returned to be looked up by the caller.
void parse_line(Source& source, const std::vector<std::string>& words, const std::string& line,
                std::size_t number, std::vector<std::pair<std::string, ImportPriority>>& imports) {
    if (auto at = import_words().find(words[0]); at != import_words().end()) {
        imports.emplace_back(words.at(1), at->second);
    } else if (words[0] == "library") {
        source.library = true;
    } else if (words[0] == "blocks") {
        source.blocks = true;
    } else if (words[0] == "throw") {
        source.throws.insert(words.at(1));
    } else if (words[0] == "gate") {
        source.gates[words.at(1)] = words.at(2);
    } else if (words[0].back() == ':') {
        const std::string name = words[0].substr(0, words[0].size() - 1);
        source.bodies.push_back({name, line, {words.begin() + 1, words.end()}, number});
    } else if (words.size() >= 3 && words[1] == "=") {
        source.assignments.emplace_back(words[0], line.substr(line.find('=') + 1));
    } else {
        throw std::invalid_argument("not a statement of the fake language: " + line);
    }
}

std::string join(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
}

/// Computes the numbers of one SCC, module by module.
struct Builder {
    explicit Builder(const InterfaceInput& the_input) : input(the_input) {}

    const InterfaceInput& input;
    std::map<ModuleId, Values> own;
    std::vector<Look> looks;

    /// What there is to complain about; null if nothing.
    PayloadPtr build(ModuleId module, const Source& source) {
        std::vector<std::string> lines;
        for (const auto& [name, expression] : source.assignments) {
            std::string value = "0";
            for (const std::string& word : words_of(expression)) {
                if (word != "+") value = sum(value, value_of(word, module, source, lines));
            }
            own[module][name] = value;
        }
        return lines.empty() ? nullptr : std::make_shared<Lines>(std::move(lines));
    }

private:
    std::string value_of(const std::string& word, ModuleId module, const Source& source,
                         std::vector<std::string>& lines) {
        if (is_number(word)) return word;
        const auto [from, name] = split(word);
        if (from.empty()) return computed(module, name);
        const auto at = source.found.find(from);
        if (at == source.found.end()) {
            lines.push_back("no module " + from);
            return "?";
        }
        if (std::find(input.modules.begin(), input.modules.end(), at->second) !=
            input.modules.end()) {
            return computed(at->second, name);
        }
        looks.push_back({at->second, name, value_in(input.snapshot, at->second, name)});
        return looks.back().value;
    }

    /// In the SCC: what was computed before.
    std::string computed(ModuleId module, const std::string& name) {
        const auto at = own[module].find(name);
        return at == own[module].end() ? "?" : at->second;
    }
};

const std::vector<std::string>& lines_of(const PayloadPtr& payload) {
    static const std::vector<std::string> none;
    return payload ? static_cast<const Lines&>(*payload).lines : none;
}

}  // namespace

void Gates::pass(const std::string& name) {
    std::unique_lock lock(mutex_);
    reached_.insert(name);
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_.contains(name); });
}

void Gates::await(const std::string& name) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return reached_.contains(name); });
}

void Gates::open(const std::string& name) {
    const std::lock_guard lock(mutex_);
    open_.insert(name);
    changed_.notify_all();
}

void Gates::close(const std::string& name) {
    const std::lock_guard lock(mutex_);
    reached_.erase(name);
    open_.erase(name);
}

ModuleId FakeEngine::id_locked(const std::string& name) {
    const auto [at, added] = ids_.emplace(name, static_cast<ModuleId>(names_.size()));
    if (added) names_.push_back(name);
    return at->second;
}

ModuleId FakeEngine::id(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return id_locked(name);
}

void FakeEngine::write(const std::string& name, const std::string& text, Changes& changes) {
    const std::lock_guard lock(mutex_);
    const bool appeared = files_.insert_or_assign(name, text).second;
    changes.modules.push_back(id_locked(name));
    if (appeared) changes.names.push_back(base::intern(name));
}

void FakeEngine::remove(const std::string& name, Changes& changes) {
    const std::lock_guard lock(mutex_);
    files_.erase(name);
    changes.modules.push_back(id_locked(name));
    changes.names.push_back(base::intern(name));
}

std::vector<std::string> FakeEngine::take_log_in_order() {
    const std::lock_guard lock(mutex_);
    return std::exchange(log_, {});
}

std::vector<std::string> FakeEngine::take_log() {
    std::vector<std::string> entries = take_log_in_order();
    std::sort(entries.begin(), entries.end());
    return entries;
}

std::string FakeEngine::text_of(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto at = files_.find(name);
    return at == files_.end() ? "" : at->second;
}

void FakeEngine::log(std::string entry) {
    const std::lock_guard lock(mutex_);
    log_.push_back(std::move(entry));
}

LoadResult FakeEngine::load(ModuleId module, CancellationToken token) {
    auto source = std::make_shared<Source>();
    source->name = module_name(module);
    log("load " + source->name);
    LoadResult result;
    std::string shape;
    std::vector<std::pair<std::string, ImportPriority>> imports;
    std::istringstream text(text_of(source->name));
    std::size_t number = 0;
    for (std::string line; std::getline(text, line);) {
        ++number;
        const std::vector<std::string> words = words_of(line);
        if (words.empty() || words[0] == "#") continue;
        parse_line(*source, words, line, number, imports);
        if (words[0].back() != ':') shape += line + "\n";
    }
    if (source->gates.contains("load")) gates.pass(source->gates["load"]);
    token.poll();
    if (source->throws.contains("load")) throw std::runtime_error("load went wrong");
    if (const std::size_t dot = source->name.rfind('.'); dot != std::string::npos) {
        imports.emplace(imports.begin(), source->name.substr(0, dot), ImportPriority::Ancestor);
    }
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [name, priority] : imports) {
            result.lookups.push_back(base::intern(name));
            if (!files_.contains(name)) continue;
            source->found[name] = id_locked(name);
            result.imports.push_back({id_locked(name), priority});
        }
    }
    if (source->gates.contains("looked")) gates.pass(source->gates["looked"]);
    result.shape = base::digest_of(shape);
    result.size_hint = static_cast<std::uint64_t>(number) * 20;
    result.library = source->library;
    result.blocks = source->blocks;
    result.loaded = std::move(source);
    return result;
}

InterfaceResult FakeEngine::build_interface(const InterfaceInput& input) {
    std::vector<std::string> names;
    for (ModuleId module : input.modules) names.push_back(module_name(module));
    log("build " + join(names));
    Builder builder(input);
    InterfaceResult result;
    for (std::size_t i = 0; i < input.modules.size(); ++i) {
        const Source& source = source_of(input.loaded[i]);
        input.token.poll();
        if (auto gate = source.gates.find("build"); gate != source.gates.end()) {
            gates.pass(gate->second);
            input.token.poll();
        }
        if (source.throws.contains("build")) throw std::runtime_error("build went wrong");
        result.payloads.push_back(builder.build(input.modules[i], source));
    }
    for (ModuleId module : input.modules) {
        result.interfaces.push_back(std::make_shared<Face>(builder.own[module]));
    }
    result.reads = reads_from(std::move(builder.looks));
    return result;
}

std::vector<BodyChunk> FakeEngine::body_chunks(ModuleId, const LoadedPtr& loaded,
                                               const InterfacePtr&) {
    const Source& source = source_of(loaded);
    log("plan " + source.name);
    if (source.throws.contains("plan")) throw std::runtime_error("plan went wrong");
    std::vector<BodyChunk> chunks;
    for (const Body& body : source.bodies) {
        BodyChunk chunk;
        // Everything that the check takes from the text: also what its imports were found to be.
        base::Hasher given;
        given.add(body.text).add_flag(source.gates.contains(body.name));
        given.add_flag(source.throws.contains(body.name));
        for (const std::string& use : body.uses)
            given.add_flag(source.found.contains(split(use).first));
        chunk.key = given.finish();
        chunk.number = static_cast<std::uint32_t>(chunks.size());
        chunk.urgent = body.text.find("urgent") != std::string::npos;
        chunks.push_back(chunk);
    }
    return chunks;
}

BodyResult FakeEngine::check_body(const BodyInput& input) {
    const Source& source = source_of(input.loaded);
    const Body& body = source.bodies.at(input.chunk.number);
    log("check " + source.name + "." + body.name);
    if (auto gate = source.gates.find(body.name); gate != source.gates.end()) {
        gates.pass(gate->second);
    }
    input.token.poll();
    if (source.throws.contains(body.name)) throw std::runtime_error("body went wrong");
    std::vector<std::string> lines;
    std::vector<Look> looks;
    for (const std::string& use : body.uses) {
        if (const std::size_t mark = use.find('!'); mark != std::string::npos) {
            const ModuleId far = id(use.substr(0, mark));
            const std::string what = use.substr(mark + 1);
            looks.push_back({far, what, value_in(input.snapshot, far, what)});
            lines.push_back(use + "=" + looks.back().value);
            continue;
        }
        const auto [from, name] = split(use);
        auto at = source.found.find(from);
        if (!from.empty() && at == source.found.end()) {
            lines.push_back("no module " + from);
            continue;
        }
        const ModuleId module = from.empty() ? input.module : at->second;
        const std::string value = value_in(input.snapshot, module, name);
        looks.push_back({module, name, value});
        lines.push_back(use + "=" + value);
    }
    return {std::make_shared<Lines>(std::move(lines)), reads_from(std::move(looks))};
}

PayloadPtr FakeEngine::finish(const FinishInput& input) {
    const Source& source = source_of(input.loaded);
    log("finish " + source.name);
    if (auto gate = source.gates.find("finish"); gate != source.gates.end()) {
        gates.pass(gate->second);
    }
    if (source.throws.contains("finish")) throw std::runtime_error("finish went wrong");
    std::vector<std::string> lines = lines_of(input.interface_payload);
    for (std::size_t i = 0; i < input.chunks.size(); ++i) {
        const Body& body = source.bodies.at(input.chunks[i].number);
        for (const std::string& line : lines_of(input.bodies[i])) {
            lines.push_back(std::to_string(body.line) + ":" + body.name + ": " + line);
        }
    }
    if (source.blocks) lines.emplace_back("blocked");
    return std::make_shared<Lines>(std::move(lines));
}

PayloadPtr FakeEngine::internal_error(ModuleId module, JobKind, const std::string& what) noexcept {
    return std::make_shared<Lines>(
        std::vector<std::string>{"internal error in " + module_name(module) + ": " + what});
}

void FakeEngine::arrange_cycle(std::vector<ModuleId>& modules) const {
    // As mypy does with builtins: a module called "last" comes last in its cycle.
    const auto at = std::find_if(modules.begin(), modules.end(),
                                 [&](ModuleId module) { return module_name(module) == "last"; });
    if (at != modules.end()) std::rotate(at, at + 1, modules.end());
}

std::string FakeEngine::module_name(ModuleId module) const {
    const std::lock_guard lock(mutex_);
    return names_.at(static_cast<std::size_t>(module));
}

}  // namespace krait::scheduler::fake

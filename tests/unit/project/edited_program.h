// edited_program.h
//
// A program in memory that is edited as in an editor, with a record of what ran for each edit.
// After every edit the answer is compared with that of a program that never knew another text. Its
// builtins are a few lines, so that a hundred programs take a second.

#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "project/check_program.h"
#include "python/modules/disk.h"
#include "support/memory_files.h"

namespace krait::project::test {

/// By name below the root. Not a plain map, which can be made of two texts as well (as iterators),
/// so that g++ finds {{name, text}} ambiguous.
struct Files : std::map<std::string, std::string> {
    Files(std::initializer_list<value_type> files) : map(files) {}
};
using Lines = std::vector<std::string>;

inline const Files& small_typeshed() {
    static const Files files = {
        {"stdlib/VERSIONS", ""},
        {"stdlib/builtins.pyi", R"(
from typing import Generic, TypeVar, Any, Iterator, overload
T = TypeVar("T")
K = TypeVar("K")
class object:
    def __init__(self) -> None: ...
class type:
    def __init__(self, x: Any) -> None: ...
class int:
    def __add__(self, other: int) -> int: ...
class float: ...
class complex: ...
class bool(int): ...
class str:
    def __add__(self, other: str) -> str: ...
class bytes: ...
class function: ...
class ellipsis: ...
class property: ...
class staticmethod: ...
class classmethod: ...
class BaseException: ...
class Exception(BaseException): ...
class tuple(Generic[T]):
    def __iter__(self) -> Iterator[T]: ...
class list(Generic[T]):
    def __iter__(self) -> Iterator[T]: ...
    def append(self, x: T) -> None: ...
class dict(Generic[K, T]):
    def __getitem__(self, k: K) -> T: ...
class set(Generic[T]): ...
class slice: ...
)"},
        {"stdlib/typing.pyi", R"(
cast = 0
overload = 0
Any = object()
Union = 0
Optional = 0
TypeVar = 0
Generic = 0
Protocol = 0
ClassVar = 0
Final = 0
Literal = 0
Callable = 0
TYPE_CHECKING = False
T = TypeVar("T", covariant=True)
U = TypeVar("U")
V = TypeVar("V")
class Iterable(Protocol[T]):
    def __iter__(self) -> Iterator[T]: ...
class Iterator(Iterable[T], Protocol):
    def __next__(self) -> T: ...
class Sequence(Iterable[T]): ...
class Mapping(Generic[U, T]): ...
class Generator(Iterator[T], Generic[T, U, V]):
    def __next__(self) -> T: ...
    def __iter__(self) -> Generator[T, U, V]: ...
class Awaitable(Protocol[T]):
    def __await__(self) -> Generator[Any, Any, T]: ...
class Coroutine(Awaitable[V], Generic[T, U, V]):
    def __await__(self) -> Generator[Any, Any, V]: ...
class AsyncIterator(Protocol[T]): ...
class AsyncGenerator(AsyncIterator[T], Generic[T, U]): ...
)"},
        {"stdlib/types.pyi", R"(
class ModuleType: ...
class FunctionType: ...
class MethodType: ...
class CoroutineType: ...
class EllipsisType: ...
class NoneType: ...
)"},
        {"stdlib/typing_extensions.pyi", ""},
        {"stdlib/_typeshed.pyi", ""},
        {"stdlib/abc.pyi", R"(
class ABCMeta(type): ...
class ABC(metaclass=ABCMeta): ...
def abstractmethod(f: object) -> object: ...
)"},
        {"stdlib/collections.pyi", ""},
        {"stdlib/enum.pyi", ""},
        {"stdlib/functools.pyi", ""},
        {"stdlib/dataclasses.pyi", ""},
    };
    return files;
}

/// What ran, by kind: "a" for a job about module a.
class Record final : public Trace {
public:
    void job(const scheduler::JobSpan& span, std::string module) override {
        const std::lock_guard lock(mutex_);
        if (span.status == scheduler::JobStatus::Done) ran_[span.kind].push_back(module);
        if (span.status == scheduler::JobStatus::Failed) failed_.push_back(module);
    }
    void revision(std::uint64_t, std::uint64_t) override {}

    /// Sorted. A verified result did not run.
    [[nodiscard]] Lines ran(scheduler::JobKind kind) const {
        const std::lock_guard lock(mutex_);
        auto found = ran_.find(kind);
        Lines modules = found == ran_.end() ? Lines{} : found->second;
        std::sort(modules.begin(), modules.end());
        return modules;
    }
    [[nodiscard]] Lines failed() const {
        const std::lock_guard lock(mutex_);
        return failed_;
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        ran_.clear();
    }

private:
    mutable std::mutex mutex_;
    std::map<scheduler::JobKind, Lines> ran_;
    Lines failed_;
};

/// What a person would see, file by file.
class Shown final : public Listener {
public:
    void on_diagnostics(FileDiagnostics result) override {
        Lines& lines = shown_[result.display_path];
        lines.clear();
        for (const messages::Diagnostic& found : result.diagnostics) {
            lines.push_back(result.display_path + ":" + std::to_string(found.line) + ":" +
                            std::to_string(found.column) + "-" + std::to_string(found.end_line) +
                            ":" + std::to_string(found.end_column) + ": " + found.message);
        }
    }
    void on_progress(const Progress&) override {}
    void on_idle() override {}
    void on_message(std::string_view text) override { FAIL("said: " << text); }

    [[nodiscard]] Lines lines() const {
        Lines all;
        for (const auto& [file, lines] : shown_) all.insert(all.end(), lines.begin(), lines.end());
        return all;
    }

private:
    std::map<std::string, Lines> shown_;
};

/// Whether it lets go, whenever nothing is to do, of what can be made again; else after a second of
/// work, which no test takes.
enum class Tidy : bool { No, Yes };

class EditedProgram {
public:
    explicit EditedProgram(Files files, Lines flags = {}, Tidy tidy = Tidy::Yes)
        : files_(std::move(files)), flags_(std::move(flags)), tidy_(tidy) {
        start();
    }

    /// Replaces `from` (all of the file, if it is empty) in an editor's buffer.
    void edit(const std::string& file, const std::string& from, const std::string& to) {
        std::string& text = files_[file];
        if (from.empty()) {
            text = to;
        } else {
            const std::size_t at = text.find(from);
            REQUIRE(at != text.npos);
            text.replace(at, from.size(), to);
        }
        INFO("after the edit of " << file << ":\n" << text);
        record.clear();
        const std::uint64_t before = figures_.interfaces_built;
        const std::uint64_t shaped_before = figures_.shaping_checks;
        program_->open("/work/" + file, std::make_shared<base::SourceText>(text), ++version_);
        program_->wait_until_idle();
        built_ = figures_.interfaces_built - before;
        shaped_ = figures_.shaping_checks - shaped_before;
        CHECK(record.failed() == Lines{});
        CHECK(shown.lines() == EditedProgram(files_, flags_, Tidy::No).shown.lines());
    }

    /// The same on disk; `tell` says so to the program.
    void write(const std::string& file, const std::string& text) {
        files_[file] = text;
        disk_->write("/work/" + file, text);
    }
    void tell(const std::string& file) {
        record.clear();
        program_->files_changed({"/work/" + file});
        program_->wait_until_idle();
        CHECK(shown.lines() == EditedProgram(files_, flags_, Tidy::No).shown.lines());
    }

    /// Modules whose interface job ran; one that names an SCC has the name of its first module.
    [[nodiscard]] Lines interfaces() const { return record.ran(scheduler::JobKind::Interface); }
    /// How many modules' interfaces were built, one by one or with their SCC.
    [[nodiscard]] std::uint64_t built() const { return built_; }
    /// How many functions that define attributes were checked with these interfaces.
    [[nodiscard]] std::uint64_t shaped() const { return shaped_; }
    /// Modules that a body job ran of, once for each.
    [[nodiscard]] Lines bodies() const { return record.ran(scheduler::JobKind::Body); }
    [[nodiscard]] Lines lines() const { return shown.lines(); }
    [[nodiscard]] std::shared_ptr<Inspector> inspector() { return program_->inspector(); }

    Record record;
    Shown shown;

private:
    void start() {
        for (const auto& [name, text] : small_typeshed()) disk_->write("/typeshed/" + name, text);
        for (const auto& [name, text] : files_) disk_->write("/work/" + name, text);
        const auto surroundings = [files = disk_] {
            return Surroundings{modules::make_snapshot_of(files),
                                [](std::string_view) { return std::nullopt; }};
        };
        Setup setup;
        setup.root = "/work";
        setup.arguments = {"--no-site-packages", "--python-version=3.13", "--no-error-summary",
                           "--custom-typeshed-dir=/typeshed"};
        setup.arguments.insert(setup.arguments.end(), flags_.begin(), flags_.end());
        setup.arguments.push_back(".");
        auto configuration = configure(setup, surroundings(), true);
        if (!configuration) FAIL(configuration.error().message);
        RunSettings settings;
        settings.workers = 2;
        settings.trace = &record;
        settings.surroundings = surroundings;
        if (tidy_ == Tidy::Yes) settings.nanoseconds_between_tidying = 0;
        program_ = make_program(std::move(*configuration), setup, settings, shown, &figures_);
        program_->wait_until_idle();
    }

    Files files_;
    Lines flags_;
    Tidy tidy_;
    std::shared_ptr<tests::MemoryFiles> disk_ = std::make_shared<tests::MemoryFiles>(
        std::initializer_list<std::pair<const char*, const char*>>{});
    std::int32_t version_ = 0;
    std::uint64_t built_ = 0;
    std::uint64_t shaped_ = 0;
    Figures figures_;
    std::unique_ptr<Program> program_;  // last: its threads use what is above
};

}  // namespace krait::project::test

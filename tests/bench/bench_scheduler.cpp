// bench_scheduler.cpp
//
// What the scheduler itself costs, on synthetic programs whose checks cost nothing: building from
// nothing, an edit in a body, an edit that changes no interface, one that changes an interface
// nobody reads by, a new import. Growth is printed as a slope: the exponent by which time grows
// with the number of modules (1: in proportion; 0: not at all).
//
//   bench_scheduler [LARGEST [WORKERS]]     LARGEST: modules, 100000 by default

#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "base/hash.h"
#include "scheduler/scheduler.h"

namespace {

using namespace krait;
using namespace krait::scheduler;

struct Nothing final : Loaded {};
struct Said final : Payload {
    [[nodiscard]] bool same_as(const Payload&) const override { return true; }
};
struct Face final : Interface {
    explicit Face(std::uint64_t number) : digest{number, 0} {}
    base::Digest digest;
    [[nodiscard]] base::Digest fingerprint() const override { return digest; }
};
struct Imported final : Reads {
    std::vector<ModuleId> ids;
    [[nodiscard]] std::span<const ModuleId> modules() const override { return ids; }
    [[nodiscard]] bool match(const Snapshot&) const override { return true; }
};

/// A module: whom it imports, and numbers to change in order to edit it.
struct Module {
    std::vector<ModuleId> imports;
    std::uint64_t shape = 0;
    std::uint64_t face = 0;
    std::uint64_t body = 0;
};

/// Checks that cost nothing. Modules are edited only while the scheduler is idle.
class FreeEngine final : public Engine {
public:
    explicit FreeEngine(std::vector<Module> the_modules) : modules(std::move(the_modules)) {}
    std::vector<Module> modules;

    LoadResult load(ModuleId module, CancellationToken) override {
        const Module& text = at(module);
        LoadResult result;
        result.loaded = nothing_;
        for (ModuleId import : text.imports) result.imports.push_back({import});
        result.shape = {text.shape, text.face};
        result.size_hint = 1000;
        return result;
    }
    InterfaceResult build_interface(const InterfaceInput& input) override {
        InterfaceResult result;
        auto reads = std::make_shared<Imported>();
        for (ModuleId module : input.modules) {
            const Module& text = at(module);
            reads->ids.insert(reads->ids.end(), text.imports.begin(), text.imports.end());
            result.interfaces.push_back(std::make_shared<Face>(text.face));
            result.payloads.push_back(said_);
        }
        std::sort(reads->ids.begin(), reads->ids.end());
        reads->ids.erase(std::unique(reads->ids.begin(), reads->ids.end()), reads->ids.end());
        result.reads = std::move(reads);
        return result;
    }
    std::vector<BodyChunk> body_chunks(ModuleId module, const LoadedPtr&,
                                       const InterfacePtr&) override {
        BodyChunk chunk;
        chunk.key = {at(module).body, 1};
        return {chunk};
    }
    BodyResult check_body(const BodyInput& input) override {
        auto reads = std::make_shared<Imported>();
        reads->ids = at(input.module).imports;
        std::sort(reads->ids.begin(), reads->ids.end());
        return {said_, reads};
    }
    PayloadPtr finish(const FinishInput&) override { return said_; }
    PayloadPtr internal_error(ModuleId, JobKind, const std::string& what) noexcept override {
        std::fprintf(stderr, "internal error: %s\n", what.c_str());
        std::abort();
    }
    [[nodiscard]] std::string module_name(ModuleId) const override { return {}; }

private:
    const Module& at(ModuleId module) const { return modules[static_cast<std::size_t>(module)]; }
    LoadedPtr nothing_ = std::make_shared<Nothing>();
    PayloadPtr said_ = std::make_shared<Said>();
};

struct Deaf final : Listener {
    void on_published(const Publication&) override {}
};

using Shape = std::vector<Module> (*)(std::size_t);

ModuleId id(std::size_t number) {
    return static_cast<ModuleId>(number);
}

// In every shape module 0 is a leaf, so that an edit of it concerns as many as possible.

std::vector<Module> chain(std::size_t count) {
    std::vector<Module> modules(count);
    for (std::size_t i = 1; i < count; ++i) modules[i].imports = {id(i - 1)};
    return modules;
}

std::vector<Module> fan(std::size_t count) {
    std::vector<Module> modules(count);
    for (std::size_t i = 1; i < count; ++i) modules[i].imports = {id(0)};
    return modules;
}

std::vector<Module> grid(std::size_t count) {
    std::vector<Module> modules(count);
    const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(count)));
    for (std::size_t i = 1; i < count; ++i) {
        if (i % side != 0) modules[i].imports.push_back(id(i - 1));
        if (i >= side) modules[i].imports.push_back(id(i - side));
    }
    return modules;
}

/// Ten imports each, one in a thousand of them backwards, so that cycles form.
std::vector<Module> random_graph(std::size_t count) {
    std::vector<Module> modules(count);
    std::mt19937_64 random(count);
    for (std::size_t i = 1; i < count; ++i) {
        for (int k = 0; k < 10; ++k) {
            const bool back = random() % 1000 == 0 && i + 1 < count;
            const std::size_t other =
                back ? i + 1 + random() % std::min<std::size_t>(count - i - 1, 50) : random() % i;
            if (other != i) modules[i].imports.push_back(id(other));
        }
        std::sort(modules[i].imports.begin(), modules[i].imports.end());
        auto last = std::unique(modules[i].imports.begin(), modules[i].imports.end());
        modules[i].imports.erase(last, modules[i].imports.end());
    }
    return modules;
}

std::vector<Module> one_cycle(std::size_t count) {
    std::vector<Module> modules = chain(count);
    modules[0].imports = {id(count - 1)};
    return modules;
}

/// Processor time of all threads: what it costs, on a machine that others use too.
double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

constexpr std::size_t kColumns = 5;
const char* const kNames[kColumns] = {"build", "body edit", "same interface", "new interface",
                                      "new import"};

/// Processor seconds for each of the columns.
std::vector<double> measure(Shape shape, std::size_t count, unsigned workers) {
    malloc_trim(0);  // else this run pays for what the one before freed
    FreeEngine engine(shape(count));
    Deaf listener;
    Options options;
    options.workers = workers;
    Scheduler scheduler(engine, listener, options);
    const auto timed = [&](const Changes& changes) {
        const double start = cpu_seconds();
        scheduler.update(changes);
        scheduler.wait_until_idle();
        return cpu_seconds() - start;
    };
    Changes all;
    all.roots.emplace();
    for (std::size_t i = 0; i < count; ++i) all.roots->push_back(id(i));
    std::vector<double> result{timed(all)};

    Changes edit;
    edit.modules = {id(0)};
    engine.modules[0].body = 1;
    result.push_back(timed(edit));
    engine.modules[0].shape = 1;
    result.push_back(timed(edit));
    engine.modules[0].face = 1;
    result.push_back(timed(edit));
    // From the last to the middle: no new cycle, but a new graph.
    engine.modules[count - 1].imports.push_back(id(count / 2));
    edit.modules = {id(count - 1)};
    result.push_back(timed(edit));
    return result;
}

void print_shape(const char* name, Shape shape, std::size_t largest, unsigned workers) {
    std::vector<double> first;
    std::vector<double> last;
    std::size_t smallest = 0;
    std::size_t biggest = 0;
    for (std::size_t count = 1000; count <= largest; count *= 10) {
        last = measure(shape, count, workers);
        if (first.empty()) {
            first = last;
            smallest = count;
        }
        biggest = count;
        std::printf("%-8s %9zu", name, count);
        for (double seconds : last) std::printf(" %11.3f ms", seconds * 1e3);
        std::printf("   %.2f us a module\n", last[0] * 1e6 / static_cast<double>(count));
        std::fflush(stdout);
    }
    if (biggest == smallest) return;
    std::printf("%-8s %9s", name, "slope");
    const double growth = std::log(static_cast<double>(biggest) / static_cast<double>(smallest));
    for (std::size_t i = 0; i < kColumns; ++i) {
        std::printf(" %14.2f", std::log(last[i] / first[i]) / growth);
    }
    std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t largest = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
    const auto workers = static_cast<unsigned>(argc > 2 ? std::atoi(argv[2]) : 2);
    std::printf("%-8s %9s", "shape", "modules");
    for (const char* name : kNames) std::printf(" %14s", name);
    std::printf("\n");
    print_shape("chain", chain, largest, workers);
    print_shape("fan", fan, largest, workers);
    print_shape("grid", grid, largest, workers);
    print_shape("random", random_graph, largest, workers);
    print_shape("cycle", one_cycle, largest, workers);
    return 0;
}

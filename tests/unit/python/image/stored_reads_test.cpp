#include "python/image/stored_reads.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "python/image/recording_reader.h"
#include "unit/python/image/image_world.h"

namespace krait::image::test {

namespace {

/// A snapshot of one module, in which `known` can be imported.
struct OneModule final : Interfaces {
    const ModuleInterface* interface = nullptr;
    base::Name known = base::intern("known");
    bool is_ours = false;

    const ModuleInterface* find(base::ModuleId module) const override {
        return interface != nullptr && interface->id() == module ? interface : nullptr;
    }
    base::ModuleId find_module(base::ModuleId, base::Name name) const override {
        return name == known ? base::ModuleId{7} : base::ModuleId::None;
    }
    bool comes_with_program(base::ModuleId) const override { return is_ours; }
};

/// Another process: the same program with other ids, and a trace that was stored in the first.
struct Elsewhere {
    Elsewhere() {
        other.add_module("something.else");
        again.emplace(other);
    }
    bool matches(const std::string& stored) {
        auto published = again->publish();
        snapshot.interface = published.get();
        return match_stored(stored, snapshot, other, other.table);
    }

    World other;
    std::optional<Shop> again;
    OneModule snapshot;
};

enum class Order { Usual, Reversed };

/// A class, a member of it, a member that isn't there, imports that lead somewhere and nowhere, and
/// a line if `with_line`.
std::string a_trace(bool with_line = true, bool is_ours = false, Order order = Order::Usual) {
    World world;
    Shop shop(world);
    auto published = shop.publish();
    OneModule snapshot;
    snapshot.interface = published.get();
    snapshot.is_ours = is_ours;
    RecordingReader reader(snapshot);
    const auto& item = *as<ClassInfo>(reader.definition(shop.item.id));
    (void)reader.own_member(item, base::intern("price"));
    (void)reader.own_member(item, base::intern("stock"));
    if (with_line) (void)reader.line_of(shop.item.id);
    (void)reader.find_module(shop.shop, base::intern("known"));
    (void)reader.find_module(shop.shop, base::intern("unknown"));
    std::vector<Read> reads = reader.take_reads();
    if (order == Order::Reversed) std::reverse(reads.begin(), reads.end());
    return store_reads(reads, snapshot, world.table);
}

}  // namespace

TEST_CASE("A stored trace matches in a process with other ids") {
    Elsewhere elsewhere;
    CHECK(elsewhere.matches(a_trace()));
    CHECK(modules_of(a_trace(), elsewhere.other).value().all ==
          std::vector<base::ModuleId>{elsewhere.again->shop});
}

TEST_CASE("A stored trace stops matching with what was read, and with nothing else") {
    Elsewhere elsewhere;
    const std::string trace = a_trace();
    SECTION("another member's type isn't its business") {
        elsewhere.again->get.type = nullptr;
        CHECK(elsewhere.matches(trace));
    }
    SECTION("the missing member appears") {
        elsewhere.again->members.push_back({base::intern("stock"), elsewhere.again->price.id});
        CHECK_FALSE(elsewhere.matches(trace));
    }
    SECTION("a member leads elsewhere") {
        elsewhere.again->members.front().target = elsewhere.again->get.id;
        CHECK_FALSE(elsewhere.matches(trace));
    }
    SECTION("the class moves to another line") {
        elsewhere.again->item_line = 4;
        CHECK_FALSE(elsewhere.matches(trace));
    }
    SECTION("what was imported is gone") {
        elsewhere.snapshot.known = base::intern("other");
        CHECK_FALSE(elsewhere.matches(trace));
    }
    SECTION("what was not found is there") {
        elsewhere.snapshot.known = base::intern("unknown");
        CHECK_FALSE(elsewhere.matches(trace));
    }
}

TEST_CASE("The order in which questions were asked doesn't show in the bytes") {
    CHECK(a_trace() == a_trace(true, false, Order::Reversed));
}

TEST_CASE("Of a module that comes with the program the whole interface must be the same") {
    const std::string trace = a_trace(/*with_line=*/false, /*is_ours=*/true);
    CHECK(trace.size() < a_trace(false, false).size());
    Elsewhere elsewhere;
    elsewhere.snapshot.is_ours = true;
    CHECK(elsewhere.matches(trace));
    CHECK(modules_of(trace, elsewhere.other).value().all ==
          std::vector<base::ModuleId>{elsewhere.again->shop});
    elsewhere.again->get.type = nullptr;
    CHECK_FALSE(elsewhere.matches(trace));
}

TEST_CASE("A trace about a module that isn't in the program doesn't match") {
    World empty;
    OneModule snapshot;
    CHECK_FALSE(modules_of(a_trace(), empty));
    CHECK_FALSE(match_stored(a_trace(), snapshot, empty, empty.table));
}

TEST_CASE("Bytes that are no trace don't match, whatever they are") {
    const std::string trace = a_trace();
    CHECK(modules_of(trace, Elsewhere().other).value().located.size() == 1);
    for (std::size_t size = 0; size < trace.size(); ++size) {
        Elsewhere elsewhere;
        CHECK_FALSE(elsewhere.matches(trace.substr(0, size)));
        CHECK_FALSE(modules_of(trace.substr(0, size), elsewhere.other));
    }
    Elsewhere elsewhere;
    CHECK_FALSE(elsewhere.matches(trace + "x"));
}

}  // namespace krait::image::test

#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "image_world.h"
#include "python/image/recording_reader.h"

using namespace krait::image;
using namespace krait::image::test;
using krait::base::intern;

TEST_CASE("what is read from an image is what was written into it") {
    World world;
    Shop shop(world);
    auto interface = shop.publish();
    const auto* item = as<ClassInfo>(interface->definition(shop.item.id.slot));
    REQUIRE(item != nullptr);
    CHECK(item->fullname == intern("shop.Item"));
    CHECK(item->mro.size() == 2);
    CHECK(item->mro[0] == shop.item.id);
    const Symbol* price = item->names.find(intern("price"));
    REQUIRE(price != nullptr);
    const auto* variable = as<VarInfo>(interface->definition(price->target.slot));
    REQUIRE(variable != nullptr);
    CHECK(expect<Instance>(variable->type).type == shop.int_type->type);
    const auto* get = as<FunctionInfo>(interface->definition(shop.get.id.slot));
    const auto& signature = expect<CallableType>(get->type);
    CHECK(signature.parameters.size() == 1);
    CHECK(signature.parameters[0].name == intern("self"));
    CHECK(signature.ret_type == signature.parameters[0].type);  // one type, written once
    CHECK(interface->line(shop.get.id.slot) == 5);
    CHECK(interface->names().find(intern("Item")) != nullptr);
    CHECK(interface->names().find(intern("price")) == nullptr);
}

TEST_CASE("an image does not depend on the process's ids") {
    World world;
    Shop shop(world);
    World other;
    other.add_module("something.else");
    other.def(other.add_module("shop"), "Zebra");
    Shop same(other);
    CHECK(shop.write() == same.write());
}

TEST_CASE("fingerprints tell a member's change from its class's") {
    World world;
    Shop shop(world);
    auto before = shop.publish();

    SECTION("a member's type") {
        shop.price.type = world.instance(world.def(shop.builtins, "str"));
        auto after = shop.publish();
        CHECK(after->fingerprint(shop.price.id.slot) != before->fingerprint(shop.price.id.slot));
        CHECK(after->fingerprint(shop.item.id.slot) == before->fingerprint(shop.item.id.slot));
        CHECK(after->fingerprint() != before->fingerprint());
    }
    SECTION("a new member leaves the class itself alone, but not the whole") {
        shop.members.push_back({intern("extra"), shop.price.id});
        auto after = shop.publish();
        CHECK(after->fingerprint(shop.item.id.slot) == before->fingerprint(shop.item.id.slot));
        CHECK(after->fingerprint() != before->fingerprint());
    }
    SECTION("a class that moves down a line") {
        shop.item_line = 99;
        auto after = shop.publish();
        CHECK(after->fingerprint() == before->fingerprint());
        CHECK(after->line(shop.item.id.slot) == 99);
    }
}

TEST_CASE("types of a body's own classes don't get out") {
    World world;
    Shop shop(world);
    shop.price.type = world.instance({krait::symbols::kJobLocal, krait::symbols::Slot{0}});
    auto interface = shop.publish();
    const auto* price = as<VarInfo>(interface->definition(shop.price.id.slot));
    CHECK(is<AnyType>(price->type));
}

TEST_CASE("damage is found, wherever it is") {
    World world;
    Shop shop(world);
    const std::vector<char> good = shop.write();
    auto opens = [&](std::vector<char> bytes) {
        auto interface = ModuleInterface::open(std::move(bytes), shop.shop, world.table, world);
        return interface && (*interface)->verify();
    };
    CHECK(opens(good));
    for (std::size_t size = 0; size < good.size(); ++size) {
        CHECK_FALSE(opens({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}));
    }
    // A flipped bit may give another valid image (a checksum is the cache's business), but never a
    // crash: sanitizers watch here.
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::vector<char> bad = good;
            bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
            static_cast<void>(opens(bad));
        }
    }
    SUCCEED();
}

TEST_CASE("threads that decode the same image at once see the same definitions") {
    World world;
    Shop shop(world);
    auto interface = shop.publish();
    std::vector<const Definition*> seen(4);
    std::vector<std::thread> threads;
    for (auto& found : seen) {
        threads.emplace_back([&] { found = interface->definition(shop.item.id.slot); });
    }
    for (auto& thread : threads) thread.join();
    CHECK(seen[0] == seen[1]);
    CHECK(seen[0] == seen[2]);
    CHECK(seen[0] == seen[3]);
}

namespace {

struct OneModule : Interfaces {
    const ModuleInterface* interface = nullptr;
    const ModuleInterface* find(krait::base::ModuleId module) const override {
        return interface->id() == module ? interface : nullptr;
    }
    krait::base::ModuleId find_module(krait::base::ModuleId, krait::base::Name) const override {
        return krait::base::ModuleId::None;
    }
};

}  // namespace

TEST_CASE("recorded reads match until what was read, or was missing, changes") {
    World world;
    Shop shop(world);
    auto before = shop.publish();
    OneModule snapshot;
    snapshot.interface = before.get();
    RecordingReader reader(snapshot);
    const auto& item = *as<ClassInfo>(reader.definition(shop.item.id));
    CHECK(reader.own_member(item, intern("stock")) == nullptr);
    auto reads = reader.take_reads();
    CHECK(reads.size() == 2);
    CHECK(match(reads, snapshot));

    SECTION("another member's type isn't theirs") {
        shop.price.type = nullptr;
        auto after = shop.publish();
        snapshot.interface = after.get();
        CHECK(match(reads, snapshot));
    }
    SECTION("the missing member appears") {
        shop.members.push_back({intern("stock"), shop.price.id});
        auto after = shop.publish();
        snapshot.interface = after.get();
        CHECK_FALSE(match(reads, snapshot));
    }
    SECTION("the class gets a fact") {
        shop.item.is_final = true;
        auto after = shop.publish();
        snapshot.interface = after.get();
        CHECK_FALSE(match(reads, snapshot));
    }
}

// image_world.h
//
// A module built by hand, for tests of images: `class C(Base): x: int; def get(self) -> C`.

#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "python/image/module_interface.h"
#include "python/image/writer.h"
#include "python/symbols/module_table.h"
#include "python/types/definition.h"

namespace krait::image::test {

using namespace krait::types;

class World : public ModuleResolver {
public:
    base::ModuleId resolve(base::Name module) const override {
        auto found = modules_.find(module);
        return found == modules_.end() ? base::ModuleId::None : found->second;
    }

    base::ModuleId add_module(std::string_view name) {
        base::ModuleId id = table.module(base::intern(name), std::string(name) + ".py");
        modules_[base::intern(name)] = id;
        return id;
    }
    DefId def(base::ModuleId module, std::string_view path) {
        return table.def(module, base::intern(path));
    }
    const Instance* instance(DefId type, std::vector<TypePtr> args = {}) {
        return arena.make<Instance>(Type{TypeKind::Instance}, type, arena.copy(args));
    }

    symbols::ModuleTable table;
    base::Arena arena;

private:
    std::unordered_map<base::Name, base::ModuleId> modules_;
};

/// What `write` publishes; change a field and write again to see what fingerprints notice.
struct Shop {
    World& world;
    base::ModuleId builtins = world.add_module("builtins");
    base::ModuleId shop = world.add_module("shop");
    const Instance* int_type = world.instance(world.def(builtins, "int"));
    ModuleInfo module{};
    ClassInfo item{};
    VarInfo price{};
    FunctionInfo get{};
    std::vector<Symbol> members;
    std::vector<Symbol> names;
    std::uint32_t item_line = 3;

    explicit Shop(World& in) : world(in) {
        module.kind = DefinitionKind::Module;
        module.id = world.def(shop, "");
        head(item, DefinitionKind::Class, "Item");
        item.module_name = base::intern("shop");
        item.mro = world.arena.copy({item.id, world.def(builtins, "object")});
        head(price, DefinitionKind::Variable, "Item.price");
        price.enclosing_class = item.id;
        price.type = int_type;
        head(get, DefinitionKind::Function, "Item.get");
        get.enclosing_class = item.id;
        const Instance* self = world.instance(item.id);
        get.type = world.arena.make<CallableType>(
            Type{TypeKind::Callable},
            world.arena.copy({Parameter{self, ArgKind::Pos, base::intern("self")}}), self,
            world.instance(world.def(builtins, "function")));
        members = {{base::intern("price"), price.id}, {base::intern("get"), get.id}};
        names = {{base::intern("Item"), item.id}};
    }

    std::vector<char> write() {
        item.names.symbols = members;
        ModuleContents contents;
        contents.id = shop;
        contents.name = base::intern("shop");
        contents.definitions = {{&get, 5}, {&module, 0}, {&price, 4}, {&item, item_line}};
        contents.names = names;
        return write_image(contents, world.table);
    }

    std::unique_ptr<ModuleInterface> publish() {
        return std::move(*ModuleInterface::open(write(), shop, world.table, world));
    }

private:
    void head(Definition& definition, DefinitionKind kind, std::string_view path) {
        definition.kind = kind;
        definition.id = world.def(shop, path);
        std::size_t dot = path.rfind('.');
        definition.name = base::intern(dot == path.npos ? path : path.substr(dot + 1));
        definition.fullname = base::intern("shop." + std::string(path));
    }
};

}  // namespace krait::image::test

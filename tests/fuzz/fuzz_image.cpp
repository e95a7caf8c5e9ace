// fuzz_image.cpp
//
// An image from outside the process may hold any bytes: opening and verifying it either refuses or
// gives definitions, and never reads where nothing is.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "python/image/module_interface.h"

namespace {

struct Nowhere final : krait::image::ModuleResolver {
    krait::base::ModuleId resolve(krait::base::Name) const override {
        return krait::base::ModuleId::None;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static krait::symbols::ModuleTable table;
    static const Nowhere resolver;
    static const krait::base::ModuleId module = table.module(krait::base::intern("m"), "m.py");
    std::vector<char> bytes(data, data + size);
    auto interface =
        krait::image::ModuleInterface::open(std::move(bytes), module, table, resolver);
    if (interface) static_cast<void>((*interface)->verify());
    return 0;
}

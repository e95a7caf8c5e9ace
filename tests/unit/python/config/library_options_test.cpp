// library_options_test.cpp: programs share the stubs that come with Krait, whatever they report.

#include "python/config/library_options.h"

#include <catch2/catch_test_macros.hpp>

namespace krait::config {
namespace {

base::Digest digest_of_own_stubs(const Options& options) {
    return semantic_digest(for_own_stubs(options));
}

}  // namespace

TEST_CASE("What a program reports changes nothing about the stubs that come with Krait") {
    Options options;
    options.disallow_any_generics = true;
    options.enable_error_code = {"ignore-without-code"};
    options.untyped_calls_exclude = {"numpy"};
    options.enable_incomplete_feature = {"PreciseTupleTypes"};
    options.plugins = {"pydantic.mypy"};
    options.always_false = {"MYPYC"};
    CHECK(digest_of_own_stubs(options) == digest_of_own_stubs({}));
}

TEST_CASE("What makes the stubs say something else keeps them apart") {
    Options version;
    version.python_version = {3, 10};
    Options platform;
    platform.platform = "win32";
    Options optional;
    optional.strict_optional = false;
    Options name;
    name.always_false = {"MYPYC", "TYPE_CHECKING"};
    for (const Options& options : {version, platform, optional, name}) {
        CHECK(digest_of_own_stubs(options) != digest_of_own_stubs({}));
    }
}

}  // namespace krait::config

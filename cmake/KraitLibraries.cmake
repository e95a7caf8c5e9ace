# The libraries Krait stands on, all from Debian packages (see tools/install_packages.sh).

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
pkg_check_modules(uv REQUIRED IMPORTED_TARGET libuv)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
# The allocator of the program that people run: the checker makes and drops millions of small things
# on several threads. Not under sanitizers, which bring their own, nor where it can't be found.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT KRAIT_SANITIZE)
  find_library(KRAIT_MIMALLOC mimalloc)
endif()
if(KRAIT_TESTS)
  find_package(Catch2 3 REQUIRED)
endif()

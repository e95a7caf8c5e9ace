# How everything is compiled: the standard, the warnings, the sanitizers, and the tools that make
# a one-file change quick (ccache, a fast linker, precompiled headers), each used where it is found.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(krait_options INTERFACE)
target_compile_options(krait_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough -Werror
  -Wno-missing-field-initializers)  # fields of our structs have initializers of their own
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns wrongly about std::string and std::variant internals when it inlines them.
  target_compile_options(krait_options INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow
    -Wno-stringop-overread -Wno-dangling-pointer)
else()
  # libstdc++ 12's stable_sort calls what libstdc++ 12 itself declares deprecated.
  target_compile_options(krait_options INTERFACE
    -Wno-missing-designated-field-initializers -Wno-deprecated-declarations)
endif()

# Assertions are part of every build but the one that people run, and so are warnings as errors: a
# newer compiler's new warning must not keep anybody from building the program.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(krait_options INTERFACE KRAIT_ASSERTIONS=1)
else()
  target_compile_options(krait_options INTERFACE -Wno-error)
endif()

if(KRAIT_SANITIZE)
  add_compile_options(-fsanitize=${KRAIT_SANITIZE} -fno-omit-frame-pointer)
  if(KRAIT_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  string(REPLACE "fuzzer-no-link," "" link_sanitizers "${KRAIT_SANITIZE}")
  add_link_options(-fsanitize=${link_sanitizers})
endif()

find_program(KRAIT_CCACHE ccache)
if(KRAIT_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_PCH_EXTSUM=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${KRAIT_CCACHE})
endif()

find_program(KRAIT_MOLD mold)
find_program(KRAIT_LLD NAMES ld.lld-19 ld.lld)
add_link_options(-Wl,--build-id=sha1)  # the cache tells builds apart by it (project/build_id.h)
if(KRAIT_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(KRAIT_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld)
endif()

# One precompiled header of the standard library for every target; rooms on heavy libraries isolate
# those in few translation units instead. CMake's own way names the header by an absolute path, which
# keeps ccache from sharing objects between checkouts: so the header is compiled here, by the flags
# that all targets have, and included by a path relative to the build folder, where Ninja runs.
# The compiled header itself names its own folder, so it never comes from ccache: each build folder
# makes its own, and ccache compares headers by the checksum of their preprocessed text beside it.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/krait_prelude.h @ONLY CONTENT [[
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>
]])

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options(-Xclang -fno-pch-timestamp)  # lets ccache reuse precompiled headers
  set(krait_prelude krait_prelude.h.pch)
  set(krait_prelude_flags -Xclang -emit-pch)
  set(krait_prelude_use "-include-pch ${krait_prelude}")
else()
  set(krait_prelude krait_prelude.h.gch)
  set(krait_prelude_flags "")
  set(krait_prelude_use "-include krait_prelude.h")
endif()

string(TOUPPER "${CMAKE_BUILD_TYPE}" krait_build_type)
get_directory_property(krait_all_options COMPILE_OPTIONS)
separate_arguments(krait_prelude_base_flags UNIX_COMMAND
  "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${krait_build_type}} -std=c++20")
set(krait_prelude_compile ${CMAKE_CXX_COMPILER} ${krait_prelude_base_flags} ${krait_all_options}
    -x c++-header)
add_custom_command(
  OUTPUT ${krait_prelude} ${krait_prelude}.sum
  COMMAND ${krait_prelude_compile} ${krait_prelude_flags} -c krait_prelude.h -o ${krait_prelude}
  COMMAND ${krait_prelude_compile} -E -P krait_prelude.h -o krait_prelude.txt
  COMMAND ${CMAKE_COMMAND} -E sha256sum krait_prelude.txt > ${krait_prelude}.sum
  DEPENDS krait_prelude.h COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(krait_prelude_target DEPENDS ${krait_prelude})

function(krait_precompile target)
  target_compile_options(${target} PRIVATE
    "SHELL:$<$<COMPILE_LANGUAGE:CXX>:${krait_prelude_use}>")
  get_target_property(sources ${target} SOURCES)
  set_source_files_properties(${sources} PROPERTIES
    OBJECT_DEPENDS ${CMAKE_BINARY_DIR}/${krait_prelude})
  add_dependencies(${target} krait_prelude_target)
endfunction()

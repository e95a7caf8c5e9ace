# The typeshed of the pinned mypy wheel, packed into one archive and put into the program as it is.
# Three steps, each repeated only when its inputs change: fetch (tools/fetch_typeshed.py; the wheel is
# cached outside the build folder), pack (krait_pack), and an assembler file that includes the bytes.

function(krait_embed_typeshed target)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  set(folder ${CMAKE_BINARY_DIR}/typeshed)
  set(archive ${CMAKE_BINARY_DIR}/typeshed.archive)
  set(tools ${CMAKE_SOURCE_DIR}/tools)

  add_custom_command(
    OUTPUT ${folder}/krait/version
    COMMAND ${Python3_EXECUTABLE} ${tools}/fetch_typeshed.py --into ${folder}
    DEPENDS ${tools}/fetch_typeshed.py ${tools}/typeshed.pin.json
    COMMENT "Unpacking typeshed from mypy's wheel" VERBATIM)

  add_executable(krait_pack ${tools}/pack/pack_archive.cpp)
  target_link_libraries(krait_pack PRIVATE krait_base PkgConfig::zstd)
  target_include_directories(krait_pack PRIVATE ${CMAKE_SOURCE_DIR}/src)

  add_custom_command(
    OUTPUT ${archive}
    COMMAND krait_pack ${folder} ${archive}
    DEPENDS krait_pack ${folder}/krait/version
    COMMENT "Packing typeshed" VERBATIM)

  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/typeshed.S @ONLY CONTENT [[
#if defined(__ELF__)
    .section .rodata
    .balign 16
    .globl krait_typeshed_start
krait_typeshed_start:
    .incbin "@CMAKE_BINARY_DIR@/typeshed.archive"
    .globl krait_typeshed_end
krait_typeshed_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
#endif
]])
  set_source_files_properties(${CMAKE_BINARY_DIR}/typeshed.S PROPERTIES OBJECT_DEPENDS ${archive})
  target_sources(${target} PRIVATE ${CMAKE_BINARY_DIR}/typeshed.S)
endfunction()

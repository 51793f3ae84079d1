# SPDX-License-Identifier: BSL-1.0

#[=[
    carveout_generate(NAME n HEADER board.hpp BOARD ns::object OUTPUT_DIR dir
                      [EMIT dtsi bootargs ...] [KERNEL 6.1] [INCLUDES dir ...]
                      [KERNEL_TREE dir] [GST_TREE dir] [DIALECT yocto ...])

Writes what the board described in HEADER needs, as n.dtsi, n.cfg and so on, into OUTPUT_DIR whenever the project is built
and the header, or anything that it includes, has changed. A finding of severity error fails the build.

EMIT picks outputs: dtsi overlay dtbo bootargs chosen uboot-env extlinux android kconfig map json report; all by default.
Two more are folders, and only made when they are named: patches (n.patches; needs KERNEL_TREE, the source of the kernel, which
patches are made against) and bsp (n.bsp, for the build systems of DIALECT: yocto buildroot android kernel, all by default; with
patches in it when KERNEL_TREE, or GST_TREE for gst-plugins-base, is given).
HEADER is relative to the current source folder, OUTPUT_DIR to the current binary folder; INCLUDES are folders in which
HEADER looks for the project's own headers. The target is carveout_generate_n; its property CARVEOUT_OUTPUTS lists the files.

The generator runs during the build, so it is compiled for the machine that builds:
  CARVEOUT_HOST_CXX       its C++20 compiler; by default the project's own, or, when cross compiling, the first on the PATH
  CARVEOUT_HOST_CXXFLAGS  further flags for it, for instance -I of a folder with CLI11
]=]

cmake_minimum_required(VERSION 3.23)

set(CARVEOUT_HOST_CXXFLAGS "" CACHE STRING "Flags for the carveout generator, which is compiled for the build machine")

function(carveout_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;HEADER;BOARD;OUTPUT_DIR;KERNEL;KERNEL_TREE;GST_TREE" "EMIT;INCLUDES;DIALECT")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "carveout_generate: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  foreach(keyword NAME HEADER BOARD OUTPUT_DIR)
    if(NOT arg_${keyword})
      message(FATAL_ERROR "carveout_generate: ${keyword} is missing")
    endif()
  endforeach()

  # As in codegen/outputs.hpp
  set(suffix_dtsi ".dtsi")
  set(suffix_overlay ".dtso")
  set(suffix_dtbo ".dtbo")
  set(suffix_bootargs ".bootargs.txt")
  set(suffix_chosen "-chosen.dtsi")
  set(suffix_uboot-env ".env")
  set(suffix_extlinux ".extlinux.conf")
  set(suffix_android ".BoardConfig.mk")
  set(suffix_kconfig ".cfg")
  set(suffix_map ".map.txt")
  set(suffix_json ".json")
  set(suffix_report ".report.md")
  set(suffix_patches ".patches/series")
  set(suffix_bsp ".bsp/README.md")
  set(known dtsi overlay dtbo bootargs chosen uboot-env extlinux android kconfig map json report)
  if(NOT arg_EMIT)
    set(arg_EMIT ${known})
  endif()
  list(APPEND known patches bsp)
  if("patches" IN_LIST arg_EMIT AND NOT arg_KERNEL_TREE)
    message(FATAL_ERROR "carveout_generate: EMIT patches needs KERNEL_TREE, the source that they are made against")
  endif()

  cmake_path(ABSOLUTE_PATH arg_HEADER NORMALIZE)
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIR BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE)
  set(outputs)
  foreach(what IN LISTS arg_EMIT)
    if(NOT DEFINED suffix_${what})
      list(JOIN known ", " known)
      message(FATAL_ERROR "carveout_generate: EMIT '${what}' is unknown; known are: ${known}")
    endif()
    list(APPEND outputs "${arg_OUTPUT_DIR}/${arg_NAME}${suffix_${what}}")
  endforeach()

  carveout_find_host_cxx()
  carveout_compile_generator(generator flags folders)
  set(codegen "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..")
  set(work "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/carveout_generate_${arg_NAME}.dir")
  file(MAKE_DIRECTORY "${work}")
  list(TRANSFORM arg_INCLUDES PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" REGEX "^[^/]")
  list(TRANSFORM arg_INCLUDES PREPEND "-I")

  add_custom_command(
    OUTPUT "${work}/generate"
    COMMAND "${CARVEOUT_HOST_CXX}" ${flags} ${arg_INCLUDES} "${folders}"
            -include "${arg_HEADER}" "-DCARVEOUT_BOARD=${arg_BOARD}" -DCARVEOUT_GENERATOR_APART
            -MD -MF "${work}/generate.d" -MT "${work}/generate"
            -o "${work}/generate" "${codegen}/generate.cpp" "${generator}"
    DEPENDS "${arg_HEADER}" "${codegen}/generate.cpp" "${generator}" carveout_generator
    DEPFILE "${work}/generate.d"
    COMMENT "Compiling the generator of ${arg_NAME} from ${arg_HEADER}"
    COMMAND_EXPAND_LISTS VERBATIM)

  list(JOIN arg_EMIT "," emit)
  set(kernel)
  if(arg_KERNEL)
    set(kernel --kernel "${arg_KERNEL}")
  endif()
  set(trees)
  foreach(tree IN ITEMS KERNEL_TREE GST_TREE)
    if(arg_${tree})
      cmake_path(ABSOLUTE_PATH arg_${tree} NORMALIZE)
      string(TOLOWER "--${tree}" option)
      string(REPLACE "_" "-" option "${option}")
      list(APPEND kernel ${option} "${arg_${tree}}")
      file(GLOB version_files "${arg_${tree}}/Makefile" "${arg_${tree}}/meson.build" "${arg_${tree}}/configure.ac")
      list(APPEND trees ${version_files})
    endif()
  endforeach()
  if(arg_DIALECT)
    list(JOIN arg_DIALECT "," dialects)
    list(APPEND kernel --dialect "${dialects}")
  endif()
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND "${work}/generate" -o "${arg_OUTPUT_DIR}" --name "${arg_NAME}" --emit "${emit}" ${kernel}
    DEPENDS "${work}/generate" ${trees}
    COMMENT "Generating ${arg_NAME} (${emit})"
    VERBATIM)

  add_custom_target(carveout_generate_${arg_NAME} ALL DEPENDS ${outputs})
  set_target_properties(carveout_generate_${arg_NAME} PROPERTIES CARVEOUT_OUTPUTS "${outputs}")
endfunction()

# What all generators of a project have in common, compiled once. Sets OBJECT to its file, and FLAGS and FOLDERS to what it is
# compiled with; the latter is one argument, with a generator expression in it.
function(carveout_compile_generator object flags folders)
  # The compiler's own folders must keep their place in its search order. In a cross build the folders may hold the
  # target's C library beside Boost, so the host's own come first.
  set(paths "$<REMOVE_DUPLICATES:$<TARGET_PROPERTY:carveout::carveout,INTERFACE_INCLUDE_DIRECTORIES>>")
  set(option -isystem)
  if(CMAKE_CROSSCOMPILING)
    set(option -idirafter)
  endif()
  foreach(implicit IN ITEMS /usr/include LISTS CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
    string(REGEX REPLACE "([][+.*()^$?|\\])" "\\\\\\1" implicit "${implicit}")
    set(paths "$<FILTER:${paths},EXCLUDE,^${implicit}$>")
  endforeach()
  set(options "$<$<BOOL:${paths}>:${option};$<JOIN:${paths},;${option};>>")
  separate_arguments(host_flags NATIVE_COMMAND "${CARVEOUT_HOST_CXXFLAGS}")
  list(PREPEND host_flags -std=c++20)

  set(source "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../generator.cpp")
  set(work "${CMAKE_BINARY_DIR}/CMakeFiles/carveout_generator.dir")
  if(NOT TARGET carveout_generator)
    file(MAKE_DIRECTORY "${work}")
    add_custom_command(
      OUTPUT "${work}/generator.o"
      COMMAND "${CARVEOUT_HOST_CXX}" ${host_flags} "${options}"
              -MD -MF "${work}/generator.d" -MT "${work}/generator.o" -c -o "${work}/generator.o" "${source}"
      DEPENDS "${source}"
      DEPFILE "${work}/generator.d"
      COMMENT "Compiling the part that all generators share"
      COMMAND_EXPAND_LISTS VERBATIM)
    add_custom_target(carveout_generator DEPENDS "${work}/generator.o")
  endif()
  set(${object} "${work}/generator.o" PARENT_SCOPE)
  set(${flags} "${host_flags}" PARENT_SCOPE)
  set(${folders} "${options}" PARENT_SCOPE)
endfunction()

function(carveout_find_host_cxx)
  if(NOT CMAKE_CROSSCOMPILING AND CMAKE_CXX_COMPILER)
    set(CARVEOUT_HOST_CXX "${CMAKE_CXX_COMPILER}" CACHE FILEPATH "C++20 compiler for the build machine")
  endif()
  find_program(CARVEOUT_HOST_CXX NAMES g++ clang++ c++ NO_CMAKE_FIND_ROOT_PATH DOC "C++20 compiler for the build machine")
  if(NOT CARVEOUT_HOST_CXX)
    message(FATAL_ERROR "carveout_generate needs a C++20 compiler for the build machine: set CARVEOUT_HOST_CXX")
  endif()
endfunction()

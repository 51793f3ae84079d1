# SPDX-License-Identifier: BSL-1.0
# cmake -DROOT=dir -P outputs.cmake: carveout_generate declares the files that the generator writes.
cmake_minimum_required(VERSION 3.23)

file(STRINGS ${ROOT}/codegen/outputs.hpp written REGEX "^ *output{\"")
list(TRANSFORM written REPLACE "^ *output{\"([a-z-]+)\", \"([^\"]+)\".*" "\\1 \\2")
file(STRINGS ${ROOT}/codegen/cmake/CarveoutGenerate.cmake declared REGEX "^ *set\\(suffix_")
list(TRANSFORM declared REPLACE "^ *set\\(suffix_([a-z-]+) \"([^\"]+)\"\\)" "\\1 \\2")
if(NOT written OR NOT written STREQUAL declared)
  message(FATAL_ERROR "codegen/outputs.hpp and CarveoutGenerate.cmake differ:\n${written}\n${declared}")
endif()

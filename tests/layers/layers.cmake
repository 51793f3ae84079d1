# SPDX-License-Identifier: BSL-1.0
# cmake -DROOT=include -P layers.cmake: a layer includes those before it in this list, never those after it.
cmake_minimum_required(VERSION 3.23)

set(layers core kernel model plan alloc check route sim place emit classic soc)
set(allowed_in_soc core kernel model)  # facts about a SoC, no code

set(wrong "")
file(GLOB_RECURSE headers RELATIVE ${ROOT}/carveout ${ROOT}/carveout/*/*.hpp)
foreach(header IN LISTS headers)
  string(REGEX MATCH "^[^/]+" layer ${header})
  list(FIND layers ${layer} rank)
  if(rank EQUAL -1)
    string(APPEND wrong "\n  ${header}: no layer is called ${layer}")
    continue()
  endif()
  list(SUBLIST layers 0 ${rank} allowed)
  if(DEFINED allowed_in_${layer})
    set(allowed ${allowed_in_${layer}})
  endif()

  file(STRINGS ${ROOT}/carveout/${header} includes REGEX "^[ \t]*#[ \t]*include[ \t]*[\"<]carveout/")
  foreach(include IN LISTS includes)
    string(REGEX REPLACE ".*[\"<]carveout/([^\">]+)[\">].*" "\\1" target "${include}")
    string(REGEX REPLACE "/.*" "" target_layer "${target}")
    if(NOT target STREQUAL "version.hpp" AND NOT target_layer IN_LIST allowed AND NOT target_layer STREQUAL layer)
      string(APPEND wrong "\n  ${header} includes ${target}")
    endif()
  endforeach()
endforeach()

if(wrong)
  list(JOIN layers ", " layers)
  message(FATAL_ERROR "Includes against the order ${layers} (soc: core, kernel, model only):${wrong}")
endif()

# SPDX-License-Identifier: BSL-1.0
# cmake -DOUTPUTS="..." -P outputs.cmake: what carveout_generate(EMIT bsp patches ...) says that it writes is there, with patches of
# the trees that it was given, and for the dialects that it was given alone.
cmake_minimum_required(VERSION 3.23)

set(names)
foreach(output IN LISTS OUTPUTS)
  if(NOT EXISTS ${output})
    message(FATAL_ERROR "${output} is not there")
  endif()
  cmake_path(GET output PARENT_PATH folder)
  cmake_path(GET folder FILENAME name)
  set(folder_of_${name} ${folder})
  list(APPEND names ${name})
endforeach()
if(NOT names STREQUAL "mek.bsp;mek.patches")
  message(FATAL_ERROR "unexpected outputs: ${names}")
endif()

file(STRINGS ${folder_of_mek.patches}/series patches)
file(GLOB appends ${folder_of_mek.bsp}/yocto/*/recipes-*/*/*.bbappend)
list(LENGTH patches patch_count)
list(LENGTH appends append_count)
if(NOT patch_count EQUAL 1 OR NOT append_count EQUAL 2)
  message(FATAL_ERROR "patches: ${patches}; appends: ${appends}")
endif()
if(NOT EXISTS ${folder_of_mek.bsp}/kernel/apply.sh OR EXISTS ${folder_of_mek.bsp}/android)
  message(FATAL_ERROR "not the dialects yocto and kernel")
endif()

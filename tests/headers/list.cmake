# SPDX-License-Identifier: BSL-1.0
# cmake -DLISTED="..." -DROOT=dir -P list.cmake: cmake/headers.cmake names exactly the headers that are there.
cmake_minimum_required(VERSION 3.23)

file(GLOB_RECURSE on_disk RELATIVE ${ROOT} ${ROOT}/include/*.hpp)
list(FILTER LISTED INCLUDE REGEX "^include/")
set(unlisted ${on_disk})
list(REMOVE_ITEM unlisted ${LISTED})
set(absent ${LISTED})
list(REMOVE_ITEM absent ${on_disk})
if(unlisted OR absent)
  list(JOIN unlisted "\n  " unlisted)
  list(JOIN absent "\n  " absent)
  message(FATAL_ERROR "cmake/headers.cmake does not match include/.\nNot listed:\n  ${unlisted}\nNot there:\n  ${absent}")
endif()

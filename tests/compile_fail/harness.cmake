# SPDX-License-Identifier: BSL-1.0
# carveout_compile_fail_test(name source [flags]): source must not compile; see run.cmake.
function(carveout_compile_fail_test name source)
  cmake_path(ABSOLUTE_PATH source)
  add_test(NAME ${name}
    COMMAND ${CMAKE_COMMAND} -DCXX=${CMAKE_CXX_COMPILER} -DSOURCE=${source}
            "-DINCLUDES=$<TARGET_PROPERTY:carveout::carveout,INTERFACE_INCLUDE_DIRECTORIES>" "-DFLAGS=${ARGN}"
            -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/run.cmake)
  set_tests_properties(${name} PROPERTIES LABELS compile_fail)
endfunction()

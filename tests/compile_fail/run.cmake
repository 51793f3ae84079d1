# SPDX-License-Identifier: BSL-1.0
# cmake -DCXX=g++ -DSOURCE=x.cpp -DINCLUDES="a;b" [-DFLAGS="..."] [-DMESSAGES=bad.hpp] -P run.cmake
#
# SOURCE must not compile, the compiler's output must match each of its `// EXPECT: <regex>` lines (CMake's regular
# expressions) and hold the errors that MESSAGES announces, and with -DPOSITIVE_CONTROL it must compile. Before matching, the output is brought to one form: messages
# are template arguments in several pieces, and compilers differ in how they print those.
cmake_minimum_required(VERSION 3.23)

set(ENV{LC_ALL} C)  # ASCII quotes
list(TRANSFORM INCLUDES PREPEND -I OUTPUT_VARIABLE includes)
separate_arguments(flags NATIVE_COMMAND "${FLAGS}")

# No source lines in the output: what is expected there would be found in the test itself.
execute_process(COMMAND ${CXX} --version OUTPUT_VARIABLE version COMMAND_ERROR_IS_FATAL ANY)
set(no_source -fno-diagnostics-show-caret)
if(version MATCHES "clang")
  set(no_source -fno-caret-diagnostics)
endif()

function(fail reason)
  message(NOTICE "${SOURCE}: ${reason}")  # as it is; FATAL_ERROR would wrap it
  message(FATAL_ERROR "failed")
endfunction()

function(compile result output)
  execute_process(
    COMMAND ${CXX} -std=c++20 -fsyntax-only -fmessage-length=0 ${no_source} ${flags} ${includes} ${ARGN} ${SOURCE}
    RESULT_VARIABLE status OUTPUT_VARIABLE text ERROR_VARIABLE text)
  set(${result} "${status}" PARENT_SCOPE)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

# <'p', 'o', 'o', 'l'> becomes {"pool"}; {"pool 'a'"}, text<9>{"overlaps"} becomes {"pool 'a' overlaps"}.
function(one_form text result)
  set(character "'([^'\\]|\\\\[^0-7]|\\\\[0-7]+)'")
  set(done "")
  while(text MATCHES "[<{]${character}(, ?${character})*[>}]")
    set(run "${CMAKE_MATCH_0}")
    string(FIND "${text}" "${run}" begin)
    string(LENGTH "${run}" length)
    math(EXPR end "${begin} + ${length}")
    string(SUBSTRING "${text}" 0 ${begin} before)
    string(SUBSTRING "${text}" ${end} -1 text)
    string(REGEX REPLACE "^[<{]'|'[>}]$" "" run "${run}")
    string(REGEX REPLACE "', ?'" "" run "${run}")
    string(REGEX REPLACE "(^|[^\\])\"" "\\1\\\\\"" run "${run}")  # clang leaves " alone in a character
    string(APPEND done "${before}{\"${run}\"}")
  endwhile()
  set(text "${done}${text}")

  string(REGEX REPLACE "\n[ \t]+" " " text "${text}")
  string(REGEX REPLACE "\"}?, ([A-Za-z_][A-Za-z_0-9:]*(<[^<>\"]*>)?)?{?\"" " " text "${text}")
  string(REGEX REPLACE "\\\\(['\"\\])" "\\1" text "${text}")
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

compile(status output)
if(status EQUAL 0)
  fail("compiled, but must not")
endif()
one_form("${output}" output)

file(READ ${SOURCE} rest)
set(expectations 0)
while(rest MATCHES "(^|\n)// EXPECT: ([^\n]+)\n")
  set(expected "${CMAKE_MATCH_2}")
  string(FIND "${rest}" "// EXPECT: ${expected}" begin)
  string(LENGTH "// EXPECT: ${expected}" length)
  math(EXPR end "${begin} + ${length}")
  string(SUBSTRING "${rest}" ${end} -1 rest)
  math(EXPR expectations "${expectations} + 1")
  if(NOT output MATCHES "${expected}")
    fail("no match for\n${expected}\nin the compiler's output\n${output}")
  endif()
endwhile()

# The messages that a rule's header announces, of which the compiler shows the first four errors. Compared without spaces (long
# words come in pieces) and without ; and brackets, which CMake's lists cannot hold.
if(MESSAGES)
  file(READ ${MESSAGES} header)
  string(REGEX REPLACE "\n//   +" " " header "${header}")
  string(REGEX REPLACE "[][;]" "" header "${header}")
  string(REGEX MATCHALL "\n// MESSAGE: error[^\n]+" messages "${header}")
  string(REGEX REPLACE "[][; ]" "" squeezed "${output}")
  foreach(message IN LISTS messages)
    string(REGEX REPLACE "\n// MESSAGE: | " "" expected "${message}")
    string(FIND "${squeezed}" "${expected}" at)
    if(at EQUAL -1 AND expectations LESS 4)
      fail("no match for${message}\nin the compiler's output\n${output}")
    endif()
    math(EXPR expectations "${expectations} + 1")
  endforeach()
endif()
if(expectations EQUAL 0)
  fail("has no // EXPECT: line")
endif()

compile(status output -DPOSITIVE_CONTROL)
if(NOT status EQUAL 0)
  fail("the positive control does not compile\n${output}")
endif()

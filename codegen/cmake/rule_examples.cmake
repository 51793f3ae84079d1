# SPDX-License-Identifier: BSL-1.0
# Makes rule_examples.inc, a table of every rule's example: the board that breaks it and its neighbour that does not, as the
# rule's tests have them.
file(GLOB folders RELATIVE ${PROJECT_SOURCE_DIR}/tests/rules CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/rules/*-*)
set(examples "")
foreach(id IN LISTS folders)
  string(APPEND examples "{\"${id}\",")
  foreach(which IN ITEMS bad good)
    set(header ${PROJECT_SOURCE_DIR}/tests/rules/${id}/${which}.hpp)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
    file(READ ${header} text)
    string(REGEX REPLACE "^.*using namespace carveout::literals;\n+" "" text "${text}")
    string(REGEX REPLACE "\n+}  // namespace rule_test\n*$" "\n" text "${text}")
    string(APPEND examples " R\"~(${text})~\",")
  endforeach()
  string(APPEND examples "},\n")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/rule_examples.inc CONTENT "@examples@" @ONLY)

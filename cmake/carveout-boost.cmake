# SPDX-License-Identifier: BSL-1.0
# Boost::headers, for Boost.Hana. Boost's own package comes first; when it is not there for the target, as in many cross
# builds, the headers alone are enough: found in the usual places, or given as CARVEOUT_BOOST_INCLUDE_DIR.

if(NOT TARGET Boost::headers)
  find_package(Boost 1.81 CONFIG QUIET)
  if(NOT TARGET Boost::headers)
    find_path(CARVEOUT_BOOST_INCLUDE_DIR boost/hana.hpp DOC "Where boost/hana.hpp (Boost 1.81 or later) is")
    if(CARVEOUT_BOOST_INCLUDE_DIR)
      file(STRINGS "${CARVEOUT_BOOST_INCLUDE_DIR}/boost/version.hpp" boost_version REGEX "#define BOOST_VERSION ")
      string(REGEX MATCH "[0-9]+" boost_version "${boost_version}")
      if(boost_version GREATER_EQUAL 108100)
        add_library(Boost::headers INTERFACE IMPORTED)
        target_include_directories(Boost::headers INTERFACE "${CARVEOUT_BOOST_INCLUDE_DIR}")
      endif()
    endif()
  endif()
  if(TARGET Boost::headers)  # visible to whoever links carveout, also from outside this folder
    set_target_properties(Boost::headers PROPERTIES IMPORTED_GLOBAL TRUE)
  endif()
endif()

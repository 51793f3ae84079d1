# SPDX-License-Identifier: BSL-1.0
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(carveout_package_dir ${CMAKE_INSTALL_DATADIR}/cmake/carveout)
set(carveout_codegen_install_dir ${CMAKE_INSTALL_DATADIR}/carveout/codegen)
set(carveout_codegen_dir ${carveout_codegen_install_dir})

install(TARGETS carveout EXPORT carveout-targets FILE_SET HEADERS)
install(TARGETS carveout_cli)
install(DIRECTORY codegen/patch DESTINATION ${carveout_codegen_install_dir} FILES_MATCHING PATTERN "*.hpp" PATTERN "*.inc")
foreach(file IN LISTS carveout_generator_files)
  cmake_path(GET file PARENT_PATH folder)
  cmake_path(RELATIVE_PATH folder BASE_DIRECTORY codegen)
  install(FILES ${file} DESTINATION ${carveout_codegen_install_dir}/${folder})
endforeach()
install(FILES codegen/cmake/CarveoutGenerate.cmake DESTINATION ${carveout_codegen_install_dir}/cmake)

install(EXPORT carveout-targets NAMESPACE carveout:: DESTINATION ${carveout_package_dir})
configure_package_config_file(cmake/carveout-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/cmake/carveout-config.cmake
  INSTALL_DESTINATION ${carveout_package_dir}
  PATH_VARS carveout_codegen_dir)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/cmake/carveout-config-version.cmake
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/cmake/carveout-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/cmake/carveout-config-version.cmake
  cmake/carveout-boost.cmake
  DESTINATION ${carveout_package_dir})

# The prefix is relative to the file itself: an installation can be moved, or staged with DESTDIR.
file(RELATIVE_PATH carveout_pc_prefix /${CMAKE_INSTALL_DATADIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" carveout_pc_prefix "${carveout_pc_prefix}")
configure_file(cmake/carveout.pc.in cmake/carveout.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/cmake/carveout.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)

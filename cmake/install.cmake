# cmake --install, and `find_package(liquid)` for those who use what it installed.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/liquid DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def")
install(TARGETS liquid EXPORT liquid_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(LIQUID_BUILD_SHARED)
  install(TARGETS liquid_shared EXPORT liquid_targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
          INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()
if(LIQUID_BUILD_CLI)
  install(TARGETS liquidc RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

set(liquid_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/liquid)
install(EXPORT liquid_targets NAMESPACE liquid:: FILE liquidTargets.cmake DESTINATION ${liquid_config_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/liquidConfig.cmake.in ${PROJECT_BINARY_DIR}/liquidConfig.cmake
                              INSTALL_DESTINATION ${liquid_config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/liquidConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/liquidConfig.cmake ${PROJECT_BINARY_DIR}/liquidConfigVersion.cmake
        DESTINATION ${liquid_config_dir})

# cmake --install, and what those who use an installed liquid find it by: find_package(liquid), pkg-config.
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

# A static library cannot say what it needs: that is asked for with `pkg-config --static`, and always given where there
# is no shared one.
file(RELATIVE_PATH LIQUID_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" LIQUID_PC_PREFIX ${LIQUID_PC_PREFIX})
if(LIQUID_BUILD_SHARED)
  set(LIQUID_PC_REQUIRES Requires.private)
  set(LIQUID_PC_LIBS "Libs: -L\${libdir} -lliquid\nLibs.private: -ldate-tz -pthread")
else()
  set(LIQUID_PC_REQUIRES Requires)
  set(LIQUID_PC_LIBS "Libs: -L\${libdir} -lliquid -ldate-tz -pthread")
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/liquid.pc.in ${PROJECT_BINARY_DIR}/liquid.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/liquid.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

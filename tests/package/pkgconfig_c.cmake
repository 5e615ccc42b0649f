# Compiles a C program with what pkg-config says, against libliquid_c.so, and against the static libraries alone.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)
set(work ${LIQUID_BUILD}/package/pkgconfig_c)
install_library(${work}/shared)
file(REMOVE_RECURSE ${work}/static)
file(COPY ${work}/shared/ DESTINATION ${work}/static)
file(GLOB_RECURSE shared_files ${work}/static/*/libliquid*.so*)
file(REMOVE ${shared_files})
get_filename_component(example ${LIQUID_SOURCE}/bindings/c/examples/hello.c ABSOLUTE)

foreach(kind shared static)
  file(GLOB_RECURSE pc ${work}/${kind}/*/liquid_c.pc)
  get_filename_component(folder ${pc} DIRECTORY)
  get_filename_component(libraries ${folder} DIRECTORY)
  set(ENV{PKG_CONFIG_PATH} ${folder})
  set(static "")
  if(kind STREQUAL "static")
    set(static --static)
  endif()
  execute_process(COMMAND pkg-config --cflags --libs ${static} liquid_c OUTPUT_VARIABLE flags
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  execute_process(COMMAND ${CC} -std=c99 -Wall -Wextra -Wpedantic -Werror ${example} -o ${work}/${kind}/hello ${flags}
                  COMMAND_ERROR_IS_FATAL ANY)
  expect("Hello, Ada!\n" ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${libraries} ${work}/${kind}/hello)
  execute_process(COMMAND readelf -d ${work}/${kind}/hello OUTPUT_VARIABLE needed COMMAND_ERROR_IS_FATAL ANY)
  if(kind STREQUAL "shared" AND (NOT needed MATCHES "libliquid_c\\.so\\.1\\]" OR needed MATCHES "stdc\\+\\+|utf8proc"))
    message(FATAL_ERROR "a consumer of the shared library needs: ${needed}")
  endif()
  if(kind STREQUAL "static" AND needed MATCHES "libliquid")
    message(FATAL_ERROR "a consumer of the static library needs: ${needed}")
  endif()
endforeach()

# The header is for C++ too.
execute_process(COMMAND ${CXX} -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c++ ${work}/shared/include/liquid.h
                COMMAND_ERROR_IS_FATAL ANY)

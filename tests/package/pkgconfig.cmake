# Compiles a consumer with what pkg-config says, against the shared library, and against the static one alone.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)
set(work ${LIQUID_BUILD}/package/pkgconfig)
install_library(${work}/shared)
# Moved: the files find each other all the same.
file(REMOVE_RECURSE ${work}/moved ${work}/static)
file(RENAME ${work}/shared ${work}/moved)
file(COPY ${work}/moved/ DESTINATION ${work}/static)
file(GLOB_RECURSE shared_files ${work}/static/*/libliquid*.so*)
file(REMOVE ${shared_files})

function(compile_with prefix)
  file(GLOB_RECURSE pc ${prefix}/*/liquid.pc)
  get_filename_component(folder ${pc} DIRECTORY)
  set(ENV{PKG_CONFIG_PATH} ${folder})
  execute_process(COMMAND pkg-config --cflags --libs ${ARGN} liquid OUTPUT_VARIABLE flags
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  execute_process(COMMAND ${CXX} -std=c++20 ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/consumer/main.cpp -o ${prefix}/consumer ${flags}
                  COMMAND_ERROR_IS_FATAL ANY)
  get_filename_component(libraries ${folder} DIRECTORY)
  expect("Hello, Ada!\n" ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${libraries} ${prefix}/consumer)
endfunction()

compile_with(${work}/moved)
execute_process(COMMAND readelf -d ${work}/moved/consumer OUTPUT_VARIABLE needed COMMAND_ERROR_IS_FATAL ANY)
if(NOT needed MATCHES "libliquid\\.so\\.0\\.1\\]" OR needed MATCHES "utf8proc|date-tz")
  message(FATAL_ERROR "a consumer of the shared library needs: ${needed}")
endif()
compile_with(${work}/static --static)
execute_process(COMMAND readelf -d ${work}/static/consumer OUTPUT_VARIABLE needed COMMAND_ERROR_IS_FATAL ANY)
if(needed MATCHES "libliquid")
  message(FATAL_ERROR "a consumer of the static library needs: ${needed}")
endif()

# What configuring does about dependencies that are not there: it stops, and only with LIQUID_FETCH_DEPS it fetches.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)
set(work ${LIQUID_BUILD}/package/dependencies)
file(REMOVE_RECURSE ${work})
# A `download` from here: the archive's stand-in, so that the test needs no network.
file(WRITE ${work}/fmt/CMakeLists.txt "add_library(stand_in INTERFACE)\nadd_library(fmt::fmt-header-only ALIAS stand_in)\n")

function(configure folder)
  execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${LIQUID_SOURCE} -B ${work}/${folder} -DCMAKE_CXX_COMPILER=${CXX}
                          -DLIQUID_DEVELOPER_MODE=OFF ${ARGN} OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE status)
  set(said "${said}" PARENT_SCOPE)
  set(status ${status} PARENT_SCOPE)
endfunction()

# No network is needed to see that none is used: what is downloaded lies in _deps.
function(expect_no_download folder)
  if(EXISTS ${work}/${folder}/_deps)
    message(FATAL_ERROR "configuring ${folder} prepared a download")
  endif()
endfunction()

configure(missing -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON)
if(status EQUAL 0 OR NOT said MATCHES "fmt")
  message(FATAL_ERROR "a missing dependency does not stop configuring: ${said}")
endif()
expect_no_download(missing)

configure(found -DLIQUID_FETCH_DEPS=ON)
if(NOT status EQUAL 0 OR said MATCHES "liquid: fetched")
  message(FATAL_ERROR "with everything there: ${said}")
endif()
expect_no_download(found)

configure(local -DLIQUID_FETCH_DEPS=ON -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON -DFETCHCONTENT_SOURCE_DIR_FMT=${work}/fmt)
if(NOT status EQUAL 0 OR NOT said MATCHES "liquid: fetched fmt\n.*LIQUID_INSTALL is off")
  message(FATAL_ERROR "with a folder for what is missing: ${said}")
endif()

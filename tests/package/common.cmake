# What the package tests share. Given: LIQUID_SOURCE, LIQUID_BUILD, CXX.
cmake_policy(VERSION 3.25)

# Consumers in several folders share what ccache keeps.
find_program(ccache ccache)
set(ENV{CCACHE_BASEDIR} ${LIQUID_SOURCE})
set(ENV{CCACHE_NOHASHDIR} 1)

function(install_library prefix)
  file(REMOVE_RECURSE ${prefix})
  execute_process(COMMAND ${CMAKE_COMMAND} --install ${LIQUID_BUILD} --prefix ${prefix} OUTPUT_QUIET
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(build source folder)
  set(launcher "")
  if(ccache)
    set(launcher -DCMAKE_CXX_COMPILER_LAUNCHER=${ccache})
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${source} -B ${folder} -DCMAKE_CXX_COMPILER=${CXX} ${launcher} ${ARGN}
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${folder} OUTPUT_VARIABLE log RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${log}")
  endif()
endfunction()

# expect(TEXT COMMAND...): the command says exactly this.
function(expect text)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
  if(NOT said STREQUAL text)
    message(FATAL_ERROR "${ARGN} said: ${said}")
  endif()
endfunction()

# Uses the library as a stranger's project would: installed (find_package), or as a subdirectory of it.
set(work ${LIQUID_BUILD}/package/${WAY})
# The subdirectory is compiled a second time, so without optimization.
set(type Release)
if(WAY STREQUAL "subdirectory")
  set(type "")
endif()
set(arguments -G Ninja -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${work}/build -DCMAKE_BUILD_TYPE=${type}
              -DCMAKE_CXX_COMPILER=${CXX})
if(WAY STREQUAL "installed")
  execute_process(COMMAND ${CMAKE_COMMAND} --install ${LIQUID_BUILD} --prefix ${work}/prefix
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  list(APPEND arguments -DCMAKE_PREFIX_PATH=${work}/prefix)
else()
  list(APPEND arguments -DLIQUID_SOURCE=${LIQUID_SOURCE})
endif()
execute_process(COMMAND ${CMAKE_COMMAND} ${arguments} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${work}/build COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${work}/build/consumer OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
if(NOT said STREQUAL "Hello, Ada!\n")
  message(FATAL_ERROR "the consumer said: ${said}")
endif()
# A consumer gets the library and nothing else.
if(EXISTS ${work}/build/liquid/tests OR EXISTS ${work}/build/liquid/bench)
  message(FATAL_ERROR "tests or benchmarks were configured in the consumer's build")
endif()

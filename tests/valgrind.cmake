# Runs a program under valgrind: no error, nothing that is not freed. Says so where there is no valgrind.
find_program(valgrind valgrind)
if(NOT valgrind)
  message(STATUS "skipped: valgrind is not installed")
  return()
endif()
execute_process(COMMAND ${valgrind} --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=all
                        --errors-for-leak-kinds=definite,indirect,possible --num-callers=30 ${PROGRAM} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status} under valgrind")
endif()

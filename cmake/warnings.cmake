# liquid_warnings(TARGET): strict warnings for developers only; consumers never inherit them. They are errors with the
# compilers that the project is developed with: a newer one knows new warnings, which should not stop a newcomer's build.
set(LIQUID_WERROR "")
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
   OR (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15))
  set(LIQUID_WERROR -Werror)
endif()

function(liquid_warnings target)
  if(LIQUID_DEVELOPER_MODE)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-align ${LIQUID_WERROR})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # g++ 12 sees impossible sizes in inlined std::string code (its bugs 105329 and 105651).
      target_compile_options(${target} PRIVATE -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
    endif()
  endif()
  if(LIQUID_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
endfunction()

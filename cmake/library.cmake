# The library: one room after the other (docs/architecture.md), compiled once, as static and shared library.
set(LIQUID_ROOMS source diagnostics ast value program filters syntax render engine)
set(liquid_sources "")
foreach(room IN LISTS LIQUID_ROOMS)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${room}/*.cpp)
  list(APPEND liquid_sources ${found})
endforeach()

# liquid_export(TARGET MAP): what the map does not name stays inside. Hidden visibility does not reach the templates of the
# standard library that were instantiated in ours.
include(CheckLinkerFlag)
function(liquid_export target map)
  check_linker_flag(CXX -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/liquid.map LIQUID_HAS_VERSION_SCRIPTS)
  if(LIQUID_HAS_VERSION_SCRIPTS)
    target_link_options(${target} PRIVATE -Wl,--version-script=${map})
    set_target_properties(${target} PROPERTIES LINK_DEPENDS ${map})
  endif()
endfunction()

add_library(liquid_objects OBJECT ${liquid_sources})
target_include_directories(liquid_objects PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(liquid_objects PRIVATE
  taocpp::pegtl fmt::fmt-header-only Boost::headers date::date date::date-tz PkgConfig::utf8proc
  Threads::Threads)
target_precompile_headers(liquid_objects PRIVATE
  <algorithm> <cstdint> <cstring> <functional> <memory> <optional> <string> <string_view> <utility> <vector>)
# Position independent, yet nobody replaces our functions one by one: calls inside a file may be inlined.
target_compile_options(liquid_objects PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-semantic-interposition>)
# Of the static library's functions, too, only the public ones are exported by a shared object that it is linked into.
set_target_properties(liquid_objects PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
liquid_warnings(liquid_objects)

# What both libraries link; no header of theirs is in liquid's.
set(LIQUID_LINKED PkgConfig::utf8proc date::date-tz Threads::Threads)

add_library(liquid STATIC $<TARGET_OBJECTS:liquid_objects>)
add_library(liquid::liquid ALIAS liquid)
target_include_directories(liquid PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
target_link_libraries(liquid PRIVATE ${LIQUID_LINKED})
target_compile_features(liquid PUBLIC cxx_std_20)
liquid_warnings(liquid)

if(LIQUID_BUILD_SHARED)
  add_library(liquid_shared SHARED $<TARGET_OBJECTS:liquid_objects>)
  add_library(liquid::shared ALIAS liquid_shared)
  # Before 1.0 each minor version may change the ABI.
  set_target_properties(liquid_shared PROPERTIES OUTPUT_NAME liquid EXPORT_NAME shared VERSION ${PROJECT_VERSION}
                        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_include_directories(liquid_shared PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  target_link_libraries(liquid_shared PRIVATE ${LIQUID_LINKED})
  target_compile_features(liquid_shared PUBLIC cxx_std_20)
  liquid_warnings(liquid_shared)
  liquid_export(liquid_shared ${PROJECT_SOURCE_DIR}/cmake/liquid.map)
endif()

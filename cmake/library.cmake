# The library: one room after the other (docs/architecture.md), compiled once, as static and shared library.
set(LIQUID_ROOMS source diagnostics ast value program filters syntax render engine)
set(liquid_sources "")
foreach(room IN LISTS LIQUID_ROOMS)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${room}/*.cpp)
  list(APPEND liquid_sources ${found})
endforeach()

add_library(liquid_objects OBJECT ${liquid_sources})
target_include_directories(liquid_objects PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(liquid_objects PRIVATE
  taocpp::pegtl nlohmann_json::nlohmann_json fmt::fmt-header-only Boost::headers date::date date::date-tz PkgConfig::utf8proc
  Threads::Threads)
target_precompile_headers(liquid_objects PRIVATE
  <algorithm> <cstdint> <cstring> <functional> <memory> <optional> <string> <string_view> <utility> <vector>)
# Position independent, yet nobody replaces our functions one by one: calls inside a file may be inlined.
target_compile_options(liquid_objects PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-semantic-interposition>)
liquid_warnings(liquid_objects)

add_library(liquid STATIC $<TARGET_OBJECTS:liquid_objects>)
add_library(liquid::liquid ALIAS liquid)
target_include_directories(liquid PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
target_link_libraries(liquid PRIVATE PkgConfig::utf8proc date::date-tz Threads::Threads)
target_compile_features(liquid PUBLIC cxx_std_20)
liquid_warnings(liquid)

if(LIQUID_BUILD_SHARED)
  add_library(liquid_shared SHARED $<TARGET_OBJECTS:liquid_objects>)
  set_target_properties(liquid_shared PROPERTIES OUTPUT_NAME liquid VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  target_include_directories(liquid_shared PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  target_link_libraries(liquid_shared PRIVATE PkgConfig::utf8proc date::date-tz Threads::Threads)
  liquid_warnings(liquid_shared)
endif()

# What the library is built with. All are private: no third-party type is in the public headers.
#
# They are looked for on this machine, and nothing is downloaded. With LIQUID_FETCH_DEPS those that are not found are
# fetched and built along: the source archives of Debian 12, by version and hash, from the mirror that LIQUID_DEBIAN_MIRROR
# names (the address above its `pool`). FETCHCONTENT_SOURCE_DIR_<NAME> names a folder instead.
option(LIQUID_FETCH_DEPS "Download the dependencies that are not found" OFF)
set(LIQUID_DEBIAN_MIRROR "" CACHE STRING "With LIQUID_FETCH_DEPS: where Debian's archive is, as `deb` lines name it")
set(LIQUID_FETCHED "")

# liquid_dependency(NAME PACKAGE VERSION ARCHIVE HASH ...): `find_package(PACKAGE VERSION)`, or the archive.
function(liquid_fetch name archive hash)
  include(FetchContent)
  if(POLICY CMP0135)
    cmake_policy(SET CMP0135 NEW)  # times of extraction, so that another archive is compiled anew
  endif()
  string(TOUPPER ${name} upper)
  if(NOT LIQUID_DEBIAN_MIRROR AND NOT FETCHCONTENT_SOURCE_DIR_${upper})
    message(FATAL_ERROR "liquid: ${name} was not found, and LIQUID_FETCH_DEPS needs to know from where to fetch it: set "
                        "LIQUID_DEBIAN_MIRROR to a mirror of Debian's archive, or FETCHCONTENT_SOURCE_DIR_${upper} to a folder")
  endif()
  FetchContent_Declare(${name} ${ARGN} URL ${LIQUID_DEBIAN_MIRROR}/pool/main/${archive} URL_HASH SHA256=${hash})
  FetchContent_MakeAvailable(${name})
  set(LIQUID_FETCHED ${LIQUID_FETCHED} ${name} PARENT_SCOPE)
  set(${name}_SOURCE_DIR ${${name}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

macro(liquid_dependency name package arguments archive hash)
  separate_arguments(liquid_find_arguments UNIX_COMMAND "${arguments}")
  if(LIQUID_FETCH_DEPS)
    find_package(${package} ${liquid_find_arguments} QUIET)
    if(NOT ${package}_FOUND)
      liquid_fetch(${name} ${archive} ${hash} ${ARGN})
    endif()
  else()
    find_package(${package} ${liquid_find_arguments} REQUIRED)
  endif()
endmacro()

liquid_dependency(pegtl pegtl "" t/tao-pegtl/tao-pegtl_3.2.7.orig.tar.gz
                  15165db7a5631d78ca7be2ea9653dd6e6e49018971ccde691110fb256b8a3148)
# The library has a header for hosts that use nlohmann/json, and does without it.
if(LIQUID_BUILD_TESTS OR LIQUID_BUILD_BENCH)
  liquid_dependency(nlohmann_json nlohmann_json "" n/nlohmann-json3/nlohmann-json3_3.11.2.orig.tar.gz
                    d69f9deb6a75e2580465c6c4c5111b89c4dc2fa94e3a85fcd2ffcd9a143d9273)
endif()
liquid_dependency(fmt fmt "" f/fmtlib/fmtlib_9.1.0+ds1.orig.tar.gz
                  84ce1c2d0be3a9863935137969dcec6970125caac032f82474640bfc81463583)

set(BUILD_TZ_LIB ON)
set(USE_SYSTEM_TZ_DB ON)
set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)  # so that these two hold in its folder
liquid_dependency(date date "" h/howardhinnant-date/howardhinnant-date_3.0.1+ds.orig.tar.xz
                  2768b67c1b5cf07715978584ef174dae679e90bf420777aee4e8b09e993681f1)

# Of Boost only headers are used, so its build is not run.
liquid_dependency(boost Boost 1.74 b/boost1.74/boost1.74_1.74.0+ds1.orig.tar.xz
                  192f5df504d282cb81288f88232d8af45b64a9ab531e1c7cf8ae955f16f6bb28 SOURCE_SUBDIR no-build)
if(NOT TARGET Boost::headers)
  add_library(liquid_boost INTERFACE)
  file(GLOB boost_includes ${boost_SOURCE_DIR}/libs/*/include ${boost_SOURCE_DIR}/libs/numeric/*/include)
  target_include_directories(liquid_boost SYSTEM INTERFACE ${boost_includes})
  add_library(Boost::headers ALIAS liquid_boost)
endif()

# utf8proc is found with pkg-config: its packages bring no file for CMake.
if(LIQUID_FETCH_DEPS)
  find_package(PkgConfig QUIET)
  if(PKG_CONFIG_FOUND)
    pkg_check_modules(utf8proc QUIET IMPORTED_TARGET libutf8proc)
  endif()
  if(NOT TARGET PkgConfig::utf8proc)
    liquid_fetch(utf8proc u/utf8proc/utf8proc_2.8.0.orig.tar.gz
                 a0a60a79fe6f6d54e7d411facbfcc867a6e198608f2cd992490e46f04b1bcecc)
    add_library(PkgConfig::utf8proc ALIAS utf8proc)
  endif()
else()
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
endif()

find_package(Threads REQUIRED)

if(LIQUID_FETCHED)
  list(JOIN LIQUID_FETCHED ", " liquid_fetched_text)
  message(STATUS "liquid: fetched ${liquid_fetched_text}")
  if(LIQUID_INSTALL)
    # An installed library is for those who have what it links.
    message(STATUS "liquid: LIQUID_INSTALL is off, as there are fetched dependencies")
    set(LIQUID_INSTALL OFF)
  endif()
endif()

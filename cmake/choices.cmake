# SPDX-License-Identifier: Apache-2.0
# What a build is like when its caller says nothing.

# Without a type nothing would be optimised. A project around this one chooses for itself.
get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT multi_config)
  message(STATUS "Build type: RelWithDebInfo, for none is given (CMAKE_BUILD_TYPE)")
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Kind of build" FORCE)
endif()

# ITER8_WITH_TESTS: whether there are tests. BUILD_TESTING is CMake's own name for the question; that
# of a project around this one asks for that project's tests only, so there it can but forbid.
set(ITER8_WITH_TESTS OFF)
if(DEFINED BUILD_TESTING AND NOT BUILD_TESTING)
  message(STATUS "Tests: left out (BUILD_TESTING is off)")
elseif(ITER8_BUILD_TESTS STREQUAL "AUTO")
  if(PROJECT_IS_TOP_LEVEL)
    pkg_check_modules(CRITERION QUIET IMPORTED_TARGET criterion)
    if(CRITERION_FOUND)
      set(ITER8_WITH_TESTS ON)
      message(STATUS "Tests: built, with Criterion ${CRITERION_VERSION}")
    else()
      message(STATUS "Tests: left out, for pkg-config finds no Criterion")
    endif()
  endif()
elseif(ITER8_BUILD_TESTS)
  pkg_check_modules(CRITERION REQUIRED IMPORTED_TARGET criterion)
  set(ITER8_WITH_TESTS ON)
endif()

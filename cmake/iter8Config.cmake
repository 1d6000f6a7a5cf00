# SPDX-License-Identifier: Apache-2.0
# find_package(iter8) gives
#   iter8::iter8           the shared library
#   iter8::iter8_backends  libiter8-backends, where it is installed
#   iter8::iter8_static    the archive, where pkg-config finds jansson and libyaml for it
include("${CMAKE_CURRENT_LIST_DIR}/iter8Targets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/iter8BackendsTargets.cmake" OPTIONAL)

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(JANSSON QUIET IMPORTED_TARGET jansson)
  pkg_check_modules(LIBYAML QUIET IMPORTED_TARGET yaml-0.1)
endif()
if(TARGET PkgConfig::JANSSON AND TARGET PkgConfig::LIBYAML)
  include("${CMAKE_CURRENT_LIST_DIR}/iter8StaticTargets.cmake")
endif()

# Components, for who must have them: find_package(iter8 COMPONENTS static backends).
set(iter8_shared_FOUND TRUE)
foreach(component static backends)
  set(iter8_${component}_FOUND FALSE)
  if(TARGET iter8::iter8_${component})
    set(iter8_${component}_FOUND TRUE)
  endif()
endforeach()
foreach(component IN LISTS iter8_FIND_COMPONENTS)
  if(iter8_FIND_REQUIRED_${component} AND NOT iter8_${component}_FOUND)
    set(iter8_FOUND FALSE)
    set(iter8_NOT_FOUND_MESSAGE "iter8 has no component ${component} here")
  endif()
endforeach()

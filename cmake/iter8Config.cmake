# SPDX-License-Identifier: Apache-2.0
# find_package(iter8) gives
#   iter8::iter8                   the shared library
#   iter8::iter8_static            the archive, where pkg-config finds jansson and libyaml for it
#   iter8::iter8_backends          libiter8-backends, where it is installed
#   iter8::iter8_backends_static   its archive, where libcurl and libjq are found for it as well
# and for who must have them the components core, static, backends and backends_static, in this order.
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

if(TARGET iter8::iter8_static AND EXISTS "${CMAKE_CURRENT_LIST_DIR}/iter8BackendsStaticTargets.cmake")
  pkg_check_modules(LIBCURL QUIET IMPORTED_TARGET libcurl)
  set(iter8_module_path ${CMAKE_MODULE_PATH})
  list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
  find_package(Jq QUIET)
  find_package(Threads QUIET)
  set(CMAKE_MODULE_PATH ${iter8_module_path})
  if(TARGET PkgConfig::LIBCURL AND TARGET Jq::Jq AND TARGET Threads::Threads)
    include("${CMAKE_CURRENT_LIST_DIR}/iter8BackendsStaticTargets.cmake")
  endif()
endif()

set(iter8_target_of_core iter8::iter8)
set(iter8_target_of_shared iter8::iter8) # an older name of core
set(iter8_target_of_static iter8::iter8_static)
set(iter8_target_of_backends iter8::iter8_backends)
set(iter8_target_of_backends_static iter8::iter8_backends_static)
foreach(component IN LISTS iter8_FIND_COMPONENTS)
  set(iter8_${component}_FOUND FALSE)
  if(NOT DEFINED iter8_target_of_${component})
    set(iter8_trouble "there is no component \"${component}\" of iter8: core, static, backends, backends_static")
  elseif(NOT TARGET ${iter8_target_of_${component}})
    set(iter8_trouble "the component \"${component}\" of iter8 is not installed, or what it needs is not")
  else()
    set(iter8_${component}_FOUND TRUE)
  endif()
  if(iter8_FIND_REQUIRED_${component} AND NOT iter8_${component}_FOUND)
    set(iter8_FOUND FALSE)
    set(iter8_NOT_FOUND_MESSAGE "${iter8_trouble}")
  elseif(NOT DEFINED iter8_target_of_${component})
    message(WARNING "${iter8_trouble}")
  endif()
endforeach()

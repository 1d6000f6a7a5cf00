# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where: headers, libraries, iter8ctl, CMake package, pkg-config files.
set(ITER8_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/iter8)

# iter8_install(TARGET EXPORT): a library and the CMake file that describes it. Each has a file of
# its own, because the archive asks for jansson and libyaml and the shared library for nothing.
function(iter8_install target export)
  if(NOT TARGET ${target})
    return()
  endif()
  install(TARGETS ${target} EXPORT ${export}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT ${export} NAMESPACE iter8:: DESTINATION ${ITER8_PACKAGE_DIR})
endfunction()

# iter8_install_pkgconfig(MODULE): written at install time, when the prefix is known for sure.
function(iter8_install_pkgconfig module)
  foreach(dir LIBDIR INCLUDEDIR)
    if(IS_ABSOLUTE ${CMAKE_INSTALL_${dir}})
      set(${dir} ${CMAKE_INSTALL_${dir}})
    else()
      set(${dir} "\\\${prefix}/${CMAKE_INSTALL_${dir}}")
    endif()
  endforeach()
  install(CODE "
    set(LIBDIR \"${LIBDIR}\")
    set(INCLUDEDIR \"${INCLUDEDIR}\")
    set(VERSION \"${PROJECT_VERSION}\")
    set(CURL \"${ITER8_CURL_FLAGS}\")
    configure_file(\"${PROJECT_SOURCE_DIR}/pkgconfig/${module}.pc.in\"
      \"${PROJECT_BINARY_DIR}/pkgconfig/${module}.pc\" @ONLY)")
  install(FILES ${PROJECT_BINARY_DIR}/pkgconfig/${module}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/iter8 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h" PATTERN backends EXCLUDE)
iter8_install(iter8 iter8Targets)
iter8_install(iter8_static iter8StaticTargets)
iter8_install_pkgconfig(libiter8)

# Found where they are installed, also below a prefix that the loader does not know.
if(APPLE)
  set(ITER8_ORIGIN @loader_path)
else()
  set(ITER8_ORIGIN $ORIGIN)
endif()

if(TARGET iter8_backends)
  set_target_properties(iter8_backends PROPERTIES INSTALL_RPATH ${ITER8_ORIGIN})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/iter8/backends
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/iter8 FILES_MATCHING PATTERN "*.h")
  iter8_install(iter8_backends iter8BackendsTargets)
  iter8_install(iter8_backends_static iter8BackendsStaticTargets)
  # libcurl itself, and not all that libcurl is made of, which few systems have for linking.
  list(JOIN LIBCURL_LDFLAGS " " ITER8_CURL_FLAGS)
  iter8_install_pkgconfig(libiter8-backends)
  install(FILES ${PROJECT_SOURCE_DIR}/cmake/FindJq.cmake DESTINATION ${ITER8_PACKAGE_DIR})
endif()

if(TARGET iter8ctl)
  file(RELATIVE_PATH ITER8_BIN_TO_LIB ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(iter8ctl PROPERTIES INSTALL_RPATH ${ITER8_ORIGIN}/${ITER8_BIN_TO_LIB})
  install(TARGETS iter8ctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  if(EXISTS ${PROJECT_SOURCE_DIR}/docs/iter8ctl.1)
    install(FILES ${PROJECT_SOURCE_DIR}/docs/iter8ctl.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  endif()
  if(TARGET iter8ctl_completions)
    set(scripts ${PROJECT_BINARY_DIR}/tools/iter8ctl/iter8ctl)
    install(FILES ${scripts}.bash RENAME iter8ctl
      DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions)
    install(FILES ${scripts}.zsh RENAME _iter8ctl
      DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/zsh/site-functions)
    install(FILES ${scripts}.fish DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/fish/vendor_completions.d)
  endif()
endif()

include(CMakePackageConfigHelpers)
# Before 1.0 a minor version may break what the one before it promised.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/iter8ConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/iter8Config.cmake
  ${PROJECT_BINARY_DIR}/iter8ConfigVersion.cmake DESTINATION ${ITER8_PACKAGE_DIR})

# SPDX-License-Identifier: Apache-2.0
# iter8_plain_objects(OBJECTS OUT): the name of an object library with the same sources as OBJECTS,
# compiled to ordinary objects, for an archive. What a compiler leaves for optimising at link time is
# read by its own version only, and an archive is linked by other people's compilers.
function(iter8_plain_objects objects out)
  set(flags ${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_DEBUG} ${CMAKE_C_FLAGS_RELEASE}
    ${CMAKE_C_FLAGS_RELWITHDEBINFO} ${CMAKE_C_FLAGS_MINSIZEREL})
  get_directory_property(options COMPILE_OPTIONS)
  set(${out} ${objects} PARENT_SCOPE)
  if(NOT "${flags} ${options}" MATCHES "-flto" AND NOT CMAKE_INTERPROCEDURAL_OPTIMIZATION)
    return()
  endif()
  get_target_property(sources ${objects} SOURCES)
  list(TRANSFORM sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
  add_library(${objects}_plain OBJECT ${sources})
  foreach(property COMPILE_DEFINITIONS INCLUDE_DIRECTORIES LINK_LIBRARIES
                   POSITION_INDEPENDENT_CODE C_VISIBILITY_PRESET C_EXTENSIONS)
    get_target_property(value ${objects} ${property})
    set_target_properties(${objects}_plain PROPERTIES ${property} "${value}")
  endforeach()
  target_compile_options(${objects}_plain PRIVATE -fno-lto)
  set_target_properties(${objects}_plain PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
  set(${out} ${objects}_plain PARENT_SCOPE)
endfunction()

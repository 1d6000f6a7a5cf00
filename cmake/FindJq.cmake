# SPDX-License-Identifier: Apache-2.0
# libjq, which has no pkg-config file before 1.7: the imported target Jq::Jq, and Jq_FOUND.
find_path(Jq_INCLUDE_DIR jq.h)
find_library(Jq_LIBRARY jq)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Jq REQUIRED_VARS Jq_LIBRARY Jq_INCLUDE_DIR)
if(Jq_FOUND AND NOT TARGET Jq::Jq)
  add_library(Jq::Jq UNKNOWN IMPORTED)
  set_target_properties(Jq::Jq PROPERTIES
    IMPORTED_LOCATION "${Jq_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${Jq_INCLUDE_DIR}")
endif()
mark_as_advanced(Jq_INCLUDE_DIR Jq_LIBRARY)

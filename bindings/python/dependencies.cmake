# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
# cmake -DBUILD=FOLDER -DOUT=FOLDER -P dependencies.cmake: copies libiter8 from a build folder, with
# the libraries that it needs and that not every system has. Each gets the name that it is loaded by.
file(GLOB library ${BUILD}/libiter8.so.0 ${BUILD}/libiter8.0.dylib)
# Where the loader looks, the build's own search path aside.
file(GET_RUNTIME_DEPENDENCIES LIBRARIES ${library}
  RESOLVED_DEPENDENCIES_VAR needed
  PRE_EXCLUDE_REGEXES "^lib(c|m|pthread|dl|System)[.]" "^ld-" "^linux-vdso"
  POST_EXCLUDE_REGEXES "^/usr/lib/system/")
foreach(file ${library} ${needed})
  get_filename_component(name ${file} NAME)
  file(REAL_PATH ${file} real)
  configure_file(${real} ${OUT}/${name} COPYONLY)
endforeach()

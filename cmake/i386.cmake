# SPDX-License-Identifier: Apache-2.0
# A toolchain: programs for 32-bit x86, built and run on a 64-bit system with what scripts/i386-root
# has unpacked below build/i386/root. Nothing of it is installed on the system.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR i686)
# The same system, so programs run and tests find their helpers.
set(CMAKE_CROSSCOMPILING_EMULATOR env)
get_filename_component(ITER8_I386_ROOT ${CMAKE_CURRENT_LIST_DIR}/../build/i386/root ABSOLUTE)
set(ITER8_I386_LIBRARIES ${ITER8_I386_ROOT}/usr/lib/i386-linux-gnu)
file(GLOB ITER8_I386_GCC ${ITER8_I386_ROOT}/usr/lib/gcc/i686-linux-gnu/*)

set(CMAKE_C_COMPILER gcc)
set(CMAKE_SYSROOT ${ITER8_I386_ROOT})
set(CMAKE_LIBRARY_ARCHITECTURE i386-linux-gnu)
set(CMAKE_FIND_ROOT_PATH ${ITER8_I386_ROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${ITER8_I386_ROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${ITER8_I386_LIBRARIES}/pkgconfig:${ITER8_I386_ROOT}/usr/share/pkgconfig)

# gcc looks for the files of its 32-bit self beside the 64-bit ones; here they are elsewhere.
set(CMAKE_C_FLAGS_INIT "-m32 -B${ITER8_I386_GCC}/")
string(CONCAT ITER8_I386_LINK "-L${ITER8_I386_GCC} -Wl,--disable-new-dtags "
  "-Wl,-rpath,${ITER8_I386_ROOT}/lib/i386-linux-gnu:${ITER8_I386_LIBRARIES}")
set(CMAKE_EXE_LINKER_FLAGS_INIT
  "${ITER8_I386_LINK} -Wl,--dynamic-linker=${ITER8_I386_ROOT}/lib/ld-linux.so.2")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "${ITER8_I386_LINK}")

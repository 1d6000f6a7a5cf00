# SPDX-License-Identifier: Apache-2.0
# Compiler settings that every target of the project shares, as the interface target iter8_options.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
add_library(iter8_options INTERFACE)
target_compile_options(iter8_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion
  -Wno-sign-conversion -Wcast-qual -Wundef -Wvla
  # Fused multiply-add would make the last digit depend on the processor.
  -ffp-contract=off)

# 32-bit x86 computes with 80 bits unless told otherwise, so the last digits would be others there.
# Elsewhere src/base/elementary.h refuses arithmetic that is not that of double.
include(CheckCSourceCompiles)
check_c_source_compiles("
  #ifndef __i386__
  #error another processor
  #endif
  int main(void) { return 0; }" ITER8_IS_I386)
if(ITER8_IS_I386)
  target_compile_options(iter8_options INTERFACE -msse2 -mfpmath=sse)
endif()
if(ITER8_WERROR)
  target_compile_options(iter8_options INTERFACE -Werror)
endif()
if(ITER8_SANITIZE)
  target_compile_options(iter8_options INTERFACE
    -fsanitize=${ITER8_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(iter8_options INTERFACE -fsanitize=${ITER8_SANITIZE})
endif()
if(ITER8_COVERAGE)
  target_compile_options(iter8_options INTERFACE --coverage)
  target_link_options(iter8_options INTERFACE --coverage)
endif()
if(ITER8_BUILD_FUZZERS)
  # The library itself is watched by the fuzzer; the targets add -fsanitize=fuzzer for its main().
  target_compile_options(iter8_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Instrumented code holds data and needs functions that the library itself does not.
if(ITER8_SANITIZE OR ITER8_COVERAGE OR ITER8_BUILD_FUZZERS)
  set(ITER8_INSTRUMENTED ON)
else()
  set(ITER8_INSTRUMENTED OFF)
endif()

# Adds a folder of the project, if it is there: a source package may leave out what is optional.
function(iter8_add_part folder)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
    add_subdirectory(${folder})
  endif()
endfunction()

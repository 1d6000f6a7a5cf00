#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: defaults_test.sh SOURCE: configures SOURCE with little said, as its first users do.
set -euo pipefail
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    cat "$work/log"
    echo "FAILED: $*"
    exit 1
}

# configure CMAKE_OPTION...: into an empty folder, with all words kept.
configure() {
    rm -rf "$work/build"
    cmake -S "$source" -B "$work/build" "$@" >"$work/log" 2>&1
}

# says WORDS...: in the log.
says() { grep -qF -- "$*" "$work/log" || fail "it does not say: $*"; }

has_tests() { [ -e "$work/build/CTestTestfile.cmake" ]; }
build_type() { sed -n 's/^CMAKE_BUILD_TYPE:[A-Z]*=//p' "$work/build/CMakeCache.txt"; }

# A pkg-config that knows all but Criterion.
mkdir "$work/bin"
cat >"$work/bin/pkg-config" <<END
#!/bin/sh
case " \$* " in *" criterion"*) exit 1 ;; esac
exec $(type -P pkg-config) "\$@"
END
chmod +x "$work/bin/pkg-config"
unset CMAKE_BUILD_TYPE CFLAGS

configure || fail "a plain configuration fails"
says "Tests: built, with Criterion"
has_tests || fail "Criterion is here, but there are no tests"
[ "$(build_type)" = RelWithDebInfo ] || fail "the build type is $(build_type)"

PATH=$work/bin:$PATH configure || fail "without Criterion it fails"
says "Tests: left out, for pkg-config finds no Criterion"
! has_tests || fail "there are tests without Criterion"

! PATH=$work/bin:$PATH configure -DITER8_BUILD_TESTS=ON ||
    fail "tests that are asked for are left out"

configure -DBUILD_TESTING=OFF || fail "without tests it fails"
says "Tests: left out (BUILD_TESTING is off)"
! has_tests || fail "BUILD_TESTING=OFF, but there are tests"

configure -DBUILD_TESTING=OFF -DITER8_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=Debug || fail "it fails"
! has_tests || fail "BUILD_TESTING=OFF, but there are tests"
[ "$(build_type)" = Debug ] || fail "the build type is $(build_type)"

# As a part of another project it leaves that project's choices alone.
mkdir "$work/outer"
printf '%s\n' 'cmake_minimum_required(VERSION 3.22)' 'project(outer C)' 'include(CTest)' \
    "add_subdirectory($source iter8)" >"$work/outer/CMakeLists.txt"
source=$work/outer
configure || fail "as a part of another project it fails"
[ -z "$(build_type)" ] || fail "the build type of a project around it is $(build_type)"
! grep -qr test_base_text "$work"/build/iter8/CTestTestfile.cmake || fail "tests as a part"
[ ! -e "$work/build/iter8/tests" ] || fail "there are tests in a part of another project"
echo "all is as promised"

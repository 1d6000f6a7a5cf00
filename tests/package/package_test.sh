#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs libiter8 and uses it in every way that the documentation offers.
set -euo pipefail

if [ $# -lt 3 ]; then
    echo "usage: $0 SOURCE WORK CC [cmake option...]: builds SOURCE with CC below WORK (emptied)"
    exit 2
fi
source=$1 work=$2
export CC=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^#define ITER8_VERSION "\(.*\)"$/\1/p' "$source/include/iter8/version.h")
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)

say() { echo "== $*"; }

# Distributions optimise at link time. Clang would need a linker of its own for that.
flags="-O2 -DNDEBUG"
if ! "$CC" --version | grep -q clang; then flags="$flags -flto=auto -ffat-lto-objects"; fi

# build CMAKE_OPTION...: the libraries as a distribution would build them, warnings being errors.
build() {
    cmake -S "$source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DITER8_WERROR=ON \
        -DCMAKE_C_FLAGS_RELEASE="$flags" -DITER8_BUILD_TESTS=OFF -DITER8_BUILD_EXAMPLES=OFF \
        "$@" >"$work/log"
    cmake --build "$work/build" >"$work/log"
}

# consume NAME CMAKE_OPTION...: builds and runs the consumer with CMake.
consume() {
    say "cmake, $1"
    local folder=$work/consumer-$1
    shift
    cmake -S "$here/consumer" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Debug \
        -DITER8_WANTED="$version" "$@" >"$work/log"
    cmake --build "$folder" >"$work/log"
    ctest --test-dir "$folder" --no-tests=error --output-on-failure >"$work/log"
}

# consume_pkgconfig NAME LIBDIR SOURCE MODULE [--static]: the same with pkg-config alone.
consume_pkgconfig() {
    say "pkg-config, $1"
    local program=$work/consumer-$1-pkgconfig libdir=$2 file=$3 module=$4 static=${5-} flags libs
    flags=$(PKG_CONFIG_PATH=$libdir/pkgconfig pkg-config --cflags $static "$module")
    libs=$(PKG_CONFIG_PATH=$libdir/pkgconfig pkg-config --libs $static "$module")
    PKG_CONFIG_PATH=$libdir/pkgconfig pkg-config --exact-version="$version" "$module"
    if [ -n "$static" ]; then
        libs=$(sed 's/-l\(iter8[a-z-]*\)/-l:lib\1.a/g' <<<"$libs")
    fi
    # The flags are words, so they are not quoted.
    "$CC" -std=c11 $flags "$here/consumer/$file" $libs -Wl,-rpath,"$libdir" -o "$program"
    "$program"
    if [ -n "$static" ] && readelf -d "$program" | grep -q 'NEEDED.*libiter8'; then
        echo "$program is to be static, but needs libiter8.so"
        return 1
    fi
}

# check_archives LIBDIR: ordinary objects, which any compiler's linker reads.
check_archives() {
    local archive
    for archive in "$1"/*.a; do
        if readelf -SW "$archive" | grep -q '\.gnu\.\(lto\|debuglto\)_'; then
            echo "$archive holds code of one compiler version only, for optimising at link time"
            return 1
        fi
    done
}

# find_iter8 NAME PREFIX_PATH ARGUMENT...: a project that looks for iter8 with these arguments.
find_iter8() {
    local folder=$work/find-$1 path=$2
    shift 2
    mkdir -p "$folder"
    printf '%s\n' 'cmake_minimum_required(VERSION 3.22)' 'project(find C)' "find_package(iter8 $*)" \
        'message(STATUS "found: ${iter8_FOUND}")' >"$folder/CMakeLists.txt"
    cmake -S "$folder" -B "$folder/build" -G Ninja -DCMAKE_PREFIX_PATH="$path" >"$work/log" 2>&1
}

# check_components NAME PREFIX_PATH: those that are there are found, others are named.
check_components() {
    local path=$2 wanted="core static"
    say "components, $1"
    if [ -e "$work/build/backends" ]; then wanted="$wanted backends backends_static"; fi
    find_iter8 "$1" "$path" REQUIRED COMPONENTS $wanted
    grep -q "found: \(1\|TRUE\)" "$work/log"
    if find_iter8 "$1" "$path" REQUIRED COMPONENTS core blackends; then
        echo "an unknown component is found"
        return 1
    fi
    # CMake breaks the line where it likes.
    tr -s ' \n' ' ' <"$work/log" | grep -q 'there is no component "blackends" of iter8: core'
    find_iter8 "$1" "$path" OPTIONAL_COMPONENTS blackends
    tr -s ' \n' ' ' <"$work/log" | grep -q 'there is no component "blackends" of iter8: core'
}

# check_installed NAME PREFIX LIBDIR: all ways to use what is installed there.
check_installed() {
    local name=$1 prefix=$2 libdir=$3
    consume "$name" -DCMAKE_PREFIX_PATH="$prefix;$libdir/cmake"
    consume_pkgconfig "$name-shared" "$libdir" use_library.c libiter8
    consume_pkgconfig "$name-static" "$libdir" use_library.c libiter8 --static
    if [ -e "$libdir/pkgconfig/libiter8-backends.pc" ]; then
        consume_pkgconfig "$name-backends" "$libdir" use_backends.c libiter8-backends
        consume_pkgconfig "$name-backends-static" "$libdir" use_backends.c libiter8-backends --static
    fi
    check_archives "$libdir"
    check_components "$name" "$prefix;$libdir/cmake"
    if [ -x "$prefix/bin/iter8ctl" ]; then
        "$prefix/bin/iter8ctl" --help >"$work/log"
    fi
}

trap 'status=$?; [ $status -eq 0 ] || cat "$work/log"; exit $status' EXIT

say "build and install, then with a prefix given late"
build -DCMAKE_INSTALL_PREFIX="$work/elsewhere" -DCMAKE_INSTALL_LIBDIR=lib "$@"
cmake --install "$work/build" --prefix "$work/relative" >"$work/log"
check_installed relative "$work/relative" "$work/relative/lib"

say "the shared library asks its user for nothing but itself"
PKG_CONFIG_LIBDIR=/nowhere PKG_CONFIG_PATH=/nowhere \
    consume alone -DCMAKE_PREFIX_PATH="$work/relative" -DKINDS=iter8

say "install with an absolute library folder"
build -DCMAKE_INSTALL_PREFIX="$work/absolute" -DCMAKE_INSTALL_LIBDIR="$work/libraries" "$@"
cmake --install "$work/build" >"$work/log"
check_installed absolute "$work/absolute" "$work/libraries"

consume subdirectory -DITER8_FOLDER="$source"
say "done"

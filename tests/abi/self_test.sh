#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Shows that the ABI gate can fail: a library is changed in ways that callers would notice.
set -euo pipefail

gate=$(cd "$(dirname "$0")/../.." && pwd)/scripts/abi-baseline
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/include"

# build FIELDS PARAMETER: a library with a public struct, a callback, an enum and a function.
build() {
    cat >"$work/include/a.h" <<END
typedef struct s { long size; $1 } s;
enum e { E_ONE = 1$3 };
typedef int (*callback)($2);
int take(s *value, callback call, enum e kind);
END
    cat >"$work/a.c" <<END
#include "a.h"
int take(s *value, callback call, enum e kind) { (void)call; return (int)value->size + (int)kind; }
END
    cc -g -shared -fPIC -I"$work/include" -o "$work/a.so" "$work/a.c"
}

# expect STATUS WHAT: what the gate says of the library as it is now.
expect() {
    status=0
    "$gate" --check "$work/a.so" "$work/a.abi" "$work/include" >"$work/log" 2>&1 || status=$?
    if [ "$status" -ne "$1" ]; then
        echo "$2: the gate says $status instead of $1"
        cat "$work/log"
        exit 1
    fi
}

build "long a; long b;" "int x" ""
status=0
"$gate" "$work/a.so" "$work/a.abi" "$work/include" || status=$?
[ "$status" -eq 0 ] || exit "$status"
expect 0 "nothing changed"
build "long a; long b; long c;" "int x" ""
expect 1 "a field appended"
build "long b; long a;" "int x" ""
expect 1 "two fields swapped"
build "long a; long b;" "int x, int y" ""
expect 1 "a callback with one more parameter"
build "long a; long b;" "int x" " + 1"
expect 1 "an enumerator with another value"

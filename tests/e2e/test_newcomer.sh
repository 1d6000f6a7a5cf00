#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: test_newcomer.sh demo|live|plain SOURCE
#
# What somebody does who has just cloned the project: scripts/demo, scripts/demo --live (with shorter
# intervals), or a plain build without a word said and without Criterion. The clone is of the last
# commit. Exit 77 where something is missing: nothing is installed.
set -euo pipefail
deed=$1 source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
clone=$folder/clone

skip() {
    echo "skipped: $*"
    exit 77
}

git -C "$source" rev-parse --verify --quiet HEAD >/dev/null 2>&1 || skip "no git checkout"
[ "$(git -C "$source" rev-parse --show-toplevel)" -ef "$source" ] || skip "no git checkout"
git clone --quiet --no-hardlinks "$source" "$clone"
cd "$clone"

# Nothing is installed by a test, and one choice of pkg-config's is hidden where it is not wanted.
mkdir "$folder/bin"
printf '#!/bin/sh\necho "it wants to install: $*" >&2\nexit 1\n' >"$folder/bin/apt-get"
cp "$folder/bin/apt-get" "$folder/bin/sudo"
printf '#!/bin/sh\ncase " $* " in *" criterion"*) exit 1 ;; esac\nexec %s "$@"\n' \
    "$(type -P pkg-config)" >"$folder/bin/no-criterion"
chmod +x "$folder"/bin/*
export PATH=$folder/bin:$PATH

# try COMMAND...: shows all that it says.
try() {
    local status=0
    "$@" 2>&1 | tee "$folder/output" || status=1
    if grep -q "it wants to install" "$folder/output"; then skip "a package is missing"; fi
    [ $status -eq 0 ] || { echo "FAILED: $*"; exit 1; }
}

case $deed in
demo)
    try scripts/demo
    grep -q 'build/demo.yaml\|build/release/demo.yaml' "$folder/output"
    ;;
live)
    for program in haproxy prometheus curl; do
        PATH=$PATH:/usr/sbin type -P $program >/dev/null || skip "there is no $program"
    done
    try scripts/demo --live --interval 2 --rate 20
    [ "$(grep -c '^ok ' "$folder/output")" -ge 1 ]
    ;;
plain)
    export PKG_CONFIG=$folder/bin/no-criterion
    try cmake -S . -B build
    grep -q 'Tests: left out' "$folder/output"
    try cmake --build build --parallel 2
    build/tools/iter8ctl/iter8ctl --help >/dev/null
    ;;
esac
# What the demos make stays out of git's sight.
[ -z "$(git status --porcelain --untracked-files=all | grep '^??' || true)" ]
echo "$deed works"

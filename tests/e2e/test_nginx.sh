#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: test_nginx.sh ITER8CTL
#
# Runs examples/nginx, which checks itself, and checks that it did and that it leaves nothing behind.
# Which user gets which version depends on the user's name alone, so no outcome depends on luck.
set -u

iter8ctl=$1
example=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../examples/nginx" && pwd)

PATH=$PATH:/usr/sbin # where nginx often is
for program in nginx curl; do
    if ! type -P "$program" >/dev/null; then
        echo "skipped: there is no $program"
        exit 77
    fi
done

fail() {
    echo "FAILED: $*"
    exit 1
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tmp"
TMPDIR=$folder/tmp timeout --kill-after=20 120 "$example/run" --iter8ctl "$iter8ctl" |
    tee "$folder/output"
status=${PIPESTATUS[0]}

[[ $status -eq 0 ]] || fail "the example ended with $status"
[[ $(grep -c '^ok ' "$folder/output") -eq 2 ]] || fail "a check is missing"
[[ -z $(ls -A "$folder/tmp") ]] || fail "files are left behind"
for process in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -qF "$folder/tmp"; then
        fail "process ${process#/proc/} is left behind"
    fi
done

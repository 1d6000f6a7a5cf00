#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: test_traffic_segmentation.sh healthy|errors|slow|outage|python|c ITER8CTL FOLDER-OF-SAMPLE-APP
#
# Runs examples/traffic-segmentation with intervals of two seconds instead of ten. The example checks
# itself; this script checks that it did, and that it leaves nothing behind.
#
# Why the outcome does not depend on luck:
# - Which requests fail and how long each takes is drawn from a fixed seed (see `run`): the failing
#   candidate fails the first two requests and at least 3 % of any number, the limit being 1 %; the
#   slow one has a mean above 77 ms, the limit being 50 ms; the healthy one never fails.
# - Wakanda sends 20 requests at a time, then pauses for 0.25 s: at least two bursts a second even on
#   a machine with three busy programs a core. At its first weight of 5 %, round robin gives the
#   candidate one request in 20, so it is measured (five scrapes an interval) before it is judged at
#   two seconds. Should that come too late once, the weight ends at 85 and not 95, which passes too:
#   from then on the window of the queries, which is the whole experiment, does hold requests.
# - The healthy candidate would be too slow if the machine added 27 ms to the mean of all requests, or
#   more than 60 ms to one in 20 of them; three busy programs a core add about 3 ms.
# - During the outage connections to Prometheus are refused at once. It has six seconds to come back,
#   and needs less than one; its old data are within the window, so it need not scrape first.
set -u

scenario=$1 iter8ctl=$2 bin=$3
example=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../examples/traffic-segmentation" && pwd)
declare -A options=([healthy]='' [errors]='--candidate errors' [slow]='--candidate slow' [outage]=--outage
    [python]=--python [c]=--c)
checks=9

PATH=$PATH:/usr/sbin # where haproxy often is
for program in haproxy prometheus curl "$bin/sample-app"; do
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

# shellcheck disable=SC2086 # The options are words.
TMPDIR=$folder/tmp timeout --kill-after=20 240 "$example/run" --interval 2 --rate 20 \
    --iter8ctl "$iter8ctl" --bin "$bin" ${options[$scenario]} | tee "$folder/output"
status=${PIPESTATUS[0]}

[[ $status -eq 0 ]] || fail "the example ended with $status"
[[ $(grep -c '^ok ' "$folder/output") -eq $checks ]] || fail "a check is missing"
[[ -z $(ls -A "$folder/tmp") ]] || fail "files are left behind"
for process in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -qF "$folder/tmp"; then
        fail "process ${process#/proc/} is left behind"
    fi
done

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: same_bytes.sh ITER8CTL ITER8CTL
#
# Gives two builds of iter8ctl the same policies, rollouts and analyses, and compares what they write
# byte by byte. Exit 77 where the first has not been built.
set -euo pipefail

if [ $# -ne 2 ]; then
    echo "usage: $0 ITER8CTL ITER8CTL"
    exit 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tutorial=$root/examples/traffic-segmentation
if [ ! -x "$1" ]; then
    echo "skipped: there is no $1"
    exit 77
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# write_all ITER8CTL FOLDER: whether expectations are met is no matter here.
write_all() {
    local iter8ctl=$1 folder=$2 policy name
    mkdir "$folder"
    cd "$folder"
    for policy in "$root"/examples/policy-tests/*/; do
        name=$(basename "$policy")
        "$iter8ctl" simulate -f "$policy/experiment.yaml" -s "$policy/scenarios.yaml" --runs 300 \
            --seed 7 -o json >"$name.json" || [ $? -ne 2 ]
    done
    "$iter8ctl" run --virtual-time -o result.yaml --log decisions.log \
        -f "$tutorial/experiment.yaml" -f "$tutorial/mock-metrics.yaml" \
        -f "$tutorial/routing-rule.yaml" >progress.txt
    "$iter8ctl" analyze -f result.yaml -o json >analysis.json
    "$iter8ctl" describe -f result.yaml >description.txt
    "$iter8ctl" replay decisions.log >replay.txt
}

write_all "$1" "$out/first"
write_all "$2" "$out/second"
diff -r "$out/first" "$out/second" >"$out/difference" || { head -c 4000 "$out/difference"; exit 1; }
for file in "$out"/first/*; do
    [ -s "$file" ] || { echo "$(basename "$file") is empty"; exit 1; }
done
echo "$(ls "$out/first" | wc -l) files are the same"

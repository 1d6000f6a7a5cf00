# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # `run` sets what is read here.
# What must hold in the end, for `run`. It has kept the weight of the candidate and the winner of each
# iteration in `weights` and `winners`, and what `iter8ctl run` printed in `said`.

# status FIELD: the first value of a field that stands once in an experiment's status.
status() {
    awk -v field="$1:" '/^status:/ { inside = 1 } inside && $1 == field { print $2; exit }' \
        "$folder/result.yaml"
}

# check TEXT COMMAND...
check() {
    local text=$1
    shift
    if "$@"; then
        echo "ok      $text"
    else
        echo "FAILED  $text"
        failures=$((failures + 1))
    fi
}

# The largest rise of the candidate's weight from one iteration to the next, the first one's from 0.
largest_rise() {
    printf '%s\n' "${weights[@]}" | awk '$1 - last > rise { rise = $1 - last } { last = $1 } END { print rise + 0 }'
}

largest_weight() {
    printf '%s\n' "${weights[@]}" | sort -n | tail -n 1
}

check_common() {
    check "the experiment has gone through its ten iterations" test "${#weights[@]}" -eq 10
    check "it is Completed" test "$(status stage)" = Completed
    check "no step takes the candidate up by more than 10" test "$(largest_rise)" -le 10
    check "HAProxy serves as the weights say" test "$shares_are_right" = yes
    check "all of Gondor is served by v1" test "$gondor_on_v2" -eq 0 -a "$gondor_requests" -gt 0
}

check_healthy() {
    check "the candidate, unmeasured, first gets its exploration share of 5" test "${weights[0]}" -eq 5
    check "it ends with 85 or more" test "${weights[-1]}" -ge 85
    check "it wins" test "${winners[-1]}" = candidate
    check "it is recommended" test "$(status versionRecommendedForPromotion)" = candidate
}

# check_unhealthy METRICS: a pattern for those that the candidate does not meet.
check_unhealthy() {
    check "the candidate never has more than its exploration share of 5" test "$(largest_weight)" -le 5
    check "it never wins" test "$(printf '%s\n' "${winners[@]}" | grep -cx candidate)" -eq 0
    check "it is not recommended" test "$(status versionRecommendedForPromotion)" != candidate
    check "the output says why" grep -Eq "$1" <<<"$said"
}

check_outage() {
    check "before the outage the candidate was on its way" test "${weights[3]}" -gt 5
    check "the last known numbers stand in for three intervals" \
        test "${winners[*]:4:3}" = "candidate candidate candidate"
    check "meanwhile the candidate stays where it is" \
        test "${weights[*]:4:3}" = "${weights[3]} ${weights[3]} ${weights[3]}"
    check "with numbers again it goes on" \
        test "${weights[-1]}" -gt "${weights[3]}" -a "${winners[-1]}" = candidate
}

run_checks() {
    check_common
    case $candidate$outage in
    healthyno) check_healthy ;;
    healthyyes) check_outage ;;
    errorsno) check_unhealthy 'error-rate is .* above' ;;
    slowno) check_unhealthy 'latency is .* above' ;;
    esac
}

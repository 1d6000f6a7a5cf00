/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decision.h"

#include <criterion/criterion.h>

/* The reason for one version's verdict on one objective, after checking that the verdict fits. */
static int reason_of(decision *d, size_t version, size_t objective)
{
    iter8__judge_objectives(&d->spec, &d->analysis);
    const iter8__verdict *verdict = &d->verdicts[version * d->spec.objective_count + objective];
    int met = verdict->reason == ITER8_VERDICT_WITHIN || verdict->reason == ITER8_VERDICT_NO_LIMITS;
    cr_expect_eq(verdict->satisfied, met);
    return verdict->reason;
}

Test(analysis_objectives, limits_count_as_within)
{
    static const struct {
        double lower;
        double upper;
        double value;
        int reason;
    } cases[] = {
        {-INFINITY, 10, 10, ITER8_VERDICT_WITHIN},
        {-INFINITY, 10, 10.000001, ITER8_VERDICT_ABOVE},
        {-INFINITY, 10, -1e300, ITER8_VERDICT_WITHIN},
        {1, INFINITY, 1, ITER8_VERDICT_WITHIN},
        {1, INFINITY, 0.999999, ITER8_VERDICT_BELOW},
        {1, INFINITY, 1e300, ITER8_VERDICT_WITHIN},
        {1, 10, 5, ITER8_VERDICT_WITHIN},
        {1, 10, 0, ITER8_VERDICT_BELOW},
        {1, 10, 11, ITER8_VERDICT_ABOVE},
        {5, 5, 5, ITER8_VERDICT_WITHIN},
        {0, 0, -0.0, ITER8_VERDICT_WITHIN},
        {-10, -1, -5, ITER8_VERDICT_WITHIN},
        {-10, -1, 0, ITER8_VERDICT_ABOVE},
        {-INFINITY, INFINITY, 5, ITER8_VERDICT_NO_LIMITS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decision d;
        decision_init(&d, 1, 1);
        decision_set_limits(&d, 0, cases[i].lower, cases[i].upper);
        decision_set_value(&d, 0, 0, cases[i].value);
        cr_expect_eq(reason_of(&d, 0, 0), cases[i].reason, "case %zu", i);
    }
}

Test(analysis_objectives, missing_value_is_never_enough)
{
    decision d;
    decision_init(&d, 2, 1);
    cr_expect_eq(reason_of(&d, 1, 0), ITER8_VERDICT_NO_METRIC, "nothing is known of the metric");
    decision_set_value(&d, 0, 0, 1);
    cr_expect_eq(reason_of(&d, 1, 0), ITER8_VERDICT_NO_VALUE, "it has no entry for the version");
    static const int states[] = {ITER8_VALUE_ABSENT, ITER8_VALUE_NAN, ITER8_VALUE_INFINITE,
                                 ITER8_VALUE_ERROR};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        d.values[1] = (iter8__value){.state = states[i], .known = 1};
        cr_expect_eq(reason_of(&d, 1, 0), ITER8_VERDICT_NOT_A_VALUE);
        cr_expect_eq(reason_of(&d, 0, 0), ITER8_VERDICT_NO_LIMITS);
    }
}

Test(analysis_objectives, objective_without_a_metric_is_not_met)
{
    decision d;
    decision_init(&d, 1, 1);
    d.objectives[0].metric_index = SIZE_MAX;
    cr_expect_eq(reason_of(&d, 0, 0), ITER8_VERDICT_NO_METRIC);
    d.objectives[0].metric_index = MOST_METRICS;
    cr_expect_eq(reason_of(&d, 0, 0), ITER8_VERDICT_NO_METRIC);
}

Test(analysis_objectives, verdicts_stand_version_by_version)
{
    decision d;
    decision_init(&d, 2, 3);
    for (size_t o = 0; o < 3; o++) {
        decision_set_limits(&d, o, -INFINITY, 10);
        decision_set_value(&d, o, 0, 10.0 * (double)o);
        decision_set_value(&d, o, 1, 20.0 - 10.0 * (double)o);
    }
    iter8__judge_objectives(&d.spec, &d.analysis);
    static const int expected[] = {1, 1, 0, 0, 1, 1};
    for (size_t i = 0; i < 6; i++)
        cr_expect_eq(d.verdicts[i].satisfied, expected[i], "%zu", i);
    cr_expect_eq(d.analysis.has_verdicts, 1);
}

Test(analysis_objectives, feasible_is_who_meets_all)
{
    decision d;
    decision_init(&d, 2, 2);
    cr_expect_not(iter8__is_feasible(&d.spec, &d.analysis, 0));
    d.verdicts[0].satisfied = d.verdicts[1].satisfied = d.verdicts[2].satisfied = 1;
    cr_expect(iter8__is_feasible(&d.spec, &d.analysis, 0));
    cr_expect_not(iter8__is_feasible(&d.spec, &d.analysis, 1));
    d.spec.objective_count = 0;
    cr_expect(iter8__is_feasible(&d.spec, &d.analysis, 1), "no objectives: all are");
}

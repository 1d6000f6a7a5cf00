/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/reconcile.h"
#include "metrics/mock.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define S INT64_C(1000000000)
/* 2021-05-06T12:00:00Z */
#define START INT64_C(1620302400000000000)
#define METRIC(name, rest)                                                                         \
    "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: " name "}, spec: {" rest "}}"

enum { GAUGE, COUNTER, REMOTE };

static iter8_experiment *mocked(void)
{
    iter8_experiment *experiment = partial_from(
        "spec:\n  criteria: {indicators: [gauge, counter, remote]}\n"
        "  versionInfo: {baseline: {name: old}, candidates: [{name: new}, {name: newest}]}\n"
        "status: {startTime: '2021-05-06T12:00:00Z'}\n");
    add_metric_text(experiment,
                    METRIC("gauge", "mock: [{name: old, level: 10}, {name: new, level: 10}]"));
    add_metric_text(experiment, METRIC("counter", "type: Counter, mock: [{name: old, level: 1500m},"
                                                  " {name: new, level: 0}]"));
    add_metric_text(experiment, METRIC("remote", "urlTemplate: 'http://h'"));
    return experiment;
}

static iter8_measurement asked(const iter8_experiment *experiment, size_t metric, size_t version,
                               int64_t elapsed_s, uint64_t seed)
{
    iter8_measurement answer = {.struct_size = sizeof answer};
    iter8__mock_measure(experiment, metric, version, START + elapsed_s * S, seed, &answer);
    return answer;
}

static double value(const iter8_experiment *experiment, size_t metric, size_t version,
                    int64_t elapsed_s, uint64_t seed)
{
    iter8_measurement answer = asked(experiment, metric, version, elapsed_s, seed);
    cr_assert_eq(answer.state, ITER8_VALUE_PRESENT);
    return answer.value;
}

Test(metrics_mock, only_metrics_with_levels_answer_themselves)
{
    iter8_experiment *e = mocked();
    cr_expect(iter8__is_mock(e, GAUGE) && iter8__is_mock(e, COUNTER) && !iter8__is_mock(e, REMOTE));
    iter8_experiment_free(e);
    e = partial_from("spec: {criteria: {indicators: [m]}}");
    cr_expect_not(iter8__is_mock(e, 0), "it has no Metric");
    iter8_experiment_free(e);
}

Test(metrics_mock, counter_grows_with_time)
{
    iter8_experiment *e = mocked();
    cr_expect_eq(value(e, COUNTER, 0, 0, 1), 1.5, "the first second counts as one");
    cr_expect_eq(value(e, COUNTER, 0, 1, 1), 1.5);
    cr_expect_eq(value(e, COUNTER, 0, 60, 1), 90);
    cr_expect_eq(value(e, COUNTER, 1, 60, 1), 0);
    cr_expect_eq(value(e, COUNTER, 0, 60, 2), 90, "whatever the seed");
    iter8_experiment_free(e);
}

static double mean_distance(const iter8_experiment *e, int64_t elapsed_s)
{
    double sum = 0;
    for (uint64_t seed = 0; seed < 200; seed++)
        sum += fabs(value(e, GAUGE, 0, elapsed_s, seed) - 10);
    return sum / 200;
}

Test(metrics_mock, gauge_comes_closer_to_its_level)
{
    iter8_experiment *e = mocked();
    double early = mean_distance(e, 1);
    double later = mean_distance(e, 100);
    double late = mean_distance(e, 10000);
    /* The mean distance of 2 * level * Beta(t, t) from the level is about 0.56 * level / sqrt(t).
     */
    cr_expect(early > 3 && early < 7, "%g", early);
    cr_expect(later > 0.4 && later < 0.7, "%g", later);
    cr_expect(late > 0.04 && late < 0.07, "%g", late);
    iter8_experiment_free(e);
}

Test(metrics_mock, gauge_stays_between_zero_and_twice_its_level)
{
    iter8_experiment *e = mocked();
    for (uint64_t seed = 0; seed < 500; seed++) {
        double drawn = value(e, GAUGE, 0, 1, seed);
        cr_expect(drawn > 0 && drawn < 20, "%g", drawn);
    }
    iter8_experiment_free(e);
}

Test(metrics_mock, same_question_has_the_same_answer_whatever_was_asked_before)
{
    iter8_experiment *e = mocked();
    iter8_experiment *other = mocked();
    double first = value(e, GAUGE, 0, 5, 7);
    double second = value(e, GAUGE, 1, 5, 7);
    cr_expect_eq(value(other, GAUGE, 1, 5, 7), second);
    cr_expect_eq(value(other, GAUGE, 0, 5, 7), first);
    cr_expect_eq(value(e, GAUGE, 0, 5, 7), first);
    iter8_experiment_free(e);
    iter8_experiment_free(other);
}

Test(metrics_mock, seed_version_and_moment_change_the_answer)
{
    iter8_experiment *e = mocked();
    double drawn = value(e, GAUGE, 0, 5, 7);
    cr_expect_neq(value(e, GAUGE, 0, 5, 8), drawn);
    cr_expect_neq(value(e, GAUGE, 1, 5, 7), drawn);
    cr_expect_neq(value(e, GAUGE, 0, 6, 7), drawn);
    iter8_measurement later = {.struct_size = sizeof later};
    iter8__mock_measure(e, GAUGE, 0, START + 5 * S + 1, 7, &later);
    cr_expect_neq(later.value, drawn, "a nanosecond later");
    iter8_experiment_free(e);
}

Test(metrics_mock, version_without_a_level_has_no_value)
{
    iter8_experiment *e = mocked();
    iter8_measurement answer = asked(e, GAUGE, 2, 5, 7);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    cr_expect_str_eq(answer.reason, "the mock has no level for this version");
    iter8_experiment_free(e);
}

Test(metrics_mock, a_host_may_ask_what_a_run_would_be_told)
{
    iter8_experiment *e = mocked();
    iter8_question question = {.struct_size = sizeof question,
                               .now_ns = START + 7 * S,
                               .experiment = e,
                               .metric_index = GAUGE,
                               .elapsed_s = 7};
    iter8_measurement answer = {.struct_size = sizeof answer};
    cr_expect_eq(iter8_question_mock(&question, 3, &answer), ITER8_OK);
    cr_expect_eq(answer.value, value(e, GAUGE, 0, 7, 3));
    question.metric_index = COUNTER;
    question.elapsed_s = 100;
    cr_expect_eq(iter8_question_mock(&question, 3, &answer), ITER8_OK);
    cr_expect_eq(answer.value, 150);
    question.version_index = 2;
    cr_expect_eq(iter8_question_mock(&question, 3, &answer), ITER8_OK);
    cr_expect_eq(answer.state, ITER8_VALUE_ABSENT);
    question.metric_index = REMOTE;
    cr_expect_eq(iter8_question_mock(&question, 3, &answer), ITER8_ERR_NO_METRIC);
    question.metric_index = 3;
    cr_expect_eq(iter8_question_mock(&question, 3, &answer), ITER8_ERR_NO_METRIC);
    question.version_index = 3;
    cr_expect_eq(iter8_question_mock(&question, 3, &answer), ITER8_ERR_NO_VERSION);
    question.elapsed_s = 0;
    cr_expect_eq(iter8_question_mock(&question, 3, &answer), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_question_mock(NULL, 3, &answer), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_question_mock(&question, 3, NULL), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(e);
}

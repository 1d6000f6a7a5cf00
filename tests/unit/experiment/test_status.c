/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/snapshots.h"
#include "lived.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const iter8__value *value_of(const iter8_experiment *experiment, const char *metric,
                                    size_t version)
{
    int32_t index = iter8__experiment_metric(experiment, metric);
    cr_assert_geq(index, 0, "%s", metric);
    return &experiment->status.analysis.values[(size_t)index * 2 + version];
}

Test(model_status, experiment_without_a_status_knows_nothing)
{
    iter8_experiment *experiment = experiment_from(
        EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n"
                        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n");
    const iter8__status *status = &experiment->status;
    cr_expect_eq(status->stage, ITER8_STAGE_NONE);
    cr_expect_eq(status->completed_iterations, -1);
    cr_expect_eq(status->init_ns, ITER8_NO_TIME);
    cr_expect_eq(status->start_ns, ITER8_NO_TIME);
    cr_expect_eq(status->last_update_ns, ITER8_NO_TIME);
    cr_expect(status->weights[0] == 100 && status->weights[1] == 0 && !status->has_weights);
    cr_expect_eq(status->analysis.winner, -1);
    cr_expect(!status->analysis.has_values && !status->analysis.has_verdicts &&
              !status->analysis.has_winner && !status->analysis.has_weights);
    for (int i = 0; i < ITER8__CONDITIONS; i++) {
        cr_expect_eq(status->conditions[i].status, ITER8_CONDITION_UNKNOWN);
        cr_expect_eq(status->conditions[i].transition_ns, ITER8_NO_TIME);
    }
    iter8_experiment_free(experiment);
}

Test(model_status, reads_times_stage_and_counts)
{
    iter8_experiment *experiment = experiment_from(lived);
    const iter8__status *status = &experiment->status;
    cr_expect_eq(status->stage, ITER8_STAGE_RUNNING);
    cr_expect_eq(status->completed_iterations, 2);
    cr_expect_eq(status->init_ns, LIVED_NS);
    cr_expect_eq(status->start_ns, LIVED_NS + 1123456789);
    cr_expect_eq(status->last_update_ns, LIVED_NS + INT64_C(41000000000));
    cr_expect_str_eq(status->recommended, "old");
    cr_expect_str_eq(status->message.text, "IterationUpdate: Completed Iteration 2");
    iter8_experiment_free(experiment);
}

Test(model_status, reads_conditions_by_type)
{
    iter8_experiment *experiment = experiment_from(lived);
    const iter8__condition *c = experiment->status.conditions;
    cr_expect_eq(c[ITER8_CONDITION_COMPLETED].status, ITER8_CONDITION_FALSE);
    cr_expect_str_eq(c[ITER8_CONDITION_COMPLETED].reason, "IterationUpdate");
    cr_expect_str_eq(c[ITER8_CONDITION_COMPLETED].message.text, "Completed Iteration 2");
    cr_expect_eq(c[ITER8_CONDITION_COMPLETED].transition_ns, LIVED_NS);
    cr_expect_eq(c[ITER8_CONDITION_FAILED].status, ITER8_CONDITION_UNKNOWN);
    cr_expect_eq(c[ITER8_CONDITION_TARGET_ACQUIRED].status, ITER8_CONDITION_TRUE);
    cr_expect_null(c[ITER8_CONDITION_TARGET_ACQUIRED].reason);
    iter8_experiment_free(experiment);
}

Test(model_status, reads_the_condition_names_of_early_controllers)
{
    iter8_experiment *experiment =
        partial_from("status: {conditions: [{type: ExperimentCompleted, status: 'True'},"
                     " {type: ExperimentFailed, status: 'False', lastTransitionTime: null}]}");
    cr_expect_eq(iter8_condition_of(experiment, ITER8_CONDITION_COMPLETED).status,
                 ITER8_CONDITION_TRUE);
    cr_expect_eq(iter8_condition_of(experiment, ITER8_CONDITION_FAILED).status,
                 ITER8_CONDITION_FALSE);
    cr_expect_neq(experiment->status.conditions[1].transition_ns, ITER8_NO_TIME,
                  "a condition without a time was still set");
    iter8_experiment_free(experiment);
}

Test(model_status, reads_weights_by_name)
{
    iter8_experiment *experiment = experiment_from(lived);
    const iter8__status *status = &experiment->status;
    cr_expect_eq(status->has_weights, 1);
    cr_expect(status->weights[0] == 85 && status->weights[1] == 15);
    cr_expect_eq(status->analysis.has_weights, 1);
    cr_expect(status->analysis.weights[0].weight == 95 && status->analysis.weights[1].weight == 5);
    cr_expect_eq(status->analysis.time_ns, LIVED_NS + INT64_C(40500000000));
    iter8_experiment_free(experiment);
}

Test(model_status, weights_of_strangers_alone_say_nothing)
{
    iter8_experiment *experiment =
        partial_from("spec: {versionInfo: {baseline: {name: a}, candidates: [{name: b}]}}\n"
                     "status: {currentWeightDistribution: [{name: c, value: 100}]}");
    cr_expect_eq(experiment->status.has_weights, 0);
    cr_expect_eq(iter8_version_of(experiment, 0).weight, 100);
    iter8_experiment_free(experiment);
}

Test(model_status, reads_values_and_why_they_are_missing)
{
    iter8_experiment *experiment = experiment_from(lived);
    cr_expect_eq(experiment->status.analysis.has_values, 1);
    cr_expect_eq(value_of(experiment, "errors", 0)->number, 0.005);
    cr_expect_eq(value_of(experiment, "errors", 1)->number, 0.02);
    cr_expect_eq(value_of(experiment, "latency", 0)->number, 25);
    const iter8__value *absent = value_of(experiment, "latency", 1);
    cr_expect(absent->known && absent->state == ITER8_VALUE_ABSENT);
    cr_expect_str_eq(absent->reason, "no data yet");
    cr_expect_eq(value_of(experiment, "sales", 0)->known, 0, "there is no entry");
    cr_expect_eq(value_of(experiment, "sales", 1)->state, ITER8_VALUE_PRESENT);
    cr_expect_eq(value_of(experiment, "orphan", 0)->number, 7, "nothing else names this one");
    cr_expect_eq(value_of(experiment, "requests", 0)->known, 0);
    iter8_experiment_free(experiment);
}

/* The status of one metric m for one version a. */
static iter8_experiment *with_value(const char *entry)
{
    char text[300] = "spec: {versionInfo: {baseline: {name: a}}}\n"
                     "status: {analysis: {aggregatedMetrics: {data: {m: {data: {a: {";
    return partial_from(strcat(strcat(text, entry), "}}}}}}}"));
}

Test(model_status, reads_range_and_sample_size)
{
    static const struct {
        const char *entry;
        int has_range;
        int has_sample_size;
    } cases[] = {{"value: 2, min: 1, max: '3', sampleSize: 1k", 1, 1},
                 {"min: 1, max: 3", 1, 0},
                 {"value: 2, min: 1", 0, 0},
                 {"value: 2, max: 3, sampleSize: null", 0, 0},
                 {"sampleSize: 1000", 0, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_experiment *experiment = with_value(cases[i].entry);
        const iter8__value *value = experiment->status.analysis.values;
        cr_expect_eq(value->has_range, cases[i].has_range, "%s", cases[i].entry);
        cr_expect_eq(value->has_sample_size, cases[i].has_sample_size, "%s", cases[i].entry);
        if (value->has_range) cr_expect(value->least == 1 && value->greatest == 3);
        if (value->has_sample_size) cr_expect_eq(value->sample_size, 1000);
        iter8_experiment_free(experiment);
    }
}

Test(model_status, range_takes_in_what_was_and_what_is)
{
    const iter8__value nothing = {0};
    const iter8__value earlier = {.least = -1, .greatest = 4, .has_range = 1};
    iter8__value value = {.number = 7, .state = ITER8_VALUE_PRESENT};
    iter8__value_extend_range(&value, &nothing);
    cr_expect(value.has_range && value.least == 7 && value.greatest == 7);
    iter8__value_extend_range(&value, &earlier);
    cr_expect(value.least == -1 && value.greatest == 7);
    const iter8__value by_iter8 = {.number = 8, .state = ITER8_VALUE_PRESENT};
    iter8__value_extend_range(&value, &by_iter8);
    cr_expect(value.least == -1 && value.greatest == 8);
    iter8__value absent = {.number = 9, .state = ITER8_VALUE_ABSENT};
    iter8__value_extend_range(&absent, &nothing);
    cr_expect_not(absent.has_range);
    iter8__value_extend_range(&absent, &earlier);
    cr_expect(absent.has_range && absent.least == -1 && absent.greatest == 4);
}

Test(model_status, reads_verdicts_and_winner)
{
    iter8_experiment *experiment = experiment_from(lived);
    const iter8__decision *analysis = &experiment->status.analysis;
    cr_expect(analysis->has_verdicts && analysis->has_winner);
    cr_expect(analysis->verdicts[0].satisfied && analysis->verdicts[1].satisfied);
    cr_expect(!analysis->verdicts[2].satisfied && !analysis->verdicts[3].satisfied);
    cr_expect_eq(analysis->winner, 0);
    cr_expect(analysis->best[0] == 1 && analysis->best[1] == 0);
    iter8_experiment_free(experiment);
}

Test(model_status, winner_is_among_the_best)
{
    iter8_experiment *experiment = partial_from(
        "spec: {versionInfo: {baseline: {name: a}, candidates: [{name: b}, {name: c}]}}\n"
        "status: {analysis: {winnerAssessment: {data: {winnerFound: true, winner: b}}}}");
    const uint8_t *best = experiment->status.analysis.best;
    cr_expect_eq(iter8_status_of(experiment).winner, 1);
    cr_expect(best[0] == 0 && best[1] == 1 && best[2] == 0);
    iter8_experiment_free(experiment);
}

Test(model_status, winner_that_is_no_version_is_none)
{
    static const char *const winners[] = {"{winnerFound: true, winner: c}",
                                          "{winnerFound: false, winner: a}", "{winnerFound: true}",
                                          "{winner: a}", "null"};
    for (size_t i = 0; i < sizeof winners / sizeof *winners; i++) {
        char text[300] = "spec: {versionInfo: {baseline: {name: a}}}\n"
                         "status: {analysis: {winnerAssessment: {data: ";
        strcat(strcat(text, winners[i]), "}}}");
        iter8_experiment *experiment = partial_from(text);
        cr_expect_eq(iter8_status_of(experiment).winner, -1, "%s", winners[i]);
        cr_expect_eq(experiment->status.analysis.best[0], 0);
        iter8_experiment_free(experiment);
    }
}

Test(model_status, bad_status_is_refused_with_its_place)
{
    static const struct {
        const char *text;
        const char *problem;
    } cases[] = {
        {"status: 5", "E TYPE 1:9 status: a mapping is wanted, not an integer"},
        {"status: {stage: Resting}",
         "E ENUM 1:17 status.stage: \"Resting\" is not one of Waiting, Initializing, Running, "
         "Finishing or Completed"},
        {"status: {completedIterations: -1}",
         "E RANGE 1:31 status.completedIterations: -1 is not in 0..2147483647"},
        {"status: {startTime: noon}",
         "E TIME 1:21 status.startTime: not an RFC 3339 time such as 2021-04-23T17:04:56Z"},
        {"status: {conditions: [{type: Completed, status: Yes please}]}",
         "E ENUM 1:49 status.conditions[0].status: \"Yes please\" is not one of Unknown, False or "
         "True"},
        {"status: {conditions: [Completed]}",
         "E TYPE 1:23 status.conditions[0]: a mapping is wanted, not a text"},
        {"status: {currentWeightDistribution: [{name: a, value: 1.5}]}",
         "E TYPE 1:55 status.currentWeightDistribution[0].value: an integer is wanted, not a "
         "real number"},
        {"status: {currentWeightDistribution: [100]}",
         "E TYPE 1:38 status.currentWeightDistribution[0]: a mapping is wanted, not an integer"},
        {"spec: {versionInfo: {baseline: {name: a}}}\n"
         "status: {analysis: {aggregatedMetrics: {data: {m.x: {data: {a: {value: much}}}}}}}",
         "E QUANTITY 2:72 status.analysis.aggregatedMetrics.data['m.x'].data.a.value: \"much\" is "
         "not a quantity such as 50, \"0.01\", \"10m\" or \"3Mi\""},
        {"status: {metrics: [{metricObj: 5}]}",
         "E TYPE 1:32 status.metrics[0].metricObj: a mapping is wanted, not an integer"},
        {"status: {metrics: [x]}",
         "E TYPE 1:20 status.metrics[0]: a mapping is wanted, not a text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *problems = problems_of(cases[i].text, 1);
        cr_expect_str_eq(problems, cases[i].problem, "%s\ninstead of\n%s", problems,
                         cases[i].problem);
        free(problems);
    }
}

Test(model_status, reason_becomes_one_line_of_whole_characters)
{
    char longest[ITER8__REASON_BYTES + 10];
    char cut[ITER8__REASON_BYTES];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memset(cut, 'x', sizeof cut - 1);
    cut[sizeof cut - 1] = '\0';
    char split[ITER8__REASON_BYTES + 10];
    memcpy(split, longest, sizeof split);
    memcpy(split + ITER8__REASON_BYTES - 2, "\xC3\xA9", 2);
    char before_split[ITER8__REASON_BYTES];
    memcpy(before_split, cut, sizeof cut);
    before_split[ITER8__REASON_BYTES - 2] = '\0';
    const struct {
        const char *reason;
        const char *kept;
    } cases[] = {{NULL, ""},
                 {"", ""},
                 {"no data", "no data"},
                 {"na\xC3\xAFve", "na\xC3\xAFve"},
                 {"two\nlines\tand a \x7F", "two lines and a  "},
                 {"latin-1 \xE9t\xE9", "latin-1 ?t?"},
                 {"\xFF\xFE", "??"},
                 {longest, cut},
                 {split, before_split}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8__value value = {.number = 3, .state = ITER8_VALUE_PRESENT};
        iter8__value_set_absent(&value, ITER8_VALUE_ERROR, cases[i].reason);
        cr_expect_str_eq(value.reason, cases[i].kept);
        cr_expect(value.known && value.state == ITER8_VALUE_ERROR && value.number == 0);
    }
}

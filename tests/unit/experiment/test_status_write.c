/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/document.h"
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "lived.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* A field of the experiment as it would be written, as compact JSON. */
static char *written_field(const iter8_experiment *experiment, const char *path)
{
    char *text = experiment_written(experiment, ITER8_FORMAT_JSON);
    iter8_document *document = only_document_of(text);
    iter8__node *node;
    cr_assert_eq(iter8__field_find(iter8__document_root(document), path, &node), ITER8_OK, "%s",
                 path);
    iter8_document *field;
    cr_assert_eq(iter8__document_wrap(iter8__node_copy(node), NULL, &field), ITER8_OK);
    char *written = document_written(field, ITER8_FORMAT_JSON_COMPACT);
    iter8_document_free(field);
    iter8_document_free(document);
    free(text);
    return written;
}

static void expect_field(const iter8_experiment *experiment, const char *path, const char *expected)
{
    char *found = written_field(experiment, path);
    cr_expect_str_eq(found, expected, "%s is %s instead of %s", path, found, expected);
    free(found);
}

Test(model_status_write, what_was_only_read_is_written_as_it_was)
{
    static const int formats[] = {ITER8_FORMAT_YAML, ITER8_FORMAT_JSON, ITER8_FORMAT_JSON_COMPACT};
    iter8_experiment *experiment = experiment_from(lived);
    for (size_t i = 0; i < 3; i++) {
        char *text = experiment_written(experiment, formats[i]);
        cr_expect(same_tree(text, lived), "%s", text);
        free(text);
    }
    iter8_experiment_free(experiment);
}

Test(model_status_write, touched_status_without_a_change_says_the_same)
{
    iter8_experiment *experiment = experiment_from(lived);
    experiment->status.touched = 1;
    expect_field(experiment, ".status.stage", "\"Running\"");
    expect_field(experiment, ".status.completedIterations", "2");
    expect_field(experiment, ".status.initTime", "\"2021-05-06T12:00:00Z\"");
    expect_field(experiment, ".status.startTime", "\"2021-05-06T12:00:01.123456789Z\"");
    expect_field(experiment, ".status.lastUpdateTime", "\"2021-05-06T12:00:41Z\"");
    expect_field(experiment, ".status.message", "\"IterationUpdate: Completed Iteration 2\"");
    expect_field(experiment, ".status.versionRecommendedForPromotion", "\"old\"");
    expect_field(experiment, ".status.currentWeightDistribution",
                 "[{\"name\":\"old\",\"value\":85},{\"name\":\"new\",\"value\":15}]");
    iter8_experiment_free(experiment);
}

Test(model_status_write, what_is_not_known_survives_a_change)
{
    iter8_experiment *experiment = experiment_from(lived);
    experiment->status.touched = 1;
    experiment->status.analysis.touched = 1;
    expect_field(experiment, ".status.mood", "\"hopeful\"");
    expect_field(experiment, ".status.analysis.forecast", "{\"unknown\":[1,2]}");
    expect_field(experiment, ".metadata.annotations",
                 "{\"example.com/owner\":\"team a\",\"count\":\"5\"}");
    expect_field(
        experiment, ".status.conditions",
        "[{\"type\":\"Completed\",\"status\":\"False\",\"reason\":\"IterationUpdate\","
        "\"message\":\"Completed Iteration 2\",\"lastTransitionTime\":"
        "\"2021-05-06T12:00:00Z\",\"severity\":\"Info\"},{\"type\":\"TargetAcquired\",\"status\":"
        "\"True\",\"lastTransitionTime\":\"2021-05-06T12:00:01Z\"},{\"type\":\"Audited\","
        "\"status\":\"True\",\"by\":\"someone\"}]");
    iter8_experiment_free(experiment);
}

Test(model_status_write, every_field_that_changes_is_written)
{
    iter8_experiment *experiment = experiment_from(lived);
    iter8__status *status = &experiment->status;
    status->touched = 1;
    status->stage = ITER8_STAGE_COMPLETED;
    status->completed_iterations = 3;
    status->init_ns = 0;
    status->start_ns = 1;
    status->last_update_ns = LIVED_NS + 500000000;
    status->recommended = "new";
    status->message_reason = "IterationUpdate";
    status->message = (iter8__note){"Completed Iteration ", 3};
    status->weights[0] = 40;
    status->weights[1] = 60;
    status->conditions[ITER8_CONDITION_FAILED] =
        (iter8__condition){ITER8_CONDITION_TRUE, "HandlerFailed", {"it broke", -1}, LIVED_NS};
    status->conditions[ITER8_CONDITION_COMPLETED].reason = NULL;
    status->conditions[ITER8_CONDITION_COMPLETED].message.text = NULL;
    expect_field(experiment, ".status.stage", "\"Completed\"");
    expect_field(experiment, ".status.completedIterations", "3");
    expect_field(experiment, ".status.initTime", "\"1970-01-01T00:00:00Z\"");
    expect_field(experiment, ".status.startTime", "\"1970-01-01T00:00:00.000000001Z\"");
    expect_field(experiment, ".status.lastUpdateTime", "\"2021-05-06T12:00:00.5Z\"");
    expect_field(experiment, ".status.message", "\"IterationUpdate: Completed Iteration 3\"");
    expect_field(experiment, ".status.versionRecommendedForPromotion", "\"new\"");
    expect_field(experiment, ".status.currentWeightDistribution",
                 "[{\"name\":\"old\",\"value\":40},{\"name\":\"new\",\"value\":60}]");
    expect_field(experiment, ".status.conditions[0]",
                 "{\"type\":\"Completed\",\"status\":\"False\",\"lastTransitionTime\":"
                 "\"2021-05-06T12:00:00Z\",\"severity\":\"Info\"}");
    expect_field(experiment, ".status.conditions[1]",
                 "{\"lastTransitionTime\":\"2021-05-06T12:00:00Z\",\"message\":\"it broke\","
                 "\"reason\":\"HandlerFailed\",\"status\":\"True\",\"type\":\"Failed\"}");
    iter8_experiment_free(experiment);
}

Test(model_status_write, analysis_is_written_in_its_four_sections)
{
    iter8_experiment *experiment = experiment_from(lived);
    experiment->status.touched = 1;
    experiment->status.analysis.touched = 1;
    expect_field(experiment, ".status.analysis.aggregatedMetrics.timestamp",
                 "\"2021-05-06T12:00:40.5Z\"");
    expect_field(experiment, ".status.analysis.aggregatedMetrics.provenance", "\"libiter8\"");
    expect_field(experiment, ".status.analysis.aggregatedMetrics.message",
                 "\"Error: latency of new: no data yet; Warning: ; Info: \"");
    expect_field(
        experiment, ".status.analysis.aggregatedMetrics.data",
        "{\"sales\":{\"data\":{\"new\":{\"value\":\"1.5\"}}},"
        "\"errors\":{\"data\":{\"old\":{\"value\":\"0.005\"},\"new\":{\"value\":\"0.02\"}}},"
        "\"latency\":{\"data\":{\"old\":{\"value\":\"25\"},\"new\":{\"reason\":\"no data "
        "yet\"}}},\"orphan\":{\"data\":{\"old\":{\"value\":\"7\"}}}}");
    expect_field(experiment, ".status.analysis.versionAssessments.data",
                 "{\"old\":[true,true],\"new\":[false,false]}");
    expect_field(experiment, ".status.analysis.winnerAssessment.data",
                 "{\"winnerFound\":true,\"winner\":\"old\",\"bestVersions\":[\"old\"]}");
    expect_field(experiment, ".status.analysis.weights.data",
                 "[{\"name\":\"old\",\"value\":95},{\"name\":\"new\",\"value\":5}]");
    iter8_experiment_free(experiment);
}

Test(model_status_write, range_and_sample_size_are_written)
{
    static const char entry[] = "{\"value\":\"2\",\"min\":\"-1\",\"max\":\"4\","
                                "\"sampleSize\":\"100\",\"reason\":\"r\"}";
    iter8_experiment *experiment = experiment_from(lived);
    experiment->status.touched = 1;
    experiment->status.analysis.touched = 1;
    iter8__value *value = experiment->status.analysis.values;
    *value = (iter8__value){.number = 2,
                            .least = -1,
                            .greatest = 4,
                            .sample_size = 100,
                            .state = ITER8_VALUE_PRESENT,
                            .known = 1,
                            .has_range = 1,
                            .has_sample_size = 1,
                            .reason = "r"};
    expect_field(experiment, ".status.analysis.aggregatedMetrics.data.requests.data.old", entry);
    value->has_range = value->has_sample_size = 0;
    expect_field(experiment, ".status.analysis.aggregatedMetrics.data.requests.data.old",
                 "{\"value\":\"2\",\"reason\":\"r\"}");
    iter8_experiment_free(experiment);
}

Test(model_status_write, status_is_made_where_there_is_none)
{
    iter8_experiment *experiment = partial_from("spec: {versionInfo: {baseline: {name: a}}}");
    experiment->status.touched = 1;
    experiment->status.stage = ITER8_STAGE_WAITING;
    experiment->status.completed_iterations = 0;
    expect_field(experiment, ".status",
                 "{\"conditions\":[],\"completedIterations\":0,\"stage\":\"Waiting\"}");
    iter8_experiment_free(experiment);
}

Test(model_status_write, analysis_is_made_where_there_is_none)
{
    iter8_experiment *experiment = partial_from("spec: {versionInfo: {baseline: {name: a}}}");
    experiment->status.touched = 1;
    experiment->status.analysis.touched = 1;
    expect_field(experiment, ".status.analysis.aggregatedMetrics.data", "{}");
    expect_field(experiment, ".status.analysis.versionAssessments.data", "{}");
    expect_field(experiment, ".status.analysis.winnerAssessment.data",
                 "{\"winnerFound\":false,\"bestVersions\":[]}");
    iter8_experiment_free(experiment);
}

Test(model_status_write, times_and_numbers_come_back_exactly)
{
    iter8_experiment *experiment = experiment_from(lived);
    experiment->status.touched = 1;
    experiment->status.analysis.touched = 1;
    experiment->status.analysis.time_ns = LIVED_NS + 1;
    experiment->status.analysis.values[0] =
        (iter8__value){.number = 0.1 + 0.2, .state = ITER8_VALUE_PRESENT, .known = 1};
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    iter8_experiment *again = experiment_from(text);
    cr_expect_eq(again->status.analysis.time_ns, LIVED_NS + 1);
    cr_expect_eq(again->status.analysis.values[0].number, 0.1 + 0.2);
    cr_expect_eq(again->status.start_ns, experiment->status.start_ns);
    char *second = experiment_written(again, ITER8_FORMAT_YAML);
    cr_expect_str_eq(second, text);
    free(second);
    free(text);
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
}

Test(model_status_write, short_buffer_is_told_how_much_is_needed)
{
    iter8_experiment *experiment = experiment_from(lived);
    char buffer[10] = "untouched";
    size_t length = 0;
    cr_expect_eq(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, buffer, 5, &length),
                 ITER8_ERR_BUFFER);
    cr_expect_gt(length, 100);
    cr_expect_eq(iter8_experiment_write(NULL, ITER8_FORMAT_YAML, buffer, 5, &length),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_write(experiment, 0, buffer, 5, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_write(experiment, 4, buffer, 5, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, NULL, 5, &length),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, buffer, 5, NULL),
                 ITER8_ERR_ARGUMENT);
    iter8_experiment_free(experiment);
}

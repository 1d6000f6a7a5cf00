/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The annotation iter8.tools/state: written, read, and taken out again. */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define BODY                                                                                       \
    "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"                                   \
    "  criteria:\n    strength: {budgets: [{consecutiveFailures: 3}]}\n"                           \
    "    objectives: [{metric: a, upperLimit: 1}, {metric: b, upperLimit: 1}]\n"                   \
    "  versionInfo: {baseline: {name: old}, candidates: [{name: new}]}\n"
#define HEAD "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"

static const char plain[] = HEAD "metadata: {name: e}\n" BODY;

static iter8_experiment *reread(const iter8_experiment *experiment)
{
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    iter8_experiment *again = experiment_from(text);
    free(text);
    return again;
}

static void set_value(iter8_experiment *experiment, size_t metric, size_t version, uint8_t carried)
{
    iter8__value *value = &experiment->status.analysis.values[metric * 2 + version];
    *value =
        (iter8__value){.number = 0.5, .state = ITER8_VALUE_PRESENT, .known = 1, .carried = carried};
}

Test(model_memory, all_of_it_survives)
{
    iter8_experiment *experiment = experiment_from(plain);
    iter8__status *status = &experiment->status;
    status->touched = 1;
    status->analysis.touched = 1;
    status->analysis.time_ns = 1600000000000000000;
    status->analysis.source_errors = 4;
    status->analysis.failures[3] =
        (iter8__failure_count){.recent = UINT64_C(0xF00000000000000D), .row = 2, .met = 1};
    set_value(experiment, 0, 1, 2);
    set_value(experiment, 1, 0, 0);
    status->state = (iter8__state){.command = ITER8_COMMAND_PROMOTE,
                                   .promoted = 1,
                                   .paused = 1,
                                   .rolled = 1,
                                   .written_ns = 1600000001500000000,
                                   .acted = {"loop", 3, 2}};
    iter8_experiment *again = reread(experiment);
    const iter8__state *memory = &again->status.state;
    cr_expect_eq(memory->command, ITER8_COMMAND_PROMOTE);
    cr_expect_eq(memory->promoted, 1);
    cr_expect(memory->paused && memory->rolled);
    cr_expect_eq(memory->written_ns, 1600000001500000000);
    cr_expect_str_eq(memory->acted.action, "loop");
    cr_expect(memory->acted.loop == 3 && memory->acted.tasks == 2);
    cr_expect_eq(again->status.analysis.source_errors, 4);
    const iter8__failure_count *tally = &again->status.analysis.failures[3];
    cr_expect(tally->recent == UINT64_C(0xF00000000000000D) && tally->row == 2 && tally->met == 1);
    cr_expect_eq(again->status.analysis.values[1].carried, 2);
    cr_expect_eq(again->status.analysis.values[2].carried, 0);
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
}

Test(model_memory, an_action_that_is_done_says_no_number_of_tasks)
{
    iter8_experiment *experiment = experiment_from(plain);
    experiment->status.touched = 1;
    experiment->status.state.acted = (iter8__action_progress){"start", 0, ITER8__ALL_TASKS};
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    cr_expect_not_null(strstr(text, "{\"acted\":{\"action\":\"start\"}}"), "%s", text);
    iter8_experiment *again = experiment_from(text);
    cr_expect_eq(again->status.state.acted.tasks, ITER8__ALL_TASKS);
    free(text);
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
}

Test(model_memory, nothing_to_remember_leaves_no_trace)
{
    iter8_experiment *experiment = experiment_from(plain);
    experiment->status.state.paused = 1;
    experiment->status.touched = 1;
    iter8_experiment *again = reread(experiment);
    cr_expect_not_null(iter8_experiment_annotation(again, ITER8__STATE_ANNOTATION));
    again->status.state.paused = 0;
    again->status.touched = 1;
    char *text = experiment_written(again, ITER8_FORMAT_YAML);
    cr_expect_null(strstr(text, "annotations"), "%s", text);
    free(text);
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
}

Test(model_memory, other_annotations_stay)
{
    iter8_experiment *experiment = experiment_from(
        HEAD
        "metadata: {name: e, annotations: {a: b, iter8.tools/state: '{\"paused\":true}'}}\n" BODY);
    cr_expect_eq(iter8_status_of(experiment).paused, 1);
    experiment->status.state.paused = 0;
    experiment->status.touched = 1;
    iter8_experiment *again = reread(experiment);
    cr_expect_str_eq(iter8_experiment_annotation(again, "a"), "b");
    cr_expect_null(iter8_experiment_annotation(again, ITER8__STATE_ANNOTATION));
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
}

/* The state is ours alone: what is wrong in it means that something is lost. */
Test(model_memory, a_state_that_cannot_be_read_is_refused_but_for_looking_at)
{
    static const char *const states[] = {"no",
                                         "[1]",
                                         "{\"command\":\"dance\"}",
                                         "{\"paused\":3}",
                                         "{\"acted\":7}",
                                         "{\"command\":\"promote\",\"promote\":\"nobody\"}",
                                         "{\"weightsChanged\":\"soon\"}"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        char text[1000] = HEAD "metadata: {name: e, annotations: {iter8.tools/state: '";
        (void)strcat(strcat(text, states[i]), "'}}\n" BODY);
        char *problems = problems_of(text, 0);
        cr_expect_eq(strncmp(problems, "E ", 2), 0, "%s: %s", states[i], problems);
        cr_expect_not_null(strstr(problems, "metadata.annotations['iter8.tools/state']"), "%s",
                           problems);
        free(problems);
        iter8_experiment_free(partial_from(text));
    }
}

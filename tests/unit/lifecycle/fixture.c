/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

scripted_host host;
iter8_experiment *experiment;
iter8_outcome outcome;

void fixture_setup(void)
{
    scripted_host_init(&host);
    outcome = (iter8_outcome)ITER8_INIT(iter8_outcome);
    fixture_start(&(experiment_plan){.name = "test"});
}

void fixture_teardown(void)
{
    iter8_experiment_free(experiment);
    experiment = NULL;
    scripted_host_clear(&host);
}

void fixture_start(const experiment_plan *plan)
{
    iter8_experiment_free(experiment);
    experiment = experiment_of(plan);
    cr_assert_not_null(experiment);
}

void fixture_reload(void)
{
    iter8_experiment_free(experiment);
    experiment = scripted_load(&host);
    cr_assert_not_null(experiment, "%s", host.saved);
    scripted_host_revive(&host);
}

void fixture_finish(void)
{
    cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.done);
}

void fixture_run_until(int32_t iterations)
{
    cr_assert_eq(scripted_run_until(&host, experiment, iterations), ITER8_OK);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, iterations);
}

int32_t fixture_candidate_too_high(const iter8_question *question, iter8_measurement *answer,
                                   scripted_host *unused)
{
    (void)unused;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->version_index == 0 ? 0.0 : 1.0;
    return ITER8_OK;
}

void assert_message(const char *wanted)
{
    char text[200];
    size_t length;
    cr_assert_eq(iter8_experiment_message(experiment, text, sizeof text, &length), ITER8_OK);
    cr_assert_str_eq(text, wanted);
}

void assert_condition(int32_t type, int32_t wanted)
{
    cr_assert_eq(iter8_condition_of(experiment, type).status, wanted);
}

void assert_routes(int32_t baseline, int32_t candidate)
{
    cr_assert(host.routes[0] == baseline && host.routes[1] == candidate, "%d and %d, not %d and %d",
              (int)host.routes[0], (int)host.routes[1], (int)baseline, (int)candidate);
}

void assert_weights(int32_t baseline, int32_t candidate)
{
    cr_assert_eq(iter8_version_of(experiment, 0).weight, baseline);
    cr_assert_eq(iter8_version_of(experiment, 1).weight, candidate);
}

char fixture_letter(const iter8_question *question, const char *letters)
{
    size_t done = (size_t)iter8_status_of(question->experiment).completed_iterations;
    size_t length = strlen(letters);
    return question->version_index == 0 ? '+' : letters[done < length ? done : length - 1];
}

void fixture_expect_path(const int32_t *wanted, int32_t count, int restarts)
{
    for (int32_t i = 0; i < count; i++) {
        fixture_run_until(i + 1);
        cr_assert_eq(host.routes[1], wanted[i], "iteration %d: %d, not %d", (int)i + 1,
                     (int)host.routes[1], (int)wanted[i]);
        if (restarts) fixture_reload();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What the host is told, once each. */
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_events, .init = fixture_setup, .fini = fixture_teardown);

static void assert_events(const char *const *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const scripted_entry *entry = scripted_at(&host, SCRIPTED_EVENT, NULL, i);
        cr_assert_not_null(entry, "%s is missing", wanted[i]);
        cr_assert_str_eq(entry->text, wanted[i]);
    }
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, NULL), count);
}

Test(lifecycle_events, a_run_tells_of_each_iteration)
{
    static const char *const wanted[] = {"ExperimentInitialized: Experiment status initialized",
                                         "TargetAcquired: ",
                                         "StageAdvanced: Advanced to Initializing",
                                         "StageAdvanced: Advanced to Running",
                                         "IterationUpdate: Completed Iteration 1",
                                         "IterationUpdate: Completed Iteration 2",
                                         "IterationUpdate: Completed Loop 1",
                                         "StageAdvanced: Advanced to Completed",
                                         "ExperimentCompleted: Experiment completed successfully"};
    fixture_start(&(experiment_plan){.iterations = 2});
    fixture_finish();
    assert_events(wanted, 9);
    static const int64_t seconds[] = {0, 0, 0, 0, 0, 10, 10, 10, 10};
    for (size_t i = 0; i < 9; i++)
        cr_assert_eq(scripted_at(&host, SCRIPTED_EVENT, NULL, i)->now_ns,
                     SCRIPTED_START_NS + seconds[i] * SCRIPTED_SECOND);
}

Test(lifecycle_events, a_failure_is_a_warning)
{
    static const char *const wanted[] = {"ExperimentInitialized: Experiment status initialized",
                                         "TargetAcquired: ",
                                         "StageAdvanced: Advanced to Initializing",
                                         "HandlerLaunched: Start handler 'start' launched",
                                         "!HandlerFailed: Start actions failed",
                                         "StageAdvanced: Advanced to Completed",
                                         "ExperimentCompleted: Start actions failed"};
    fixture_start(&(experiment_plan){.actions = "start"});
    host.failing[SCRIPTED_ACTION] = 1;
    fixture_finish();
    assert_events(wanted, 7);
}

Test(lifecycle_events, a_sink_that_stays_dead_is_told_once_and_again_when_it_dies_anew)
{
    fixture_start(&(experiment_plan){.iterations = 2});
    host.failing[SCRIPTED_WRITE] = 3;
    fixture_run_until(1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!WeightRedistributionFailed: the weights cannot be written"),
                 1);
    host.failing[SCRIPTED_WRITE] = 5;
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!WeightRedistributionFailed: "), 2);
}

Test(lifecycle_events, a_failure_is_told_with_the_words_of_the_sink)
{
    iter8_diagnostics *diagnostics = NULL;
    iter8_diagnostic problem = ITER8_INIT(iter8_diagnostic);
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    host.failing[SCRIPTED_WRITE] = 1;
    host.failing_code = ITER8_ERR_TRANSPORT;
    host.failing_reason = "no route to host";
    int rc = ITER8_OK;
    while (rc == ITER8_OK)
        rc = iter8_reconcile(experiment, &host.host, host.now_ns, diagnostics, &outcome);
    cr_assert_eq(rc, ITER8_ERR_HOST);
    cr_assert_eq(iter8_diagnostics_get(diagnostics, 0, &problem), ITER8_OK);
    cr_expect_str_eq(problem.message, "the weights cannot be written (the host answered -100: the "
                                      "server cannot be reached or does not answer): no route to "
                                      "host");
    cr_expect_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!WeightRedistributionFailed: the weights cannot be written: no "
                                "route to host"),
                 1);
    iter8_diagnostics_free(diagnostics);
}

Test(lifecycle_events, a_route_of_an_older_library_takes_no_words)
{
    const char *why = "as it was";
    iter8_route route = {.struct_size = sizeof route - sizeof route.reason, .reason = &why};
    iter8_route_explain(&route, "new");
    iter8_route_explain(NULL, "new");
    cr_expect_str_eq(why, "as it was");
    route.struct_size = sizeof route;
    iter8_route_explain(&route, "new");
    cr_expect_str_eq(why, "new");
}

Test(lifecycle_events, different_failures_are_told_apart)
{
    fixture_run_until(1);
    host.failing[SCRIPTED_READ] = 2;
    fixture_run_until(2);
    host.routes[0] = host.routes[1] = -1;
    for (int i = 0; i < 3; i++)
        (void)scripted_step(&host, experiment, &outcome);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!"), 2);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!WeightRedistributionFailed: the weights cannot be read"),
                 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!WeightRedistributionFailed: the weights read cannot be made into "
                                "percent: the weights of several versions are not known"),
                 1);
}

Test(lifecycle_events, a_restart_tells_nothing_again)
{
    fixture_start(&(experiment_plan){.iterations = 3});
    for (int i = 1; i <= 3; i++) {
        fixture_run_until(i);
        fixture_reload();
    }
    fixture_finish();
    fixture_reload();
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "IterationUpdate: Completed Iteration"), 3);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, NULL), 10);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A target that another experiment has. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>

TestSuite(lifecycle_target, .init = fixture_setup, .fini = fixture_teardown);

Test(lifecycle_target, an_experiment_waits_until_it_is_free)
{
    fixture_start(&(experiment_plan){.iterations = 1, .actions = "start"});
    host.pending[SCRIPTED_ACQUIRE] = 5;
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        cr_assert(outcome.pending);
        cr_assert_eq(outcome.changed, i == 0);
        cr_assert_eq(outcome.stage, ITER8_STAGE_WAITING);
        assert_condition(ITER8_CONDITION_TARGET_ACQUIRED, ITER8_CONDITION_FALSE);
        host.now_ns += 60 * SCRIPTED_SECOND;
    }
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 5);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, NULL), 1);
    fixture_finish();
    assert_condition(ITER8_CONDITION_TARGET_ACQUIRED, ITER8_CONDITION_TRUE);
    cr_assert_eq(iter8_status_of(experiment).start_ns, SCRIPTED_START_NS + 300 * SCRIPTED_SECOND);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, "tests/app"), 6);
}

Test(lifecycle_target, it_is_asked_for_once)
{
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 1);
}

Test(lifecycle_target, it_is_kept_over_a_restart)
{
    fixture_run_until(2);
    fixture_reload();
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 1);
}

Test(lifecycle_target, waiting_survives_a_restart)
{
    host.pending[SCRIPTED_ACQUIRE] = 2;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    fixture_reload();
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_WAITING);
    fixture_finish();
    assert_routes(5, 95);
}

Test(lifecycle_target, without_the_callback_it_is_free)
{
    host.host.acquire_target = NULL;
    fixture_finish();
    assert_condition(ITER8_CONDITION_TARGET_ACQUIRED, ITER8_CONDITION_TRUE);
}

Test(lifecycle_target, the_experiment_is_initialized_before_it_has_it_and_starts_after)
{
    host.pending[SCRIPTED_ACQUIRE] = 1;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    host.now_ns += 60 * SCRIPTED_SECOND;
    fixture_run_until(1);
    static const char *const lines[] = {"\n  initTime: \"2020-09-13T12:26:40Z\"\n",
                                        "\n  startTime: \"2020-09-13T12:27:40Z\"\n",
                                        "\n  lastUpdateTime: \"2020-09-13T12:27:40Z\"\n"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_assert_not_null(strstr(host.saved, lines[i]), "%s is not in\n%s", lines[i], host.saved);
}

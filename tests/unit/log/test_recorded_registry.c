/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A registry whose experiments have a decision log each. */
#include "experiments.h"
#include "fixture.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"
#include "recorded.h"

#include <criterion/criterion.h>
#include <string.h>

enum { LOGS = 3 };

static struct {
    const iter8_experiment *of;
    recorded recorded;
} logs[LOGS];

static int32_t record(iter8_experiment *experiment, const iter8_host *of_step, int64_t now_ns,
                      iter8_diagnostics *diagnostics, iter8_outcome *made, void *user_data)
{
    cr_assert_eq(user_data, logs);
    for (size_t i = 0; i < LOGS; i++) {
        if (logs[i].of == experiment)
            return iter8_recorder_reconcile_with(logs[i].recorded.host.recorder, experiment,
                                                 of_step, now_ns, diagnostics, made);
    }
    return ITER8_ERR_NOT_FOUND;
}

static void setup(void)
{
    fixture_setup();
    iter8_registry_options options = ITER8_INIT(iter8_registry_options);
    options.reconcile = record;
    options.user_data = logs;
    fixture_new_registry(&options);
    for (size_t i = 0; i < LOGS; i++)
        recorded_init(&logs[i].recorded, NULL);
}

static void teardown(void)
{
    fixture_teardown();
    for (size_t i = 0; i < LOGS; i++)
        recorded_clear(&logs[i].recorded);
}

TestSuite(recorded_registry, .init = setup, .fini = teardown);

static void run_all(void)
{
    logs[0].of = add_named("first", "shared", 0);
    logs[1].of = add_named("second", "shared", 1);
    logs[2].of = add_named("alone", NULL, 2);
    run_to(1000);
    for (size_t i = 0; i < LOGS; i++)
        cr_assert_eq(iter8_status_of(logs[i].of).stage, ITER8_STAGE_COMPLETED);
}

Test(recorded_registry, each_log_is_of_one_experiment_and_decided_again_alike)
{
    run_all();
    for (size_t i = 0; i < LOGS; i++) {
        const char *log = logs[i].recorded.log;
        cr_expect_gt(identical(log, NULL), 4u);
        cr_expect_eq(times(log, "\"kind\":\"DecisionLog\""), 1u);
        for (size_t other = 0; other < LOGS; other++) {
            const char *name = iter8_spec_of(logs[other].of).name;
            cr_expect_eq(strstr(log, name) != NULL, other == i, "%s in the log of %s", name,
                         iter8_spec_of(logs[i].of).name);
        }
    }
}

Test(recorded_registry, a_host_that_cares_for_no_targets_has_one_log_from_beginning_to_end)
{
    static const char waits[] = "{\"ask\":\"acquireTarget\",\"answer\":\"PENDING\"}";
    static const char acquires[] = "{\"ask\":\"acquireTarget\",\"answer\":\"OK\"}";
    host.host.acquire_target = NULL;
    run_all();
    for (size_t i = 0; i < LOGS; i++) {
        const char *log = logs[i].recorded.log;
        cr_expect_gt(identical(log, NULL), 4u);
        cr_expect_eq(times(log, "\"kind\":\"DecisionLog\""), 1u);
        cr_expect_eq(times(log, waits), i == 1 ? 1u : 0u);
        cr_expect_eq(times(log, acquires), 1u);
    }
}

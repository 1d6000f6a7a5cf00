/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Every allocation of a recorder, of a replay and of jansson fails once: the run goes on as if
 * nobody had recorded it, what is in the log can be replayed, and nothing leaks.
 */
#include "counting_allocator.h"
#include "counting_jansson.h"
#include "experiment_text.h"
#include "iter8/error.h"
#include "recorded.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static counting_allocator counting;
static size_t *calls;
static size_t *fail_at;

static void setup(void)
{
    counting_jansson_install();
    counting_allocator_init(&counting);
}

TestSuite(log_oom, .init = setup);

static const experiment_plan plan = {.iterations = 2};

/* Fails one allocation of a recorded run; returns how many there were. */
static size_t record(size_t failing, recorded *r)
{
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    iter8_recorder_options options = ITER8_INIT(iter8_recorder_options);
    options.allocator = &counting.allocator;
    options.write = recorded_write;
    options.user_data = r;
    *r = (recorded){.log = NULL};
    scripted_host_init(&r->host);
    iter8_experiment *experiment = experiment_of(&plan);
    *calls = 0;
    *fail_at = failing;
    int rc = iter8_recorder_new(&options, &r->host.host, &r->host.recorder);
    cr_assert_eq(r->host.recorder == NULL, rc != ITER8_OK);
    cr_assert(rc == ITER8_OK || rc == ITER8_ERR_NOMEM);
    size_t last = *calls;
    for (int i = 0; i < 40 && r->host.recorder != NULL && !outcome.done; i++) {
        cr_assert_eq(
            iter8_recorder_reconcile(r->host.recorder, experiment, r->host.now_ns, NULL, &outcome),
            ITER8_OK);
        r->host.now_ns = outcome.next_ns;
        last = *calls;
    }
    *fail_at = 0;
    if (r->host.recorder != NULL) {
        cr_assert(outcome.done);
        int error = iter8_recorder_error(r->host.recorder);
        cr_expect_eq(error, failing > 0 && failing <= last ? ITER8_ERR_NOMEM : ITER8_OK);
    }
    iter8_experiment_free(experiment);
    return last;
}

static void fail_each_recording(void)
{
    recorded r;
    size_t all = record(0, &r);
    recorded_clear(&r);
    cr_assert_gt(all, 5);
    for (size_t failing = 1; failing <= all; failing++) {
        size_t blocks = jansson_live;
        (void)record(failing, &r);
        if (r.log != NULL) (void)identical(r.log, NULL);
        recorded_clear(&r);
        cr_assert_eq(counting.live, 0, "call %zu", failing);
        cr_assert_eq(jansson_live, blocks, "call %zu", failing);
    }
}

static size_t replay(const recorded *r, size_t failing)
{
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .allocator = &counting.allocator};
    iter8_replay *made = NULL;
    iter8_difference found = ITER8_INIT(iter8_difference);
    *calls = 0;
    *fail_at = failing;
    int rc = iter8_replay_log(r->log, r->length, &options, NULL, &made);
    *fail_at = 0;
    cr_assert(rc == ITER8_OK || rc == ITER8_ERR_NOMEM, "call %zu: %d", failing, rc);
    cr_assert_eq(made == NULL, rc != ITER8_OK);
    if (rc == ITER8_OK)
        cr_assert_eq(iter8_replay_difference(made, &found), ITER8_ERR_NOT_FOUND,
                     "call %zu: %s: %s, %s", failing, found.member, found.recorded, found.now);
    size_t made_calls = *calls;
    iter8_replay_free(made);
    return made_calls;
}

static void fail_each_replay(void)
{
    recorded r;
    (void)record(0, &r);
    size_t all = replay(&r, 0);
    for (size_t failing = 1; failing <= all; failing++) {
        size_t blocks = jansson_live;
        (void)replay(&r, failing);
        cr_assert_eq(jansson_live, blocks, "call %zu", failing);
    }
    recorded_clear(&r);
    cr_assert_eq(counting.live, 0);
}

Test(log_oom, every_allocation_of_the_host_may_fail)
{
    calls = &counting.calls;
    fail_at = &counting.fail_at;
    fail_each_recording();
    fail_each_replay();
}

Test(log_oom, every_allocation_of_jansson_may_fail)
{
    calls = &jansson_calls;
    fail_at = &jansson_fail_at;
    fail_each_recording();
    fail_each_replay();
}

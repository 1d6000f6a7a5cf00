/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Every allocation of a registry fails once: it stays as it was, and the same call works later. */
#include "counting_allocator.h"
#include "experiments.h"
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { ADDED = 40 };

static counting_allocator counting;

static void setup(void)
{
    fixture_setup();
    counting_allocator_init(&counting);
    iter8_registry_options options = {.struct_size = sizeof options,
                                      .allocator = &counting.allocator};
    fixture_new_registry(&options);
}

TestSuite(registry_oom, .init = setup, .fini = fixture_teardown);

static void assert_nothing_leaks(void)
{
    iter8_registry_free(registry);
    registry = NULL;
    cr_assert_eq(counting.live, 0);
}

static iter8_experiment *numbered(int number)
{
    char name[20], target[20];
    (void)snprintf(name, sizeof name, "e%d", number);
    (void)snprintf(target, sizeof target, "t%d", number % 3 > 0 ? number : 0);
    return made(&(experiment_plan){.name = name, .target = target, .iterations = 1});
}

/* Fails each allocation of one adding in turn, then adds. */
static void add_at_last(iter8_experiment *experiment)
{
    int64_t next_ns = iter8_registry_next_ns(registry);
    size_t count = iter8_registry_count(registry);
    for (size_t fail = 1;; fail++) {
        counting.calls = 0;
        counting.fail_at = fail;
        int rc = iter8_registry_add(registry, experiment, at_ns(0), NULL);
        counting.fail_at = 0;
        if (rc == ITER8_OK) break;
        cr_assert_eq(rc, ITER8_ERR_NOMEM);
        cr_assert_eq(iter8_registry_next_ns(registry), next_ns);
        cr_assert_eq(iter8_registry_count(registry), count);
        cr_assert_eq(iter8_registry_remove(registry, experiment), ITER8_ERR_NOT_FOUND);
    }
}

Test(registry_oom, adding_fails_cleanly_and_nothing_else_needs_memory)
{
    iter8_experiment *all[ADDED];
    for (int i = 0; i < ADDED; i++)
        add_at_last(all[i] = numbered(i));
    size_t calls = counting.calls = 0;
    for (int i = 0; i < ADDED; i += 4)
        cr_assert_eq(iter8_registry_wake(registry, all[i], 0), ITER8_OK);
    (void)run_to(5);
    for (int i = 0; i < ADDED; i += 5)
        cr_assert_eq(iter8_registry_remove(registry, all[i]), ITER8_OK);
    (void)run_to(10000);
    cr_assert_eq(counting.calls, calls);
    for (int i = 0; i < ADDED; i++)
        cr_assert(i % 5 == 0 || iter8_status_of(all[i]).stage == ITER8_STAGE_COMPLETED);
    assert_nothing_leaks();
}

Test(registry_oom, a_registry_gives_all_back_while_it_is_full)
{
    for (int i = 0; i < ADDED; i++)
        add(numbered(i), 0);
    step_all(0);
    assert_nothing_leaks();
}

Test(registry_oom, there_may_be_no_memory_for_the_registry)
{
    iter8_registry_options options = {.struct_size = sizeof options,
                                      .allocator = &counting.allocator};
    iter8_registry *none = registry;
    counting.fail_at = counting.calls + 1;
    cr_assert_eq(iter8_registry_new(&options, &none), ITER8_ERR_NOMEM);
    cr_assert_null(none);
}

Test(registry_oom, an_experiment_without_memory_for_its_step_is_tried_again)
{
    counting_allocator scarce;
    counting_allocator_init(&scarce);
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .allocator = &scarce.allocator};
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(&(experiment_plan){.name = "a", .candidates = 1, .iterations = 1}, text);
    iter8_experiment *experiment, *out;
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
    add(experiment, 0);
    scarce.fail_at = scarce.calls + 1;
    int rc = iter8_registry_step(registry, &host.host, at_ns(0), NULL, &out, &outcome);
    /* Whether the first step needs memory is the experiment's own affair. */
    cr_assert(rc == ITER8_OK || (rc == ITER8_ERR_NOMEM && outcome.next_ns == at_ns(1)));
    (void)run_to(1000);
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_COMPLETED);
    cr_assert_eq(iter8_registry_remove(registry, experiment), ITER8_OK);
    iter8_experiment_free(experiment);
    cr_assert_eq(scarce.live, 0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Who is in a registry, and what is refused. */
#include "experiments.h"
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>

TestSuite(registry_registry, .init = fixture_setup, .fini = fixture_teardown);

Test(registry_registry, an_empty_one_has_nothing_to_do)
{
    cr_assert_eq(iter8_registry_next_ns(registry), ITER8_NEVER);
    cr_assert_str_eq(stepped(0), "");
    cr_assert_eq(outcome.next_ns, ITER8_NEVER);
    cr_assert_eq(iter8_registry_count(registry), 0);
    cr_assert_null(iter8_registry_at(registry, 0));
    cr_assert_null(iter8_registry_owner(registry, "t"));
}

Test(registry_registry, who_was_added_is_counted_and_found_until_removed)
{
    iter8_experiment *a = add_named("a", NULL, 0);
    iter8_experiment *b = add_named("b", NULL, 0);
    iter8_experiment *c = add_named("c", NULL, 0);
    cr_assert_eq(iter8_registry_count(registry), 3);
    cr_assert_eq(iter8_registry_at(registry, 1), b);
    cr_assert_eq(iter8_registry_remove(registry, a), ITER8_OK);
    cr_assert_eq(iter8_registry_count(registry), 2);
    cr_assert_eq(iter8_registry_at(registry, 0), c);
    cr_assert_eq(iter8_registry_remove(registry, c), ITER8_OK);
    cr_assert_eq(iter8_registry_at(registry, 0), b);
    cr_assert_null(iter8_registry_at(registry, 1));
}

Test(registry_registry, an_experiment_is_in_one_registry_once)
{
    iter8_registry *other;
    iter8_experiment *a = add_named("a", NULL, 0);
    cr_assert_eq(iter8_registry_new(NULL, &other), ITER8_OK);
    cr_assert_eq(iter8_registry_add(registry, a, at_ns(0), NULL), ITER8_ERR_REGISTERED);
    cr_assert_eq(iter8_registry_add(other, a, at_ns(0), NULL), ITER8_ERR_REGISTERED);
    cr_assert_eq(iter8_registry_remove(other, a), ITER8_ERR_NOT_FOUND);
    cr_assert_eq(iter8_registry_wake(other, a, 0), ITER8_ERR_NOT_FOUND);
    cr_assert_eq(iter8_registry_count(registry), 1);
    cr_assert_eq(iter8_registry_remove(registry, a), ITER8_OK);
    cr_assert_eq(iter8_registry_add(other, a, at_ns(0), NULL), ITER8_OK);
    iter8_registry_free(other);
    add(a, 1);
}

Test(registry_registry, who_is_not_in_it_cannot_be_removed)
{
    iter8_experiment *a = made(&(experiment_plan){.name = "a"});
    cr_assert_eq(iter8_registry_remove(registry, a), ITER8_ERR_NOT_FOUND);
    cr_assert_eq(iter8_registry_wake(registry, a, 0), ITER8_ERR_NOT_FOUND);
}

Test(registry_registry, what_cannot_run_is_refused)
{
    iter8_experiment *partial = partial_from("spec: {target: t}");
    cr_assert_eq(iter8_registry_add(registry, partial, at_ns(0), NULL), ITER8_ERR_INVALID);
    cr_assert_eq(iter8_registry_count(registry), 0);
    iter8_experiment_free(partial);
}

Test(registry_registry, a_missing_argument_is_an_error)
{
    iter8_experiment *a = made(&(experiment_plan){.name = "a"});
    iter8_experiment *out = a;
    iter8_registry_options options = {.struct_size = sizeof options, .poll_ns = -1};
    iter8_registry *none = registry;
    cr_expect_eq(iter8_registry_new(NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_new(&options, &none), ITER8_ERR_ARGUMENT);
    cr_expect_null(none);
    cr_expect_eq(iter8_registry_add(NULL, a, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_add(registry, NULL, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_remove(NULL, a), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_remove(registry, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_wake(NULL, a, 0), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_wake(registry, NULL, 0), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_step(registry, NULL, 0, NULL, &out, &outcome), ITER8_ERR_ARGUMENT);
    cr_expect_null(out);
    cr_expect_eq(iter8_registry_step(NULL, &host.host, 0, NULL, &out, &outcome),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_step(registry, &host.host, 0, NULL, NULL, &outcome),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_step(registry, &host.host, 0, NULL, &out, NULL),
                 ITER8_ERR_ARGUMENT);
    outcome.struct_size = 0;
    cr_expect_eq(iter8_registry_step(registry, &host.host, 0, NULL, &out, &outcome),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_registry_next_ns(NULL), ITER8_NEVER);
    cr_expect_eq(iter8_registry_count(NULL), 0);
    cr_expect_null(iter8_registry_owner(NULL, "t"));
    cr_expect_null(iter8_registry_owner(registry, NULL));
    iter8_registry_free(NULL);
}

Test(registry_registry, a_time_beyond_reason_is_refused_and_nobody_is_stepped)
{
    iter8_experiment *a = add_named("a", NULL, 0);
    iter8_experiment *out = a;
    iter8_experiment *b = made(&(experiment_plan){.name = "b"});
    cr_assert_eq(iter8_registry_step(registry, &host.host, INT64_MAX, NULL, &out, &outcome),
                 ITER8_ERR_CLOCK);
    cr_assert_null(out);
    cr_assert_eq(iter8_registry_add(registry, b, INT64_MIN, NULL), ITER8_ERR_CLOCK);
    cr_assert_eq(iter8_registry_count(registry), 1);
    cr_assert_eq(host.calls, 0);
}

Test(registry_registry, a_time_a_trifle_before_the_last_one_counts_as_that)
{
    add_named("a", NULL, 10);
    add_named("b", NULL, 9);
    step_all(9);
    cr_assert_eq(iter8_status_of(iter8_registry_at(registry, 1)).start_ns, at_ns(10));
}

Test(registry_registry, whoever_is_planned_is_stepped_when_the_clock_is_set_back)
{
    iter8_experiment *a = add_named("a", NULL, 5000);
    iter8_experiment *b = add_named("b", NULL, 5000);
    step_all(5000);
    cr_assert_str_neq(stepped(3), "");
    step_all(3);
    cr_assert_eq(iter8_status_of(a).last_update_ns, at_ns(3));
    cr_assert_eq(iter8_status_of(b).last_update_ns, at_ns(3));
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!ClockSetBack: "), 2);
    cr_assert_eq(next_s(), 13);
    step_all(13);
    cr_assert_eq(iter8_status_of(a).completed_iterations, 2);
    cr_assert_eq(iter8_status_of(b).completed_iterations, 2);
}

Test(registry_registry, who_sleeps_is_not_woken_by_a_clock_that_is_set_back)
{
    add_named("a", "t", 5000);
    iter8_experiment *b = add_named("b", "t", 5000);
    step_all(5000);
    cr_assert_str_eq(stepped(3), "a");
    step_all(3);
    cr_assert_eq(iter8_status_of(b).stage, ITER8_STAGE_WAITING);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!ClockSetBack: "), 1);
}

Test(registry_registry, freeing_it_leaves_the_experiments_free)
{
    iter8_experiment *a = add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "t", 0);
    step_all(0);
    fixture_new_registry(NULL);
    add(b, 1);
    add(a, 1);
    cr_assert_str_eq(owner_of("t"), "a");
}

Test(registry_registry, an_experiment_can_be_removed_in_any_state_and_goes_on_elsewhere)
{
    for (int steps = 0; steps < 20; steps++) {
        iter8_experiment *a = add_named("a", NULL, 0);
        int64_t now_s = 0;
        for (int i = 0; i < steps && next_s() >= 0; i++) {
            now_s = next_s() > now_s ? next_s() : now_s;
            (void)stepped(now_s);
        }
        cr_assert_eq(iter8_registry_remove(registry, a), ITER8_OK);
        cr_assert_eq(iter8_registry_next_ns(registry), ITER8_NEVER);
        fixture_new_registry(NULL);
        add(a, now_s);
        (void)run_to(1000);
        cr_assert_eq(iter8_status_of(a).stage, ITER8_STAGE_COMPLETED);
        cr_assert_eq(iter8_status_of(a).completed_iterations, 2);
        fixture_new_registry(NULL);
    }
}

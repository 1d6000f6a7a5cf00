/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Who has a target, and who is next. */
#include "experiments.h"
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(registry_targets, .init = fixture_setup, .fini = fixture_teardown);

static int32_t too_high(const iter8_question *question, iter8_measurement *answer,
                        scripted_host *unused)
{
    (void)unused;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->version_index == 0 ? 0.0 : 1.0;
    return ITER8_OK;
}

/* Runs all to their ends, each two iterations long; the order in which they were completed. */
static const char *order_of_ends(void)
{
    static char order[200];
    *order = '\0';
    int64_t now_s = 0;
    for (int i = 0; i < 1000 && next_s() >= 0; i++) {
        now_s = next_s() > now_s ? next_s() : now_s;
        const char *name = stepped(now_s);
        if (!outcome.done || *name == '\0') continue;
        (void)strcat(strcat(order, *order != '\0' ? " " : ""), name);
    }
    return order;
}

Test(registry_targets, the_earliest_has_it_first_and_then_the_next)
{
    add_named("c", "t", 0);
    add_named("b", "t", 1);
    add_named("a", "t", 2);
    cr_assert_str_eq(order_of_ends(), "c b a");
}

Test(registry_targets, of_two_added_at_one_time_the_first_by_name_has_it)
{
    add_named("b", "t", 0);
    add_named("c", "t", 0);
    add_named("a", "t", 0);
    cr_assert_str_eq(order_of_ends(), "a b c");
}

Test(registry_targets, the_namespace_counts_before_the_name)
{
    add(made(&(experiment_plan){.name = "a", .home = "shop-2", .target = "t", .iterations = 2}), 0);
    add(made(&(experiment_plan){.name = "b", .home = "shop-1", .target = "t", .iterations = 2}), 0);
    cr_assert_str_eq(order_of_ends(), "b a");
}

Test(registry_targets, of_two_that_are_called_alike_the_first_to_come_has_it)
{
    iter8_experiment *first = add_named("a", "t", 0);
    iter8_experiment *second = add_named("a", "t", 0);
    step_all(0);
    cr_assert_eq(iter8_registry_owner(registry, "t"), first);
    cr_assert_eq(iter8_status_of(second).stage, ITER8_STAGE_WAITING);
}

Test(registry_targets, other_targets_are_not_waited_for)
{
    iter8_experiment *a = add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "u", 0);
    step_all(0);
    cr_assert_eq(iter8_status_of(a).stage, ITER8_STAGE_RUNNING);
    cr_assert_eq(iter8_status_of(b).stage, ITER8_STAGE_RUNNING);
    cr_assert_str_eq(owner_of("t"), "a");
    cr_assert_str_eq(owner_of("u"), "b");
}

Test(registry_targets, who_waits_is_stepped_once_and_says_since_when)
{
    add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "t", 0);
    cr_assert_str_eq(stepped(3), "a");
    cr_assert_str_eq(stepped(3), "b");
    cr_assert(outcome.pending && outcome.changed && outcome.next_ns == ITER8_NEVER);
    cr_assert_eq(outcome.stage, ITER8_STAGE_WAITING);
    char *text = experiment_written(b, ITER8_FORMAT_YAML);
    cr_assert_not_null(strstr(text, "initTime: \"2020-09-13T12:26:40Z\""), "%s", text);
    free(text);
    size_t asked = scripted_count(&host, SCRIPTED_ACQUIRE, NULL);
    cr_assert_eq(asked, 1, "the host is asked for who comes first alone");
    for (int64_t now_s = 3; now_s < 10; now_s++) {
        for (const char *name = stepped(now_s); *name != '\0'; name = stepped(now_s))
            cr_assert_str_eq(name, "a");
    }
}

Test(registry_targets, the_next_is_due_when_one_ends)
{
    add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "t", 0);
    while (strcmp(stepped(next_s()), "a") != 0 || !outcome.done)
        ;
    int64_t end_s = next_s();
    cr_assert_eq(end_s, 10);
    cr_assert_str_eq(owner_of("t"), "");
    cr_assert_str_eq(stepped(end_s), "b");
    cr_assert_eq(outcome.stage, ITER8_STAGE_WAITING);
    cr_assert_eq(iter8_registry_owner(registry, "t"), b);
}

Test(registry_targets, the_next_is_due_when_one_fails)
{
    add(made(&(experiment_plan){.name = "a", .target = "t", .actions = "start"}), 0);
    add_named("b", "t", 0);
    host.failing[SCRIPTED_ACTION] = -1;
    step_all(0);
    cr_assert_str_eq(owner_of("t"), "b");
}

Test(registry_targets, the_next_is_due_when_one_is_rolled_back)
{
    add(made(&(experiment_plan){.name = "a", .target = "t", .deployment = "BlueGreen"}), 0);
    add_named("b", "t", 0);
    host.source = too_high;
    step_all(0);
    cr_assert_str_eq(owner_of("t"), "b");
    cr_assert_eq(iter8_status_of(iter8_registry_at(registry, 0)).completed_iterations, 1);
}

Test(registry_targets, the_next_is_due_when_one_is_removed)
{
    iter8_experiment *a = add_named("a", "t", 0);
    add_named("b", "t", 0);
    step_all(0);
    cr_assert_eq(next_s(), 10);
    cr_assert_eq(iter8_registry_remove(registry, a), ITER8_OK);
    cr_assert_eq(next_s(), 0);
    cr_assert_str_eq(owner_of("t"), "");
    step_all(1);
    cr_assert_str_eq(owner_of("t"), "b");
}

Test(registry_targets, who_waits_and_is_removed_is_passed_over)
{
    add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "t", 0);
    add_named("c", "t", 0);
    step_all(0);
    cr_assert_eq(iter8_registry_remove(registry, b), ITER8_OK);
    cr_assert_eq(next_s(), 10);
    cr_assert_str_eq(order_of_ends(), "a c");
}

Test(registry_targets, one_that_is_completed_stays_and_costs_nothing)
{
    iter8_experiment *a = add_named("a", "t", 0);
    (void)run_to(1000);
    cr_assert_eq(next_s(), -1);
    cr_assert_eq(iter8_registry_count(registry), 1);
    size_t calls = host.calls;
    iter8_experiment *again = add(restarted(a), 2000);
    cr_assert_eq(next_s(), -1);
    add_named("b", "t", 2000);
    (void)run_to(3000);
    cr_assert_gt(host.calls, calls);
    cr_assert_eq(iter8_registry_wake(registry, again, 0), ITER8_OK);
    (void)stepped(3000);
    cr_assert(outcome.done && !outcome.changed && outcome.next_ns == ITER8_NEVER);
    cr_assert_eq(next_s(), -1);
}

/* The three experiments of the restarts: b runs, a and c wait, c since before a. */
static void start_three(iter8_experiment *out[3])
{
    out[1] = add_named("b", "t", 0);
    out[2] = add_named("c", "t", 1);
    out[0] = add_named("a", "t", 2);
    step_all(2);
    cr_assert_str_eq(owner_of("t"), "b");
}

Test(registry_targets, after_a_restart_all_is_as_it_was_in_whatever_order_they_are_added)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        iter8_experiment *three[3];
        fixture_new_registry(NULL);
        start_three(three);
        for (int j = 0; j < 3; j++)
            three[j] = restarted(three[j]);
        fixture_new_registry(NULL);
        for (int j = 0; j < 3; j++)
            add(three[orders[i][j]], 5);
        cr_assert_str_eq(owner_of("t"), "b");
        step_all(5);
        cr_assert_str_eq(order_of_ends(), "b c a", "order %d", (int)i);
    }
}

Test(registry_targets, who_has_it_keeps_it_when_an_earlier_one_comes)
{
    iter8_experiment *early = add_named("a", "t", 0);
    cr_assert_str_eq(stepped(0), "a");
    cr_assert_eq(iter8_registry_remove(registry, early), ITER8_OK);
    iter8_experiment *claims = restarted(early);
    iter8_experiment *late = add_named("b", "t", 5);
    step_all(5);
    add(claims, 5);
    cr_assert_eq(iter8_registry_owner(registry, "t"), late);
    step_all(5);
    cr_assert_eq(iter8_registry_owner(registry, "t"), late);
}

/* Two whose statuses both say that they have t: early since 0, late since 5. */
static void make_two_claims(iter8_experiment **early, iter8_experiment **late)
{
    *early = add_named("early", "t", 0);
    step_all(0);
    cr_assert_eq(iter8_registry_remove(registry, *early), ITER8_OK);
    *late = add_named("late", "t", 5);
    step_all(5);
    cr_assert_eq(iter8_registry_remove(registry, *late), ITER8_OK);
    scripted_host_clear(&host);
    scripted_host_init(&host);
}

static void assert_warning(const iter8_diagnostics *diagnostics)
{
    char *problems = problems_text(diagnostics);
    cr_assert_not_null(strstr(problems, "late waits for the target t, which it says it has, because"
                                        " early has it"),
                       "%s", problems);
    cr_assert_eq(problems[0], 'W');
    free(problems);
}

Test(registry_targets, of_two_that_say_they_have_it_the_earlier_has_it)
{
    for (int order = 0; order < 2; order++) {
        iter8_experiment *two[2];
        make_two_claims(&two[0], &two[1]);
        iter8_diagnostics *diagnostics;
        cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
        cr_assert_eq(iter8_registry_add(registry, two[order], at_ns(6), diagnostics), ITER8_OK);
        cr_assert_eq(iter8_diagnostics_count(diagnostics), 0);
        cr_assert_eq(iter8_registry_add(registry, two[1 - order], at_ns(6), diagnostics), ITER8_OK);
        assert_warning(diagnostics);
        iter8_diagnostics_free(diagnostics);
        cr_assert_str_eq(owner_of("t"), "early");
        cr_assert_eq(iter8_registry_wake(registry, two[1], 0), ITER8_OK);
        cr_assert_str_eq(order_of_ends(), "early late");
        cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 0);
        fixture_new_registry(NULL);
    }
}

Test(registry_targets, the_host_has_the_last_word)
{
    iter8_experiment *a = add_named("a", "t", 0);
    add_named("b", "t", 0);
    host.pending[SCRIPTED_ACQUIRE] = 3;
    for (int64_t now_s = 0; now_s < 3; now_s++) {
        step_all(now_s);
        cr_assert_str_eq(owner_of("t"), "");
        cr_assert_eq(next_s(), now_s + 1);
    }
    step_all(3);
    cr_assert_eq(iter8_registry_owner(registry, "t"), a);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 4);
}

Test(registry_targets, while_the_host_thinks_an_earlier_one_may_come_first)
{
    host.pending[SCRIPTED_ACQUIRE] = 1000;
    iter8_experiment *early = add_named("early", "t", 0);
    cr_assert_str_eq(stepped(0), "early");
    early = restarted(early);
    iter8_experiment *late = add_named("late", "t", 5);
    cr_assert_str_eq(stepped(5), "late");
    add(early, 5);
    host.pending[SCRIPTED_ACQUIRE] = 0;
    (void)run_to(6);
    cr_assert_eq(iter8_registry_owner(registry, "t"), early);
    cr_assert_eq(iter8_status_of(late).stage, ITER8_STAGE_WAITING);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACQUIRE, NULL), 3);
    cr_assert_str_eq(order_of_ends(), "early late");
}

Test(registry_targets, who_waits_can_be_woken_and_waits_on)
{
    add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "t", 0);
    step_all(0);
    cr_assert_eq(iter8_registry_wake(registry, b, 0), ITER8_OK);
    cr_assert_str_eq(stepped(1), "b");
    cr_assert(outcome.pending && !outcome.changed && outcome.next_ns == ITER8_NEVER);
    cr_assert_str_eq(stepped(1), "");
    cr_assert_str_eq(owner_of("t"), "a");
}

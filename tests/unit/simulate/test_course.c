/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "iter8/error.h"
#include "simulate/schedule.h"
#include "simulate/wide.h"

#include <criterion/criterion.h>

enum { STEPS = 4 };

static iter8_allocator allocator;
static iter8__arena arena;
static iter8__schedule course;

static void setup(void)
{
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    iter8__arena_init(&arena, &allocator);
    course = (iter8__schedule){.initial = 10};
}

static void teardown(void)
{
    iter8__arena_clear(&arena);
}

TestSuite(simulate_course, .init = setup, .fini = teardown);

static void add(int64_t from_ns, int64_t until_ns, double to)
{
    iter8__change change = {from_ns, until_ns, to};
    cr_assert(iter8__schedule_add(&course, &arena, &change));
}

Test(simulate_course, what_does_not_change_stays)
{
    cr_expect_eq(iter8__schedule_at(&course, 0), 10);
    cr_expect_eq(iter8__schedule_at(&course, INT64_MAX), 10);
    cr_expect_eq(iter8__schedule_turn(&course, 0, STEPS), INT64_MAX);
    cr_expect_eq(iter8__schedule_end(&course), 0);
}

Test(simulate_course, a_change_at_once_holds_from_its_moment_on)
{
    add(100, 100, 20);
    cr_expect_eq(iter8__schedule_at(&course, 99), 10);
    cr_expect_eq(iter8__schedule_at(&course, 100), 20);
    cr_expect_eq(iter8__schedule_turn(&course, 0, STEPS), 100);
    cr_expect_eq(iter8__schedule_turn(&course, 99, STEPS), 100);
    cr_expect_eq(iter8__schedule_turn(&course, 100, STEPS), INT64_MAX);
    cr_expect_eq(iter8__schedule_end(&course), 100);
}

Test(simulate_course, a_ramp_is_a_straight_line_that_turns_in_steps)
{
    add(100, 200, 50);
    cr_expect_eq(iter8__schedule_at(&course, 100), 10);
    cr_expect_eq(iter8__schedule_at(&course, 125), 20);
    cr_expect_eq(iter8__schedule_at(&course, 200), 50);
    int64_t turns[] = {100, 125, 150, 175, 200, INT64_MAX}, time_ns = 0;
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        time_ns = iter8__schedule_turn(&course, time_ns, STEPS);
        cr_expect_eq(time_ns, turns[i], "%zu: %lld", i, (long long)time_ns);
    }
}

Test(simulate_course, each_change_begins_where_the_one_before_has_come_to)
{
    add(100, 200, 50);
    add(200, 200, 60);
    add(300, 400, 0);
    add(400, 500, 8);
    add(600, 600, 1);
    cr_expect_eq(iter8__schedule_at(&course, 199), 10 + 40 * 0.99);
    cr_expect_eq(iter8__schedule_at(&course, 200), 60);
    cr_expect_eq(iter8__schedule_at(&course, 299), 60);
    cr_expect_eq(iter8__schedule_at(&course, 350), 30);
    cr_expect_eq(iter8__schedule_at(&course, 450), 4);
    cr_expect_eq(iter8__schedule_at(&course, 599), 8);
    cr_expect_eq(iter8__schedule_at(&course, 600), 1);
    cr_expect_eq(iter8__schedule_turn(&course, 200, STEPS), 300);
    cr_expect_eq(iter8__schedule_turn(&course, 500, STEPS), 600);
}

Test(simulate_course, a_ramp_shorter_than_its_steps_is_one)
{
    add(5, 7, 20);
    cr_expect_eq(iter8__schedule_turn(&course, 5, STEPS), 7);
}

Test(simulate_course, squares_are_added_without_loss)
{
    iter8__wide sum = {0, 0}, parts[2] = {{0, 0}, {0, 0}};
    for (int64_t i = 0; i < 1000; i++) {
        int64_t number = 999999999 + i * 987654321987;
        iter8__wide_add_square(&sum, number);
        iter8__wide_add_square(&parts[i % 3 == 0], number);
    }
    iter8__wide_add(&parts[0], &parts[1]);
    cr_expect_eq(sum.high, parts[0].high);
    cr_expect_eq(sum.low, parts[0].low);
    /* By arithmetic in whole numbers elsewhere. */
    cr_expect_eq(sum.high, INT64_C(324667105294507), "%lld", (long long)sum.high);
    cr_expect_eq(sum.low, INT64_C(58484686521849500), "%lld", (long long)sum.low);
    iter8__wide one = {0, 0};
    iter8__wide_add_square(&one, INT64_C(1000000000000000000));
    cr_expect_eq(one.high, INT64_C(1000000000000000000));
    cr_expect_eq(one.low, 0);
    cr_expect_eq(iter8__wide_value(&one), 1e36);
}

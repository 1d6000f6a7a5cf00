/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "base/random.h"
#include "counting_allocator.h"
#include "registry/heap.h"

#include <criterion/criterion.h>

enum { MEMBERS = 200, DEEDS = 20000 };

static counting_allocator counting;
static iter8__heap heap;
static iter8__member members[MEMBERS];

static void setup(void)
{
    counting_allocator_init(&counting);
    heap = (iter8__heap){.kind = ITER8__QUEUE};
    for (size_t i = 0; i < MEMBERS; i++)
        members[i] = (iter8__member){.number = i};
}

static void teardown(void)
{
    iter8__heap_clear(&heap, &counting.allocator);
}

TestSuite(registry_heap, .init = setup, .fini = teardown);

static void reserve(size_t count)
{
    cr_assert(iter8__heap_reserve(&heap, &counting.allocator, count));
}

Test(registry_heap, the_lowest_number_is_the_first)
{
    reserve(3);
    cr_assert_null(iter8__heap_first(&heap));
    iter8__heap_put(&heap, &members[0], 5, 0);
    iter8__heap_put(&heap, &members[1], -7, 0);
    iter8__heap_put(&heap, &members[2], 6, 0);
    cr_assert_eq(iter8__heap_first(&heap), &members[1]);
    cr_assert_eq(iter8__heap_key(&heap, &members[1]), -7);
}

Test(registry_heap, a_member_moves_when_it_is_put_again)
{
    reserve(2);
    iter8__heap_put(&heap, &members[0], 1, 0);
    iter8__heap_put(&heap, &members[1], 2, 0);
    iter8__heap_put(&heap, &members[0], 3, 0);
    cr_assert_eq(heap.count, 2);
    cr_assert_eq(iter8__heap_first(&heap), &members[1]);
    iter8__heap_put(&heap, &members[0], 0, 0);
    cr_assert_eq(iter8__heap_first(&heap), &members[0]);
}

static int higher_number_first(const iter8__member *a, const iter8__member *b)
{
    return a->number / 2 > b->number / 2 ? -1 : a->number / 2 < b->number / 2;
}

Test(registry_heap, equal_numbers_are_told_apart_by_the_tie_and_then_by_the_turn)
{
    reserve(4);
    heap.tie = higher_number_first;
    for (size_t i = 0; i < 4; i++)
        iter8__heap_put(&heap, &members[i], 1, 10 - i);
    const size_t wanted[] = {3, 2, 1, 0};
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(iter8__heap_first(&heap), &members[wanted[i]]);
        iter8__heap_remove(&heap, &members[wanted[i]]);
    }
}

Test(registry_heap, who_is_not_in_it_is_not_taken_out)
{
    reserve(1);
    iter8__heap_remove(&heap, &members[0]);
    iter8__heap_put(&heap, &members[0], 1, 0);
    iter8__heap_remove(&heap, &members[1]);
    cr_assert_eq(heap.count, 1);
    iter8__heap_remove(&heap, &members[0]);
    iter8__heap_remove(&heap, &members[0]);
    cr_assert_eq(heap.count, 0);
    cr_assert_eq(iter8__heap_key(&heap, &members[0]), INT64_MAX);
}

Test(registry_heap, without_memory_it_stays_as_it_was)
{
    reserve(1);
    iter8__heap_put(&heap, &members[0], 1, 0);
    counting.fail_at = counting.calls + 1;
    cr_assert_not(iter8__heap_reserve(&heap, &counting.allocator, 2));
    cr_assert_eq(iter8__heap_first(&heap), &members[0]);
}

/* By looking at all. */
static iter8__member *slow_first(const int64_t *keys, const uint64_t *turns)
{
    size_t best = MEMBERS;
    for (size_t i = 0; i < MEMBERS; i++) {
        if (members[i].place[ITER8__QUEUE] == 0) continue;
        if (best == MEMBERS || keys[i] < keys[best] ||
            (keys[i] == keys[best] && turns[i] < turns[best]))
            best = i;
    }
    return best < MEMBERS ? &members[best] : NULL;
}

Test(registry_heap, it_always_knows_the_first)
{
    int64_t keys[MEMBERS] = {0};
    uint64_t turns[MEMBERS] = {0};
    iter8__random random;
    iter8__random_seed(&random, 1);
    reserve(MEMBERS);
    for (uint64_t deed = 0; deed < DEEDS; deed++) {
        size_t i = (size_t)(iter8__random_bits(&random) % MEMBERS);
        if (iter8__random_bits(&random) % 5 < 2) {
            iter8__heap_remove(&heap, &members[i]);
        } else {
            keys[i] = (int64_t)(iter8__random_bits(&random) % 50);
            turns[i] = deed;
            iter8__heap_put(&heap, &members[i], keys[i], deed);
        }
        cr_assert_eq(iter8__heap_first(&heap), slow_first(keys, turns), "deed %d", (int)deed);
    }
}

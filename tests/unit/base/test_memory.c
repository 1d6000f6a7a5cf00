/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "counting_allocator.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

typedef struct older {
    size_t struct_size;
    int64_t a;
} older;

typedef struct known {
    size_t struct_size;
    int64_t a, b;
} known;

typedef struct newer {
    size_t struct_size;
    int64_t a, b, c;
} newer;

/* An allocator whose fresh blocks are not zero, so that whoever relies on it is found out. */
static void *dirty_alloc(size_t size, void *user_data)
{
    counting_allocator *counting = user_data;
    void *block = counting->allocator.alloc(size, counting);
    if (block != NULL) memset(block, 0xa5, size);
    return block;
}

Test(base_memory, null_means_malloc_realloc_and_free)
{
    iter8_allocator own;
    cr_assert_eq(iter8__allocator_take(&own, NULL), ITER8_OK);
    cr_assert_eq(own.struct_size, sizeof own);
    char *block = iter8__alloc_zero(&own, 3, 5);
    cr_assert_not_null(block);
    block[14] = 'x';
    block = iter8__resize(&own, block, 1000, 1);
    cr_assert_not_null(block);
    cr_assert_eq(block[14], 'x');
    iter8__release(&own, block);
}

Test(base_memory, the_host_s_allocator_is_copied)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8_allocator own;
    cr_assert_eq(iter8__allocator_take(&own, &counting.allocator), ITER8_OK);
    cr_assert_eq(memcmp(&own, &counting.allocator, sizeof own), 0);
}

Test(base_memory, an_allocator_without_all_three_functions_is_refused)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    for (int missing = 0; missing < 3; missing++) {
        iter8_allocator host = counting.allocator, own;
        if (missing == 0) host.alloc = NULL;
        if (missing == 1) host.resize = NULL;
        if (missing == 2) host.release = NULL;
        cr_expect_eq(iter8__allocator_take(&own, &host), ITER8_ERR_ARGUMENT);
    }
    iter8_allocator host = counting.allocator, own;
    host.struct_size = offsetof(iter8_allocator, release);
    cr_expect_eq(iter8__allocator_take(&own, &host), ITER8_ERR_ARGUMENT, "ends before release");
    host.struct_size = 0;
    cr_expect_eq(iter8__allocator_take(&own, &host), ITER8_ERR_ARGUMENT, "has no size");
}

Test(base_memory, an_allocator_of_a_later_version_is_taken_when_its_tail_is_zero)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    struct {
        iter8_allocator known;
        void *later;
    } host = {counting.allocator, NULL};
    host.known.struct_size = sizeof host;
    iter8_allocator own;
    cr_assert_eq(iter8__allocator_take(&own, &host.known), ITER8_OK);
    cr_assert_eq(own.struct_size, sizeof own);
    host.later = &host;
    cr_assert_eq(iter8__allocator_take(&own, &host.known), ITER8_ERR_STRUCT_SIZE);
}

Test(base_memory, new_blocks_are_zero)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8_allocator dirty = counting.allocator;
    dirty.alloc = dirty_alloc;
    unsigned char *block = iter8__alloc_zero(&dirty, 7, 11);
    cr_assert_not_null(block);
    for (int i = 0; i < 77; i++)
        cr_assert_eq(block[i], 0);
    iter8__release(&dirty, block);
    block = iter8__alloc_zero(&dirty, 0, 11);
    cr_assert_not_null(block, "a count of 0 gives room for one");
    for (int i = 0; i < 11; i++)
        cr_assert_eq(block[i], 0);
    iter8__release(&dirty, block);
    cr_assert_eq(counting.live, 0);
}

Test(base_memory, sizes_that_overflow_do_not_reach_the_host)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    cr_assert_null(iter8__alloc_zero(&counting.allocator, SIZE_MAX / 2 + 1, 2));
    cr_assert_null(iter8__alloc_zero(&counting.allocator, 2, SIZE_MAX));
    cr_assert_null(iter8__alloc_zero(&counting.allocator, 1, 0));
    cr_assert_null(iter8__resize(&counting.allocator, NULL, SIZE_MAX, 8));
    cr_assert_null(iter8__resize(&counting.allocator, NULL, 1, 0));
    cr_assert_eq(counting.calls, 0);
}

Test(base_memory, a_block_stands_where_it_cannot_grow)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    counting.fail_at = 2;
    char *block = iter8__alloc_zero(&counting.allocator, 4, 1);
    cr_assert_not_null(block);
    memcpy(block, "abc", 4);
    cr_assert_null(iter8__resize(&counting.allocator, block, 100, 1));
    cr_assert_str_eq(block, "abc");
    block = iter8__resize(&counting.allocator, block, 100, 1);
    cr_assert_str_eq(block, "abc");
    iter8__release(&counting.allocator, block);
    iter8__release(&counting.allocator, NULL);
    cr_assert_eq(counting.live, 0);
}

Test(base_memory, sized_in_fills_up_a_smaller_struct)
{
    older from = {sizeof from, 1};
    known to = {9, 9, 9};
    cr_assert_eq(iter8__sized_in(&to, sizeof to, &from), ITER8_OK);
    cr_assert_eq(to.struct_size, sizeof to);
    cr_assert_eq(to.a, 1);
    cr_assert_eq(to.b, 0);
}

Test(base_memory, sized_in_copies_an_equal_struct)
{
    known from = {sizeof from, 1, 2}, to = {9, 9, 9};
    cr_assert_eq(iter8__sized_in(&to, sizeof to, &from), ITER8_OK);
    cr_assert_eq(memcmp(&to, &from, sizeof to), 0);
}

Test(base_memory, sized_in_takes_a_larger_struct_only_when_its_tail_is_zero)
{
    newer from = {sizeof from, 1, 2, 0};
    known to = {9, 9, 9};
    cr_assert_eq(iter8__sized_in(&to, sizeof to, &from), ITER8_OK);
    cr_assert_eq(to.struct_size, sizeof to);
    cr_assert_eq(to.a, 1);
    cr_assert_eq(to.b, 2);
    to = (known){9, 9, 9};
    ((unsigned char *)&from)[sizeof from - 1] = 1;
    cr_assert_eq(iter8__sized_in(&to, sizeof to, &from), ITER8_ERR_STRUCT_SIZE);
    cr_assert_eq(to.a, 9, "nothing is written on error");
}

Test(base_memory, a_struct_too_small_for_its_size_is_refused)
{
    known to = {sizeof(size_t) - 1, 9, 9}, from = to;
    cr_assert_eq(iter8__sized_in(&to, sizeof to, &from), ITER8_ERR_ARGUMENT);
    from.struct_size = sizeof from;
    cr_assert_eq(iter8__sized_out(&to, &from, sizeof from), ITER8_ERR_ARGUMENT);
    cr_assert_eq(to.a, 9);
}

Test(base_memory, sized_out_writes_as_far_as_the_caller_s_struct_reaches)
{
    known from = {sizeof from, 1, 2};
    newer memory = {sizeof(older), 9, 9, 9};
    cr_assert_eq(iter8__sized_out(&memory, &from, sizeof from), ITER8_OK);
    cr_assert_eq(memory.struct_size, sizeof(older));
    cr_assert_eq(memory.a, 1);
    cr_assert_eq(memory.b, 9, "behind the caller's struct");
    memory = (newer){sizeof(known), 9, 9, 9};
    cr_assert_eq(iter8__sized_out(&memory, &from, sizeof from), ITER8_OK);
    cr_assert_eq(memory.b, 2);
    cr_assert_eq(memory.c, 9, "behind the caller's struct");
    memory = (newer){sizeof(newer), 9, 9, 0};
    cr_assert_eq(iter8__sized_out(&memory, &from, sizeof from), ITER8_OK);
    cr_assert_eq(memory.struct_size, sizeof(newer));
    cr_assert_eq(memory.b, 2);
    cr_assert_eq(memory.c, 0, "not known to this library");
}

/* Whoever says a size that is not that of the struct has something else behind it. */
Test(base_memory, sized_out_never_writes_behind_what_the_library_knows)
{
    known from = {sizeof from, 1, 2};
    newer memory = {sizeof(newer), 9, 9, 9};
    cr_assert_eq(iter8__sized_out(&memory, &from, sizeof from), ITER8_ERR_STRUCT_SIZE);
    memory.struct_size = SIZE_MAX;
    cr_assert_eq(iter8__sized_out(&memory, &from, sizeof from), ITER8_ERR_STRUCT_SIZE);
    cr_assert_eq(iter8__sized_check(&memory, sizeof from), ITER8_ERR_STRUCT_SIZE);
    cr_assert_eq(iter8__sized_in(&from, sizeof from, &memory), ITER8_ERR_STRUCT_SIZE);
    cr_assert(memory.a == 9 && memory.b == 9 && memory.c == 9);
}

Test(base_memory, a_list_grows_by_doubling_and_stands_where_it_cannot)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    size_t capacity = 0;
    int *list = iter8__grow(&counting.allocator, NULL, 3, &capacity, sizeof *list);
    cr_assert_not_null(list);
    cr_assert_eq(capacity, 3);
    list[2] = 7;
    cr_assert_eq(iter8__grow(&counting.allocator, list, 3, &capacity, sizeof *list), list);
    cr_assert_eq(counting.calls, 1);
    counting.fail_at = 2;
    cr_assert_null(iter8__grow(&counting.allocator, list, 4, &capacity, sizeof *list));
    cr_assert_eq(capacity, 3);
    cr_assert_null(iter8__grow(&counting.allocator, list, SIZE_MAX, &capacity, sizeof *list));
    list = iter8__grow(&counting.allocator, list, 4, &capacity, sizeof *list);
    cr_assert_eq(capacity, 6);
    cr_assert_eq(list[2], 7);
    iter8__release(&counting.allocator, list);
    cr_assert_eq(counting.live, 0);
}

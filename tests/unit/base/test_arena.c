/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/arena.h"
#include "counting_allocator.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

Test(base_arena, gives_zeroed_aligned_blocks_that_do_not_overlap)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    unsigned char *blocks[200];
    for (size_t i = 0; i < 200; i++) {
        blocks[i] = iter8__arena_alloc(&arena, i + 1, 3);
        cr_assert_not_null(blocks[i]);
        cr_assert_eq((uintptr_t)blocks[i] % alignof(max_align_t), 0, "block %zu", i);
        for (size_t j = 0; j < 3 * (i + 1); j++)
            cr_assert_eq(blocks[i][j], 0);
        memset(blocks[i], (int)i, 3 * (i + 1));
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t j = 0; j < 3 * (i + 1); j++)
            cr_assert_eq(blocks[i][j], i, "block %zu was written over", i);
    }
    iter8__arena_clear(&arena);
    cr_assert_eq(counting.live, 0);
}

Test(base_arena, makes_few_calls_of_the_host_for_many_small_blocks)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    cr_assert_eq(counting.calls, 0);
    for (int i = 0; i < 10; i++)
        cr_assert_not_null(iter8__arena_alloc(&arena, 1, 16));
    for (int i = 0; i < 50; i++)
        cr_assert_not_null(iter8__arena_text(&arena, "four", 4));
    cr_assert_eq(counting.calls, 1);
    iter8__arena_clear(&arena);
}

Test(base_arena, takes_blocks_larger_than_its_own)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    char *large = iter8__arena_alloc(&arena, 100000, 1);
    cr_assert_not_null(large);
    memset(large, 'x', 100000);
    char *small = iter8__arena_alloc(&arena, 1, 1);
    cr_assert_not_null(small);
    cr_assert_eq(*small, 0);
    iter8__arena_clear(&arena);
    cr_assert_eq(counting.live, 0);
}

Test(base_arena, goes_on_with_its_block_after_a_large_one)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    cr_assert_not_null(iter8__arena_alloc(&arena, 1, 200));
    for (int i = 0; i < 4; i++)
        cr_assert_not_null(iter8__arena_alloc(&arena, 1, 300));
    cr_assert_not_null(iter8__arena_alloc(&arena, 1, 250));
    cr_assert_eq(counting.calls, 5);
    iter8__arena_clear(&arena);
    cr_assert_eq(counting.live, 0);
}

Test(base_arena, keeps_objects_and_texts_apart)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    unsigned char *objects[100];
    char *texts[100];
    for (size_t i = 0; i < 100; i++) {
        objects[i] = iter8__arena_alloc(&arena, 1, i % 7 * 9 + 1);
        cr_assert_eq((uintptr_t)objects[i] % alignof(max_align_t), 0);
        memset(objects[i], 0xFF, i % 7 * 9 + 1);
        texts[i] = iter8__arena_text(&arena, "a text of some length", i % 20 + 1);
    }
    for (size_t i = 0; i < 100; i++) {
        cr_assert_eq(strlen(texts[i]), i % 20 + 1);
        cr_assert_eq(memcmp(texts[i], "a text of some length", i % 20 + 1), 0);
        cr_assert_eq(objects[i][i % 7 * 9], 0xFF);
    }
    iter8__arena_clear(&arena);
    cr_assert_eq(counting.live, 0);
}

Test(base_arena, refuses_sizes_that_overflow)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    cr_assert_null(iter8__arena_alloc(&arena, SIZE_MAX, 2));
    cr_assert_null(iter8__arena_alloc(&arena, SIZE_MAX / 2 + 1, 1));
    cr_assert_null(iter8__arena_alloc(&arena, 1, 0));
    cr_assert_null(iter8__arena_text(&arena, "", SIZE_MAX));
    cr_assert_eq(counting.calls, 0);
    char *none = iter8__arena_alloc(&arena, 0, 8);
    cr_assert_not_null(none, "a count of 0 gives room for one");
    iter8__arena_clear(&arena);
}

Test(base_arena, copies_texts_with_a_zero_behind_them)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    cr_assert_str_eq(iter8__arena_text(&arena, "candidate", 4), "cand");
    cr_assert_str_eq(iter8__arena_text(&arena, NULL, 0), "");
    iter8__arena_clear(&arena);
}

Test(base_arena, can_be_used_again_after_clear)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8__arena arena;
    iter8__arena_init(&arena, &counting.allocator);
    cr_assert_not_null(iter8__arena_alloc(&arena, 1, 8));
    iter8__arena_clear(&arena);
    iter8__arena_clear(&arena);
    cr_assert_not_null(iter8__arena_alloc(&arena, 1, 8));
    iter8__arena_clear(&arena);
    cr_assert_eq(counting.live, 0);
}

/* Three texts, each too long to share a block with another. Returns how many there are. */
static size_t fill(iter8__arena *arena)
{
    static const char text[2000];
    size_t done = 0;
    for (int i = 0; i < 3; i++)
        done += iter8__arena_text(arena, text, sizeof text) != NULL;
    return done;
}

Test(base_arena, stands_as_it_was_where_memory_runs_out)
{
    for (size_t n = 1; n <= 3; n++) {
        counting_allocator counting;
        counting_allocator_init(&counting);
        counting.fail_at = n;
        iter8__arena arena;
        iter8__arena_init(&arena, &counting.allocator);
        cr_assert_eq(fill(&arena), 2);
        cr_assert_eq(counting.calls, 3);
        cr_assert_eq(counting.live, 2);
        iter8__arena_clear(&arena);
        cr_assert_eq(counting.live, 0);
    }
}

/* An allocator that looks at what it is given back for rows of x that are longer than what an
 * address in a block's head may have by chance. */
static size_t leftovers;

static void *fresh(size_t size, void *data)
{
    (void)data;
    return calloc(1, size + 4096);
}

static void *no_resize(void *pointer, size_t size, void *data)
{
    (void)pointer, (void)size, (void)data;
    return NULL;
}

static void look_and_free(void *pointer, void *data)
{
    const char *bytes = pointer;
    (void)data;
    for (size_t i = 0, row = 0; i < 4096; i++) {
        row = bytes[i] == 'x' ? row + 1 : 0;
        leftovers += row == sizeof(void *);
    }
    free(pointer);
}

Test(base_arena, wiping_leaves_nothing_behind)
{
    iter8_allocator watching = {sizeof watching, NULL, fresh, no_resize, look_and_free};
    iter8__arena secret;
    char text[3000];
    memset(text, 'x', sizeof text);
    iter8__arena_init(&secret, &watching);
    cr_assert_not_null(iter8__arena_text(&secret, text, 100));
    cr_assert_not_null(iter8__arena_text(&secret, text, sizeof text));
    cr_assert_not_null(iter8__arena_text(&secret, text, 1000));
    iter8__arena_wipe(&secret);
    cr_expect_eq(leftovers, 0);
    cr_expect_null(secret.blocks);
}

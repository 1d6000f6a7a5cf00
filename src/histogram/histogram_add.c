/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Two Fortio results as one. Each node that is made is NULL without memory. */
#include "histogram/histograms.h"

#include "iter8/error.h"

/* Two mappings as they are added up. */
typedef struct sum {
    iter8__decoder *decoder;
    const iter8__node *a; /* or NULL */
    const iter8__node *b;
} sum;

static sum member_sum(const sum *of, const char *key)
{
    return (sum){of->decoder, iter8__node_member(of->a, key), iter8__node_member(of->b, key)};
}

/* Whole numbers are written without a fraction. */
static iter8__node *make_number(double number)
{
    int64_t whole = (int64_t)number;
    return (double)whole == number ? iter8__node_make_integer(whole)
                                   : iter8__node_make_real(number);
}

static iter8__node *add_numbers(const sum *of, const char *key)
{
    double a = 0.0;
    double b = 0.0;
    (void)iter8__decode_quantity(of->decoder, of->a, key, &a);
    (void)iter8__decode_quantity(of->decoder, of->b, key, &b);
    return make_number(a + b);
}

static iter8__node *add_codes(const sum *of)
{
    iter8__node *codes = iter8__node_kind(of->a) == ITER8__NODE_MAPPING
                             ? iter8__node_copy(of->a)
                             : iter8__node_make_mapping();
    int ok = codes != NULL;
    iter8__cursor *c = iter8__node_first(of->b);
    for (; ok && c != NULL; c = iter8__node_next(of->b, c)) {
        const char *code = iter8__cursor_key(c);
        ok = iter8__node_set(codes, code, add_numbers(of, code));
    }
    if (ok) return codes;
    iter8__node_release(codes);
    return NULL;
}

static iter8__node *make_bucket(const iter8__node *from)
{
    static const char *const keys[] = {"Start", "End", "Count"};
    iter8__node *bucket = iter8__node_make_mapping();
    int ok = bucket != NULL;
    for (size_t i = 0; ok && i < sizeof keys / sizeof *keys; i++)
        ok = iter8__node_set(bucket, keys[i], iter8__node_copy(iter8__node_member(from, keys[i])));
    if (ok) return bucket;
    iter8__node_release(bucket);
    return NULL;
}

static iter8__node *add_buckets(const sum *of)
{
    iter8__node *list = iter8__node_kind(of->a) == ITER8__NODE_LIST ? iter8__node_copy(of->a)
                                                                    : iter8__node_make_list();
    int ok = list != NULL;
    for (size_t i = 0; ok && i < iter8__node_count(of->b); i++)
        ok = iter8__node_append(list, make_bucket(iter8__node_item(of->b, i)));
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

/* Sets the greater of two numbers, if there is any; not all histograms say their maximum. */
static int set_greatest(const sum *of, const char *key, iter8__node *mapping)
{
    double a;
    double b;
    int has_a = iter8__decode_quantity(of->decoder, of->a, key, &a);
    int has_b = iter8__decode_quantity(of->decoder, of->b, key, &b);
    if (!has_a && !has_b) return 1;
    return iter8__node_set(mapping, key, make_number(!has_b || (has_a && a > b) ? a : b));
}

static iter8__node *add_durations(const sum *of)
{
    iter8__node *durations = iter8__node_make_mapping();
    sum buckets = member_sum(of, "Data");
    if (iter8__node_set(durations, "Count", add_numbers(of, "Count")) &&
        set_greatest(of, "Max", durations) &&
        iter8__node_set(durations, "Sum", add_numbers(of, "Sum")) &&
        iter8__node_set(durations, "Data", add_buckets(&buckets)))
        return durations;
    iter8__node_release(durations);
    return NULL;
}

static iter8__node *add_results(const sum *of)
{
    static const char durations_key[] = "DurationHistogram";
    static const char codes_key[] = "RetCodes";
    sum durations = member_sum(of, durations_key);
    sum codes = member_sum(of, codes_key);
    iter8__node *result = iter8__node_make_mapping();
    if (iter8__node_set(result, durations_key, add_durations(&durations)) &&
        iter8__node_set(result, codes_key, add_codes(&codes)))
        return result;
    iter8__node_release(result);
    return NULL;
}

iter8__node *iter8__histogram_add(const iter8__node *old, const iter8__node *result,
                                  const iter8_allocator *allocator)
{
    iter8__arena arena;
    iter8__decoder decoder; /* reads numbers and reports nothing: they have been checked */
    iter8__arena_init(&arena, allocator);
    iter8__decoder_init(&decoder, NULL, NULL, &arena);
    sum both = {&decoder, old, result};
    iter8__node *made = add_results(&both);
    if (iter8__decoder_finish(&decoder) == ITER8_ERR_NOMEM) {
        iter8__node_release(made);
        made = NULL;
    }
    iter8__arena_clear(&arena);
    return made;
}

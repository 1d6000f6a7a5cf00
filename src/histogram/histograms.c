/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "histogram/histograms.h"

#include "base/decimal.h"
#include "iter8/error.h"

#include <string.h>

/* Whole numbers up to here are doubles of their own. */
#define MOST_COUNT 9007199254740992.0
/* No duration is longer (30 million years), so no sum or difference of two overflows. */
#define MOST_S 1e15

static int decode_number(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                         double least, double most, double *out)
{
    enum iter8__node_kind kind = iter8__node_kind(iter8__node_member(mapping, key));
    if (kind == ITER8__NODE_MISSING || kind == ITER8__NODE_NULL)
        iter8__decoder_member_problem(decoder, key, ITER8_ERR_REQUIRED,
                                      "required field is missing");
    if (!iter8__decode_quantity(decoder, mapping, key, out)) return 0;
    if (*out >= least && *out <= most) return 1;
    iter8__decoder_member_problem(decoder, key, ITER8_ERR_RANGE,
                                  least == 0.0 ? "a count is not negative and at most 2^53"
                                               : "a duration is at most 1e15 seconds");
    return 0;
}

static int decode_count(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                        double *out)
{
    return decode_number(decoder, mapping, key, 0.0, MOST_COUNT, out);
}

static int decode_seconds(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          double *out)
{
    return decode_number(decoder, mapping, key, -MOST_S, MOST_S, out);
}

/* A bucket that cannot be used has a negative count. */
static void decode_bucket(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__bucket *bucket = out;
    bucket->count = -1.0;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    double count;
    int ok = decode_seconds(decoder, item, "Start", &bucket->start_s);
    ok &= decode_seconds(decoder, item, "End", &bucket->end_s);
    ok &= decode_count(decoder, item, "Count", &count);
    if (ok && bucket->end_s < bucket->start_s)
        iter8__decoder_member_problem(decoder, "End", ITER8_ERR_LIMITS, "less than Start");
    else if (ok)
        bucket->count = count;
}

/* Moves the number at @p place down a heap of @p count until none below it is greater. */
static void sink(double *heap, size_t place, size_t count)
{
    double number = heap[place];
    for (size_t child; (child = 2 * place + 1) < count; place = child) {
        if (child + 1 < count && heap[child + 1] > heap[child]) child++;
        if (heap[child] <= number) break;
        heap[place] = heap[child];
    }
    heap[place] = number;
}

/* By heap: buckets may come in any order, and qsort of the C library may allocate. */
static void sort(double *numbers, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sink(numbers, i, count);
    for (size_t last = count; last-- > 1;) {
        double greatest = numbers[0];
        numbers[0] = numbers[last];
        numbers[last] = greatest;
        sink(numbers, 0, last);
    }
}

static int collect_edges(iter8__decoder *decoder, iter8__histogram *out)
{
    double *edges = iter8__decoder_alloc(decoder, out->bucket_count, 2 * sizeof *edges);
    if (edges == NULL) return 0;
    for (size_t i = 0; i < out->bucket_count; i++) {
        if (out->buckets[i].count <= 0.0) continue;
        edges[out->edge_count++] = out->buckets[i].start_s;
        edges[out->edge_count++] = out->buckets[i].end_s;
    }
    sort(edges, out->edge_count);
    out->edges = edges;
    return 1;
}

/* Go writes an empty list as null. */
static int decode_buckets(iter8__decoder *decoder, const iter8__node *durations,
                          iter8__histogram *out)
{
    static const iter8__items items = {sizeof(iter8__bucket), ITER8__MAX_BUCKETS, decode_bucket};
    enum iter8__node_kind kind = iter8__node_kind(iter8__node_member(durations, "Data"));
    if (kind == ITER8__NODE_MISSING || kind == ITER8__NODE_NULL) return 1;
    out->buckets = iter8__decode_items(decoder, durations, "Data", &items, &out->bucket_count);
    if (out->buckets == NULL) return 0;
    for (size_t i = 0; i < out->bucket_count; i++) {
        if (out->buckets[i].count < 0.0) return 0;
    }
    return collect_edges(decoder, out);
}

static void warn_of(iter8__decoder *decoder, const char *field, const char *message)
{
    size_t mark = iter8__decoder_enter(decoder, field);
    iter8__decoder_warning(decoder, ITER8_ERR_RANGE, message, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static void compare_counts(iter8__decoder *decoder, const iter8__histogram *histogram)
{
    double total = 0.0;
    for (size_t i = 0; i < histogram->bucket_count; i++)
        total += histogram->buckets[i].count;
    if (histogram->buckets == NULL || total == histogram->count) return;
    warn_of(decoder, "Count", "the buckets do not hold as many observations");
}

static int decode_durations(iter8__decoder *decoder, const iter8__node *result,
                            iter8__histogram *out)
{
    static const char key[] = "DurationHistogram";
    const iter8__node *durations = iter8__node_member(result, key);
    size_t mark = iter8__decoder_enter(decoder, key);
    int ok = iter8__decode_is_mapping(decoder, durations);
    if (ok) {
        ok = decode_count(decoder, durations, "Count", &out->count);
        ok &= decode_seconds(decoder, durations, "Sum", &out->sum_s);
        ok &= decode_buckets(decoder, durations, out);
    }
    if (ok) compare_counts(decoder, out);
    iter8__decoder_leave(decoder, mark);
    return ok;
}

/* What a code says of its requests. */
enum verdict { UNTOLD, NO_ERROR, ERROR, UNANSWERED };

static enum verdict verdict_of(iter8__decoder *decoder, const char *code)
{
    int negative = *code == '-';
    const char *digits = code + negative;
    size_t length = strspn(digits, "0123456789");
    if (length == 0 || digits[length] != '\0') {
        iter8__decoder_warning(decoder, ITER8_ERR_TYPE,
                               "not an HTTP status, so the errors are not known", (char *)NULL);
        return UNTOLD;
    }
    /* Fortio's own code is -1. */
    if (negative) return UNANSWERED;
    digits += strspn(digits, "0");
    length = strlen(digits);
    return length > 3 || (length == 3 && *digits >= '4') ? ERROR : NO_ERROR;
}

/* Returns 0 when a count is malformed. */
static int decode_code(iter8__decoder *decoder, const iter8__node *codes, const char *code,
                       iter8__histogram *out)
{
    double count = 0.0;
    if (!decode_count(decoder, codes, code, &count)) return 0;
    out->answers += count;
    size_t mark = iter8__decoder_enter(decoder, code);
    enum verdict verdict = verdict_of(decoder, code);
    iter8__decoder_leave(decoder, mark);
    if (verdict == UNTOLD) out->has_errors = 0;
    if (verdict == ERROR) out->errors += count;
    if (verdict == UNANSWERED) out->unanswered += count;
    return 1;
}

static int decode_codes(iter8__decoder *decoder, const iter8__node *result, iter8__histogram *out)
{
    static const char key[] = "RetCodes";
    enum iter8__node_kind kind = iter8__node_kind(iter8__node_member(result, key));
    const iter8__node *codes =
        iter8__decode_member(decoder, result, key, ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (codes == NULL && kind != ITER8__NODE_MISSING && kind != ITER8__NODE_NULL) return 0;
    /* Without codes nothing is known of the requests, unless there were none. */
    out->has_errors = iter8__node_count(codes) > 0 || out->count == 0.0;
    size_t mark = iter8__decoder_enter(decoder, key);
    int ok = 1;
    for (iter8__cursor *c = iter8__node_first(codes); c != NULL; c = iter8__node_next(codes, c))
        ok &= decode_code(decoder, codes, iter8__cursor_key(c), out);
    iter8__decoder_leave(decoder, mark);
    return ok;
}

void iter8__histogram_decode(iter8__decoder *decoder, const iter8__node *result,
                             iter8__histogram *out)
{
    *out = (iter8__histogram){.known = 1};
    if (!iter8__decode_is_mapping(decoder, result)) return;
    int ok = decode_durations(decoder, result, out);
    ok &= decode_codes(decoder, result, out);
    out->sound = (uint8_t)ok;
    /* An error rate above 1 is not what anybody means. */
    if (ok && out->answers > out->count)
        warn_of(decoder, "RetCodes", "there are more return codes than observations");
}

/* What is more than all versions may have is a problem, and that version's is left out. */
static void limit_buckets(iter8__decoder *decoder, iter8__histogram *histogram, size_t *total)
{
    *total += histogram->bucket_count;
    if (*total <= ITER8__MAX_BUCKETS) return;
    iter8__decoder_problem(decoder, ITER8_ERR_TOO_LARGE,
                           "the histograms of all versions have more than 65536 buckets",
                           (char *)NULL);
    *histogram = (iter8__histogram){0};
}

const iter8__histogram *iter8__histograms_decode(iter8__decoder *decoder, const iter8__node *data,
                                                 const iter8__spec *spec, int strict)
{
    iter8__histogram *all = iter8__decoder_alloc(decoder, spec->version_count, sizeof *all);
    size_t total = 0;
    if (all == NULL || !iter8__decode_is_mapping(decoder, data)) return all;
    for (iter8__cursor *c = iter8__node_first(data); c != NULL; c = iter8__node_next(data, c)) {
        const char *name = iter8__cursor_key(c);
        int32_t version = iter8__spec_version(spec, name);
        size_t mark = iter8__decoder_enter(decoder, name);
        if (version >= 0) {
            iter8__histogram_decode(decoder, iter8__cursor_value(c), &all[version]);
            limit_buckets(decoder, &all[version], &total);
        } else if (strict)
            iter8__decoder_problem(decoder, ITER8_ERR_NO_VERSION,
                                   "the experiment has no version of this name", (char *)NULL);
        iter8__decoder_leave(decoder, mark);
    }
    return all;
}

static const char section_key[] = "aggregatedBuiltinHists";

static const iter8__node *analysis_of(const iter8__node *root)
{
    return iter8__node_member(iter8__node_member(root, "status"), "analysis");
}

const iter8__node *iter8__histograms_node(const iter8__node *root)
{
    return iter8__node_member(iter8__node_member(analysis_of(root), section_key), "data");
}

static void decode_section(iter8__decoder *decoder, const iter8__node *section,
                           const iter8__spec *spec, iter8__histograms *out)
{
    iter8__arena *arena = decoder->arena;
    const iter8__node *data = iter8__node_member(section, "data");
    enum iter8__node_kind kind = iter8__node_kind(data);
    if (kind == ITER8__NODE_MISSING || kind == ITER8__NODE_NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "data");
    decoder->arena = &out->arena;
    out->of_version = iter8__histograms_decode(decoder, data, spec, 0);
    decoder->arena = arena;
    iter8__decoder_leave(decoder, mark);
}

void iter8__histograms_load(iter8__decoder *decoder, const iter8__node *root,
                            const iter8__spec *spec, iter8__histograms *out)
{
    size_t mark = iter8__decoder_enter(decoder, "status");
    (void)iter8__decoder_enter(decoder, "analysis");
    decoder->tolerant = 1;
    const iter8__node *section = iter8__decode_member(decoder, analysis_of(root), section_key,
                                                      ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    (void)iter8__decoder_enter(decoder, section_key);
    decode_section(decoder, section, spec, out);
    decoder->tolerant = 0;
    iter8__decoder_leave(decoder, mark);
}

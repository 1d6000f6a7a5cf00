/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/reading.h"

#include "base/elementary.h"

#include <math.h>
#include <string.h>

/* What a quantile is computed from. */
struct sample {
    const iter8__instrument *instrument;
    const iter8__view *view;
    size_t version;
    double count;
};

/* The first four cumulants of the logarithm of a gamma distribution with the shape 1 / @p i >= 1,
 * by the first terms of the polygamma functions' expansions; the first without ln(shape). */
static void log_gamma_cumulants(double i, double cumulants[4])
{
    double i2 = i * i, i3 = i2 * i;
    cumulants[0] = -i / 2 - i2 / 12;
    cumulants[1] = i + i2 / 2 + i3 / 6;
    cumulants[2] = -(i2 + i3 + i2 * i2 / 2);
    cumulants[3] = 2 * i3 + 3 * i2 * i2 + 2 * i2 * i3;
}

/* Where the empirical quantile of a sample stands among the true ones, as a logit. The rank of an
 * order statistic is Beta(a, b), whose logit is the difference of two such logarithms; the normal
 * score becomes its quantile by the expansion of Cornish and Fisher (1938). */
static double draw_rank(double quantile, double count, double z)
{
    double a = quantile * (count - 1) + 1, of_a[4];
    double b = (1 - quantile) * (count - 1) + 1, of_b[4];
    double of_one_b = 1 / b;
    log_gamma_cumulants(1 / a, of_a);
    log_gamma_cumulants(of_one_b, of_b);
    double mean = iter8__log(a * of_one_b) + of_a[0] - of_b[0];
    double variance = of_a[1] + of_b[1], deviation = sqrt(variance), precision = 1 / variance;
    double skewness = (of_a[2] - of_b[2]) * precision * precision * deviation;
    double kurtosis = (of_a[3] + of_b[3]) * precision * precision;
    double square = z * z;
    double bent = z + (square - 1) * skewness / 6 + z * (square - 3) * kurtosis / 24 -
                  z * (2 * square - 5) * skewness * skewness / 36;
    return mean + deviation * bent;
}

/* The part of a sample's distribution, mixed of its classes, that takes no longer than a time. */
static double mixed_cdf(const struct sample *sample, double time)
{
    const iter8__world *world = sample->instrument->world;
    double below = 0;
    for (size_t c = 0; c < world->timeline->latency_classes; c++) {
        double part = iter8__view_class(world, sample->view, sample->version, c);
        if (part > 0)
            below += part * iter8__latency_cdf(
                                iter8__timeline_latency(world->timeline, sample->version, c), time);
    }
    return below / sample->count;
}

/* The quantile of a mixture lies between the least and the greatest of its classes'. */
static double mixed_quantile(const struct sample *sample, double logit)
{
    const iter8__world *world = sample->instrument->world;
    double low = INFINITY, high = 0;
    for (size_t c = 0; c < world->timeline->latency_classes; c++) {
        if (iter8__view_class(world, sample->view, sample->version, c) <= 0) continue;
        double own =
            iter8__latency_quantile(iter8__timeline_latency(world->timeline, sample->version, c),
                                    sample->instrument->probits, logit);
        if (own < low) low = own;
        if (own > high) high = own;
    }
    double rank = 1 / (1 + iter8__exp(-logit));
    while (high - low > 1e-7 * high) {
        double middle = (low + high) / 2;
        if (mixed_cdf(sample, middle) < rank)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* As Prometheus finds it in a histogram: linear inside of a bucket; what lies beyond the last
 * bucket is taken for its end. */
static double in_buckets(const struct sample *sample, const iter8__rule *rule)
{
    const iter8__world *world = sample->instrument->world;
    double rank = rule->quantile * sample->count, low = 0, below = 0;
    for (size_t i = 0; i < rule->bucket_count; i++) {
        double high = rule->buckets[i];
        double inside = iter8__view_column(world, sample->view, sample->version,
                                           world->buckets + rule->first_bucket + i);
        if (inside > 0 && below + inside >= rank)
            return low + (high - low) * (rank - below) / inside;
        low = high;
        below += inside;
    }
    return low;
}

static double quantile_of(const struct sample *sample, const iter8__rule *rule)
{
    const iter8__world *world = sample->instrument->world;
    if (rule->bucket_count > 0) return in_buckets(sample, rule);
    double score = iter8__view_column(world, sample->view, sample->version, ITER8__SCORE);
    double logit = draw_rank(rule->quantile, sample->count, score / sqrt(sample->count));
    if (world->timeline->latency_classes > 1) return mixed_quantile(sample, logit);
    return iter8__latency_quantile(&world->timeline->phases->conducts[sample->version].latency,
                                   sample->instrument->probits, logit);
}

static size_t yield_column(const iter8__actor *actor, const char *name)
{
    size_t i = 0;
    while (strcmp(actor->yields[i].name, name) != 0)
        i++;
    return ITER8__COLUMNS + i;
}

static double value_of(const struct sample *sample, const iter8__rule *rule)
{
    const iter8__world *world = sample->instrument->world;
    size_t version = sample->version;
    switch (rule->from) {
    case ITER8__FROM_REQUESTS: return sample->count;
    case ITER8__FROM_ERRORS: return iter8__view_column(world, sample->view, version, ITER8__ERRORS);
    case ITER8__FROM_ERROR_RATE:
        return iter8__view_column(world, sample->view, version, ITER8__ERRORS) / sample->count;
    case ITER8__FROM_MEAN_LATENCY:
        return iter8__view_column(world, sample->view, version, ITER8__LATENCY_SUM) / sample->count;
    case ITER8__FROM_MEAN_VALUE:
        return iter8__view_column(world, sample->view, version,
                                  yield_column(world->actors[version], rule->value)) /
               sample->count;
    default: return quantile_of(sample, rule);
    }
}

void iter8__reading_take(const iter8__instrument *instrument, const iter8__rule *rule,
                         size_t version, int64_t asked_ns, int64_t seen_ns,
                         iter8_measurement *answer)
{
    int64_t from_ns = rule->window_ns > 0 ? asked_ns - rule->window_ns : 0;
    iter8__view view = iter8__world_view(instrument->world, from_ns, seen_ns);
    answer->state = ITER8_VALUE_ABSENT;
    if (view.end == NULL) {
        answer->reason = "there are not yet two scrapes";
        return;
    }
    double count = iter8__view_column(instrument->world, &view, version, ITER8__REQUESTS);
    int counts = rule->from == ITER8__FROM_REQUESTS || rule->from == ITER8__FROM_ERRORS;
    if (count <= 0 && !counts) {
        answer->reason = "no requests";
        return;
    }
    struct sample sample = {instrument, &view, version, count};
    answer->value = value_of(&sample, rule);
    answer->state = ITER8_VALUE_PRESENT;
}

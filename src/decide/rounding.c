/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* From shares to whole percent that sum to 100. */
#include "decide/decide.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

/* Thirds have no exact double: remainders that differ by less than this are the same. */
static const double same_remainder = 1e-9;

/* The version that has lost most by rounding down so far. */
static size_t largest_remainder(const iter8__weight *weights, size_t count)
{
    size_t largest = 0;
    double most = weights[0].exact - weights[0].weight;
    for (size_t v = 1; v < count; v++) {
        double remainder = weights[v].exact - weights[v].weight;
        if (remainder <= most + same_remainder) continue;
        largest = v;
        most = remainder;
    }
    return largest;
}

static void round_by_remainder(const iter8__spec *spec, iter8__decision *decision)
{
    iter8__weight *weights = decision->weights;
    int32_t left = 100;
    for (size_t v = 0; v < spec->version_count; v++) {
        weights[v].weight = (int32_t)weights[v].exact;
        left -= weights[v].weight;
    }
    for (; left > 0; left--)
        weights[largest_remainder(weights, spec->version_count)].weight++;
}

/* Each share is rounded up with the probability of its fraction: one random number in (0, 1) is
 * laid over the running sum of the fractions (systematic sampling, Madow 1949), so that the sum of
 * all stays what it is. The baseline takes the rest. A whole share has no fraction and is never
 * rounded up, so no candidate gets above a limit. */
static void round_at_random(const iter8__spec *spec, double random, iter8__decision *decision)
{
    iter8__weight *weights = decision->weights;
    int32_t left = 100;
    for (size_t v = 1; v < spec->version_count; v++) {
        weights[v].weight = (int32_t)floor(weights[v].exact + same_remainder);
        left -= weights[v].weight;
    }
    double sum = random;
    for (size_t v = 1; v < spec->version_count; v++) {
        sum += fmax(weights[v].exact - weights[v].weight, 0.0);
        if (sum < 1.0 || left == 0) continue;
        sum -= 1.0;
        weights[v].weight++;
        left--;
    }
    weights[0].weight = left;
}

/* The same for the same experiment, iteration and seed. */
static double draw(const iter8__spec *spec, const iter8__decision *decision)
{
    iter8__random random;
    iter8__random_seed(&random, spec->settings.seed);
    iter8__random_mix_text(&random, spec->name, strlen(spec->name));
    iter8__random_mix_text(&random, spec->namespace_, strlen(spec->namespace_));
    iter8__random_mix(&random, (uint64_t)decision->time_ns);
    return iter8__random_uniform(&random);
}

void iter8__round_weights(const iter8__spec *spec, iter8__decision *decision)
{
    if (spec->settings.stochastic)
        round_at_random(spec, draw(spec, decision), decision);
    else
        round_by_remainder(spec, decision);
    decision->has_weights = 1;
}

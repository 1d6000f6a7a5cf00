/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What an algorithm wishes, made into shares that sum to 100, with a part for exploration. */
#include "decide/decide.h"

#include "decide/algorithms/algorithm_table.h"
#include "decide/facts.h"

#include <math.h>

/* What is no finite number above 0 is no wish; larger ones than this are as good as it. */
static double tame(double wish)
{
    static const double most = 1e100;
    if (!(wish > 0.0) || isinf(wish)) return 0.0;
    return wish < most ? wish : most;
}

/* 0 where nothing is wished for. */
static double sum_up(double *weights, size_t count)
{
    double sum = 0.0;
    for (size_t v = 0; v < count; v++) {
        weights[v] = tame(weights[v]);
        sum += weights[v];
    }
    return sum;
}

static int32_t ask(const iter8__spec *spec, iter8__facts *facts)
{
    const iter8__settings *settings = &spec->settings;
    if (settings->custom != NULL)
        return settings->custom(&facts->question, facts->weights, settings->custom_data);
    return iter8__algorithm(settings->algorithm)(&facts->question, facts->weights, NULL);
}

/* Without an answer every candidate stays where it is. A status may hold weights that do not sum to
 * 100, so the baseline has what is left. */
static void stay(const iter8__spec *spec, const iter8__situation *situation,
                 iter8__decision *decision)
{
    double left = 100.0;
    for (size_t v = 1; v < spec->version_count; v++) {
        decision->weights[v].wanted = situation->current[v];
        left -= situation->current[v];
    }
    decision->weights[0].wanted = left > 0.0 ? left : 0.0;
}

void iter8__wish_weights(const iter8__spec *spec, const iter8__situation *situation,
                         iter8__decision *decision)
{
    iter8__facts *facts = situation->facts;
    size_t versions = spec->version_count;
    double sum = ask(spec, facts) == 0 ? sum_up(facts->weights, versions) : 0.0;
    if (sum <= 0.0) {
        stay(spec, situation, decision);
        return;
    }
    double explored = spec->settings.exploration / (double)versions;
    double exploited = 100.0 - spec->settings.exploration;
    for (size_t v = 0; v < versions; v++)
        decision->weights[v].wanted = explored + exploited * (facts->weights[v] / sum);
}

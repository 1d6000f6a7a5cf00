/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What each version would get if nothing stood in the way. */
#include "analysis/decide.h"

/* The part of the traffic that is spread over all versions, so that each can be measured. */
static const double exploration_percent = 10.0;

/* With an explicit list of steps its first one is split between all candidates instead. */
double iter8__exploration_share(const iter8__spec *spec)
{
    size_t versions = spec->version_count;
    if (spec->policy.step_count == 0) return exploration_percent / (double)versions;
    return spec->policy.steps[0] / (double)(versions > 1 ? versions - 1 : 1);
}

static size_t count_best(const iter8__spec *spec, const iter8__analysis *analysis)
{
    size_t best = 0;
    for (size_t v = 0; v < spec->version_count; v++)
        best += analysis->best[v];
    return best;
}

/* Without a best version the baseline is it. */
static int is_exploited(const iter8__analysis *analysis, size_t best, size_t version)
{
    return best > 0 ? analysis->best[version] : version == 0;
}

static void want_progressive(const iter8__spec *spec, iter8__analysis *analysis)
{
    size_t versions = spec->version_count;
    size_t best = count_best(spec, analysis);
    for (size_t v = 0; v < versions; v++) {
        double share = iter8__exploration_share(spec);
        if (is_exploited(analysis, best, v))
            share += (100.0 - exploration_percent) / (double)(best > 0 ? best : 1);
        analysis->shares[v].wanted = share;
    }
}

/* The last step of an explicit list may be all the traffic, so the baseline explores nothing. */
static void want_steps(const iter8__spec *spec, iter8__analysis *analysis)
{
    size_t versions = spec->version_count;
    size_t best = count_best(spec, analysis);
    double floor = iter8__exploration_share(spec);
    double left = 100.0;
    for (size_t v = 0; v < versions; v++) {
        analysis->shares[v].wanted = v > 0 ? floor : 0.0;
        if (!is_exploited(analysis, best, v)) left -= analysis->shares[v].wanted;
    }
    for (size_t v = 0; v < versions; v++) {
        if (is_exploited(analysis, best, v))
            analysis->shares[v].wanted = left / (double)(best > 0 ? best : 1);
    }
}

void iter8__want_shares(const iter8__spec *spec, iter8__analysis *analysis)
{
    if (spec->policy.step_count > 0)
        want_steps(spec, analysis);
    else
        want_progressive(spec, analysis);
}

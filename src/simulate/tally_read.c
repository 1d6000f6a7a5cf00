/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The public functions that read a tally. */
#include "simulate/tally.h"

#include "base/memory.h"
#include "iter8/error.h"
#include "statistics/interval.h"

#include <math.h>

uint64_t iter8__tally_runs(const iter8_tally *tally)
{
    return tally != NULL ? tally->runs : 0;
}

size_t iter8__tally_version_count(const iter8_tally *tally)
{
    return tally != NULL ? tally->version_count : 0;
}

const char *iter8__tally_version_name(const iter8_tally *tally, size_t version)
{
    return version < iter8__tally_version_count(tally) ? tally->versions[version] : NULL;
}

size_t iter8__tally_objective_count(const iter8_tally *tally)
{
    return tally != NULL ? tally->objective_count : 0;
}

const char *iter8__tally_objective_metric(const iter8_tally *tally, size_t objective)
{
    return objective < iter8__tally_objective_count(tally) ? tally->objectives[objective] : NULL;
}

int32_t iter8__tally_iterations(const iter8_tally *tally)
{
    return tally != NULL ? tally->iterations : 0;
}

uint64_t iter8__tally_promoted(const iter8_tally *tally, size_t version)
{
    return version < iter8__tally_version_count(tally) ? tally->promoted[version] : 0;
}

uint64_t iter8__tally_violated(const iter8_tally *tally, size_t objective)
{
    return objective < iter8__tally_objective_count(tally) ? tally->violated[objective] : 0;
}

uint64_t iter8_tally_ended(const iter8_tally *tally, int32_t iterations)
{
    if (tally == NULL || iterations < 0 || iterations > tally->iterations) return 0;
    return tally->ended[iterations];
}

uint64_t iter8__tally_count(const iter8_tally *tally, int32_t figure)
{
    return figure == ITER8_FIGURE_CUT_SHORT ? tally->cut_short : tally->verdicts[figure];
}

static void estimate_share(const iter8_tally *tally, int32_t figure, double confidence,
                           iter8_estimate *out)
{
    uint64_t count = iter8__tally_count(tally, figure);
    out->value = (double)count / (double)tally->runs;
    iter8__proportion_interval(count, tally->runs, confidence, &out->low, &out->high);
}

static void estimate_mean(const iter8_tally *tally, int32_t figure, double confidence,
                          iter8_estimate *out)
{
    const iter8__sum *sum = &tally->sums[figure - ITER8__FIRST_MEAN];
    double unit = figure == ITER8_FIGURE_SECONDS ? 1000 : 1;
    double reach;
    iter8__mean_interval((double)sum->sum, iter8__wide_value(&sum->squares), (double)tally->runs,
                         confidence, &out->value, &reach);
    out->value /= unit;
    out->low = out->value - reach / unit;
    out->high = out->value + reach / unit;
    if (out->low < 0) out->low = 0;
}

int iter8_tally_estimate(const iter8_tally *tally, int32_t figure, double confidence,
                         iter8_estimate *out)
{
    if (tally == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (figure < ITER8_FIGURE_PROMOTED || figure > ITER8_FIGURE_CANDIDATE_ERRORS ||
        !(confidence > 0 && confidence < 1))
        return ITER8_ERR_RANGE;
    iter8_estimate full = {sizeof full, NAN, NAN, NAN};
    if (tally->runs > 0 && figure < ITER8__FIRST_MEAN)
        estimate_share(tally, figure, confidence, &full);
    else if (tally->runs > 0)
        estimate_mean(tally, figure, confidence, &full);
    return iter8__sized_out(out, &full, sizeof full);
}

/* The smallest weight that so many of the runs do not exceed. */
static int32_t weight_at(const uint32_t *counts, double runs)
{
    uint64_t seen = 0;
    for (int32_t weight = 0; weight < ITER8__WEIGHTS; weight++) {
        seen += counts[weight];
        if (seen > 0 && (double)seen >= runs) return weight;
    }
    return ITER8__WEIGHTS - 1;
}

int iter8_tally_spread(const iter8_tally *tally, int32_t iteration, size_t version,
                       iter8_spread *out)
{
    if (tally == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (iteration < 1 || iteration > tally->iterations || version >= tally->version_count ||
        tally->runs == 0)
        return ITER8_ERR_NOT_FOUND;
    const uint32_t *counts = iter8__tally_weights(tally, iteration - 1, version);
    double runs = (double)tally->runs, sum = 0;
    for (int weight = 0; weight < ITER8__WEIGHTS; weight++)
        sum += (double)counts[weight] * weight;
    iter8_spread full = {sizeof full,
                         sum / runs,
                         weight_at(counts, 0),
                         weight_at(counts, 0.05 * runs),
                         weight_at(counts, 0.5 * runs),
                         weight_at(counts, 0.95 * runs),
                         weight_at(counts, runs),
                         0};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_tally_count(const iter8_tally *tally, iter8_tally_counts *out)
{
    if (tally == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    const iter8_tally_counts full = {.struct_size = sizeof full,
                                     .runs = iter8__tally_runs(tally),
                                     .version_count = iter8__tally_version_count(tally),
                                     .objective_count = iter8__tally_objective_count(tally),
                                     .iterations = iter8__tally_iterations(tally)};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_tally_version(const iter8_tally *tally, size_t version, iter8_version_tally *out)
{
    if (tally == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (version >= iter8__tally_version_count(tally)) return ITER8_ERR_NO_VERSION;
    const iter8_version_tally full = {sizeof full, tally->versions[version],
                                      tally->promoted[version]};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_tally_objective(const iter8_tally *tally, size_t objective, iter8_objective_tally *out)
{
    if (tally == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (objective >= iter8__tally_objective_count(tally)) return ITER8_ERR_NOT_FOUND;
    const iter8_objective_tally full = {sizeof full, tally->objectives[objective],
                                        tally->violated[objective]};
    return iter8__sized_out(out, &full, sizeof full);
}

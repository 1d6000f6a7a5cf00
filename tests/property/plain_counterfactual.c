/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Each number is tried by itself, and for each the whole decision is made anew: slow, but there is
 * nothing in it that could be forgotten. */
#include "plain_counterfactual.h"
#include "decide/limit.h"

#include "base/memory.h"
#include "experiment/analysis.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <math.h>
#include <string.h>

/* A copy of what was measured, in which one value at a time is another. */
typedef struct search {
    const iter8__spec *spec;
    const iter8__decision *made;
    const iter8__failure_count *earlier; /* before what was measured was counted */
    iter8__streak *streaks;              /* likewise */
    iter8__decision trial;
    double least; /* the smallest change so far, relative */
    iter8_counterfactual best;
} search;

/* Who would win with these values, had they been counted instead of those that were measured. */
static int32_t winner_of(search *s)
{
    iter8__judge_objectives(s->spec, &s->trial);
    iter8__count_failures(s->spec, s->earlier, &s->trial);
    iter8__weigh_failures(s->spec, &s->trial);
    iter8__count_streaks(s->spec, s->streaks, &s->trial);
    s->trial.winner = -1;
    iter8__find_winner(s->spec, &s->trial);
    return s->trial.winner;
}

static double relative(double from, double to)
{
    double size = fmax(fabs(from), fabs(to));
    return size > 0.0 ? fabs(to - from) / size : 0.0;
}

/* Tries one value; @p told is the round number to tell instead of its neighbour. */
static void try_value(search *s, size_t metric, size_t version, double number, double told)
{
    iter8__value *value = &s->trial.values[metric * s->spec->version_count + version];
    double measured = value->number;
    double change = relative(measured, number);
    if (number == measured || !isfinite(number) || change >= s->least) return;
    value->number = number;
    int32_t winner = winner_of(s);
    value->number = measured;
    if (winner == s->made->winner) return;
    s->least = change;
    s->best = (iter8_counterfactual){sizeof s->best,    measured, told, (uint32_t)metric,
                                     (uint32_t)version, winner,   0};
}

/* At a number and on both sides of it. */
static void try_around(search *s, size_t metric, size_t version, double number)
{
    if (!isfinite(number)) return;
    try_value(s, metric, version, number, number);
    try_value(s, metric, version, nextafter(number, INFINITY), number);
    try_value(s, metric, version, nextafter(number, -INFINITY), number);
}

/* Where a candidate's limits that hang on the baseline stand. */
static void try_relative(search *s, const iter8__objective *objective, size_t version,
                         const iter8_limit *limit)
{
    const iter8__value *row = &s->made->values[objective->metric_index * s->spec->version_count];
    if (version > 0 && row[0].state == ITER8_VALUE_PRESENT)
        try_around(s, objective->metric_index, version, iter8__limit_bound(limit, row[0].number));
    /* A quotient is rounded, so its neighbour may be what is looked for. */
    for (size_t v = 1; version == 0 && v < s->spec->version_count; v++) {
        if (row[v].state != ITER8_VALUE_PRESENT) continue;
        double place = (row[v].number - limit->number) / limit->multiple;
        try_around(s, objective->metric_index, 0, place);
        try_around(s, objective->metric_index, 0, nextafter(place, INFINITY));
        try_around(s, objective->metric_index, 0, nextafter(place, -INFINITY));
    }
}

static void try_objective(search *s, const iter8__objective *objective, size_t version)
{
    for (size_t i = 0; i < objective->limit_count; i++) {
        const iter8_limit *limit = &objective->limits[i];
        if (iter8__limit_is_relative(limit))
            try_relative(s, objective, version, limit);
        else
            try_around(s, objective->metric_index, version, limit->number);
    }
}

static void try_rewards(search *s, size_t metric, size_t version)
{
    size_t versions = s->spec->version_count;
    if (s->spec->reward_count == 0 || s->spec->rewards[0].metric_index != metric) return;
    for (size_t other = 0; other < versions; other++) {
        const iter8__value *value = &s->made->values[metric * versions + other];
        if (other != version && value->state == ITER8_VALUE_PRESENT)
            try_around(s, metric, version, value->number);
    }
}

static void try_all(search *s, size_t metric, size_t version)
{
    size_t index = metric * s->spec->version_count + version;
    if (s->made->values[index].state != ITER8_VALUE_PRESENT) return;
    for (size_t o = 0; o < s->spec->objective_count; o++) {
        const iter8__objective *objective = &s->spec->objectives[o];
        if (objective->metric_index == metric) try_objective(s, objective, version);
    }
    try_rewards(s, metric, version);
}

/* Of a status that was read, what was counted last has to be taken back. */
static const iter8__failure_count *earlier_of(iter8__arena *arena, const iter8_analysis *analysis)
{
    const iter8__spec *spec = &analysis->experiment->spec;
    if (analysis->situation.earlier != NULL) return analysis->situation.earlier;
    iter8__failure_count *tallies =
        iter8__arena_alloc(arena, spec->version_count * spec->objective_count, sizeof *tallies);
    if (tallies == NULL) return NULL;
    /* The iteration that is analyzed would be the next one. */
    iter8__uncount_failures(spec, &analysis->made, analysis->situation.iteration - 2, tallies);
    return tallies;
}

static iter8__streak *streaks_before(iter8__arena *arena, const iter8_analysis *analysis)
{
    size_t versions = analysis->experiment->spec.version_count;
    iter8__streak *streaks = iter8__arena_alloc(arena, versions, sizeof *streaks);
    for (size_t v = 0; streaks != NULL && v < versions; v++)
        streaks[v].row = analysis->made.streaks[v].before;
    return streaks;
}

static int start(search *s, iter8__arena *arena, const iter8_analysis *analysis)
{
    *s = (search){.spec = &analysis->experiment->spec, .made = &analysis->made, .least = INFINITY};
    size_t metrics = s->made->metric_count;
    s->earlier = earlier_of(arena, analysis);
    s->streaks = streaks_before(arena, analysis);
    if (s->earlier == NULL || s->streaks == NULL ||
        !iter8__decision_init(&s->trial, arena, s->spec, metrics))
        return 0;
    memcpy(s->trial.values, s->made->values,
           metrics * s->spec->version_count * sizeof *s->trial.values);
    return 1;
}

int plain_counterfactual(const iter8_analysis *analysis, iter8_counterfactual *out)
{
    iter8__arena arena;
    search s;
    iter8__arena_init(&arena, &analysis->allocator);
    int started = start(&s, &arena, analysis);
    for (size_t m = 0; started && m < s.made->metric_count; m++) {
        for (size_t v = 0; v < s.spec->version_count; v++)
            try_all(&s, m, v);
    }
    iter8__arena_clear(&arena);
    if (!started) return ITER8_ERR_NOMEM;
    return isinf(s.least) ? ITER8_ERR_NOT_FOUND : iter8__sized_out(out, &s.best, sizeof s.best);
}

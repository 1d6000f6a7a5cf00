/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/crossings.h"

#include "base/sort.h"
#include "decide/limit.h"
#include "iter8/metric.h"

#include <math.h>

/* A limit and its two neighbours; a limit relative to the baseline has four. */
enum { AT_A_LIMIT = 3, AT_A_QUOTIENT = 5, LIMITS = 2 };

double iter8__change_between(double from, double to)
{
    double size = fmax(fabs(from), fabs(to));
    return size > 0.0 ? fabs(to - from) / size : 0.0;
}

static const iter8__value *row_of(const iter8__crossings *crossings, size_t metric)
{
    return &crossings->made->values[metric * crossings->spec->version_count];
}

static void add(iter8__crossings *crossings, iter8__crossing crossing, double measured)
{
    if (crossing.number == measured || !isfinite(crossing.number)) return;
    crossing.order = (uint32_t)crossings->count;
    crossings->list[crossings->count++] = crossing;
}

/* At a number and on both sides of it. */
static void add_around(iter8__crossings *crossings, iter8__crossing crossing, double measured)
{
    double number = crossing.told;
    if (!isfinite(number)) return;
    crossing.number = number;
    add(crossings, crossing, measured);
    crossing.number = nextafter(number, INFINITY);
    add(crossings, crossing, measured);
    crossing.number = nextafter(number, -INFINITY);
    add(crossings, crossing, measured);
}

/* One neighbour farther: a quotient is rounded, so that may be what is looked for. */
static void add_farther(iter8__crossings *crossings, iter8__crossing crossing, double measured)
{
    static const double sides[] = {INFINITY, -INFINITY};
    double quotient = crossing.told;
    for (size_t i = 0; isfinite(quotient) && i < sizeof sides / sizeof *sides; i++) {
        crossing.told = nextafter(quotient, sides[i]);
        crossing.number = nextafter(crossing.told, sides[i]);
        if (isfinite(crossing.told)) add(crossings, crossing, measured);
    }
}

/* Where a limit relative to the baseline stands: seen from the baseline, by the value at which its
 * bound would be what a candidate has. */
static void add_relative(iter8__crossings *crossings, iter8__crossing crossing, size_t metric,
                         const iter8_limit *limit)
{
    const iter8__value *row = row_of(crossings, metric);
    double measured = row[crossing.version].number;
    if (crossing.version > 0) {
        crossing.told = iter8__limit_bound(limit, row[0].number);
        if (row[0].state == ITER8_VALUE_PRESENT) add_around(crossings, crossing, measured);
        return;
    }
    for (uint32_t v = 1; v < crossings->spec->version_count; v++) {
        if (row[v].state != ITER8_VALUE_PRESENT) continue;
        crossing.version = v;
        crossing.told = iter8__limit_baseline_at(limit, row[v].number);
        add_around(crossings, crossing, measured);
        add_farther(crossings, crossing, measured);
    }
}

static void add_objective(iter8__crossings *crossings, uint32_t index, size_t metric,
                          uint32_t version)
{
    const iter8__objective *objective = &crossings->spec->objectives[index];
    double measured = row_of(crossings, metric)[version].number;
    for (size_t i = 0; i < objective->limit_count; i++) {
        const iter8_limit *limit = &objective->limits[i];
        iter8__crossing crossing = {.objective = index, .version = version, .told = limit->number};
        if (iter8__limit_is_relative(limit))
            add_relative(crossings, crossing, metric, limit);
        else
            add_around(crossings, crossing, measured);
    }
}

static void add_rewards(iter8__crossings *crossings, size_t metric, uint32_t version, double least)
{
    const iter8__value *row = row_of(crossings, metric);
    double measured = row[version].number;
    iter8__crossing crossing = {.objective = ITER8__NO_OBJECTIVE, .version = version};
    for (size_t other = 0; other < crossings->spec->version_count; other++) {
        if (other == version || row[other].state != ITER8_VALUE_PRESENT) continue;
        crossing.told = row[other].number;
        /* A neighbour may be a little nearer. */
        if (iter8__change_between(measured, crossing.told) * 0.999 < least)
            add_around(crossings, crossing, measured);
    }
}

static int by_number(const void *a, const void *b)
{
    const iter8__crossing *one = a;
    const iter8__crossing *other = b;
    return (one->number > other->number) - (one->number < other->number);
}

int iter8__crossings_is_reward(const iter8__crossings *crossings, size_t metric)
{
    return crossings->spec->reward_count > 0 && crossings->spec->rewards[0].metric_index == metric;
}

void iter8__crossings_find(iter8__crossings *crossings, size_t metric, size_t version, double least)
{
    crossings->count = 0;
    for (uint32_t o = crossings->first[metric]; o != ITER8__NO_OBJECTIVE; o = crossings->next[o])
        add_objective(crossings, o, metric, (uint32_t)version);
    if (iter8__crossings_is_reward(crossings, metric))
        add_rewards(crossings, metric, (uint32_t)version, least);
    iter8__sort(crossings->list, crossings->count, sizeof *crossings->list, by_number);
}

int iter8__crossings_is_measure(const iter8__crossings *crossings, size_t metric, size_t version)
{
    uint32_t o = version == 0 ? crossings->first[metric] : ITER8__NO_OBJECTIVE;
    while (o != ITER8__NO_OBJECTIVE &&
           !iter8__objective_is_relative(&crossings->spec->objectives[o]))
        o = crossings->next[o];
    return o != ITER8__NO_OBJECTIVE;
}

/* How many crossings a value of a metric has at most. */
static size_t count_most(const iter8__crossings *crossings, size_t metric)
{
    size_t versions = crossings->spec->version_count;
    size_t most = iter8__crossings_is_reward(crossings, metric) ? AT_A_LIMIT * versions : 0;
    for (uint32_t o = crossings->first[metric]; o != ITER8__NO_OBJECTIVE; o = crossings->next[o]) {
        int is_relative = iter8__objective_is_relative(&crossings->spec->objectives[o]);
        most += (size_t)LIMITS * (AT_A_LIMIT + (is_relative ? AT_A_QUOTIENT * versions : 0));
    }
    return most;
}

/* Those about one metric stand in the order of the objectives. */
static void chain(iter8__crossings *crossings)
{
    for (size_t m = 0; m < crossings->made->metric_count; m++)
        crossings->first[m] = ITER8__NO_OBJECTIVE;
    for (size_t o = crossings->spec->objective_count; o-- > 0;) {
        size_t metric = crossings->spec->objectives[o].metric_index;
        if (metric >= crossings->made->metric_count) continue;
        crossings->next[o] = crossings->first[metric];
        crossings->first[metric] = (uint32_t)o;
    }
}

int iter8__crossings_start(iter8__crossings *crossings, iter8__arena *arena,
                           const iter8__spec *spec, const iter8__decision *made)
{
    *crossings = (iter8__crossings){
        .spec = spec,
        .made = made,
        .first = iter8__arena_alloc(arena, made->metric_count, sizeof *crossings->first),
        .next = iter8__arena_alloc(arena, spec->objective_count, sizeof *crossings->next)};
    if (crossings->first == NULL || crossings->next == NULL) return 0;
    chain(crossings);
    size_t most = 0;
    for (size_t m = 0; m < made->metric_count; m++) {
        size_t count = count_most(crossings, m);
        if (count > most) most = count;
    }
    crossings->list = iter8__arena_alloc(arena, most, sizeof *crossings->list);
    return crossings->list != NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/counterfactual.h"

#include "decide/crossings.h"
#include "decide/trial.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <math.h>

/* What is looked for, and the nearest that was found so far. */
typedef struct search {
    iter8__trial trial;
    iter8__crossings crossings;
    size_t metric; /* the value that is another at present */
    size_t version;
    double measured; /* what it is */
    int32_t winner;  /* by what was measured */
    uint32_t order;  /* of the best */
    double least;    /* the smallest change so far, relative */
    iter8_counterfactual best;
} search;

static iter8__value *value_of(search *s)
{
    return &s->trial.decision.values[s->metric * s->trial.spec->version_count + s->version];
}

/* Of two that are as near, the one that is found first is told. */
static void consider(search *s, const iter8__crossing *crossing, int32_t winner)
{
    double change = iter8__change_between(s->measured, crossing->number);
    int is_same = s->best.metric == s->metric && s->best.version == s->version;
    int is_nearer =
        change < s->least || (change == s->least && is_same && crossing->order < s->order);
    if (!is_nearer) return;
    s->least = change;
    s->order = crossing->order;
    s->best = (iter8_counterfactual){sizeof s->best,
                                     s->measured,
                                     crossing->told,
                                     (uint32_t)s->metric,
                                     (uint32_t)s->version,
                                     winner,
                                     0};
}

/* Tries @p count crossings that are the same number. */
static void try_number(search *s, const iter8__crossing *first, size_t count)
{
    value_of(s)->number = first->number;
    for (size_t i = 0; i < count; i++) {
        if (first[i].objective != ITER8__NO_OBJECTIVE)
            iter8__trial_judge(&s->trial, first[i].version, first[i].objective);
    }
    if (iter8__crossings_is_reward(&s->crossings, s->metric))
        iter8__trial_reward(&s->trial, s->version);
    int32_t winner = iter8__trial_winner(&s->trial);
    for (size_t i = 0; winner != s->winner && i < count; i++)
        consider(s, &first[i], winner);
}

/* The baseline's value bears on the verdicts of all whose value can be compared with it. */
static void judge_again(search *s, uint32_t objective)
{
    const iter8__spec *spec = s->trial.spec;
    const iter8__value *row = &s->trial.decision.values[s->metric * spec->version_count];
    iter8__trial_judge(&s->trial, s->version, objective);
    if (s->version > 0 || !iter8__objective_is_relative(&spec->objectives[objective])) return;
    for (size_t v = 1; v < spec->version_count; v++) {
        if (row[v].state == ITER8_VALUE_PRESENT) iter8__trial_judge(&s->trial, v, objective);
    }
}

static void put_back(search *s)
{
    value_of(s)->number = s->measured;
    for (uint32_t o = s->crossings.first[s->metric]; o != ITER8__NO_OBJECTIVE;
         o = s->crossings.next[o])
        judge_again(s, o);
    if (iter8__crossings_is_reward(&s->crossings, s->metric))
        iter8__trial_reward(&s->trial, s->version);
}

static size_t count_same(const iter8__crossing *crossings, size_t count)
{
    size_t same = 1;
    while (same < count && crossings[same].number == crossings[0].number)
        same++;
    return same;
}

/* From what was measured outwards, so that each verdict is passed anew where it may change, and
 * stays as it is beyond. */
static void try_above(search *s, size_t from)
{
    const iter8__crossing *list = s->crossings.list;
    for (size_t i = from, same; i < s->crossings.count; i += same) {
        same = count_same(&list[i], s->crossings.count - i);
        try_number(s, &list[i], same);
    }
    put_back(s);
}

static void try_below(search *s, size_t end)
{
    const iter8__crossing *list = s->crossings.list;
    while (end > 0) {
        size_t first = end - 1;
        while (first > 0 && list[first - 1].number == list[first].number)
            first--;
        try_number(s, &list[first], end - first);
        end = first;
    }
    put_back(s);
}

/* A version that fails elsewhere fails whatever this value is. */
static int changes_nothing(const search *s)
{
    const iter8__trial *trial = &s->trial;
    if (iter8__crossings_is_measure(&s->crossings, s->metric, s->version)) return 0;
    uint32_t failing = trial->bearings[s->version][ITER8__ENDS];
    for (uint32_t o = s->crossings.first[s->metric]; o != ITER8__NO_OBJECTIVE;
         o = s->crossings.next[o])
        failing -= iter8__bearing_of(trial->spec, &trial->decision, s->version, o) == ITER8__ENDS;
    return failing > 0 && iter8__trial_winner(trial) == s->winner;
}

static void try_value(search *s, size_t metric, size_t version)
{
    s->metric = metric;
    s->version = version;
    const iter8__value *value = value_of(s);
    if (value->state != ITER8_VALUE_PRESENT || changes_nothing(s)) return;
    s->measured = value->number;
    iter8__crossings_find(&s->crossings, metric, version, s->least);
    size_t middle = 0;
    while (middle < s->crossings.count && s->crossings.list[middle].number < s->measured)
        middle++;
    if (middle < s->crossings.count) try_above(s, middle);
    if (middle > 0) try_below(s, middle);
}

static int start(search *s, iter8__arena *arena, const iter8__spec *spec,
                 const iter8__situation *situation, const iter8__decision *decided)
{
    s->winner = decided->winner;
    s->least = INFINITY;
    return iter8__trial_start(&s->trial, arena, spec, situation, decided) &&
           iter8__crossings_start(&s->crossings, arena, spec, decided);
}

int iter8__counterfactual_find(const iter8__spec *spec, const iter8__situation *situation,
                               const iter8__decision *decided, const iter8_allocator *allocator,
                               iter8_counterfactual *out)
{
    iter8__arena arena;
    search s = {.order = 0};
    iter8__arena_init(&arena, allocator);
    int started = start(&s, &arena, spec, situation, decided);
    for (size_t m = 0; started && m < decided->metric_count; m++) {
        for (size_t v = 0; v < spec->version_count; v++)
            try_value(&s, m, v);
    }
    iter8__arena_clear(&arena);
    if (!started) return ITER8_ERR_NOMEM;
    *out = s.best;
    return isinf(s.least) ? ITER8_ERR_NOT_FOUND : ITER8_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/lead.h"

#include "iter8/analysis.h"
#include "iter8/experiment.h"
#include "iter8/metric.h"

#include <string.h>

enum { NOBODY = -1, BASELINE = 0, CANDIDATE = 1 };

static const iter8__value *reward_value(const iter8__spec *spec, const iter8__decision *decision,
                                        size_t version)
{
    if (spec->reward_count == 0) return NULL;
    size_t metric = spec->rewards[0].metric_index;
    if (metric >= decision->metric_count) return NULL;
    const iter8__value *value = &decision->values[metric * spec->version_count + version];
    return value->state == ITER8_VALUE_PRESENT ? value : NULL;
}

static int is_better(const iter8__spec *spec, double a, double b)
{
    return spec->rewards[0].direction == ITER8__LOW ? a < b : a > b;
}

iter8__lead iter8__lead_of(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                           enum iter8__fitness fitness)
{
    iter8__lead lead = {.leader = NOBODY,
                        .feasible = fitness >= ITER8__FEASIBLE,
                        .eligible = fitness >= ITER8__ELIGIBLE};
    if (version == BASELINE) lead.first = fitness;
    if (version == CANDIDATE) lead.second = fitness;
    const iter8__value *value = reward_value(spec, decision, version);
    if (fitness < ITER8__ELIGIBLE || value == NULL) return lead;
    lead.leaders = 1;
    lead.leader = (int32_t)version;
    lead.best = value->number;
    return lead;
}

/* Takes over those of @p other who are not behind. */
static void add_leaders(const iter8__spec *spec, iter8__lead *lead, const iter8__lead *other)
{
    if (other->leaders == 0) return;
    if (lead->leaders > 0 && is_better(spec, lead->best, other->best)) return;
    if (lead->leaders > 0 && !is_better(spec, other->best, lead->best)) {
        lead->leaders += other->leaders;
        return;
    }
    lead->leaders = other->leaders;
    lead->leader = other->leader;
    lead->best = other->best;
}

iter8__lead iter8__lead_add(const iter8__spec *spec, const iter8__lead *a, const iter8__lead *b)
{
    iter8__lead sum = *a;
    sum.feasible += b->feasible;
    sum.eligible += b->eligible;
    if (b->first > sum.first) sum.first = b->first;
    if (b->second > sum.second) sum.second = b->second;
    add_leaders(spec, &sum, b);
    return sum;
}

/* Nobody meets all objectives, or not for long enough. */
static int32_t why_nobody(const iter8__lead *lead)
{
    return lead->feasible > 0 ? ITER8_WINNER_TOO_SOON : ITER8_WINNER_NONE_MEETS_ALL;
}

static int32_t declare(int32_t version, int32_t why, int32_t *reason)
{
    *reason = why;
    return version;
}

static int32_t judge_conformance(const iter8__lead *lead, int32_t *reason)
{
    return lead->first == ITER8__ELIGIBLE
               ? declare(BASELINE, ITER8_WINNER_BASELINE_MEETS_ALL, reason)
               : declare(NOBODY, why_nobody(lead), reason);
}

/* Iter8 lets a candidate win of which nothing is asked. */
static int nothing_is_asked(const iter8__spec *spec)
{
    return spec->objective_count == 0 && (spec->settings.quirks & ITER8__NO_OBJECTIVE_WINS) == 0;
}

static int32_t judge_canary(const iter8__spec *spec, const iter8__lead *lead, int32_t *reason)
{
    if (nothing_is_asked(spec)) return declare(NOBODY, ITER8_WINNER_NO_OBJECTIVES, reason);
    if (lead->second == ITER8__ELIGIBLE)
        return declare(CANDIDATE, ITER8_WINNER_CANDIDATE_MEETS_ALL, reason);
    if (lead->first != ITER8__ELIGIBLE) return declare(NOBODY, why_nobody(lead), reason);
    return declare(BASELINE,
                   lead->second == ITER8__FEASIBLE ? ITER8_WINNER_TOO_SOON
                                                   : ITER8_WINNER_BASELINE_ONLY,
                   reason);
}

static int32_t judge_rewards(const iter8__spec *spec, const iter8__lead *lead, int32_t *reason)
{
    if (spec->reward_count == 0) return declare(NOBODY, ITER8_WINNER_NO_REWARD, reason);
    if (lead->eligible == 0) return declare(NOBODY, why_nobody(lead), reason);
    if (lead->leaders == 0) return declare(NOBODY, ITER8_WINNER_NO_REWARD_VALUES, reason);
    if (lead->leaders > 1) return declare(NOBODY, ITER8_WINNER_TIE, reason);
    return declare(lead->leader, ITER8_WINNER_BEST_REWARD, reason);
}

static int by_rewards(const iter8__spec *spec)
{
    return spec->testing_pattern != ITER8_TESTING_CONFORMANCE &&
           spec->testing_pattern != ITER8_TESTING_CANARY;
}

int32_t iter8__lead_winner(const iter8__spec *spec, const iter8__lead *lead, int32_t *reason)
{
    if (by_rewards(spec)) return judge_rewards(spec, lead, reason);
    if (spec->testing_pattern == ITER8_TESTING_CANARY) return judge_canary(spec, lead, reason);
    return judge_conformance(lead, reason);
}

/* Those who have the best reward, be it one or several. */
static void mark_leaders(const iter8__spec *spec, const iter8__lead *lead,
                         iter8__decision *decision)
{
    for (size_t v = 0; lead->leaders > 0 && v < spec->version_count; v++) {
        const iter8__value *value = reward_value(spec, decision, v);
        decision->best[v] = value != NULL && !is_better(spec, lead->best, value->number) &&
                            iter8__is_eligible(spec, decision, v);
    }
}

void iter8__find_winner(const iter8__spec *spec, iter8__decision *decision)
{
    iter8__lead all = {.leader = NOBODY};
    for (size_t v = 0; v < spec->version_count; v++) {
        iter8__lead one = iter8__lead_of(spec, decision, v, iter8__fitness_of(spec, decision, v));
        all = iter8__lead_add(spec, &all, &one);
    }
    memset(decision->best, 0, spec->version_count);
    decision->winner = iter8__lead_winner(spec, &all, &decision->winner_reason);
    if (by_rewards(spec))
        mark_leaders(spec, &all, decision);
    else if (decision->winner >= 0)
        decision->best[decision->winner] = 1;
    decision->has_winner = 1;
}

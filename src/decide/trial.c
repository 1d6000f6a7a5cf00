/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/trial.h"

#include <string.h>

static enum iter8__fitness fitness_of(const iter8__trial *trial, size_t version)
{
    const uint32_t *bearings = trial->bearings[version];
    enum iter8__bearing change = ITER8__ADDS;
    if (bearings[ITER8__STAYS] > 0) change = ITER8__STAYS;
    if (bearings[ITER8__ENDS] > 0) change = ITER8__ENDS;
    return iter8__fitness_by(trial->spec, version, change != ITER8__ENDS,
                             iter8__streak_after(trial->streaks[version].row, change));
}

static iter8__lead lead_of(const iter8__trial *trial, size_t version)
{
    return iter8__lead_of(trial->spec, &trial->decision, version, fitness_of(trial, version));
}

static void add_up(iter8__trial *trial, size_t node)
{
    trial->leads[node] =
        iter8__lead_add(trial->spec, &trial->leads[2 * node], &trial->leads[2 * node + 1]);
}

void iter8__trial_reward(iter8__trial *trial, size_t version)
{
    size_t node = trial->spec->version_count + version;
    trial->leads[node] = lead_of(trial, version);
    for (node /= 2; node > 0; node /= 2)
        add_up(trial, node);
}

static uint32_t *bearing_of(const iter8__trial *trial, size_t version, size_t objective)
{
    return &trial->bearings[version]
                           [iter8__bearing_of(trial->spec, &trial->decision, version, objective)];
}

void iter8__trial_judge(iter8__trial *trial, size_t version, size_t objective)
{
    uint32_t *before = bearing_of(trial, version, objective);
    enum iter8__fitness fitness = fitness_of(trial, version);
    iter8__judge_objective(trial->spec, &trial->decision, version, objective);
    iter8__count_failure(trial->spec, trial->earlier, &trial->decision, version, objective);
    iter8__weigh_failure(trial->spec, &trial->decision, version, objective);
    uint32_t *after = bearing_of(trial, version, objective);
    --*before;
    ++*after;
    if (fitness_of(trial, version) != fitness) iter8__trial_reward(trial, version);
}

int32_t iter8__trial_winner(const iter8__trial *trial)
{
    int32_t reason;
    return iter8__lead_winner(trial->spec, &trial->leads[1], &reason);
}

/* Of a status that was read, what was counted last has to be taken back. */
static const iter8__failure_count *earlier_of(iter8__arena *arena, const iter8__spec *spec,
                                              const iter8__situation *situation,
                                              const iter8__decision *decided)
{
    if (situation->earlier != NULL) return situation->earlier;
    iter8__failure_count *failures =
        iter8__arena_alloc(arena, spec->version_count * spec->objective_count, sizeof *failures);
    if (failures == NULL) return NULL;
    /* The iteration that is analyzed would be the next one. */
    iter8__uncount_failures(spec, decided, situation->iteration - 2, failures);
    return failures;
}

static iter8__streak *streaks_before(iter8__arena *arena, size_t versions,
                                     const iter8__decision *decided)
{
    iter8__streak *streaks = iter8__arena_alloc(arena, versions, sizeof *streaks);
    for (size_t v = 0; streaks != NULL && v < versions; v++)
        streaks[v].row = decided->streaks[v].before;
    return streaks;
}

static void judge_all(iter8__trial *trial)
{
    const iter8__spec *spec = trial->spec;
    size_t versions = spec->version_count;
    iter8__judge_objectives(spec, &trial->decision);
    iter8__count_failures(spec, trial->earlier, &trial->decision);
    iter8__weigh_failures(spec, &trial->decision);
    for (size_t v = 0; v < versions; v++) {
        for (size_t o = 0; o < spec->objective_count; o++)
            ++*bearing_of(trial, v, o);
        trial->leads[versions + v] = lead_of(trial, v);
    }
    for (size_t node = versions - 1; node > 0; node--)
        add_up(trial, node);
}

int iter8__trial_start(iter8__trial *trial, iter8__arena *arena, const iter8__spec *spec,
                       const iter8__situation *situation, const iter8__decision *decided)
{
    size_t versions = spec->version_count;
    size_t metrics = decided->metric_count;
    *trial =
        (iter8__trial){.spec = spec,
                       .earlier = earlier_of(arena, spec, situation, decided),
                       .streaks = streaks_before(arena, versions, decided),
                       .bearings = iter8__arena_alloc(arena, versions, sizeof *trial->bearings),
                       .leads = iter8__arena_alloc(arena, 2 * versions, sizeof *trial->leads)};
    if (trial->earlier == NULL || trial->streaks == NULL || trial->bearings == NULL ||
        trial->leads == NULL || !iter8__decision_init(&trial->decision, arena, spec, metrics))
        return 0;
    memcpy(trial->decision.values, decided->values,
           metrics * versions * sizeof *trial->decision.values);
    judge_all(trial);
    return 1;
}

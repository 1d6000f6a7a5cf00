/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/facts.h"

#include "decide/limit.h"
#include "iter8/metric.h"

#include <math.h>

iter8__facts *iter8__facts_new(iter8__arena *arena, const iter8__spec *spec)
{
    size_t versions = spec->version_count;
    iter8__facts *facts = iter8__arena_alloc(arena, 1, sizeof *facts);
    if (facts == NULL) return NULL;
    facts->versions = iter8__arena_alloc(arena, versions, sizeof *facts->versions);
    facts->criteria =
        iter8__arena_alloc(arena, versions * (spec->objective_count + 1), sizeof *facts->criteria);
    facts->weights = iter8__arena_alloc(arena, versions, sizeof *facts->weights);
    int ok = facts->versions != NULL && facts->criteria != NULL && facts->weights != NULL;
    return ok ? facts : NULL;
}

/* The least and the greatest that any version ever had. */
static void find_range(const iter8__value *row, size_t versions, iter8_criterion_facts *out)
{
    out->min = out->max = (double)NAN;
    for (size_t v = 0; v < versions; v++) {
        int present = row[v].state == ITER8_VALUE_PRESENT;
        if (!present && !row[v].has_range) continue;
        /* A NaN is neither less nor greater: fmin and fmax pass it over. */
        if (present) out->min = fmin(out->min, row[v].number);
        if (present) out->max = fmax(out->max, row[v].number);
        if (!row[v].has_range) continue;
        out->min = fmin(out->min, row[v].least);
        out->max = fmax(out->max, row[v].greatest);
    }
}

static void gather_metric(const iter8__spec *spec, const iter8__decision *decision, size_t metric,
                          size_t version, iter8_criterion_facts *out)
{
    if (metric >= decision->metric_count) return;
    const iter8__value *row = &decision->values[metric * spec->version_count];
    if (row[version].state == ITER8_VALUE_PRESENT) out->value = row[version].number;
    if (row[version].has_sample_size) out->sample_size = row[version].sample_size;
}

static const iter8_criterion_facts nothing = {.struct_size = sizeof(iter8_criterion_facts),
                                              .value = NAN,
                                              .sample_size = NAN,
                                              .min = NAN,
                                              .max = NAN,
                                              .satisfied = 1};

/* Of the baseline only the limits that are numbers. */
static void gather_limits(const iter8__objective *objective, size_t version,
                          iter8_criterion_facts *out)
{
    for (size_t i = 0; i < objective->limit_count; i++) {
        if (version > 0 || !iter8__limit_is_relative(&objective->limits[i]))
            out->limits[out->limit_count++] = objective->limits[i];
    }
}

static void gather_criteria(const iter8__spec *spec, const iter8__decision *decision,
                            size_t version, iter8_criterion_facts *out)
{
    const iter8__verdict *verdicts = &decision->verdicts[version * spec->objective_count];
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *objective = &spec->objectives[o];
        out[o] = nothing;
        gather_limits(objective, version, &out[o]);
        out[o].kind = objective->kind;
        out[o].satisfied = verdicts[o].satisfied;
        gather_metric(spec, decision, objective->metric_index, version, &out[o]);
    }
    if (spec->reward_count == 0) return;
    out[spec->objective_count] = nothing;
    out[spec->objective_count].kind = spec->rewards[0].kind;
    gather_metric(spec, decision, spec->rewards[0].metric_index, version,
                  &out[spec->objective_count]);
}

/* A range is that of all versions, so it is looked for once and told of each. */
static void gather_range(const iter8__spec *spec, const iter8__decision *decision, size_t metric,
                         iter8_criterion_facts *first)
{
    if (metric >= decision->metric_count) return;
    find_range(&decision->values[metric * spec->version_count], spec->version_count, first);
    for (size_t v = 1; v < spec->version_count; v++) {
        iter8_criterion_facts *other = first + v * (spec->objective_count + 1);
        other->min = first->min;
        other->max = first->max;
    }
}

static void gather_ranges(const iter8__spec *spec, const iter8__decision *decision,
                          iter8_criterion_facts *criteria)
{
    for (size_t o = 0; o < spec->objective_count; o++)
        gather_range(spec, decision, spec->objectives[o].metric_index, &criteria[o]);
    if (spec->reward_count == 0) return;
    gather_range(spec, decision, spec->rewards[0].metric_index, &criteria[spec->objective_count]);
}

static void gather_version(const iter8__spec *spec, const iter8__situation *situation,
                           const iter8__decision *decision, size_t version)
{
    iter8__facts *facts = situation->facts;
    iter8_criterion_facts *criteria = &facts->criteria[version * (spec->objective_count + 1)];
    facts->versions[version] =
        (iter8_version_facts){sizeof(iter8_version_facts),
                              spec->versions != NULL ? spec->versions[version].name : "",
                              criteria,
                              spec->reward_count > 0 ? &criteria[spec->objective_count] : NULL,
                              situation->current[version],
                              decision->best[version],
                              iter8__is_feasible(spec, decision, version)};
}

void iter8__facts_gather(const iter8__spec *spec, const iter8__situation *situation,
                         const iter8__decision *decision, int all)
{
    iter8__facts *facts = situation->facts;
    facts->question = (iter8_weight_facts){
        .struct_size = sizeof facts->question,
        .versions = facts->versions,
        .version_count = spec->version_count,
        .objective_count = spec->objective_count,
        .steps = spec->settings.steps,
        .step_count = spec->settings.step_count,
        .iteration = situation->iteration,
        .reward_is_less = spec->reward_count > 0 && spec->rewards[0].direction == ITER8__LOW,
        .max_candidate_weight = situation->limits.max_weight,
        .max_candidate_weight_increment = situation->limits.max_increment};
    for (size_t v = 0; v < spec->version_count; v++) {
        gather_version(spec, situation, decision, v);
        if (all)
            gather_criteria(spec, decision, v, &facts->criteria[v * (spec->objective_count + 1)]);
        facts->weights[v] = 0.0;
    }
    if (all) gather_ranges(spec, decision, facts->criteria);
}

const iter8_version_facts *iter8_weight_facts_version(const iter8_weight_facts *facts,
                                                      size_t version)
{
    return facts != NULL && version < facts->version_count ? &facts->versions[version] : NULL;
}

const iter8_criterion_facts *iter8_weight_facts_objective(const iter8_weight_facts *facts,
                                                          size_t version, size_t objective)
{
    const iter8_version_facts *own = iter8_weight_facts_version(facts, version);
    return own != NULL && objective < facts->objective_count ? &own->objectives[objective] : NULL;
}

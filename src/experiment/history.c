/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/history.h"

#include "base/memory.h"
#include "experiment/experiment.h"
#include "iter8/error.h"
#include "iter8/history.h"
#include "iter8/metric.h"

#include <math.h>
#include <string.h>

/* Room for so many items in each place; there may be none. */
static void *make_table(iter8__history *history, size_t items, size_t size)
{
    return iter8__arena_alloc(&history->arena, history->capacity, (items > 0 ? items : 1) * size);
}

int iter8__history_init(iter8__history *history, const iter8_allocator *allocator, size_t capacity,
                        const iter8__spec *spec, size_t metrics)
{
    size_t versions = spec->version_count;
    *history = (iter8__history){.capacity = capacity,
                                .version_count = versions,
                                .objective_count = spec->objective_count,
                                .metric_count = metrics};
    iter8__arena_init(&history->arena, allocator);
    if (capacity == 0) return 1;
    history->iterations = make_table(history, 1, sizeof *history->iterations);
    history->values = make_table(history, metrics * versions, sizeof *history->values);
    history->weights = make_table(history, versions, sizeof *history->weights);
    history->verdicts =
        make_table(history, versions * spec->objective_count, sizeof *history->verdicts);
    return history->iterations != NULL && history->values != NULL && history->weights != NULL &&
           history->verdicts != NULL;
}

/* The values of the iteration in a place. */
static iter8__past_value *values_in(const iter8__history *history, size_t place)
{
    return history->values + place * history->metric_count * history->version_count;
}

static iter8__past_weight *weights_in(const iter8__history *history, size_t place)
{
    return history->weights + place * history->version_count;
}

static iter8__verdict *verdicts_in(const iter8__history *history, size_t place)
{
    return history->verdicts + place * history->version_count * history->objective_count;
}

int iter8__history_widen(iter8__history *wide, const iter8__history *history, size_t metrics)
{
    size_t versions = history->version_count;
    const iter8__spec spec = {.version_count = versions,
                              .objective_count = history->objective_count};
    if (!iter8__history_init(wide, history->arena.allocator, history->capacity, &spec, metrics))
        return 0;
    wide->count = history->count;
    wide->next = history->next;
    for (size_t i = 0; i < history->count; i++) {
        wide->iterations[i] = history->iterations[i];
        memcpy(weights_in(wide, i), weights_in(history, i), versions * sizeof *wide->weights);
        memcpy(verdicts_in(wide, i), verdicts_in(history, i),
               versions * history->objective_count * sizeof *wide->verdicts);
        memcpy(values_in(wide, i), values_in(history, i),
               history->metric_count * versions * sizeof *wide->values);
    }
    return 1;
}

void iter8__history_record(iter8__history *history, const iter8__status *status,
                           const int32_t *found)
{
    if (history->capacity == 0) return;
    size_t place = history->next;
    const iter8__decision *analysis = &status->analysis;
    iter8__past_value *values = values_in(history, place);
    iter8__past_weight *weights = weights_in(history, place);
    history->iterations[place] =
        (iter8__past_iteration){analysis->time_ns, status->completed_iterations, analysis->winner};
    for (size_t i = 0; i < history->metric_count * history->version_count; i++)
        values[i] = (iter8__past_value){analysis->values[i].number, analysis->values[i].state};
    for (size_t v = 0; v < history->version_count; v++)
        weights[v] = (iter8__past_weight){found[v],
                                          analysis->has_weights ? analysis->weights[v].weight : -1};
    memcpy(verdicts_in(history, place), analysis->verdicts,
           history->version_count * history->objective_count * sizeof *history->verdicts);
    history->next = (place + 1) % history->capacity;
    if (history->count < history->capacity) history->count++;
}

/* The place of an iteration by its age. */
static size_t place_of(const iter8__history *history, size_t age)
{
    return (history->next + history->capacity - 1 - age) % history->capacity;
}

const iter8__verdict *iter8__history_verdict(const iter8__history *history, size_t age,
                                             size_t version, size_t objective)
{
    if (age >= history->count || version >= history->version_count ||
        objective >= history->objective_count)
        return NULL;
    return &verdicts_in(history,
                        place_of(history, age))[version * history->objective_count + objective];
}

size_t iter8_history_count(const iter8_experiment *experiment)
{
    return experiment != NULL ? experiment->history.count : 0;
}

/* Returns 0 and the place, or why there is none. */
static int find(const iter8_experiment *experiment, size_t age, const void *out, size_t *place)
{
    if (experiment == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (age >= experiment->history.count) return ITER8_ERR_NOT_FOUND;
    *place = place_of(&experiment->history, age);
    return ITER8_OK;
}

int iter8_history_iteration(const iter8_experiment *experiment, size_t age,
                            iter8_past_iteration *out)
{
    size_t place;
    int rc = find(experiment, age, out, &place);
    if (rc != ITER8_OK) return rc;
    const iter8__past_iteration *iteration = &experiment->history.iterations[place];
    iter8_past_iteration full = {sizeof full, iteration->time_ns, iteration->number,
                                 iteration->winner};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_history_value(const iter8_experiment *experiment, size_t age, size_t metric,
                        size_t version, iter8_past_value *out)
{
    size_t place;
    int rc = find(experiment, age, out, &place);
    if (rc != ITER8_OK) return rc;
    const iter8__history *history = &experiment->history;
    if (metric >= history->metric_count) return ITER8_ERR_NO_METRIC;
    if (version >= history->version_count) return ITER8_ERR_NO_VERSION;
    const iter8__past_value *value =
        &values_in(history, place)[metric * history->version_count + version];
    int is_present = value->state == ITER8_VALUE_PRESENT;
    iter8_past_value full = {sizeof full, is_present ? value->number : (double)NAN, value->state,
                             0};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_history_weight(const iter8_experiment *experiment, size_t age, size_t version,
                         iter8_past_weight *out)
{
    size_t place;
    int rc = find(experiment, age, out, &place);
    if (rc != ITER8_OK) return rc;
    if (version >= experiment->history.version_count) return ITER8_ERR_NO_VERSION;
    const iter8__past_weight *weight = &weights_in(&experiment->history, place)[version];
    iter8_past_weight full = {sizeof full, weight->found, weight->decided};
    return iter8__sized_out(out, &full, sizeof full);
}

int iter8_history_verdict(const iter8_experiment *experiment, size_t age, size_t version,
                          size_t objective, iter8_verdict *out)
{
    size_t place;
    int rc = find(experiment, age, out, &place);
    if (rc != ITER8_OK) return rc;
    const iter8__verdict *verdict =
        iter8__history_verdict(&experiment->history, age, version, objective);
    if (verdict == NULL) return ITER8_ERR_NOT_FOUND;
    iter8_past_value value = {.struct_size = sizeof value, .value = (double)NAN};
    size_t metric = experiment->spec.objectives[objective].metric_index;
    /* Of an objective without a metric there is no value. */
    if (iter8_history_value(experiment, age, metric, version, &value) != ITER8_OK)
        value.value = (double)NAN;
    iter8_verdict full = {sizeof full,     value.value,           verdict->satisfied,
                          verdict->reason, verdict->budget_spent, verdict->within_budget};
    return iter8__sized_out(out, &full, sizeof full);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/ending.h"

#include "experiment/found_weights.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <string.h>

/* The index of the version that a text names; -1 for one that the experiment does not have. */
static int32_t version_of(const iter8_experiment *experiment, const iter8__node *text)
{
    const char *name = iter8__node_string(text);
    return name != NULL ? iter8__spec_version(&experiment->spec, name) : -1;
}

static void decode_condition(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__status *status = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    const char *name = iter8__decode_string(decoder, item, "type", ITER8__REQUIRED);
    int32_t type = name != NULL ? iter8__condition_type_of(name) : 0;
    if (type == 0) return;
    iter8__condition *condition = &status->conditions[type];
    int32_t word =
        iter8__decode_word(decoder, item, "status", &iter8__condition_statuses, ITER8__REQUIRED);
    condition->status = word > 0 ? word - 1 : ITER8_CONDITION_UNKNOWN;
    condition->reason = iter8__decode_string(decoder, item, "reason", ITER8__OPTIONAL);
    condition->message =
        (iter8__note){iter8__decode_string(decoder, item, "message", ITER8__OPTIONAL), -1};
    condition->transition_ns = iter8__decode_time(decoder, item, "lastTransitionTime");
    /* A condition without a time was still set once. */
    if (condition->transition_ns == ITER8_NO_TIME) condition->transition_ns = 0;
}

/* A list of {name, value} on its way into a table. */
typedef struct weight_table {
    const iter8_experiment *experiment;
    int32_t *weights; /* per version */
    uint8_t *known;   /* per version: it was in the list; or NULL */
    int32_t most;     /* of what can be understood, also below 0 */
    int found;        /* there was a version of the experiment's */
} weight_table;

/* Versions that are not the experiment's are passed over: names, not places, say whose weight it
 * is. */
static void decode_weight(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    weight_table *table = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    int32_t version = version_of(table->experiment, iter8__node_member(item, "name"));
    int32_t least = table->most > 100 ? -table->most : 0;
    int32_t value = iter8__decode_integer(decoder, item, "value", least, table->most, 0);
    if (version < 0) return;
    table->weights[version] = value;
    if (table->known != NULL) table->known[version] = 1;
    table->found = 1;
}

/* Returns 1 when there was any weight of the experiment's versions. */
static int decode_weights(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          const iter8_experiment *experiment, int32_t *weights)
{
    weight_table table = {experiment, weights, NULL, 100, 0};
    iter8__decode_each(decoder, mapping, key, SIZE_MAX, decode_weight, &table);
    return table.found;
}

/* As Iter8 reads them: whatever their names. */
static int decode_by_position(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                              size_t count, int32_t *weights)
{
    const iter8__node *list =
        iter8__decode_member(decoder, mapping, key, ITER8__NODE_LIST, ITER8__OPTIONAL);
    for (size_t i = 0; i < count && i < iter8__node_count(list); i++)
        weights[i] = iter8__decode_integer(decoder, iter8__node_item(list, i), "value", -INT32_MAX,
                                           INT32_MAX, 0);
    return iter8__node_count(list) > 0;
}

static int decode_old_weights(iter8__decoder *decoder, const iter8__node *node,
                              const iter8_experiment *experiment, int32_t *weights)
{
    static const char key[] = "currentWeightDistribution";
    size_t count = experiment->spec.version_count;
    uint32_t quirks = experiment->spec.settings.quirks;
    weight_table table = {experiment, weights, iter8__decoder_alloc(decoder, count, 1), INT32_MAX,
                          0};
    if (table.known == NULL) return 0;
    if ((quirks & ITER8__WEIGHTS_BY_POSITION) != 0) {
        table.found = decode_by_position(decoder, node, key, count, weights);
        memset(table.known, 1, count);
    } else {
        iter8__decode_each(decoder, node, key, SIZE_MAX, decode_weight, &table);
    }
    iter8__weights_understand(weights, table.known, count,
                              (quirks & ITER8__ANY_SUM_OF_WEIGHTS) != 0);
    return table.found;
}

static void decode_current_weights(iter8__decoder *decoder, const iter8__node *node,
                                   iter8_experiment *experiment)
{
    iter8__status *status = &experiment->status;
    size_t count = experiment->spec.version_count;
    int32_t *weights = iter8__decoder_alloc(decoder, count, sizeof *weights);
    if (weights == NULL) return;
    if (!decode_old_weights(decoder, node, experiment, weights)) return;
    status->weights = weights;
    status->has_weights = 1;
}

static void decode_value(iter8__decoder *decoder, const iter8__node *entry, iter8__value *value)
{
    value->known = 1;
    value->has_range = (uint8_t)(iter8__decode_quantity(decoder, entry, "min", &value->least) &&
                                 iter8__decode_quantity(decoder, entry, "max", &value->greatest));
    value->has_sample_size =
        (uint8_t)iter8__decode_quantity(decoder, entry, "sampleSize", &value->sample_size);
    iter8__value_set_absent(value, ITER8_VALUE_ABSENT,
                            iter8__node_string(iter8__node_member(entry, "reason")));
    if (iter8__decode_quantity(decoder, entry, "value", &value->number))
        value->state = ITER8_VALUE_PRESENT;
}

static void decode_metric_values(iter8__decoder *decoder, const iter8__node *metric,
                                 const iter8_experiment *experiment, iter8__value *row)
{
    const iter8__node *data =
        iter8__decode_member(decoder, metric, "data", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    size_t mark = iter8__decoder_enter(decoder, "data");
    for (iter8__cursor *c = iter8__node_first(data); c != NULL; c = iter8__node_next(data, c)) {
        int32_t version = iter8__spec_version(&experiment->spec, iter8__cursor_key(c));
        if (version < 0) continue;
        const iter8__node *entry = iter8__cursor_value(c);
        size_t inner = iter8__decoder_enter(decoder, iter8__cursor_key(c));
        if (iter8__decode_is_mapping(decoder, entry)) decode_value(decoder, entry, &row[version]);
        iter8__decoder_leave(decoder, inner);
    }
    iter8__decoder_leave(decoder, mark);
}

/* The member @p key of the analysis and in it "data"; the decoder then stands at the data. */
static const iter8__node *enter_data(iter8__decoder *decoder, const iter8__node *analysis,
                                     const char *key)
{
    const iter8__node *section =
        iter8__decode_member(decoder, analysis, key, ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    (void)iter8__decoder_enter(decoder, key);
    const iter8__node *data =
        iter8__decode_member(decoder, section, "data", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    (void)iter8__decoder_enter(decoder, "data");
    return data;
}

static void decode_values(iter8__decoder *decoder, const iter8__node *analysis,
                          iter8_experiment *experiment)
{
    size_t mark = decoder->path.length;
    const iter8__node *data = enter_data(decoder, analysis, "aggregatedMetrics");
    experiment->status.analysis.has_values = data != NULL;
    for (iter8__cursor *c = iter8__node_first(data); c != NULL; c = iter8__node_next(data, c)) {
        int32_t metric = iter8__experiment_metric(experiment, iter8__cursor_key(c));
        if (metric < 0) continue;
        size_t inner = iter8__decoder_enter(decoder, iter8__cursor_key(c));
        decode_metric_values(decoder, iter8__cursor_value(c), experiment,
                             experiment->status.analysis.values +
                                 (size_t)metric * experiment->spec.version_count);
        iter8__decoder_leave(decoder, inner);
    }
    iter8__decoder_leave(decoder, mark);
}

static void decode_verdicts(iter8__decoder *decoder, const iter8__node *analysis,
                            iter8_experiment *experiment)
{
    iter8__decision *out = &experiment->status.analysis;
    size_t objectives = experiment->spec.objective_count;
    size_t mark = decoder->path.length;
    const iter8__node *data = enter_data(decoder, analysis, "versionAssessments");
    out->has_verdicts = data != NULL;
    for (iter8__cursor *c = iter8__node_first(data); c != NULL; c = iter8__node_next(data, c)) {
        int32_t version = iter8__spec_version(&experiment->spec, iter8__cursor_key(c));
        const iter8__node *list = iter8__cursor_value(c);
        for (size_t i = 0; version >= 0 && i < objectives && i < iter8__node_count(list); i++)
            out->verdicts[(size_t)version * objectives + i].satisfied =
                (uint8_t)iter8__node_boolean(iter8__node_item(list, i));
    }
    iter8__decoder_leave(decoder, mark);
}

static void decode_winner(iter8__decoder *decoder, const iter8__node *analysis,
                          iter8_experiment *experiment)
{
    iter8__decision *out = &experiment->status.analysis;
    size_t mark = decoder->path.length;
    const iter8__node *data = enter_data(decoder, analysis, "winnerAssessment");
    out->has_winner = data != NULL;
    if (iter8__decode_boolean(decoder, data, "winnerFound", 0))
        out->winner = version_of(experiment, iter8__node_member(data, "winner"));
    const iter8__node *best = iter8__node_member(data, "bestVersions");
    for (size_t i = 0; i < iter8__node_count(best); i++) {
        int32_t version = version_of(experiment, iter8__node_item(best, i));
        if (version >= 0) out->best[version] = 1;
    }
    if (out->winner >= 0) out->best[out->winner] = 1;
    iter8__decoder_leave(decoder, mark);
}

static void decode_shares(iter8__decoder *decoder, const iter8__node *analysis,
                          iter8_experiment *experiment)
{
    iter8__decision *out = &experiment->status.analysis;
    size_t count = experiment->spec.version_count;
    int32_t *weights = iter8__decoder_alloc(decoder, count, sizeof *weights);
    const iter8__node *section =
        iter8__decode_member(decoder, analysis, "weights", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (weights == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "weights");
    out->has_weights = decode_weights(decoder, section, "data", experiment, weights);
    out->time_ns = iter8__decode_time(decoder, section, "timestamp");
    for (size_t i = 0; i < count; i++)
        out->weights[i] = (iter8__weight){weights[i], weights[i], weights[i], 0};
    iter8__decoder_leave(decoder, mark);
}

static void decode_analysis(iter8__decoder *decoder, const iter8__node *status,
                            iter8_experiment *experiment)
{
    const iter8__node *analysis =
        iter8__decode_member(decoder, status, "analysis", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (analysis == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "analysis");
    decode_values(decoder, analysis, experiment);
    decode_verdicts(decoder, analysis, experiment);
    decode_winner(decoder, analysis, experiment);
    decode_shares(decoder, analysis, experiment);
    iter8__decoder_leave(decoder, mark);
}

void iter8__status_decode(iter8__decoder *decoder, const iter8__node *root,
                          iter8_experiment *experiment)
{
    iter8__status *status = &experiment->status;
    const iter8__node *node =
        iter8__decode_member(decoder, root, "status", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "status");
    status->stage = iter8__decode_word(decoder, node, "stage", &iter8__stages, ITER8__OPTIONAL);
    status->completed_iterations =
        iter8__decode_integer(decoder, node, "completedIterations", 0, INT32_MAX, -1);
    status->init_ns = iter8__decode_time(decoder, node, "initTime");
    status->start_ns = iter8__decode_time(decoder, node, "startTime");
    status->last_update_ns = iter8__decode_time(decoder, node, "lastUpdateTime");
    status->recommended =
        iter8__decode_string(decoder, node, "versionRecommendedForPromotion", ITER8__OPTIONAL);
    status->message =
        (iter8__note){iter8__decode_string(decoder, node, "message", ITER8__OPTIONAL), -1};
    iter8__decode_each(decoder, node, "conditions", SIZE_MAX, decode_condition, status);
    status->told_ending = iter8__ending_told(status);
    decode_current_weights(decoder, node, experiment);
    decode_analysis(decoder, node, experiment);
    iter8__decoder_leave(decoder, mark);
}

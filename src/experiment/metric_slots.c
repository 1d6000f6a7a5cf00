/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/experiment.h"

#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "spec/metric_mask.h"
#include "spec/metric_name.h"

#include <string.h>

/* Iter8's controller writes the full name of a metric that the criteria name without namespace, and
 * its analytics service takes the two for different metrics. */
static void settle_builtin(iter8__metric_slot *slot)
{
    slot->builtin = iter8__builtin_of(slot->namespace_, slot->base_name, slot->resource);
}

static int32_t find_metric(const iter8_experiment *experiment, const char *name)
{
    const iter8__metric_name wanted = iter8__metric_name_split(name, experiment->spec.namespace_);
    if (experiment->spec.settings.quirks & ITER8__BARE_METRICS_UNAVAILABLE) return -1;
    return iter8__metric_index_full(experiment, &wanted, -1);
}

int32_t iter8__experiment_metric(const iter8_experiment *experiment, const char *name)
{
    int32_t index = iter8__metric_index_written(experiment, name);
    return index >= 0 ? index : find_metric(experiment, name);
}

static int split_name(iter8__decoder *decoder, const char *name, const char *home,
                      iter8__metric_slot *slot)
{
    slot->sample_size = SIZE_MAX;
    slot->name = iter8__decoder_copy(decoder, name);
    if (slot->name == NULL) return 0;
    const iter8__metric_name parts = iter8__metric_name_split(slot->name, home);
    slot->base_name = parts.base;
    slot->namespace_ = iter8__arena_text(decoder->arena, parts.namespace_, parts.namespace_length);
    if (slot->namespace_ == NULL) decoder->out_of_memory = 1;
    return !decoder->out_of_memory;
}

/* Room for one more slot: the list is copied whenever its length is a power of two. */
static iter8__metric_slot *grow_slots(iter8__decoder *decoder, iter8_experiment *experiment)
{
    size_t count = experiment->metric_count;
    if (count > 0 && (count & (count - 1)) != 0) return experiment->metrics;
    size_t capacity = count > 0 ? 2 * count : 1;
    iter8__metric_slot *slots = iter8__decoder_alloc(decoder, capacity, sizeof *slots);
    if (slots != NULL && !iter8__metric_index_make(experiment, decoder->arena, capacity)) {
        decoder->out_of_memory = 1;
        return NULL;
    }
    if (slots != NULL && count > 0) memcpy(slots, experiment->metrics, count * sizeof *slots);
    return slots;
}

/* Adds a slot unless the name has one. */
static void add_slot(iter8__decoder *decoder, iter8_experiment *experiment, const char *name,
                     const char *home)
{
    if (name == NULL || *name == '\0' || iter8__experiment_metric(experiment, name) >= 0) return;
    size_t count = experiment->metric_count;
    /* Only a status can name so many: the lists of the criteria are shorter. */
    if (count == ITER8__MAX_METRICS) return;
    iter8__metric_slot *slots = grow_slots(decoder, experiment);
    if (slots == NULL) return;
    if (!split_name(decoder, name, home, &slots[count])) return;
    settle_builtin(&slots[count]);
    experiment->metrics = slots;
    experiment->metric_count = count + 1;
    iter8__metric_index_add(experiment);
}

/* A metric that the criteria name. Iter8's controller measures one without a namespace under its
 * full name, and then looks in vain for the bare one. */
static void add_criterion(iter8__decoder *decoder, iter8_experiment *experiment, const char *name)
{
    const char *home = experiment->spec.namespace_;
    int bare = name != NULL && *name != '\0' && strchr(name, '/') == NULL;
    if (!bare || (experiment->spec.settings.quirks & ITER8__BARE_METRICS_UNAVAILABLE) == 0) {
        add_slot(decoder, experiment, name, home);
        return;
    }
    iter8__text full;
    iter8__text_init(&full, decoder->arena->allocator);
    iter8__text_add_strings(&full, iter8__namespace_or_default(home), "/", name, (char *)NULL);
    add_slot(decoder, experiment, iter8__text_string(&full), home);
    if (full.failed) decoder->out_of_memory = 1;
    iter8__text_clear(&full);
}

static size_t index_of(const iter8_experiment *experiment, const char *name)
{
    int32_t index = iter8__experiment_metric(experiment, name);
    return index >= 0 ? (size_t)index : SIZE_MAX;
}

/* The order is that in which Iter8 reads them: request count, rewards, indicators, objectives. */
static void collect_criteria(iter8__decoder *decoder, iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    add_criterion(decoder, experiment, spec->request_count);
    for (size_t i = 0; i < spec->reward_count; i++)
        add_criterion(decoder, experiment, spec->rewards[i].metric);
    for (size_t i = 0; i < spec->indicator_count; i++)
        add_criterion(decoder, experiment, spec->indicators[i]);
    for (size_t i = 0; i < spec->objective_count; i++)
        add_criterion(decoder, experiment, spec->objectives[i].metric);
}

static void set_indexes(iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    for (size_t i = 0; i < spec->objective_count; i++)
        spec->objectives[i].metric_index = index_of(experiment, spec->objectives[i].metric);
    for (size_t i = 0; i < spec->reward_count; i++)
        spec->rewards[i].metric_index = index_of(experiment, spec->rewards[i].metric);
}

/* The metric that counts a metric's observations, added if it is new. A bare name is looked for
 * beside the metric; a status that Iter8 wrote may list it under just that. */
static size_t collect_sample_size(iter8__decoder *decoder, iter8_experiment *experiment,
                                  const iter8__metric *metric)
{
    if (metric->sample_size == NULL) return SIZE_MAX;
    int32_t listed = iter8__metric_index_written(experiment, metric->sample_size);
    if (listed >= 0) return (size_t)listed;
    iter8__text name;
    iter8__text_init(&name, decoder->arena->allocator);
    if (strchr(metric->sample_size, '/') == NULL && *metric->namespace_ != '\0')
        iter8__text_add_strings(&name, metric->namespace_, "/", (char *)NULL);
    iter8__text_add_string(&name, metric->sample_size);
    add_slot(decoder, experiment, iter8__text_string(&name), metric->namespace_);
    if (name.failed) decoder->out_of_memory = 1;
    size_t index = index_of(experiment, iter8__text_string(&name));
    iter8__text_clear(&name);
    return index;
}

static void collect_resource(iter8__decoder *decoder, const iter8__node *entry, void *out)
{
    iter8_experiment *experiment = out;
    if (!iter8__decode_is_mapping(decoder, entry)) return;
    const char *name = iter8__decode_string(decoder, entry, "name", ITER8__REQUIRED);
    const iter8__node *object =
        iter8__decode_member(decoder, entry, "metricObj", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    iter8__metric *metric = iter8__decoder_alloc(decoder, 1, sizeof *metric);
    if (name == NULL || object == NULL || metric == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "metricObj");
    /* A controller put it there, perhaps an older one; an experiment is not refused for it. */
    decoder->tolerant = 1;
    iter8__metric_decode(decoder, object, metric);
    decoder->tolerant = 0;
    iter8__decoder_leave(decoder, mark);
    add_slot(decoder, experiment, name, metric->namespace_);
    size_t sample_size = collect_sample_size(decoder, experiment, metric);
    int32_t index = iter8__experiment_metric(experiment, name);
    if (index < 0) return;
    experiment->metrics[index].resource = metric;
    experiment->metrics[index].sample_size = sample_size;
    settle_builtin(&experiment->metrics[index]);
}

/* Metrics that the status has values for although nothing else names them. */
static void collect_values(iter8__decoder *decoder, const iter8__node *status,
                           iter8_experiment *experiment)
{
    const iter8__node *data = iter8__node_member(
        iter8__node_member(iter8__node_member(status, "analysis"), "aggregatedMetrics"), "data");
    for (iter8__cursor *c = iter8__node_first(data); c != NULL; c = iter8__node_next(data, c))
        add_slot(decoder, experiment, iter8__cursor_key(c), experiment->spec.namespace_);
}

void iter8__metrics_collect(iter8__decoder *decoder, const iter8__node *root,
                            iter8_experiment *experiment)
{
    collect_criteria(decoder, experiment);
    const iter8__node *status = iter8__node_member(root, "status");
    size_t mark = iter8__decoder_enter(decoder, "status");
    iter8__decode_each(decoder, status, "metrics", ITER8__MAX_CRITERIA, collect_resource,
                       experiment);
    collect_values(decoder, status, experiment);
    iter8__decoder_leave(decoder, mark);
    set_indexes(experiment);
}

/* The slot that waits for this resource, or -1. */
static int32_t waiting_slot(const iter8_experiment *experiment, const iter8__metric *metric)
{
    const char *home = iter8__namespace_or_default(metric->namespace_);
    const iter8__metric_name wanted = {home, strlen(home), metric->name};
    int32_t i = iter8__metric_index_full(experiment, &wanted, -1);
    while (i >= 0 && experiment->metrics[i].resource != NULL &&
           !iter8__metric_is_masked(experiment->metrics[i].resource))
        i = iter8__metric_index_full(experiment, &wanted, i);
    return i;
}

/* A mapping with one member, which is taken over; NULL without memory. */
static iter8__node *make_mapping_of(const char *key, iter8__node *value)
{
    iter8__node *mapping = iter8__node_make_mapping();
    if (iter8__node_set(mapping, key, value)) return mapping;
    iter8__node_release(mapping);
    return NULL;
}

static iter8__node *make_list_of(iter8__node *item)
{
    iter8__node *list = iter8__node_make_list();
    if (iter8__node_append(list, item)) return list;
    iter8__node_release(list);
    return NULL;
}

/* Adds an entry, which is taken over, to status.metrics. What is missing on the way is made first
 * and put into the document last, so that the document changes wholly or not at all. */
static int append_entry(iter8__node *root, iter8__node *entry)
{
    iter8__node *status = iter8__node_member(root, "status");
    iter8__node *list = iter8__node_member(status, "metrics");
    if (iter8__node_kind(list) == ITER8__NODE_LIST) return iter8__node_append(list, entry);
    list = make_list_of(entry);
    if (iter8__node_kind(status) == ITER8__NODE_MAPPING)
        return iter8__node_set(status, "metrics", list);
    return iter8__node_set(root, "status", make_mapping_of("metrics", list));
}

/* The entry of status.metrics that has this name, or NULL. */
static iter8__node *find_entry(iter8__node *root, const char *name)
{
    const iter8__node *list = iter8__node_member(iter8__node_member(root, "status"), "metrics");
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        iter8__node *entry = iter8__node_item(list, i);
        const char *other = iter8__node_string(iter8__node_member(entry, "name"));
        if (other != NULL && strcmp(other, name) == 0) return entry;
    }
    return NULL;
}

/* One that is there already has lost its secrets, and is replaced. */
static int append_resource(iter8__node *root, const char *name, const iter8__node *object)
{
    iter8__node *old = find_entry(root, name);
    if (old != NULL) return iter8__node_set(old, "metricObj", iter8__node_copy(object));
    iter8__node *entry = make_mapping_of("name", iter8__node_make_string(name));
    if (iter8__node_set(entry, "metricObj", iter8__node_copy(object)))
        return append_entry(root, entry);
    iter8__node_release(entry);
    return 0;
}

/* A table with the values of the metrics that were there and room for those that have come; NULL
 * without memory. */
static iter8__value *widen_values(iter8_experiment *experiment, size_t old_count)
{
    iter8__value *old = experiment->status.analysis.values;
    if (experiment->metric_count == old_count) return old;
    iter8__value *values =
        iter8__values_alloc(&experiment->arena, &experiment->spec, experiment->metric_count);
    if (values != NULL)
        memcpy(values, old, old_count * experiment->spec.version_count * sizeof *values);
    return values;
}

/* A history with room for the metrics that have come, if any have. Returns 0 without memory. */
static int widen_history(const iter8_experiment *experiment, size_t old_count, iter8__history *wide)
{
    *wide = (iter8__history){.capacity = 0};
    return experiment->metric_count == old_count ||
           iter8__history_widen(wide, &experiment->history, experiment->metric_count);
}

static int attach(iter8__decoder *decoder, iter8_experiment *experiment,
                  const iter8__metric *metric, const iter8__node *object)
{
    int32_t slot = waiting_slot(experiment, metric);
    if (slot < 0) return ITER8_OK;
    iter8__metric_slot *old_slots = experiment->metrics;
    size_t old_count = experiment->metric_count;
    size_t sample_size = collect_sample_size(decoder, experiment, metric);
    iter8__value *values = widen_values(experiment, old_count);
    iter8__history history;
    if (!widen_history(experiment, old_count, &history) || decoder->out_of_memory ||
        values == NULL ||
        !append_resource(experiment->root, experiment->metrics[slot].name, object)) {
        iter8__arena_clear(&history.arena);
        experiment->metrics = old_slots;
        experiment->metric_count = old_count;
        (void)iter8__metric_index_make(experiment, NULL, 0);
        return ITER8_ERR_NOMEM;
    }
    experiment->metrics[slot].resource = metric;
    experiment->metrics[slot].sample_size = sample_size;
    settle_builtin(&experiment->metrics[slot]);
    experiment->status.analysis.values = values;
    experiment->status.analysis.metric_count = experiment->metric_count;
    if (experiment->metric_count > old_count) {
        iter8__arena_clear(&experiment->history.arena);
        experiment->history = history;
    }
    return ITER8_OK;
}

/* Decodes the Metric that a document is. Returns 0, ITER8_ERR_KIND, ITER8_ERR_INVALID,
 * ITER8_ERR_NOMEM. */
static int decode_document(iter8__decoder *decoder, const iter8__node *root, iter8__metric *out)
{
    if (!iter8__decode_is_mapping(decoder, root)) return ITER8_ERR_INVALID;
    if (!iter8__decode_kind(decoder, root, "Metric"))
        return decoder->out_of_memory ? ITER8_ERR_NOMEM : ITER8_ERR_KIND;
    iter8__metric_decode(decoder, root, out);
    return iter8__decoder_result(decoder);
}

int iter8_experiment_add_metric(iter8_experiment *experiment, const iter8_document *document,
                                iter8_diagnostics *diagnostics)
{
    if (experiment == NULL || document == NULL) return ITER8_ERR_ARGUMENT;
    if (experiment->busy) return ITER8_ERR_BUSY;
    const iter8__node *object = iter8__document_root(document);
    iter8__decoder decoder;
    iter8__decoder_init(&decoder, document, diagnostics, &experiment->arena);
    iter8__metric *metric = iter8__decoder_alloc(&decoder, 1, sizeof *metric);
    int rc = metric != NULL ? decode_document(&decoder, object, metric) : ITER8_ERR_NOMEM;
    if (rc == ITER8_OK) rc = attach(&decoder, experiment, metric, object);
    (void)iter8__decoder_finish(&decoder);
    return rc;
}

/* One whose secrets were not kept is no use. */
static int is_whole(const iter8__metric *resource)
{
    return resource != NULL && !iter8__metric_is_masked(resource);
}

int32_t iter8_experiment_has_metric(const iter8_experiment *experiment, size_t metric)
{
    return experiment != NULL && metric < experiment->metric_count &&
           (is_whole(experiment->metrics[metric].resource) ||
            experiment->metrics[metric].builtin.kind != ITER8__NOT_BUILTIN);
}

static int check(iter8__decoder *decoder, const iter8__node *root)
{
    iter8__metric metric;
    return decode_document(decoder, root, &metric);
}

int iter8_metric_check(const iter8_document *document, iter8_diagnostics *diagnostics)
{
    return iter8__decoder_check(document, diagnostics, check);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/metric_index.h"

#include "experiment/experiment.h"

#include <string.h>

static uint64_t hash_of(const char *name)
{
    return iter8__hash_bytes(ITER8__HASH_OF_NOTHING, name, strlen(name));
}

static iter8__metric_name full_name(const iter8__metric_slot *slot)
{
    return (iter8__metric_name){slot->namespace_, strlen(slot->namespace_), slot->base_name};
}

static void add(iter8_experiment *experiment, size_t index)
{
    const iter8__metric_slot *slot = &experiment->metrics[index];
    const iter8__metric_name full = full_name(slot);
    iter8__buckets_add(&experiment->metric_index.written, hash_of(slot->name), index);
    iter8__buckets_add(&experiment->metric_index.full, iter8__metric_name_hash(&full), index);
}

int iter8__metric_index_make(iter8_experiment *experiment, iter8__arena *arena, size_t capacity)
{
    iter8__metric_index *made = &experiment->metric_index;
    iter8__metric_index larger = *made;
    if (capacity > made->written.capacity &&
        (!iter8__buckets_make(&larger.written, arena, capacity) ||
         !iter8__buckets_make(&larger.full, arena, capacity)))
        return 0;
    *made = larger;
    iter8__buckets_empty(&made->written);
    iter8__buckets_empty(&made->full);
    for (size_t i = 0; i < experiment->metric_count; i++)
        add(experiment, i);
    return 1;
}

void iter8__metric_index_add(iter8_experiment *experiment)
{
    add(experiment, experiment->metric_count - 1);
}

int32_t iter8__metric_index_written(const iter8_experiment *experiment, const char *name)
{
    const iter8__buckets *buckets = &experiment->metric_index.written;
    size_t i = iter8__buckets_first(buckets, hash_of(name));
    while (i != SIZE_MAX && strcmp(experiment->metrics[i].name, name) != 0)
        i = iter8__buckets_next(buckets, i);
    return i != SIZE_MAX ? (int32_t)i : -1;
}

static int is_named(const iter8_experiment *experiment, size_t index,
                    const iter8__metric_name *wanted)
{
    const iter8__metric_name found = full_name(&experiment->metrics[index]);
    return iter8__metric_name_equal(&found, wanted);
}

int32_t iter8__metric_index_full(const iter8_experiment *experiment,
                                 const iter8__metric_name *wanted, int32_t after)
{
    const iter8__buckets *buckets = &experiment->metric_index.full;
    size_t i = after < 0 ? iter8__buckets_first(buckets, iter8__metric_name_hash(wanted))
                         : iter8__buckets_next(buckets, (size_t)after);
    while (i != SIZE_MAX && !is_named(experiment, i, wanted))
        i = iter8__buckets_next(buckets, i);
    return i != SIZE_MAX ? (int32_t)i : -1;
}

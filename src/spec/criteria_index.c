/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/criteria_index.h"

#include "spec/metric_name.h"

/* Defaults of no experiment have no namespace. */
static iter8__metric_name name_of(const iter8__criteria_index *about, const char *metric)
{
    const char *home = about->spec->namespace_;
    return iter8__metric_name_split(metric, home != NULL ? home : "");
}

static const char *metric_of(const iter8__spec *spec, size_t item)
{
    return item < spec->objective_count ? spec->objectives[item].metric
                                        : spec->rewards[item - spec->objective_count].metric;
}

int iter8__criteria_index_make(iter8__criteria_index *about, iter8__arena *arena, iter8__spec *spec)
{
    size_t count = spec->objective_count + spec->reward_count;
    *about = (iter8__criteria_index){.spec = spec};
    if (!iter8__buckets_make(&about->buckets, arena, count)) return 0;
    for (size_t i = 0; i < count; i++) {
        const iter8__metric_name name = name_of(about, metric_of(spec, i));
        iter8__buckets_add(&about->buckets, iter8__metric_name_hash(&name), i);
    }
    return 1;
}

size_t iter8__criteria_index_next(const iter8__criteria_index *about, const char *metric,
                                  size_t after)
{
    const iter8__metric_name wanted = name_of(about, metric);
    size_t i = after == SIZE_MAX
                   ? iter8__buckets_first(&about->buckets, iter8__metric_name_hash(&wanted))
                   : iter8__buckets_next(&about->buckets, after);
    for (; i != SIZE_MAX; i = iter8__buckets_next(&about->buckets, i)) {
        const iter8__metric_name found = name_of(about, metric_of(about->spec, i));
        if (iter8__metric_name_equal(&found, &wanted)) return i;
    }
    return SIZE_MAX;
}

iter8__objective *iter8__criteria_index_next_objective(const iter8__criteria_index *about,
                                                       const char *metric,
                                                       const iter8__objective *after)
{
    iter8__objective *objectives = about->spec->objectives;
    size_t i = iter8__criteria_index_next(about, metric,
                                          after != NULL ? (size_t)(after - objectives) : SIZE_MAX);
    return i < about->spec->objective_count ? &objectives[i] : NULL;
}

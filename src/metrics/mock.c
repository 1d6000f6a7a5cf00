/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics/mock.h"

#include "base/random.h"
#include "metrics/query.h"

#include <string.h>

int iter8__is_mock(const iter8_experiment *experiment, size_t metric)
{
    const iter8__metric *resource = experiment->metrics[metric].resource;
    return resource != NULL && resource->mock_count > 0;
}

static const iter8__mock_level *find_level(const iter8__metric *metric, const char *version)
{
    for (size_t i = 0; i < metric->mock_count; i++) {
        if (strcmp(metric->mock[i].version, version) == 0) return &metric->mock[i];
    }
    return NULL;
}

static double draw_gauge(double level, int64_t elapsed_s, iter8__random *random)
{
    double shape = (double)elapsed_s;
    return 2.0 * level * iter8__random_beta(random, shape, shape);
}

void iter8__mock_answer(const iter8_question *question, uint64_t seed, iter8_measurement *answer)
{
    const iter8__metric_slot *slot = &question->experiment->metrics[question->metric_index];
    const char *name = question->experiment->spec.versions[question->version_index].name;
    const iter8__mock_level *level = find_level(slot->resource, name);
    if (level == NULL) {
        answer->reason = "the mock has no level for this version";
        return;
    }
    answer->state = ITER8_VALUE_PRESENT;
    if (slot->resource->type == ITER8__COUNTER) {
        answer->value = (double)question->elapsed_s * level->level;
        return;
    }
    iter8__random random;
    iter8__random_seed(&random, seed);
    iter8__random_mix_text(&random, slot->name, strlen(slot->name));
    iter8__random_mix_text(&random, name, strlen(name));
    iter8__random_mix(&random, (uint64_t)question->now_ns);
    answer->value = draw_gauge(level->level, question->elapsed_s, &random);
}

void iter8__mock_measure(const iter8_experiment *experiment, size_t metric, size_t version,
                         int64_t now_ns, uint64_t seed, iter8_measurement *answer)
{
    iter8_question question = {.struct_size = sizeof question,
                               .now_ns = now_ns,
                               .experiment = experiment,
                               .metric_index = (uint32_t)metric,
                               .version_index = (uint32_t)version,
                               .elapsed_s = iter8__elapsed_s(experiment, now_ns)};
    iter8__mock_answer(&question, seed, answer);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/names.h"

#include "iter8/experiment.h"
#include "spec/algorithm_names.h"

#include <string.h>

#define WORDS(name, ...)                                                                           \
    static const char *const name##_list[] = {"", __VA_ARGS__};                                    \
    const iter8__words name = {name##_list, sizeof name##_list / sizeof name##_list[0]}

WORDS(iter8__testing_patterns, "Canary", "A/B", "A/B/N", "Conformance");
WORDS(iter8__deployment_patterns, "Progressive", "FixedSplit", "BlueGreen");
WORDS(iter8__stages, "Waiting", "Initializing", "Running", "Finishing", "Completed");
WORDS(iter8__directions, "High", "Low");
WORDS(iter8__condition_types, "Completed", "Failed", "TargetAcquired", "MetricsAvailable",
      "RouterAvailable", "WeightsHold");
WORDS(iter8__condition_statuses, "Unknown", "False", "True");
WORDS(iter8__metric_types, "Counter", "Gauge");
WORDS(iter8__methods, "GET", "POST");
WORDS(iter8__auth_types, "Basic", "Bearer", "APIKey");
WORDS(iter8__command_words, "abort", "promote");
WORDS(iter8__ending_words, "completed", "rolledBack", "aborted", "promoted", "failed");
#define NAME(name, function, exploration, candidates) name,
WORDS(iter8__algorithm_words, ITER8__ALGORITHM_MAP(NAME));
#undef NAME
WORDS(iter8__kind_words, "proportion", "mean", "quantile");
WORDS(iter8__on_spent_words, "rollback", "hold", "notify");
WORDS(iter8__on_change_words, "restart", "refuse", "keep");

const char *iter8_stage_name(int32_t stage)
{
    return iter8__word(&iter8__stages, stage);
}

/* Early controllers wrote "ExperimentCompleted" and "ExperimentFailed". */
int32_t iter8__condition_type_of(const char *word)
{
    static const char prefix[] = "Experiment";
    if (strncmp(word, prefix, sizeof prefix - 1) == 0) word += sizeof prefix - 1;
    return iter8__word_number(&iter8__condition_types, word);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_words.h"

#include "iter8/error.h"

#include <string.h>

#define WORDS(name, ...)                                                                           \
    static const char *const name##_list[] = {"", __VA_ARGS__};                                    \
    const iter8__words name = {name##_list, sizeof name##_list / sizeof name##_list[0]}

WORDS(iter8__value_states, "absent", "present", "nan", "infinite", "error");
WORDS(iter8__verdict_reasons, "within", "above", "below", "noMetric", "noValue", "notAValue",
      "noLimits", "aboveBaseline", "belowBaseline", "noBaseline");
WORDS(iter8__winner_reasons, "candidateMeetsAll", "baselineOnly", "noneMeetsAll",
      "baselineMeetsAll", "bestReward", "tie", "noRewardValues", "noReward", "noObjectives",
      "tooSoon");
WORDS(iter8__weight_reasons, "wanted", "max", "increment", "remainder", "notApplicable", "rollback",
      "step", "held", "noRoom", "failing", "unknown", "lost");

typedef struct result {
    const char *name;
    int32_t code;
} result;

static const result results[] = {
#define RESULT(name, number, text) {#name, number},
    ITER8_ERROR_MAP(RESULT)
#undef RESULT
};

enum { RESULTS = sizeof results / sizeof results[0] };

const char *iter8__log_result_name(int32_t code)
{
    for (size_t i = 0; i < RESULTS; i++) {
        if (results[i].code == code) return results[i].name;
    }
    return NULL;
}

int iter8__log_result_code(const char *name, int32_t *out)
{
    for (size_t i = 0; i < RESULTS; i++) {
        if (strcmp(results[i].name, name) != 0) continue;
        *out = results[i].code;
        return 1;
    }
    return 0;
}

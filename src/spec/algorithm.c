/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* From the name of a weight algorithm to the algorithm. */
#include "spec/spec.h"

#include "iter8/error.h"
#include "spec/algorithm_names.h"

#include <string.h>

static const struct {
    double exploration;
    size_t most_candidates; /* 0: any */
} properties[] = {
#define PROPERTIES(name, function, exploration, candidates) {exploration, candidates},
    {0, 0}, ITER8__ALGORITHM_MAP(PROPERTIES)
#undef PROPERTIES
};

static void problem(iter8__decoder *decoder, int code, const char *name, const char *message)
{
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    (void)iter8__decoder_enter(decoder, "annotations");
    (void)iter8__decoder_enter(decoder, "iter8.tools/weight-algorithm");
    iter8__decoder_problem(decoder, code, "\"", name, "\" ", message, (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static int use_custom(const char *name, const iter8_weight_algorithm *custom, size_t count,
                      iter8__settings *settings)
{
    for (size_t i = 0; i < count; i++) {
        const iter8_weight_algorithm *one =
            (const iter8_weight_algorithm *)(const void *)((const char *)custom +
                                                           i * custom->struct_size);
        if (strcmp(one->name, name) != 0) continue;
        settings->custom = one->want;
        settings->custom_data = one->user_data;
        if (settings->exploration < 0.0) settings->exploration = one->exploration_percent;
        return 1;
    }
    return 0;
}

/* A list of steps chooses the algorithm that goes through it, unless another one is named. */
static const char *name_of(const iter8__settings *settings)
{
    if (settings->algorithm_name != NULL) return settings->algorithm_name;
    return settings->step_count > 0 ? "steps" : "progressive";
}

/* The number of the one that is meant; progressive where it is unknown, which is reported. */
static int32_t find(iter8__decoder *decoder, const iter8__settings *settings, const char *name)
{
    int32_t number = iter8__word_number(&iter8__algorithm_words, name);
    if (number == 0) {
        problem(decoder, ITER8_ERR_ENUM, name, "is no weight algorithm that is known here");
        return 1;
    }
    if (strcmp(name, "steps") == 0 && settings->step_count == 0)
        problem(decoder, ITER8_ERR_REQUIRED, name, "needs the annotation iter8.tools/weight-steps");
    return number;
}

void iter8__algorithm_settle(iter8__decoder *decoder, const iter8_weight_algorithm *custom,
                             size_t custom_count, iter8__spec *spec)
{
    iter8__settings *settings = &spec->settings;
    const char *name = name_of(settings);
    if (use_custom(name, custom, custom_count, settings)) return;
    settings->algorithm = find(decoder, settings, name);
    size_t most = properties[settings->algorithm].most_candidates;
    if (most > 0 && spec->version_count > most + 1 && !decoder->partial)
        problem(decoder, ITER8_ERR_CANDIDATES, name, "is for one candidate");
    if (settings->exploration < 0.0)
        settings->exploration = properties[settings->algorithm].exploration;
}

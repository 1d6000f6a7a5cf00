/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/measured.h"

#include "base/text.h"
#include "iter8/metric.h"
#include "lifecycle/due.h"
#include "lifecycle/progress.h"

/* A metric and a version. */
typedef struct place {
    size_t metric; /* SIZE_MAX for none */
    size_t version;
} place;

static const iter8__value *value_at(const iter8_experiment *experiment, place at)
{
    return &experiment->status.analysis
                .values[at.metric * experiment->spec.version_count + at.version];
}

/* There was a number in some iteration. */
static int was_measured(const iter8_experiment *experiment, size_t metric, size_t version)
{
    if (metric >= experiment->metric_count) return 0;
    const iter8__value *value = value_at(experiment, (place){metric, version});
    return value->has_range || value->state == ITER8_VALUE_PRESENT;
}

/* The first place of a metric without a number, the baseline's only where candidates are compared
 * with it. */
static int find_in(const iter8_experiment *experiment, size_t metric, int with_baseline, place *out)
{
    size_t versions = experiment->spec.version_count;
    for (size_t v = with_baseline || versions == 1 ? 0 : 1; v < versions; v++) {
        *out = (place){metric, v};
        if (!was_measured(experiment, metric, v)) return 1;
    }
    return 0;
}

static int find(const iter8_experiment *experiment, place *out)
{
    const iter8__spec *spec = &experiment->spec;
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *one = &spec->objectives[o];
        if (find_in(experiment, one->metric_index, iter8__objective_is_relative(one), out))
            return 1;
    }
    for (size_t r = 0; r < spec->reward_count; r++) {
        if (find_in(experiment, spec->rewards[r].metric_index, 1, out)) return 1;
    }
    return 0;
}

static void describe(const iter8_experiment *experiment, place at, iter8__text *text)
{
    const char *version = experiment->spec.versions[at.version].name;
    if (at.metric >= experiment->metric_count) {
        iter8__text_add_strings(text, "there is no metric for ", version, (char *)NULL);
        return;
    }
    const char *reason = value_at(experiment, at)->reason;
    iter8__text_add_strings(text, experiment->metrics[at.metric].name, " of ", version,
                            " never had a value", *reason != '\0' ? ": " : "", reason,
                            (char *)NULL);
}

/* Where a candidate has won, or a single version conforms, all that counts was measured. */
static int is_decided(const iter8_experiment *experiment)
{
    int32_t winner = experiment->status.analysis.winner;
    return winner > 0 || (winner == 0 && experiment->spec.version_count == 1);
}

int iter8__measured_fail(iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    place at = {SIZE_MAX, 0};
    if (iter8__due_has_quirk(experiment, ITER8__UNMEASURED_SUCCEEDS) || is_decided(experiment) ||
        !find(experiment, &at))
        return 0;
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    describe(experiment, at, &text);
    iter8__progress_fail_for(step, "MetricsUnavailable", iter8__text_string(&text));
    iter8__text_clear(&text);
    return 1;
}

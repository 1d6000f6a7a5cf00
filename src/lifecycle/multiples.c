/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/multiples.h"

#include "base/text.h"
#include "decide/limit.h"
#include "iter8/metric.h"
#include "lifecycle/progress.h"

static const iter8__value *baseline_of(const iter8__spec *spec, const iter8__decision *analysis,
                                       const iter8__objective *objective)
{
    if (objective->metric_index >= analysis->metric_count) return NULL;
    const iter8__value *value = &analysis->values[objective->metric_index * spec->version_count];
    return value->state == ITER8_VALUE_PRESENT ? value : NULL;
}

/* Whether a limit of the objective says little beside what the baseline has. */
static int is_doubtful(const iter8__spec *spec, const iter8__decision *analysis,
                       const iter8__objective *objective)
{
    const iter8__value *baseline = baseline_of(spec, analysis, objective);
    for (size_t i = 0; baseline != NULL && i < objective->limit_count; i++) {
        if (iter8__limit_is_doubtful(&objective->limits[i], baseline->number)) return 1;
    }
    return 0;
}

static void tell(iter8__step *step, const iter8__objective *objective)
{
    const iter8__spec *spec = &step->experiment->spec;
    const iter8__value *baseline = baseline_of(spec, &step->experiment->status.analysis, objective);
    iter8__text text;
    iter8__text_init(&text, &step->experiment->allocator);
    iter8__text_add_strings(&text, objective->metric, " of ", spec->versions[0].name, " is ",
                            (char *)NULL);
    iter8__text_add_short_double(&text, baseline->number, 4);
    iter8__text_add_string(&text, baseline->number < 0.0
                                      ? ": of a negative value a larger multiple is less"
                                      : ": so the limit beside it is 0");
    iter8__text_add_string(&text, "; give the objective an upperLimit or lowerLimit of its own "
                                  "instead of a relative one");
    iter8__progress_tell(step, "RelativeLimitDoubtful", iter8__text_string(&text), 1);
    iter8__text_clear(&text);
}

void iter8__multiples_tell(iter8__step *step, const iter8__decision *earlier)
{
    const iter8__spec *spec = &step->experiment->spec;
    const iter8__decision *now = &step->experiment->status.analysis;
    if (step->host.own.record_event == NULL || spec->version_count < 2) return;
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *objective = &spec->objectives[o];
        if (iter8__objective_is_relative(objective) && is_doubtful(spec, now, objective) &&
            !is_doubtful(spec, earlier, objective))
            tell(step, objective);
    }
}

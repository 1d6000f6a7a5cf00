/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What is said of values that could not be had. */
#include "base/text.h"
#include "experiment/experiment.h"
#include "iter8/metric.h"

/* In Iter8's words, with the blanks of a line that goes on in the next. */
static void add_backend_error(const char *metric, const char *version, iter8__text *text)
{
    iter8__text_add_strings(text, "Error from metrics backend for metric: ", metric,
                            "                             and version: ", version, (char *)NULL);
}

/* Iter8 tells of each value that it does not get; it computes the built-in ones elsewhere. */
static int is_told(const iter8_experiment *experiment, size_t metric, const iter8__value *value)
{
    if ((experiment->spec.settings.quirks & ITER8__ERRORS_WITHOUT_REASONS) == 0)
        return *value->reason != '\0';
    return value->known && value->state != ITER8_VALUE_PRESENT &&
           experiment->metrics[metric].builtin.kind == ITER8__NOT_BUILTIN;
}

static void add_value_error(const iter8_experiment *experiment, size_t metric, size_t version,
                            const char *reason, iter8__text *text)
{
    const char *names[] = {experiment->metrics[metric].name,
                           experiment->spec.versions[version].name};
    if ((experiment->spec.settings.quirks & ITER8__ERRORS_WITHOUT_REASONS) != 0)
        add_backend_error(names[0], names[1], text);
    else
        iter8__text_add_strings(text, names[0], " of ", names[1], ": ", reason, (char *)NULL);
}

void iter8__message_values(const iter8_experiment *experiment, const iter8__decision *analysis,
                           iter8__text *text)
{
    iter8__text_add_string(text, "Error: ");
    size_t start = text->length;
    for (size_t m = 0; m < analysis->metric_count; m++) {
        for (size_t v = 0; v < experiment->spec.version_count; v++) {
            const iter8__value *value = &analysis->values[m * experiment->spec.version_count + v];
            if (!is_told(experiment, m, value)) continue;
            if (text->length > start) iter8__text_add_string(text, ", ");
            add_value_error(experiment, m, v, value->reason, text);
        }
    }
    iter8__text_add_string(text, "; Warning: ; Info: ");
}

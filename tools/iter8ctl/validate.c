/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/snapshots.h"
#include "iter8ctl.h"

/* Names the metrics of an experiment that its status has no resource for and that are not built in.
 * One that is not valid has been told of. */
static void note_metrics_of(const char *name, const iter8_document *document,
                            const iter8_experiment_options *options)
{
    iter8_experiment *experiment;
    size_t missing = 0;
    if (iter8_experiment_from_document(document, options, NULL, &experiment) != ITER8_OK) return;
    for (size_t m = 0; m < iter8_spec_of(experiment).metric_count; m++) {
        if (iter8_experiment_has_metric(experiment, m)) continue;
        if (missing++ == 0) say(stderr, "%s: note: no Metrics are given; run needs ", name);
        say(stderr, missing > 1 ? ", %s" : "%s", iter8_experiment_metric_name(experiment, m));
    }
    if (missing > 0) fputc('\n', stderr);
    iter8_experiment_free(experiment);
}

/* Metrics may be kept elsewhere, such as in the cluster. So an experiment by itself is right, also
 * with --strict, but run would refuse it, and that is not kept silent. */
static void note_metrics(const struct inputs *inputs)
{
    const char *name;
    iter8_document *document;
    const iter8_experiment_options options = {.struct_size = sizeof options,
                                              .defaults = inputs_defaults(inputs)};
    for (size_t i = 0; (document = inputs_document(inputs, i, &name)) != NULL; i++) {
        if (document_role(document) == ROLE_METRIC) return;
    }
    for (size_t i = 0; (document = inputs_document(inputs, i, &name)) != NULL; i++) {
        if (document_role(document) == ROLE_EXPERIMENT) note_metrics_of(name, document, &options);
    }
}

int command_validate(const struct arguments *arguments)
{
    struct inputs inputs;
    int rc = inputs_read(&inputs, arguments, EXIT_NO);
    size_t errors = inputs.diagnostics != NULL ? inputs_check(&inputs, 0) : 0;
    note_metrics(&inputs);
    inputs_free(&inputs);
    return rc == EXIT_DONE && errors > 0 ? EXIT_NO : rc;
}

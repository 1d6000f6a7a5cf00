/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

static int check_experiment(struct inputs *inputs, const iter8_document *document)
{
    iter8_experiment *experiment;
    int rc = iter8_experiment_from_document(document, NULL, inputs->diagnostics, &experiment);
    iter8_experiment_free(experiment);
    return rc;
}

/* Prints what is wrong with a document; the number of errors. */
static size_t check_document(struct inputs *inputs, const iter8_document *document,
                             const char *name)
{
    int rc = ITER8_OK;
    switch (document_role(document)) {
    case ROLE_EXPERIMENT: rc = check_experiment(inputs, document); break;
    case ROLE_METRIC: rc = iter8_metric_check(document, inputs->diagnostics); break;
    case ROLE_SCENARIO: rc = iter8_scenario_check(document, inputs->diagnostics); break;
    case ROLE_SECRET:
    case ROLE_ROUTE: break;
    }
    size_t errors = inputs_report(inputs, name);
    if (rc == ITER8_OK || errors > 0) return errors;
    complain("%s: %s", name, iter8_strerror(rc));
    return 1;
}

/* Whether the fields that hold an experiment's weights are there. */
static size_t check_routes(struct inputs *inputs, const iter8_experiment *experiment)
{
    int32_t weights[256];
    size_t errors = 0;
    const char *name;
    const iter8_document *object;
    if (iter8_experiment_version_count(experiment) > sizeof weights / sizeof weights[0]) return 0;
    for (size_t i = 0; (object = inputs_document(inputs, i, &name)) != NULL; i++) {
        if (document_role(object) != ROLE_ROUTE) continue;
        int rc = iter8_route_read(object, experiment, weights, inputs->diagnostics);
        size_t found = inputs_report(inputs, name);
        errors += rc != ITER8_OK && found == 0 ? 1 : found;
    }
    return errors;
}

static size_t check_all_routes(struct inputs *inputs)
{
    size_t errors = 0;
    const char *name;
    const iter8_document *document;
    for (size_t i = 0; (document = inputs_document(inputs, i, &name)) != NULL; i++) {
        if (document_role(document) != ROLE_EXPERIMENT) continue;
        iter8_experiment *experiment;
        if (iter8_experiment_from_document(document, NULL, NULL, &experiment) != ITER8_OK) continue;
        errors += check_routes(inputs, experiment);
        iter8_experiment_free(experiment);
    }
    return errors;
}

int command_validate(const struct arguments *arguments)
{
    struct inputs inputs;
    int rc = inputs_read(&inputs, arguments, EXIT_NO);
    size_t errors = 0;
    size_t count = 0;
    const char *name;
    const iter8_document *document;
    while ((document = inputs_document(&inputs, count, &name)) != NULL) {
        errors += check_document(&inputs, document, name);
        count++;
    }
    errors += check_all_routes(&inputs);
    if (count == 0 && rc == EXIT_DONE) {
        complain("there is no document in the files");
        errors++;
    }
    inputs_free(&inputs);
    return rc == EXIT_DONE && errors > 0 ? EXIT_NO : rc;
}

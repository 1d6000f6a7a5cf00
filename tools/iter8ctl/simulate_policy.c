/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A policy among the files: an experiment and its metrics. */
#include "simulate.h"

#include <stdlib.h>

/* They were checked with the experiment. */
static int add_metrics(struct inputs *inputs, struct policy *policy)
{
    size_t count = 0;
    const char *file;
    const iter8_document *document;
    while (inputs_document(inputs, count, &file) != NULL)
        count++;
    policy->own_metrics = calloc(count + 1, sizeof(const iter8_document *));
    policy->metrics = policy->own_metrics;
    if (policy->own_metrics == NULL) {
        complain("out of memory");
        return EXIT_TROUBLE;
    }
    for (size_t i = 0; (document = inputs_document(inputs, i, &file)) != NULL; i++) {
        if (document_role(document) == ROLE_METRIC)
            policy->own_metrics[policy->metric_count++] = document;
    }
    return EXIT_DONE;
}

int policy_open(struct inputs *inputs, const iter8_document *defaults, struct policy *out)
{
    const char *file;
    *out = (struct policy){.defaults = defaults};
    /* Only so that what is wrong with it is told now, and once. */
    iter8_experiment *experiment = inputs_experiment(inputs, 0);
    if (experiment == NULL) return EXIT_TROUBLE;
    iter8_experiment_free(experiment);
    out->experiment = inputs_only_experiment(inputs, &file);
    return add_metrics(inputs, out);
}

void policy_share_metrics(struct policy *policy, const struct policy *from)
{
    policy_close(policy);
    policy->metrics = from->metrics;
    policy->metric_count = from->metric_count;
}

void policy_close(struct policy *policy)
{
    free(policy->own_metrics);
    policy->own_metrics = NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What documents need of each other: an experiment its metrics, an object its experiment. */
#include "check/check.h"

#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"
#include "experiment/experiment.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/routing.h"
#include "spec/metric_name.h"

#include <string.h>

/* Adds all Metrics; how many there are. Problems of theirs are reported where they are checked. */
static size_t add_metrics(const iter8__check *check, iter8_experiment *experiment, int *rc)
{
    size_t found = 0;
    for (size_t i = 0; i < check->count && *rc != ITER8_ERR_NOMEM; i++) {
        if (iter8__role_of(check->documents[i]) != ITER8__ROLE_METRIC) continue;
        found++;
        *rc = iter8_experiment_add_metric(experiment, check->documents[i], NULL);
    }
    return found;
}

static void add_item(iter8__text *path, const char *before, size_t index, const char *behind)
{
    iter8__text_add_string(path, before);
    iter8__text_add_integer(path, (int64_t)index);
    iter8__text_add_string(path, behind);
}

static int names_metric(const iter8_experiment *experiment, const char *word, size_t metric)
{
    return word != NULL &&
           iter8__metric_name_same(word, iter8_experiment_metric_name(experiment, metric),
                                   experiment->spec.namespace_);
}

/* Where a metric is named first, in the order in which they are measured; at the criteria as a
 * whole where only another metric names it, as its sample size. */
static void add_place(iter8__text *path, const iter8_experiment *experiment, size_t metric)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__text_add_string(path, "spec.criteria");
    if (names_metric(experiment, spec->request_count, metric)) {
        iter8__text_add_string(path, ".requestCount");
        return;
    }
    for (size_t i = 0; i < spec->reward_count; i++) {
        if (spec->rewards[i].metric_index == metric) {
            add_item(path, ".rewards[", i, "].metric");
            return;
        }
    }
    for (size_t i = 0; i < spec->indicator_count; i++) {
        if (names_metric(experiment, spec->indicators[i], metric)) {
            add_item(path, ".indicators[", i, "]");
            return;
        }
    }
    for (size_t i = 0; i < spec->objective_count; i++) {
        if (spec->objectives[i].metric_index == metric) {
            add_item(path, ".objectives[", i, "].metric");
            return;
        }
    }
}

/* Whether a Metric is this one, by its name. */
static int is_metric(const iter8_document *document, const iter8__metric_name *wanted)
{
    const char *home = iter8__namespace_or_default(iter8_document_namespace(document));
    const iter8__metric_name name = {home, strlen(home), iter8_document_name(document)};
    return iter8__metric_name_equal(&name, wanted);
}

/* The given Metric whose name is nearest to one that is missing, or NULL. */
static const iter8_document *nearest_metric(const iter8__check *check, const char *base)
{
    const iter8_document *found = NULL;
    iter8__nearest nearest = {NULL, 0};
    for (size_t i = 0; i < check->count; i++) {
        const char *before = nearest.word;
        if (iter8__role_of(check->documents[i]) != ITER8__ROLE_METRIC) continue;
        iter8__nearest_try(&nearest, base, iter8_document_name(check->documents[i]));
        if (nearest.word != before) found = check->documents[i];
    }
    return found;
}

/* One that is given, and not valid, is told of where it stands. */
static int is_given(const iter8__check *check, const iter8__metric_name *wanted)
{
    for (size_t i = 0; i < check->count; i++) {
        if (iter8__role_of(check->documents[i]) == ITER8__ROLE_METRIC &&
            is_metric(check->documents[i], wanted))
            return 1;
    }
    return 0;
}

static void missing_metric(iter8__check *check, const iter8_experiment *experiment, size_t metric)
{
    iter8__text path;
    const char *name = iter8_experiment_metric_name(experiment, metric);
    const iter8__metric_name wanted = iter8__metric_name_split(name, experiment->spec.namespace_);
    if (is_given(check, &wanted)) return;
    const iter8_document *near = nearest_metric(check, wanted.base);
    const char *home = near != NULL ? iter8_document_namespace(near) : "";
    iter8__text_init(&path, &experiment->allocator);
    add_place(&path, experiment, metric);
    iter8__check_problem(check, ITER8_ERR_NO_METRIC, iter8__text_string(&path),
                         "none of the Metrics that are given is ", name,
                         near != NULL ? " (did you mean " : "", home, *home != '\0' ? "/" : "",
                         near != NULL ? iter8_document_name(near) : "", near != NULL ? "?)" : "",
                         (char *)NULL);
    iter8__text_clear(&path);
}

int iter8__check_metrics(iter8__check *check, iter8_experiment *experiment)
{
    int rc = ITER8_OK;
    /* Twice: a metric may be needed only because another one names it as sample size. */
    size_t found = add_metrics(check, experiment, &rc);
    if (found > 0 && rc != ITER8_ERR_NOMEM) (void)add_metrics(check, experiment, &rc);
    if (rc == ITER8_ERR_NOMEM) return rc;
    for (size_t m = 0; found > 0 && m < iter8__experiment_metric_count(experiment); m++) {
        if (!iter8_experiment_has_metric(experiment, m)) missing_metric(check, experiment, m);
    }
    return ITER8_OK;
}

static int holds_a_weight(const iter8_document *object, const iter8_experiment *experiment)
{
    for (size_t v = 0; v < iter8__experiment_version_count(experiment); v++) {
        if (iter8_route_holds(object, experiment, v)) return 1;
    }
    return 0;
}

static int check_weights_of(const iter8__check *check, const iter8_experiment *experiment)
{
    if (!holds_a_weight(check->document, experiment)) return ITER8_OK;
    size_t count = iter8__experiment_version_count(experiment);
    int32_t *weights = iter8__alloc_zero(&experiment->allocator, count, sizeof *weights);
    if (weights == NULL) return ITER8_ERR_NOMEM;
    int rc = iter8_route_read(check->document, experiment, weights, check->diagnostics);
    iter8__release(&experiment->allocator, weights);
    return rc;
}

int iter8__check_weights(iter8__check *check)
{
    int worst = ITER8_OK;
    for (size_t i = 0; i < check->count && worst != ITER8_ERR_NOMEM; i++) {
        iter8_experiment *experiment;
        if (iter8__role_of(check->documents[i]) != ITER8__ROLE_EXPERIMENT) continue;
        int rc =
            iter8_experiment_from_document(check->documents[i], check->options, NULL, &experiment);
        /* What is wrong with the experiment is told of it. */
        if (rc == ITER8_OK)
            rc = check_weights_of(check, experiment);
        else if (rc != ITER8_ERR_NOMEM)
            rc = ITER8_OK;
        iter8_experiment_free(experiment);
        if (rc != ITER8_OK) worst = rc;
    }
    return worst;
}

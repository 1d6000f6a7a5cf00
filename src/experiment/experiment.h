/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * experiment.h - an experiment: the document it came from, its spec, its metrics and its status.
 *
 * Knows nothing of deciding or of time. The document is kept as it was read; the status is put over
 * it when the experiment is written, so what is not understood survives.
 */
#ifndef ITER8_EXPERIMENT_EXPERIMENT_H
#define ITER8_EXPERIMENT_EXPERIMENT_H

#include "experiment/history.h"
#include "experiment/metric_index.h"
#include "experiment/status.h"
#include "histogram/builtin.h"
#include "histogram/histograms.h"
#include "iter8/experiment.h"
#include "spec/metric.h"
#include "spec/spec.h"

/* Where the memory beyond v2alpha2 is kept. */
#define ITER8__STATE_ANNOTATION "iter8.tools/state"

/* A metric that the experiment measures. */
typedef struct iter8__metric_slot {
    const char *name;              /* as the experiment writes it */
    const char *namespace_;        /* where its resource is looked for */
    const char *base_name;         /* the name of its resource */
    const iter8__metric *resource; /* or NULL */
    size_t sample_size;            /* the metric that counts its observations, or SIZE_MAX */
    iter8__builtin builtin;        /* whether it is computed from histograms, and which it is */
} iter8__metric_slot;

struct iter8_experiment {
    iter8_allocator allocator;
    iter8__arena arena;
    iter8__node *root; /* as it was read, but for status.metrics and histograms, kept up here */
    iter8__spec spec;
    iter8__metric_slot *metrics;
    size_t metric_count;
    iter8__metric_index metric_index;
    iter8__status status;
    iter8__histograms histograms;
    iter8__history history;
    int partial; /* was read as partial, so it may not be fit to run */
    int busy;    /* a call is under way that hands the experiment to callbacks */
    /* Room for the messages of conditions that are made at run time, by type; NULL until needed. */
    char *lines[ITER8__CONDITIONS];
    struct iter8__member *member; /* what a registry knows of it; NULL in none */
    struct iter8__transient
        *transient; /* what the lifecycle remembers between two calls; NULL before */
};

/* The index of a metric by its name, or -1. One without namespace belongs to the experiment's: in
 * the namespace shop "errors" and "shop/errors" are one, but in Iter8's way they are not. */
int32_t iter8__experiment_metric(const iter8_experiment *experiment, const char *name);

/* The tree of the experiment with its status; made, or NULL without memory. */
iter8__node *iter8__experiment_encode(const iter8_experiment *experiment);

/* Decodes status from @p root into an experiment whose spec and metrics are there. */
void iter8__status_decode(iter8__decoder *decoder, const iter8__node *root,
                          iter8_experiment *experiment);

/* Decodes the annotation iter8.tools/state of @p root into the status, which is decoded already. */
void iter8__state_decode(iter8__decoder *decoder, const iter8__node *root,
                         iter8_experiment *experiment);

/* Writes the annotation into @p tree, or takes it out where there is nothing to remember. Returns 0
 * without memory. */
int iter8__state_encode(const iter8_experiment *experiment, iter8__node *tree);

/* Adds to a mapping the four sections of an analysis as Iter8 writes them. Returns 0 without
 * memory. */
int iter8__decision_encode(const iter8__decision *analysis, const iter8_experiment *experiment,
                           iter8__node *mapping);

/* The weights alone. */
int iter8__weights_decided_encode(const iter8__decision *analysis,
                                  const iter8_experiment *experiment, iter8__node *mapping);

/* A list of {name, value}; the weights stand @p stride bytes apart. Made, or NULL without memory.
 */
iter8__node *iter8__weights_encode(const iter8__spec *spec, const int32_t *first, size_t stride);

/* Puts a number into the tree as the shortest quantity; made, or NULL without memory. */
iter8__node *iter8__quantity_encode(double value);

/* Collects the metrics that the spec and the status of @p root name. */
void iter8__metrics_collect(iter8__decoder *decoder, const iter8__node *root,
                            iter8_experiment *experiment);

/* "Error: ...; Warning: ...; Info: ..." of the values that could not be had. */
void iter8__message_values(const iter8_experiment *experiment, const iter8__decision *analysis,
                           iter8__text *text);

/* Single values, for those who may be handed NULL. */
const char *iter8__experiment_name(const iter8_experiment *experiment);
const char *iter8__experiment_namespace(const iter8_experiment *experiment);
const char *iter8__experiment_target(const iter8_experiment *experiment);
size_t iter8__experiment_version_count(const iter8_experiment *experiment);
size_t iter8__experiment_metric_count(const iter8_experiment *experiment);
int32_t iter8__experiment_weight(const iter8_experiment *experiment, size_t version);
int32_t iter8__experiment_completed_iterations(const iter8_experiment *experiment);
int32_t iter8__experiment_winner(const iter8_experiment *experiment);
const char *iter8__experiment_recommended(const iter8_experiment *experiment);

#endif

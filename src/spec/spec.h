/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * spec.h - the spec of an experiment as structs: what is to be decided, and within which limits.
 *
 * Versions are counted from 0, the baseline. Nothing here changes after decoding. Fields that the
 * experiment leaves open say so; iter8__spec_* answers with the controller's defaults.
 */
#ifndef ITER8_SPEC_SPEC_H
#define ITER8_SPEC_SPEC_H

#include "decode/decoder.h"
#include "iter8/limit.h"
#include "spec/metric.h"
#include "spec/names.h"
#include "spec/settings.h"

#include <stddef.h>
#include <stdint.h>

typedef struct iter8__reference {
    const char *api_version;
    const char *kind;
    const char *namespace_; /* "" where there is none */
    const char *name;
    const char *field_path;
} iter8__reference;

typedef struct iter8__version {
    const char *name;
    const iter8__named_value *variables;
    size_t variable_count;
    const iter8__reference *weight; /* weightObjRef, or NULL */
} iter8__version;

typedef struct iter8__objective {
    const char *metric;
    size_t metric_index;                  /* among the experiment's metrics */
    iter8_limit limits[ITER8_MAX_LIMITS]; /* numbers first; of either kind the upper one first */
    size_t limit_count;
    int says_limit;          /* itself, however badly */
    int rollback_on_failure; /* the default filled in: only for BlueGreen */
    int32_t kind;            /* enum iter8_metric_kind: what the metric measures */
    iter8__budget budget;    /* how many failures it takes until one counts */
    /* What said so: 2 what is said of this objective, 1 of its metric, 0 of all. */
    int32_t budget_closeness;
} iter8__objective;

/* The limit of an objective on a side (enum iter8_limit_side) with a reference (enum
 * iter8_limit_reference), or NULL. */
const iter8_limit *iter8__objective_limit(const iter8__objective *objective, int32_t side,
                                          int32_t reference);

/* Puts limits in the place of those with the same reference, which all of them have. */
void iter8__objective_set_limits(iter8__objective *objective, int32_t reference,
                                 const iter8_limit *limits, size_t count);

/* Whether candidates are compared with the baseline. */
int iter8__objective_is_relative(const iter8__objective *objective);

typedef struct iter8__reward {
    const char *metric;
    size_t metric_index;
    int32_t direction; /* ITER8__HIGH, ITER8__LOW; 0 in a partial experiment that does not say */
    int32_t kind;      /* enum iter8_metric_kind */
} iter8__reward;

typedef struct iter8__task_spec iter8__task_spec; /* spec/task.h */

typedef struct iter8__action_spec {
    const char *name;
    iter8__task_spec *tasks;
    size_t task_count;
} iter8__action_spec;

typedef struct iter8__spec {
    const char *name;       /* metadata.name, or "" */
    const char *namespace_; /* metadata.namespace, or "" */
    const char *target;     /* or "" */
    const iter8__version *versions;
    size_t version_count; /* 0 where there is no versionInfo */
    iter8__objective *objectives;
    size_t objective_count;
    iter8__reward *rewards;
    size_t reward_count;
    const char *const *indicators;
    size_t indicator_count;
    const char *request_count; /* a metric, or NULL */
    iter8__action_spec *actions;
    size_t action_count;
    int may_roll_back;       /* an objective can, by its failure or a missing value */
    int has_objectives;      /* the list is there, though it may be empty */
    int has_weights;         /* spec.strategy.weights is there */
    int32_t testing_pattern; /* 0 in a partial experiment without */
    int32_t deployment_pattern;
    int32_t max_candidate_weight;           /* -1 where it is not said */
    int32_t max_candidate_weight_increment; /* -1 where it is not said */
    int32_t interval_s;
    int32_t iterations_per_loop;
    int32_t max_loops;
    iter8__settings settings;
} iter8__spec;

/* The most that is taken of what real experiments have a handful of, so that no document can ask
 * for room or time out of all proportion. Weights are whole percent: of more versions than a
 * hundred some could never be measured. */
enum { ITER8__MAX_CANDIDATES = 99, ITER8__MAX_CRITERIA = 256, ITER8__MAX_METRICS = 1024 };

/* Defaults of the Iter8 controller. */
enum {
    ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT = 100,
    ITER8__DEFAULT_MAX_CANDIDATE_WEIGHT_INCREMENT = 10,
    ITER8__DEFAULT_INTERVAL_S = 20,
    ITER8__DEFAULT_ITERATIONS_PER_LOOP = 15,
    ITER8__DEFAULT_MAX_LOOPS = 1
};

/* Decodes metadata and spec of the Experiment that the decoder stands at. Metric indexes are not
 * yet set. */
void iter8__spec_decode(iter8__decoder *decoder, const iter8__node *root, iter8__spec *out);

/* Reports what cannot be carried out although each field is well-formed: the rules of the Iter8
 * controller on candidates, rewards, names and field paths, and two versions that share a field. */
void iter8__spec_validate(iter8__decoder *decoder, const iter8__spec *spec);

/* All iterations: per loop times loops. */
int32_t iter8__spec_iterations(const iter8__spec *spec);

/* The namespace of the object that a reference is to: that of the experiment where it has none. */
const char *iter8__reference_namespace(const iter8__spec *spec, const iter8__reference *reference);

/* The index of a version, or -1. */
int32_t iter8__spec_version(const iter8__spec *spec, const char *name);

/* An action that has tasks, or NULL. */
const iter8__action_spec *iter8__spec_action(const iter8__spec *spec, const char *name);

#endif

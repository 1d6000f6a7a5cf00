/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Experiments: an Iter8 `Experiment` (API `iter8.tools/v2alpha2`), its spec and its status.
 *
 * An experiment is made from a document and owns a copy of all it needs. Its status is its whole
 * memory: write it, end the process, read it elsewhere, and it goes on. Fields and annotations that
 * the library does not know survive.
 *
 * Versions are numbered as Iter8 lists them: 0 is the baseline, 1 and up are the candidates. An
 * experiment belongs to one thread at a time; one that nobody changes may be read by many.
 */
#ifndef ITER8_EXPERIMENT_H
#define ITER8_EXPERIMENT_H

#include "iter8/algorithm.h"
#include "iter8/allocator.h"
#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/export.h"
#include "iter8/limit.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A time that is not known. */
#define ITER8_NO_TIME INT64_MIN

/** An experiment; opaque. */
typedef struct iter8_experiment iter8_experiment;

/** `spec.strategy.testingPattern`. */
enum iter8_testing_pattern {
    ITER8_TESTING_CANARY = 1,
    ITER8_TESTING_AB = 2,
    ITER8_TESTING_ABN = 3,
    ITER8_TESTING_CONFORMANCE = 4
};

/** `spec.strategy.deploymentPattern`. */
enum iter8_deployment_pattern {
    ITER8_DEPLOYMENT_PROGRESSIVE = 1, /**< the default */
    ITER8_DEPLOYMENT_FIXED_SPLIT = 2, /**< weights are never changed */
    ITER8_DEPLOYMENT_BLUE_GREEN = 3   /**< as progressive; an unmet objective rolls back */
};

/** `status.stage`; an experiment goes through them in this order. */
enum iter8_stage {
    ITER8_STAGE_NONE = 0,         /**< never reconciled */
    ITER8_STAGE_WAITING = 1,      /**< another experiment has the target */
    ITER8_STAGE_INITIALIZING = 2, /**< the start action runs */
    ITER8_STAGE_RUNNING = 3,      /**< iterations */
    ITER8_STAGE_FINISHING = 4,    /**< the finish, rollback or failure action runs */
    ITER8_STAGE_COMPLETED = 5     /**< over, for better or worse */
};

/** `status.conditions[].type`. */
enum iter8_condition_type {
    ITER8_CONDITION_COMPLETED = 1,
    ITER8_CONDITION_FAILED = 2,
    ITER8_CONDITION_TARGET_ACQUIRED = 3,
    /* libiter8's own, each in a status from when it is first needed. */
    ITER8_CONDITION_METRICS_AVAILABLE = 4, /**< the metrics source answers each question */
    ITER8_CONDITION_ROUTER_AVAILABLE = 5,  /**< weights can be read and written */
    ITER8_CONDITION_WEIGHTS_HOLD = 6       /**< the weights that were written are there later on */
};

/** `status.conditions[].status`. */
enum iter8_condition_status {
    ITER8_CONDITION_UNKNOWN = 0,
    ITER8_CONDITION_FALSE = 1,
    ITER8_CONDITION_TRUE = 2
};

/** What an experiment asks for; all texts are owned by the experiment. */
typedef struct iter8_spec {
    /** Set by the caller to sizeof(iter8_spec). */
    size_t struct_size;
    const char *name;       /**< `metadata.name`, or "" */
    const char *name_space; /**< `metadata.namespace`, or "" */
    const char *target;     /**< `spec.target`, or "" */
    size_t version_count;   /**< the baseline included */
    /** The metrics that are measured: those the criteria name, those these name as sample size,
     *  those the status has values for. */
    size_t metric_count;
    size_t objective_count;
    int32_t testing_pattern; /**< one of #iter8_testing_pattern; 0 where a partial one has none */
    int32_t deployment_pattern; /**< one of #iter8_deployment_pattern, the default filled in */
    int32_t interval_s;         /**< seconds between iterations, the default (20) filled in */
    int32_t iterations;         /**< in all: `iterationsPerLoop` (15) times `maxLoops` (1) */
} iter8_spec;

/** How far an experiment is. */
typedef struct iter8_status {
    /** Set by the caller to sizeof(iter8_status). */
    size_t struct_size;
    int64_t start_ns;       /**< `startTime` in nanoseconds since 1970, or #ITER8_NO_TIME */
    int64_t last_update_ns; /**< `lastUpdateTime`, likewise */
    /** `versionRecommendedForPromotion`, or ""; owned by the experiment. */
    const char *recommended;
    int32_t stage;                /**< one of #iter8_stage */
    int32_t ending;               /**< one of #iter8_ending (command.h) */
    int32_t completed_iterations; /**< 0 before the first */
    int32_t winner;               /**< of the last analysis: the index of a version, or -1 */
    int32_t paused;               /**< 1 while it is paused, else 0 */
    int32_t reserved;             /**< 0 */
} iter8_status;

/** A version; the weight is `currentWeightDistribution`, or all for the baseline before anything is
 *  known. */
typedef struct iter8_version_status {
    /** Set by the caller to sizeof(iter8_version_status). */
    size_t struct_size;
    const char *name; /**< owned by the experiment */
    int32_t weight;   /**< percent of the traffic */
    int32_t reserved; /**< 0 */
} iter8_version_status;

/** A condition of the status. */
typedef struct iter8_condition {
    /** Set by the caller to sizeof(iter8_condition). */
    size_t struct_size;
    /** One word such as "SourceFailed", or ""; owned by the experiment, borrowed until its next
     *  step. */
    const char *reason;
    int64_t
        transition_ns; /**< when the status last changed; #ITER8_NO_TIME where it is not there */
    int32_t status;    /**< one of #iter8_condition_status */
    int32_t reserved;  /**< 0 */
} iter8_condition;

/** One objective of `spec.criteria.objectives`. */
typedef struct iter8_objective {
    /** Set by the caller to sizeof(iter8_objective). */
    size_t struct_size;
    /** The metric's name as the experiment writes it; owned by the experiment. */
    const char *metric;
    iter8_limit
        limits[ITER8_MAX_LIMITS]; /**< in the order in which a value is compared with them */
    int32_t limit_count;          /**< how many of them there are */
    /** Whether a version that does not meet it ends the experiment. */
    int32_t rollback_on_failure;
} iter8_objective;

/** What is known of a metric for a version: `status.analysis.aggregatedMetrics`. */
typedef struct iter8_value {
    /** Set by the caller to sizeof(iter8_value). */
    size_t struct_size;
    double value;       /**< when last measured, in the metric's units; NaN where there is none */
    double min;         /**< least of all iterations; NaN where there is none */
    double max;         /**< greatest of all iterations; NaN where there is none */
    double sample_size; /**< observations behind the value; NaN where it is not known */
    /** Why there is no value, or no fresh one, or ""; owned by the experiment, borrowed until its
     *  next step. */
    const char *reason;
    int32_t state;   /**< one of #iter8_value_state (metric.h) */
    int32_t carried; /**< for so many iterations the value stands in for a missing one; 0: fresh */
} iter8_value;

/** How an experiment is made from a document. Zero in a field means its default. */
typedef struct iter8_experiment_options {
    /** sizeof(iter8_experiment_options). */
    size_t struct_size;
    /** Memory of the experiment; copied; NULL for malloc. */
    const iter8_allocator *allocator;
    /** Nonzero: take also what cannot run, such as a spec without target or a wrong number of
     *  candidates, as long as what is there can be understood. For analysing and describing, not
     * for running. */
    int32_t partial;
    int32_t reserved; /**< must be 0 */
    /** What holds where the experiment itself says nothing: a document of the same form, of which
     *  only the annotations `iter8.tools/...` (but for the state) and `spec.criteria.strength` are
     *  read; a document of another kind, or with other fields, is refused. Borrowed for the call;
     *  NULL for none. Its problems are reported like the experiment's, with places in this document
     *  and #ITER8_ORIGIN_DEFAULTS. */
    const iter8_document *defaults;
    /** How many of the last iterations are kept in memory (history.h); at most 100,000. Default
     *  none. */
    uint32_t history;
    uint32_t reserved2; /**< must be 0 */
    /** The host's own weight algorithms, which experiments name (algorithm.h); borrowed for the
     *  call, but for what their functions are handed. NULL for none. */
    const iter8_weight_algorithm *algorithms;
    size_t algorithm_count; /**< of them */
    /** Nonzero: what would be warned of is an error. The same for all readers that are handed a
     *  list: iter8_diagnostics_set_strict(). */
    int32_t strict;
    int32_t reserved3; /**< must be 0 */
} iter8_experiment_options;

/**
 * Makes an experiment from text that holds one document. @since 0.1.0
 *
 * @param options      NULL for the defaults.
 * @param diagnostics  takes all problems (of errors and of warnings each the first hundred found),
 *   each with field path, line and column; may be NULL.
 * @param[out] out     owned by the caller, release with iter8_experiment_free().
 * @return 0; #ITER8_ERR_INVALID (the diagnostics say why); what iter8_documents_read() returns;
 *   #ITER8_ERR_KIND for no document or several; #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT,
 *   #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_read(const char *text, size_t length,
                                                    const iter8_experiment_options *options,
                                                    iter8_diagnostics *diagnostics,
                                                    iter8_experiment **out);

/** Makes an experiment from a document, which is copied; as iter8_experiment_read(). @since 0.1.0
 */
ITER8_API ITER8_NODISCARD int
iter8_experiment_from_document(const iter8_document *document,
                               const iter8_experiment_options *options,
                               iter8_diagnostics *diagnostics, iter8_experiment **out);

/** Checks a document of defaults by itself, as a host does once when it starts. @since 0.1.0
 *  @return 0, #ITER8_ERR_INVALID (the diagnostics say why), #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_defaults_check(const iter8_document *defaults,
                                                   iter8_diagnostics *diagnostics);

/** Frees an experiment, which must not be in a registry; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_experiment_free(iter8_experiment *experiment);

/**
 * Writes the experiment with its status, as iter8_document_write() does. @since 0.1.0
 * @return 0, #ITER8_ERR_BUFFER, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_write(const iter8_experiment *experiment, int format,
                                                     char *buffer, size_t capacity, size_t *length);

/** Reads what an experiment asks for. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_experiment_spec(const iter8_experiment *experiment,
                                                    iter8_spec *out);
/** Reads how far an experiment is. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_experiment_status(const iter8_experiment *experiment,
                                                      iter8_status *out);
/** Reads a version by its index, the baseline being 0. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NO_VERSION, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_experiment_version(const iter8_experiment *experiment,
                                                       size_t version, iter8_version_status *out);
/** Reads a condition, one of #iter8_condition_type. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_experiment_condition(const iter8_experiment *experiment,
                                                         int32_t type, iter8_condition *out);

/** An annotation of `metadata.annotations`, or NULL; owned by the experiment. @since 0.1.0 */
ITER8_API const char *iter8_experiment_annotation(const iter8_experiment *experiment,
                                                  const char *name);

/** The value of a version's variable, the last one's of that name, or NULL; owned by the
 * experiment.
 *  @since 0.1.0 */
ITER8_API const char *iter8_experiment_version_variable(const iter8_experiment *experiment,
                                                        size_t version, const char *name);

/** The name of a metric as the experiment writes it, or NULL past the last; owned by the
 * experiment.
 *  @since 0.1.0 */
ITER8_API const char *iter8_experiment_metric_name(const iter8_experiment *experiment,
                                                   size_t metric);

/** Reads what is known of a metric for a version. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NO_METRIC, #ITER8_ERR_NO_VERSION. */
ITER8_API ITER8_NODISCARD int iter8_experiment_value(const iter8_experiment *experiment,
                                                     size_t metric, size_t version,
                                                     iter8_value *out);

/** Reads an objective. @since 0.1.0 @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND. */
ITER8_API ITER8_NODISCARD int iter8_experiment_objective(const iter8_experiment *experiment,
                                                         size_t index, iter8_objective *out);

/** The name of a stage, such as "Running"; "" for #ITER8_STAGE_NONE or no stage. @since 0.1.0 */
ITER8_API const char *iter8_stage_name(int32_t stage);

/**
 * Writes the message of a condition, one line such as "error-rate of v2: HTTP 503", or nothing
 * where it has none. @since 0.1.0
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_condition_message(const iter8_experiment *experiment,
                                                                 int32_t type, char *buffer,
                                                                 size_t capacity, size_t *length);

/**
 * Writes `status.message`, such as "IterationUpdate: Completed Iteration 3". @since 0.1.0
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_experiment_message(const iter8_experiment *experiment,
                                                       char *buffer, size_t capacity,
                                                       size_t *length);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_EXPERIMENT_H */

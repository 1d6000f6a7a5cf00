/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief How a policy behaves over many rollouts: unit tests for experiments.
 *
 * A simulation is an experiment and a Scenario: what traffic there is, how each version fares, how
 * metrics are computed, what goes wrong (docs/policy-tests.md has all its fields). A run is the
 * experiment taken from its start to its end by iter8_reconcile() on a virtual clock, with requests
 * drawn at random:
 *
 *     iter8_series series = ITER8_INIT(iter8_series);
 *     series.count = 1000;
 *     iter8_simulate(simulation, &series, tally);
 *     iter8_tally_estimate(tally, ITER8_FIGURE_PROMOTED, 0.99, &share);
 *
 * A run is named by the seed and its number, and is the same whoever makes it: runs can be split
 * among threads or processes by their numbers, each with a simulation and a tally of its own, and
 * the tallies be added (iter8_tally_add(), iter8_tally_write()) to the same total, byte by byte.
 * Two experiments under the same scenario and seed meet the same chances in each run.
 *
 * A simulation and a tally belong to one thread at a time.
 */
#ifndef ITER8_SIMULATE_H
#define ITER8_SIMULATE_H

#include "iter8/allocator.h"
#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/experiment.h"
#include "iter8/export.h"
#include "iter8/reconcile.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An experiment under a scenario; opaque. */
typedef struct iter8_simulation iter8_simulation;

/** What came of many runs; opaque. */
typedef struct iter8_tally iter8_tally;

/** What came of a run. */
enum iter8_run_verdict {
    ITER8_RUN_PROMOTED = 1, /**< it ends recommending a candidate */
    ITER8_RUN_ROLLED_BACK =
        2,                  /**< for the baseline: by a rollback, or it is the winner at the end */
    ITER8_RUN_UNDECIDED = 3 /**< it ends without a winner, or not at all */
};

/** One run. */
typedef struct iter8_run {
    /** Set by the caller to sizeof(iter8_run). */
    size_t struct_size;
    uint64_t number;
    int64_t start_ns;   /**< of its virtual clock, nanoseconds since 1970 */
    int64_t end_ns;     /**< when it was over */
    int64_t requests;   /**< served until then, by all versions; so the next two */
    int64_t errors;     /**< of the requests */
    int64_t slow;       /**< those slower than `spec.slowMilliseconds` */
    int32_t verdict;    /**< one of #iter8_run_verdict */
    int32_t ending;     /**< one of #iter8_ending (command.h) */
    int32_t version;    /**< index of the version recommended for promotion, or -1 */
    int32_t iterations; /**< that were completed */
    /** The objective of which a candidate's failure first counted, or -1. */
    int32_t violated;
    int32_t reserved; /**< 0 */
} iter8_run;

/** What a tally can estimate: of the first four the share of runs, of the others the mean per run.
 */
enum iter8_figure {
    ITER8_FIGURE_PROMOTED = 1,
    ITER8_FIGURE_ROLLED_BACK = 2,
    ITER8_FIGURE_UNDECIDED = 3,
    ITER8_FIGURE_CUT_SHORT = 4, /**< rolled back before the last iteration */
    ITER8_FIGURE_ITERATIONS = 5,
    ITER8_FIGURE_SECONDS = 6,  /**< from start to end */
    ITER8_FIGURE_REQUESTS = 7, /**< served, by all versions */
    ITER8_FIGURE_ERRORS = 8,
    ITER8_FIGURE_SLOW = 9,
    ITER8_FIGURE_CANDIDATE_ERRORS = 10 /**< served by candidates alone */
};

/** An estimate, and what it may really be. */
typedef struct iter8_estimate {
    /** Set by the caller to sizeof(iter8_estimate). */
    size_t struct_size;
    double value; /**< NaN without runs; so all three */
    double low;
    double high;
} iter8_estimate;

/** The weights, in percent, that a version had after an iteration, over all runs; a run that was
 *  over before counts with its last weights. */
typedef struct iter8_spread {
    /** Set by the caller to sizeof(iter8_spread). */
    size_t struct_size;
    double mean;
    int32_t min;
    /** The smallest weight that at least 5 % of the runs do not exceed; so the others. */
    int32_t p5;
    int32_t median;
    int32_t p95;
    int32_t max;
    int32_t reserved; /**< 0 */
} iter8_spread;

/** Whether an expectation is met. */
enum iter8_expected {
    ITER8_EXPECTED_MET = 1,            /**< as sure as is asked for */
    ITER8_EXPECTED_MISSED = 2,         /**< likewise */
    ITER8_EXPECTED_NOT_ENOUGH_RUNS = 3 /**< it may be either */
};

/** One of the expectations of a scenario. */
typedef struct iter8_expectation {
    /** Set by the caller to sizeof(iter8_expectation). */
    size_t struct_size;
    const char *name;   /**< such as "promoted"; owned by the simulation */
    const char *wanted; /**< as the scenario says it, such as "<= 0.05"; owned by the simulation */
    double confidence;  /**< of the interval */
    double limit;
    double value; /**< as iter8_tally_estimate() estimates it; so the next two */
    double low;
    double high;
    int32_t figure;   /**< one of #iter8_figure */
    int32_t expected; /**< one of #iter8_expected */
} iter8_expectation;

/** A policy: an experiment as a controller would be given it. Zero in a field means its default. */
typedef struct iter8_policy {
    /** sizeof(iter8_policy). */
    size_t struct_size;
    /** Read as iter8_experiment_from_document() does, but for its status, which is passed over: a
     *  run begins at the beginning. Borrowed for the call, as all of the policy. */
    const iter8_document *experiment;
    /** Metric resources that the experiment may need. A mock counts where the scenario does not say
     *  how a metric is computed. NULL for none. */
    const iter8_document *const *metrics;
    size_t metric_count; /**< of them */
    /** How the experiment is read. Its allocator is the simulation's. NULL for the defaults. */
    const iter8_experiment_options *options;
} iter8_policy;

/** What a tally is of. */
typedef struct iter8_tally_counts {
    /** Set by the caller to sizeof(iter8_tally_counts). */
    size_t struct_size;
    uint64_t runs;
    size_t version_count;
    size_t objective_count;
    int32_t iterations; /**< the most that a run can have */
    int32_t reserved;   /**< 0 */
} iter8_tally_counts;

/** What was counted of a version. */
typedef struct iter8_version_tally {
    /** Set by the caller to sizeof(iter8_version_tally). */
    size_t struct_size;
    const char *name;  /**< owned by the tally */
    uint64_t promoted; /**< runs that promoted it */
} iter8_version_tally;

/** What was counted of an objective. */
typedef struct iter8_objective_tally {
    /** Set by the caller to sizeof(iter8_objective_tally). */
    size_t struct_size;
    const char *metric; /**< owned by the tally */
    uint64_t violated;  /**< runs in which it was the first violated */
} iter8_objective_tally;

/** What the scenario of a simulation says. */
typedef struct iter8_scenario {
    /** Set by the caller to sizeof(iter8_scenario). */
    size_t struct_size;
    const char *name; /**< `metadata.name`, or ""; owned by the simulation */
    double slow_ms;   /**< `spec.slowMilliseconds`, or infinity */
    size_t expectation_count;
} iter8_scenario;

/**
 * Makes a simulation. @since 0.1.0
 *
 * @param scenario     a document of kind Scenario; borrowed for the call.
 * @param diagnostics  takes the problems, each with field path, line and column: of the experiment
 *   if it is not valid, else of a metric that is not, else of the scenario. May be NULL.
 * @param[out] out     owned by the caller, release with iter8_simulation_free().
 * @return 0; #ITER8_ERR_INVALID (the diagnostics say why); as iter8_experiment_from_document() and
 *   iter8_experiment_add_metric().
 */
ITER8_API ITER8_NODISCARD int iter8_simulation_new(const iter8_policy *policy,
                                                   const iter8_document *scenario,
                                                   iter8_diagnostics *diagnostics,
                                                   iter8_simulation **out);

/** Frees a simulation; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_simulation_free(iter8_simulation *simulation);

/** Checks a Scenario by itself. @since 0.1.0
 *  @return 0, #ITER8_ERR_INVALID (the diagnostics say why), #ITER8_ERR_KIND, #ITER8_ERR_NOMEM,
 *    #ITER8_ERR_ARGUMENT. */
ITER8_API ITER8_NODISCARD int iter8_scenario_check(const iter8_document *scenario,
                                                   iter8_diagnostics *diagnostics);

/** Which runs are to be made. Zero in a field means its default. */
typedef struct iter8_series {
    /** sizeof(iter8_series). */
    size_t struct_size;
    uint64_t seed;  /**< names a series of runs */
    uint64_t first; /**< the number of the first run to be made */
    uint64_t count; /**< of runs to be made */
    /** Is handed each run when it is over; must not use the simulation. NULL for nobody. */
    void (*each)(const iter8_run *run, void *user_data);
    void *user_data; /**< handed to it; borrowed for the call */
} iter8_series;

/**
 * Makes runs, one after the other. @since 0.1.0
 *
 * @param tally  takes the runs; may be NULL. After an error it holds those that were over before.
 * @return 0; #ITER8_ERR_NOMEM, #ITER8_ERR_STRUCT_SIZE, #ITER8_ERR_BUSY, #ITER8_ERR_ARGUMENT (also
 *   for a tally of other versions, objectives or iterations, and for more than 2^32 - 1 runs);
 *   #ITER8_ERR_RANGE: the requests of all runs are more than 2^63.
 */
ITER8_API ITER8_NODISCARD int iter8_simulate(iter8_simulation *simulation,
                                             const iter8_series *series, iter8_tally *tally);

/**
 * Makes one run step by step, for a host that wants to see it, such as a recorder (log.h) does.
 * The experiment, the host and the outcome's `next_ns` are to be used as with iter8_reconcile();
 * `now_ns` begins at the run's `start_ns`. @since 0.1.0
 *
 * @param[out] experiment  at its beginning; owned by the simulation, and borrowed until its next
 *   run or its end. So is what @p host holds.
 * @param[out] host  its @c struct_size is set by the caller.
 * @param[out] start_ns  when to call for the first time.
 * @return 0; #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT, #ITER8_ERR_BUSY.
 */
ITER8_API ITER8_NODISCARD int iter8_simulation_begin(iter8_simulation *simulation, uint64_t seed,
                                                     uint64_t number, iter8_experiment **experiment,
                                                     iter8_host *host, int64_t *start_ns);

/**
 * When to call again in a run that was begun with iter8_simulation_begin(): `next_ns`, or later
 * where an answer is pending until then; #ITER8_NEVER when the run is over. @since 0.1.0
 * @param outcome  of the last step.
 */
ITER8_API int64_t iter8_simulation_next_ns(iter8_simulation *simulation,
                                           const iter8_outcome *outcome);

/** Reads what came of such a run, so far: what it served is counted when it is over. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT; #ITER8_ERR_NOMEM: memory has run out, so
 *    the run is not what it would have been. */
ITER8_API ITER8_NODISCARD int iter8_simulation_run(const iter8_simulation *simulation,
                                                   iter8_run *out);

/**
 * Makes an empty tally for runs of a simulation and of others like it. @since 0.1.0
 * @param allocator  copied; NULL for malloc.
 * @param[out] out   owned by the caller, release with iter8_tally_free(); independent of the
 *   simulation.
 * @return 0, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_tally_new(const iter8_simulation *simulation,
                                              const iter8_allocator *allocator, iter8_tally **out);

/** Frees a tally; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_tally_free(iter8_tally *tally);

/** Adds one tally to another. @since 0.1.0
 *  @return 0; #ITER8_ERR_ARGUMENT, also when they are of different versions, objectives or
 *    iterations, or hold more together than can be counted. */
ITER8_API ITER8_NODISCARD int iter8_tally_add(iter8_tally *tally, const iter8_tally *other);

/** Reads what a tally is of. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_tally_count(const iter8_tally *tally, iter8_tally_counts *out);
/** Reads what was counted of a version, by its index. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NO_VERSION, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_tally_version(const iter8_tally *tally, size_t version,
                                                  iter8_version_tally *out);
/** Reads what was counted of an objective, by its index. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_tally_objective(const iter8_tally *tally, size_t objective,
                                                    iter8_objective_tally *out);

/**
 * Estimates a figure. @since 0.1.0
 *
 * Shares have the exact interval of Clopper and Pearson (1934), means the one of the normal
 * approximation, which is no more than that where runs are few.
 *
 * @param figure      one of #iter8_figure.
 * @param confidence  in (0, 1), such as 0.99.
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_RANGE.
 */
ITER8_API ITER8_NODISCARD int iter8_tally_estimate(const iter8_tally *tally, int32_t figure,
                                                   double confidence, iter8_estimate *out);

/** The number of runs that were over after so many iterations. @since 0.1.0 */
ITER8_API uint64_t iter8_tally_ended(const iter8_tally *tally, int32_t iterations);
/** Reads the weights of a version after an iteration, counted from 1. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND (also without runs). */
ITER8_API ITER8_NODISCARD int iter8_tally_spread(const iter8_tally *tally, int32_t iteration,
                                                 size_t version, iter8_spread *out);

/** Reads what the scenario of a simulation says. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_simulation_scenario(const iter8_simulation *simulation,
                                                        iter8_scenario *out);
/** Compares an expectation of the scenario with a tally. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND. */
ITER8_API ITER8_NODISCARD int iter8_simulation_expectation(const iter8_simulation *simulation,
                                                           const iter8_tally *tally, size_t index,
                                                           iter8_expectation *out);

/**
 * Writes a tally as a document of kind Tally: all that is counted, for reading it again and adding
 * it elsewhere, and the figures; `seed` if all runs are of one. @since 0.1.0
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_tally_write(const iter8_tally *tally, int format, char *buffer,
                                                size_t capacity, size_t *length);

/**
 * Writes a tally as iter8_tally_write() does, with what it is a tally of: `metadata.name` (of the
 * scenario), `experiment`, and `expectations`, each with its verdict: met, missed or
 * notEnoughRuns. @since 0.1.0
 * @return as iter8_document_write().
 */
ITER8_API ITER8_NODISCARD int iter8_simulation_write(const iter8_simulation *simulation,
                                                     const iter8_tally *tally, int format,
                                                     char *buffer, size_t capacity, size_t *length);

/**
 * Reads a tally. @since 0.1.0
 * @param allocator  copied; NULL for malloc.
 * @param diagnostics  takes all problems; may be NULL.
 * @param[out] out   owned by the caller, release with iter8_tally_free().
 * @return 0, #ITER8_ERR_INVALID (the diagnostics say why), #ITER8_ERR_KIND, #ITER8_ERR_NOMEM,
 *   #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_tally_read(const iter8_document *document,
                                               const iter8_allocator *allocator,
                                               iter8_diagnostics *diagnostics, iter8_tally **out);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_SIMULATE_H */

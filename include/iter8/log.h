/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief The decision log: what an experiment was given and what it decided, one JSON line a step.
 *
 * A recorder stands between the library and a host: it passes everything on, notes what was asked
 * and answered, and hands over lines of text. A replay takes such lines, decides everything again
 * with the recorded answers, and compares the bytes. docs/decision-log.md has the format.
 *
 * No secret gets into a log by the library: documents refer to secrets by name, and what a Metric
 * itself holds as a header's value or in a URL's user part is masked. A reason that a host gives
 * for a missing value is recorded as it is.
 */
#ifndef ITER8_LOG_H
#define ITER8_LOG_H

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

/** Makes a log of one experiment's steps; opaque. Belongs to one thread at a time. */
typedef struct iter8_recorder iter8_recorder;

/** How a recorder is made. Zero in a field means its default. */
typedef struct iter8_recorder_options {
    /** sizeof(iter8_recorder_options). */
    size_t struct_size;
    /** Memory of the recorder; copied; NULL for malloc. */
    const iter8_allocator *allocator;
    /** The defaults that the experiments are read with
     *  (iter8_experiment_options::defaults); copied; NULL for none. */
    const iter8_document *defaults;
    /** Takes a line, whose last byte is its newline; borrowed for the call. Needed. Returns 0, or a
     *  negative number: the line was not taken. Called inside iter8_recorder_reconcile(), after the
     *  step. */
    int32_t (*write)(const char *line, size_t length, void *user_data);
    void *user_data; /**< handed to it; borrowed as long as the recorder lives */
} iter8_recorder_options;

/**
 * Makes a recorder, which begins a log. @since 0.1.0
 *
 * @param host      copied; its user data is borrowed as long as the recorder lives.
 * @param[out] out  owned by the caller, release with iter8_recorder_free().
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE, #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_recorder_new(const iter8_recorder_options *options,
                                                 const iter8_host *host, iter8_recorder **out);

/** Frees a recorder; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_recorder_free(iter8_recorder *recorder);

/**
 * Begins another log with the same recorder, which keeps its memory. @since 0.1.0
 * @param host  as for iter8_recorder_new(); NULL: the one that it has.
 * @return 0, #ITER8_ERR_BUSY from a callback, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_recorder_restart(iter8_recorder *recorder,
                                                     const iter8_host *host);

/**
 * Does what iter8_reconcile() does with the recorder's host, and records it. The lines are handed
 * over before the call returns: at the beginning a line about the host, then one with the
 * experiment whenever it is not what the last line left, and one for the step. @since 0.1.0
 *
 * What goes wrong with recording changes neither the step nor what is returned; see
 * iter8_recorder_error(). A recorder may be given one experiment after the other.
 *
 * @return as iter8_reconcile(). Only calls that return 0 or #ITER8_ERR_HOST are recorded.
 */
ITER8_API ITER8_NODISCARD int iter8_recorder_reconcile(iter8_recorder *recorder,
                                                       iter8_experiment *experiment, int64_t now_ns,
                                                       iter8_diagnostics *diagnostics,
                                                       iter8_outcome *outcome);

/**
 * The same with another host, such as the one that a registry hands on
 * (iter8_registry_options::reconcile); the recorder keeps it. A host with other callbacks or
 * another seed than the one before begins the log anew, in the same place: a log may have several
 * beginnings. What went wrong before stays in iter8_recorder_error(). @since 0.1.0
 *
 * @param host  copied; its user data is borrowed as iter8_recorder_new() has it.
 * @return as iter8_recorder_reconcile(); #ITER8_ERR_BUSY also from a callback of another step.
 */
ITER8_API ITER8_NODISCARD int iter8_recorder_reconcile_with(iter8_recorder *recorder,
                                                            iter8_experiment *experiment,
                                                            const iter8_host *host, int64_t now_ns,
                                                            iter8_diagnostics *diagnostics,
                                                            iter8_outcome *outcome);

/** What first went wrong with recording since the log was begun: 0, #ITER8_ERR_NOMEM, or what the
 *  host's @c write returned. The steps since then that could be recorded are in the log, which can
 *  still be replayed; those that could not are missing. @since 0.1.0 */
ITER8_API int iter8_recorder_error(const iter8_recorder *recorder);

/** What came of a replay; opaque. Never changes after it is made. */
typedef struct iter8_replay iter8_replay;

/** The first difference between a log and what is decided now. */
typedef struct iter8_difference {
    /** Set by the caller to sizeof(iter8_difference). */
    size_t struct_size;
    uint64_t line; /**< of the log, from 1 */
    uint64_t step; /**< its number; 0 where the line is not of a step */
    /** Where in the line, such as `iteration.weights[1].decided`; "" for the whole line. Owned by
     *  the replay, as the next two. */
    const char *member;
    const char *recorded; /**< JSON, or "" where there is nothing */
    const char *now;      /**< likewise */
} iter8_difference;

/**
 * Decides everything in a log again. @since 0.1.0
 *
 * @param log          lines of a decision log, not necessarily ended by a zero.
 * @param length       bytes of @p log.
 * @param options      what experiments are read with; of these the allocator and the algorithms are
 *   taken, the rest is in the log. NULL for the defaults.
 * @param diagnostics  takes what is wrong with the log, with its line; may be NULL.
 * @param[out] out     owned by the caller, release with iter8_replay_free(). NULL after an error.
 * @return 0, also when there is a difference. #ITER8_ERR_SYNTAX: a line is no JSON, or the last one
 *   is cut off; #ITER8_ERR_KIND: no decision log; #ITER8_ERR_VERSION: a newer version wrote it;
 *   #ITER8_ERR_INVALID: a line that makes no sense, or an experiment that is not valid;
 *   #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_replay_log(const char *log, size_t length,
                                               const iter8_experiment_options *options,
                                               iter8_diagnostics *diagnostics, iter8_replay **out);

/** Frees what came of a replay; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_replay_free(iter8_replay *replay);

/** How many steps were found to be identical; 0 for NULL. @since 0.1.0 */
ITER8_API uint64_t iter8_replay_steps(const iter8_replay *replay);

/** Reads the first difference. @since 0.1.0
 *  @return 0; #ITER8_ERR_NOT_FOUND: there is none; #ITER8_ERR_ARGUMENT. */
ITER8_API ITER8_NODISCARD int iter8_replay_difference(const iter8_replay *replay,
                                                      iter8_difference *out);

/**
 * Tells in plain text what lines of a decision log say: for each step the time, and what was
 * decided, asked, answered and told; nothing for a step in which nothing happened. @since 0.1.0
 *
 * @param lines   one line or several, as a recorder hands them over.
 * @param length  bytes of @p lines.
 * @return as iter8_document_write(), #ITER8_ERR_SYNTAX for what is not JSON.
 */
ITER8_API ITER8_NODISCARD int iter8_log_explain(const char *lines, size_t length, char *buffer,
                                                size_t capacity, size_t *needed);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_LOG_H */

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A list of problems, each with where and what.
 *
 * The caller owns the list and hands it to any function that can find problems; the function adds
 * all it finds, in document order. Every such parameter may be NULL: then only the status code
 * tells. A list belongs to one thread at a time.
 */
#ifndef ITER8_DIAGNOSTICS_H
#define ITER8_DIAGNOSTICS_H

#include "iter8/allocator.h"
#include "iter8/export.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A list of problems; opaque. */
typedef struct iter8_diagnostics iter8_diagnostics;

/** How much a problem matters. */
enum iter8_severity {
    ITER8_SEVERITY_ERROR = 1,  /**< the document is rejected */
    ITER8_SEVERITY_WARNING = 2 /**< the document is accepted, but probably not what was meant */
};

/** Which document a problem is in. */
enum iter8_origin {
    ITER8_ORIGIN_DOCUMENT = 0, /**< the one that was read */
    ITER8_ORIGIN_DEFAULTS = 1  /**< the host's defaults beside it; their places are in that text */
};

/** One problem. */
typedef struct iter8_diagnostic {
    /** Set by the caller to sizeof(iter8_diagnostic) before the call. */
    size_t struct_size;
    /** Where in the document, such as `spec.criteria.objectives[2].upperLimit`; "" for the whole.
     *  Owned by the list, borrowed until it is cleared or freed. */
    const char *path;
    /** One line without a full stop. Owned by the list, as @c path. */
    const char *message;
    /** An `ITER8_ERR_...`. */
    int32_t code;
    /** One of #iter8_severity. */
    int32_t severity;
    /** Line in the text, from 1; 0 where there is no text or the place is not known. */
    uint32_t line;
    /** Column in the line, from 1, in characters; 0 as for @c line. */
    uint32_t column;
    /** One of #iter8_origin. Who has checked the defaults already, with iter8_defaults_check(), can
     *  pass over those of the defaults. */
    int32_t origin;
    int32_t reserved; /**< 0 */
} iter8_diagnostic;

/**
 * Makes an empty list. @since 0.1.0
 * @param allocator  copied; NULL for malloc.
 * @param[out] out   owned by the caller, release with iter8_diagnostics_free().
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_diagnostics_new(const iter8_allocator *allocator,
                                                    iter8_diagnostics **out);

/** Frees a list and the texts in it; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_diagnostics_free(iter8_diagnostics *list);

/** Empties a list for use again. @since 0.1.0 */
ITER8_API void iter8_diagnostics_clear(iter8_diagnostics *list);

/**
 * Makes a list strict, or not any more: as long as it is, whatever reads an experiment, a metric, a
 * scenario or defaults with it takes warnings for errors, and so refuses what it would warn of.
 * @since 0.1.0
 *
 * What happens in a step (reconcile.h) is told as ever. Clearing the list leaves it strict.
 */
ITER8_API void iter8_diagnostics_set_strict(iter8_diagnostics *list, int32_t strict);

/** The number of problems in a list; 0 for NULL. @since 0.1.0 */
ITER8_API size_t iter8_diagnostics_count(const iter8_diagnostics *list);

/** The number of problems that memory ran out for and that are therefore missing. @since 0.1.0 */
ITER8_API size_t iter8_diagnostics_lost(const iter8_diagnostics *list);

/**
 * Reads one problem. @since 0.1.0
 * @param index      from 0.
 * @param[in,out] out  its @c struct_size is set by the caller; at most that much is written.
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND.
 */
ITER8_API ITER8_NODISCARD int iter8_diagnostics_get(const iter8_diagnostics *list, size_t index,
                                                    iter8_diagnostic *out);

/**
 * Adds a problem; for hosts and backends that report in the same way. @since 0.1.0
 * @param diagnostic  copied with its texts; a NULL text is "".
 */
ITER8_API void iter8_diagnostics_add(iter8_diagnostics *list, const iter8_diagnostic *diagnostic);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_DIAGNOSTICS_H */

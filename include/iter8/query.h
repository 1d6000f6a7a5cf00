/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Queries: the HTTP request that measures a Metric for one version.
 *
 * The library renders requests and sends none. A host that has its own way to do HTTP sends what
 * iter8_query_request() and iter8_query_header() say and applies the jq program to the answer;
 * `Authorization` for `authType: Basic` is among the headers already.
 *
 * What a template may use, as in Iter8: `params` and `body` the version (`$name`, `${name}`, each
 * of its variables, and `elapsedTime`, whole seconds; beyond Iter8 also `nowSeconds` and
 * `startSeconds`, now and `elapsedTime` ago in seconds since 1970); `urlTemplate` and, with
 * `authType` Bearer or APIKey, `headerTemplates` the keys of the secret. `$$` is a dollar sign.
 *
 * Of a query that was not rendered as masked, the request, a header and iter8_query_write() may
 * hold secret text: send it, do not show it. Nothing else does.
 */
#ifndef ITER8_QUERY_H
#define ITER8_QUERY_H

#include "iter8/diagnostics.h"
#include "iter8/experiment.h"
#include "iter8/export.h"
#include "iter8/secret.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The HTTP request that measures one metric for one version; opaque. */
typedef struct iter8_query iter8_query;

/** What is to be sent; all texts are owned by the query. */
typedef struct iter8_request {
    /** Set by the caller to sizeof(iter8_request). */
    size_t struct_size;
    const char *method;   /**< "GET" or "POST" */
    const char *url;      /**< with the params, percent-encoded; may hold a secret */
    const char *base_url; /**< `urlTemplate`, without the params; may hold a secret */
    const char *body;     /**< of a POST, or NULL */
    const char *jq;       /**< the jq program that takes the number out of the JSON answer */
    const char *provider; /**< `spec.provider` in the metric, or "" */
    size_t param_count;
    size_t header_count;
} iter8_request;

/** A param or a header; both texts are owned by the query. */
typedef struct iter8_named_text {
    /** Set by the caller to sizeof(iter8_named_text). */
    size_t struct_size;
    const char *name;
    const char *value;
} iter8_named_text;

/** How a query is rendered. Zero in a field means its default. */
typedef struct iter8_query_options {
    /** sizeof(iter8_query_options). */
    size_t struct_size;
    /** Looks up a value of a secret and hands it over with iter8_secret_value_set(). Returns 0,
     *  #ITER8_ERR_NO_SECRET, #ITER8_ERR_NO_KEY or another negative number. NULL: a Metric that
     *  needs a secret cannot be rendered. */
    int32_t (*look_up)(const iter8_secret_key *wanted, iter8_secret_value *value, void *user_data);
    /** Handed to @c look_up. */
    void *user_data;
    /** Takes the problem, with its field path in the Metric and the names of what is missing, never
     *  a value. */
    iter8_diagnostics *diagnostics;
    /** What `elapsedTime` is, in seconds; 0: the time since the experiment's start, at least 1. */
    int64_t elapsed_s;
    /** 1: a query for showing. Nothing is looked up; each secret value is `***`, and so are headers
     *  whose value stands in the Metric itself (all but Accept, Content-Type and the like) and the
     *  user part of a URL. */
    int32_t masked;
    int32_t reserved; /**< 0 */
} iter8_query_options;

/**
 * Renders a metric's query. @since 0.1.0
 *
 * In `params` and `body` what is unknown stays as it is. In `urlTemplate` and `headerTemplates` a
 * key that the secret does not have is an error: a request that says `Bearer ${token}` helps
 * nobody.
 *
 * @param metric, version  indexes.
 * @param now_ns           nanoseconds since 1970.
 * @param options          NULL for the defaults.
 * @param[out] out         owned by the caller, release with iter8_query_free().
 * @return 0; #ITER8_ERR_NO_METRIC (no Metric resource was added, or it has no `urlTemplate`),
 *   #ITER8_ERR_NO_VERSION; with a diagnostic #ITER8_ERR_NO_SECRET, #ITER8_ERR_NO_KEY,
 *   #ITER8_ERR_SECRET (`secret` is no name, or a value has a control character in it),
 *   #ITER8_ERR_HOST (the callback failed), #ITER8_ERR_INVALID (the address, or a header's name or
 * value, cannot stand in a request); #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_query_render(const iter8_experiment *experiment, size_t metric,
                                                 size_t version, int64_t now_ns,
                                                 const iter8_query_options *options,
                                                 iter8_query **out);

/** Wipes and frees a query; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_query_free(iter8_query *query);

/** Reads the request. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_query_request(const iter8_query *query, iter8_request *out);
/** Reads a param by its index; its value is not encoded. @since 0.1.0
 *  @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_NOT_FOUND, #ITER8_ERR_STRUCT_SIZE. */
ITER8_API ITER8_NODISCARD int iter8_query_param(const iter8_query *query, size_t index,
                                                iter8_named_text *out);
/** Reads a header by its index; its value may hold a secret. @since 0.1.0
 *  @return as iter8_query_param(). */
ITER8_API ITER8_NODISCARD int iter8_query_header(const iter8_query *query, size_t index,
                                                 iter8_named_text *out);

/**
 * Writes a query as people read requests: method and URL, a line per header, and after an empty
 * line the body. May hold secrets, unless the query is masked. @since 0.1.0
 * @param buffer, capacity, length  as for iter8_document_write().
 * @return 0, #ITER8_ERR_BUFFER, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_query_write(const iter8_query *query, char *buffer,
                                                size_t capacity, size_t *length);

/**
 * Writes a text, such as a server's answer, with `***` in the place of each secret that the query
 * was rendered with: as it is or in base64, and either also as JSON, URLs and HTML escape it.
 * @since 0.1.0
 *
 * Of a masked query nothing is known to be secret: the text stays as it is.
 *
 * @param text    not necessarily ended by a zero.
 * @param buffer, capacity, length  as for iter8_document_write().
 * @return as iter8_query_write().
 */
ITER8_API ITER8_NODISCARD int iter8_query_mask(const iter8_query *query, const char *text,
                                               size_t text_length, char *buffer, size_t capacity,
                                               size_t *length);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_QUERY_H */

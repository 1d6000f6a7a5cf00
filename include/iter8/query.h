/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Queries: the HTTP request that measures a Metric for one version.
 *
 * The library renders requests and sends none. A host that has its own way to do HTTP sends what
 * iter8_query_method(), _url(), _header_...() and _body() say and applies iter8_query_jq() to the
 * answer; `Authorization` for `authType: Basic` is among the headers already.
 *
 * What a template may use, as in Iter8: `params` and `body` the version (`$name`, `${name}`, each
 * of its variables, and `elapsedTime`, whole seconds; beyond Iter8 also `nowSeconds` and
 * `startSeconds`, now and `elapsedTime` ago in seconds since 1970); `urlTemplate` and, with
 * `authType` Bearer or APIKey, `headerTemplates` the keys of the secret. `$$` is a dollar sign.
 *
 * Of a query that was not rendered as masked, iter8_query_url(), iter8_query_base_url(),
 * iter8_query_header_value() and iter8_query_write() may return secret text: send it, do not show
 * it. No other function does.
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
 * Renders a metric's query without secrets: as iter8_query_render_with() without options.
 * @since 0.1.0
 */
ITER8_API ITER8_NODISCARD int iter8_query_render(const iter8_experiment *experiment, size_t metric,
                                                 size_t version, int64_t now_ns, iter8_query **out);

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
ITER8_API ITER8_NODISCARD int iter8_query_render_with(const iter8_experiment *experiment,
                                                      size_t metric, size_t version, int64_t now_ns,
                                                      const iter8_query_options *options,
                                                      iter8_query **out);

/** Wipes and frees a query; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_query_free(iter8_query *query);

/** "GET" or "POST"; owned by the query. @since 0.1.0 */
ITER8_API const char *iter8_query_method(const iter8_query *query);
/** `urlTemplate`, without the params; owned by the query. May hold a secret. @since 0.1.0 */
ITER8_API const char *iter8_query_base_url(const iter8_query *query);
/** The URL with the params, percent-encoded; owned by the query. May hold a secret. @since 0.1.0 */
ITER8_API const char *iter8_query_url(const iter8_query *query);
/** The body of a POST, or NULL; owned by the query. @since 0.1.0 */
ITER8_API const char *iter8_query_body(const iter8_query *query);
/** The number of params. @since 0.1.0 */
ITER8_API size_t iter8_query_param_count(const iter8_query *query);
/** A param's name, or NULL past the last; owned by the query. @since 0.1.0 */
ITER8_API const char *iter8_query_param_name(const iter8_query *query, size_t index);
/** A param's value, not encoded, or NULL past the last; owned by the query. @since 0.1.0 */
ITER8_API const char *iter8_query_param_value(const iter8_query *query, size_t index);
/** The number of headers. @since 0.1.0 */
ITER8_API size_t iter8_query_header_count(const iter8_query *query);
/** A header's name, or NULL past the last; owned by the query. @since 0.1.0 */
ITER8_API const char *iter8_query_header_name(const iter8_query *query, size_t index);
/** A header's value, or NULL past the last; owned by the query. May hold a secret. @since 0.1.0 */
ITER8_API const char *iter8_query_header_value(const iter8_query *query, size_t index);
/** The jq program that takes the number out of the JSON answer; owned by the query. @since 0.1.0 */
ITER8_API const char *iter8_query_jq(const iter8_query *query);
/** `spec.provider` in the metric, or ""; owned by the query. @since 0.1.0 */
ITER8_API const char *iter8_query_provider(const iter8_query *query);

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

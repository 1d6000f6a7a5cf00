/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A metrics source over HTTP: sends the queries of Metric resources, with libcurl and libjq.
 *
 * Part of libiter8-backends. The first time a
 * question comes it makes the request ready and answers pending; iter8_http_source_wait(), which is
 * what a host does while it waits, sends them. So all requests of an iteration are under way at
 * once.
 *
 *     host.metrics_source = iter8_http_source_metrics_source(source);
 *     ...
 *     while (outcome.pending) { iter8_http_source_wait(source, 1000); iter8_reconcile(...); }
 *
 * Secrets come from the host's callback or from one of iter8/backends/secrets.h. They are in no
 * reason and in nothing that an observer is told; libcurl keeps copies of what it sends for as long
 * as it needs them.
 *
 * A source belongs to one thread at a time. The process must have called curl_global_init(), or
 * make its first source before it starts threads. Proxies are used as libcurl's environment
 * variables say.
 *
 * The jq program of a metric sees the answer and nothing else: no environment, no files, no further
 * input; one that runs for more than a second is ended. But it runs in this process, and libjq has
 * limits of its own: it aborts when memory runs out, there are programs that crash it, and it reads
 * the file `.jq` in the user's home. A host that takes metrics from people it does not trust should
 * measure in a process of its own.
 */
#ifndef ITER8_BACKENDS_HTTP_SOURCE_H
#define ITER8_BACKENDS_HTTP_SOURCE_H

#include "iter8/export.h"
#include "iter8/metric.h"
#include "iter8/metrics_source.h"
#include "iter8/query.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A metrics source; opaque. */
typedef struct iter8_http_source iter8_http_source;

/** What came of one question, for people who look for a mistake in a metric. Nothing in it is
 *  secret; all of it is borrowed for the call. */
typedef struct iter8_http_exchange {
    size_t struct_size; /**< sizeof(iter8_http_exchange) in the library */
    const iter8_question *question;
    const iter8_measurement *answer; /**< the value, or why there is none */
    const iter8_query *query;        /**< masked; NULL where there is nothing to send */
    const char *url;                 /**< where it was sent, masked; "" with no query */
    const char *body;                /**< the beginning of what was answered, masked; or NULL */
    size_t body_length;              /**< bytes of it */
    int64_t answer_bytes;            /**< of the whole answer, as far as it came */
    int32_t status;                  /**< of HTTP; 0 when there was no answer */
    int32_t reserved;                /**< 0 */
} iter8_http_exchange;

/** Settings. Zero in a field means its default. */
typedef struct iter8_http_source_options {
    /** sizeof(iter8_http_source_options). */
    size_t struct_size;
    /** Where metrics whose provider is "prometheus" are asked, such as "http://127.0.0.1:9090",
     *  instead of the host in their `urlTemplate`; the path stays. Copied; NULL: as the metric
     * says. A user and password in it are sent and never shown, but are not masked in answers:
     * where a server may repeat them, a secret is the better place. */
    const char *prometheus_url;
    /** A file with the certificates to trust, which has to be a regular one; copied; NULL: those of
     * the system. */
    const char *ca_file;
    /** Longest time for one request, all told. Default 5000 ms. */
    int64_t timeout_ms;
    /** Largest answer. Default 1 MiB. */
    int64_t max_answer_bytes;
    /** Longest time for all requests of one iteration and for what its jq programs do, from its
     * first question on. Default 10000 ms. */
    int64_t iteration_timeout_ms;
    /** Looks up secrets, as in #iter8_query_options; NULL: a Metric that needs one has no value. */
    int32_t (*look_up)(const iter8_secret_key *wanted, iter8_secret_value *value, void *user_data);
    /** Handed to @c look_up. */
    void *look_up_data;
    /** Is told of each exchange when its question is answered; NULL: nobody is. It must not use the
     *  source. */
    void (*observe)(const iter8_http_exchange *exchange, void *user_data);
    /** Handed to @c observe. */
    void *observe_data;
} iter8_http_source_options;

/**
 * Makes a source. @since 0.1.0
 * @param options   NULL for the defaults.
 * @param[out] out  owned by the caller, release with iter8_http_source_free().
 * @return 0, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE, #ITER8_ERR_TRANSPORT
 *   (libcurl cannot be started), #ITER8_ERR_NOT_FOUND (there is no @c ca_file),
 *   #ITER8_ERR_REFUSED (it cannot be read, or is no regular file).
 */
ITER8_API ITER8_NODISCARD int iter8_http_source_new(const iter8_http_source_options *options,
                                                    iter8_http_source **out);

/** Ends all requests and frees the source; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_http_source_free(iter8_http_source *source);

/**
 * The source as #iter8_host wants it; owned by the source. NULL for no source. @since 0.1.0
 *
 * Whatever the server does ends in an answer: a value, or an absence that says why (no route, a
 * time-out, HTTP 503, not JSON, an empty result, not a number, no such secret, ...). Certificates
 * are verified and redirects are not followed. Questions of one iteration that come to the same
 * request are sent once. Secrets and the query part of URLs are not in the reason. Its callback
 * returns #ITER8_OK, #ITER8_PENDING or #ITER8_ERR_ARGUMENT.
 */
ITER8_API const iter8_metrics_source *iter8_http_source_metrics_source(iter8_http_source *source);

/**
 * Lets the requests under way go on until one more of them is answered. @since 0.1.0
 * @param timeout_ms  longest time to wait; 0 only lets ready ones go on.
 * @return the number of requests still under way, or a negative `ITER8_ERR_...`.
 */
ITER8_API int32_t iter8_http_source_wait(iter8_http_source *source, int32_t timeout_ms);

/**
 * Says of a Metric's `jqExpression` whether it is a jq program, without running it. @since 0.1.0
 * @param program       of a Metric.
 * @param[out] problem  takes the first line of what jq says, cut to @p size with its closing zero;
 *                      empty where there is no problem. May be NULL if @p size is 0.
 * @return 0, #ITER8_ERR_SYNTAX (it is none, or uses what a Metric may not), #ITER8_ERR_ARGUMENT,
 *   #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_http_source_check_jq(const char *program, char *problem,
                                                         size_t size);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_BACKENDS_HTTP_SOURCE_H */

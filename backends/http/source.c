/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/deadline.h"
#include "http/extract.h"
#include "http/mask.h"
#include "http/pending.h"
#include "http/provider_words.h"
#include "http/settings.h"
#include "http/transfer.h"
#include "iter8/backends/http_source.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <curl/curl.h>
#include <stdlib.h>

struct iter8_http_source {
    iter8_metrics_source callbacks;
    iter8__settings settings;
    CURLM *multi;               /* keeps the connections from one iteration to the next */
    iter8__transfer *transfers; /* under way, each in the multi handle */
    int32_t under_way;          /* their number */
    iter8__pending *pending;
    iter8__jq_cache programs;
    iter8_diagnostics *diagnostics; /* of the query rendered last */
    iter8__line reason;             /* of the answer given last, which borrows it */
};

/* Connections to one server at once, and kept between iterations: requests beyond them wait for
 * one, so that a large experiment uses up neither the server's connections nor our files. */
enum { CONNECTIONS = 64 };

static CURLMcode limit_connections(CURLM *multi)
{
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS);
    if (code != CURLM_OK) return code;
    return curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)CONNECTIONS);
}

static int open_source(iter8_http_source *source, const iter8_http_source_options *options)
{
    int rc = iter8__settings_take(&source->settings, options);
    if (rc != ITER8_OK) return rc;
    source->multi = curl_multi_init();
    if (source->multi != NULL && limit_connections(source->multi) == CURLM_OK &&
        iter8_diagnostics_new(NULL, &source->diagnostics) == ITER8_OK) {
        return ITER8_OK;
    }
    curl_multi_cleanup(source->multi);
    iter8__settings_clear(&source->settings);
    return ITER8_ERR_NOMEM;
}

int iter8_http_source_new(const iter8_http_source_options *options, iter8_http_source **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return ITER8_ERR_TRANSPORT;
    iter8_http_source *source = calloc(1, sizeof *source);
    int rc = source == NULL ? ITER8_ERR_NOMEM : open_source(source, options);
    if (rc != ITER8_OK) {
        free(source);
        curl_global_cleanup();
        return rc;
    }
    *out = source;
    return ITER8_OK;
}

static void end_transfer(iter8_http_source *source, iter8__transfer *transfer)
{
    iter8__transfer **place = &source->transfers;
    while (*place != transfer)
        place = &(*place)->next;
    *place = transfer->next;
    source->under_way--;
    (void)curl_multi_remove_handle(source->multi, transfer->easy);
    iter8__transfer_free(transfer);
}

void iter8_http_source_free(iter8_http_source *source)
{
    if (source == NULL) return;
    while (source->transfers != NULL)
        end_transfer(source, source->transfers);
    while (source->pending != NULL)
        iter8__pending_remove(&source->pending, source->pending);
    iter8__jq_cache_clear(&source->programs);
    iter8_diagnostics_free(source->diagnostics);
    (void)curl_multi_cleanup(source->multi);
    iter8__settings_clear(&source->settings);
    free(source);
    curl_global_cleanup();
}

/* Takes the number out of a good answer, in the time that is left. */
static void extract(iter8_http_source *source, iter8__pending *pending,
                    const iter8__transfer *transfer)
{
    int64_t left_ms = iter8__deadline_left(pending->deadline_ms);
    if (left_ms == 0) {
        pending->answer = (iter8__answer){.state = ITER8_VALUE_ERROR};
        iter8__line_set(&pending->answer.reason, "the time of the iteration is used up");
        return;
    }
    iter8__extraction from = {.cache = &source->programs,
                              .program = iter8_request_of(pending->query).jq,
                              .body = transfer->body.bytes != NULL ? transfer->body.bytes : "",
                              .length = transfer->body.length,
                              .limit_ms =
                                  left_ms < ITER8__JQ_LIMIT_MS ? left_ms : ITER8__JQ_LIMIT_MS,
                              .query = pending->query};
    iter8__extract(&from, &pending->answer);
}

/* Answers all who wait for a transfer that has come to its end. */
static void finish(iter8_http_source *source, iter8__transfer *transfer, CURLcode code)
{
    iter8__answer failure = {.state = ITER8_VALUE_ERROR};
    int good = iter8__transfer_succeeded(transfer, code, &failure.reason);
    for (iter8__pending *p = source->pending; p != NULL; p = p->next) {
        if (p->transfer != transfer) continue;
        p->transfer = NULL;
        p->answer = failure;
        /* What is said of a certificate names the host, which may come from a secret. All else is
         * in words of ours, in which a short secret would only make holes. */
        if (code == CURLE_PEER_FAILED_VERIFICATION) iter8__mask_line(&p->answer.reason, p->query);
        if (!good && code == CURLE_OK && transfer->body_error == 0)
            iter8__provider_words(transfer, p->query, &p->answer.reason);
        if (source->settings.observe != NULL) iter8__observation_take(&p->seen, transfer, p->query);
        if (good) extract(source, p, transfer);
    }
    end_transfer(source, transfer);
}

/* Lets libcurl do what it can do without waiting. */
static int go_on(iter8_http_source *source)
{
    int running, left;
    CURLMsg *message;
    if (curl_multi_perform(source->multi, &running) != CURLM_OK) return ITER8_ERR_TRANSPORT;
    while ((message = curl_multi_info_read(source->multi, &left)) != NULL) {
        char *private = NULL;
        CURLcode code = message->data.result;
        if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private) != CURLE_OK ||
            private == NULL)
            return ITER8_ERR_INTERNAL;
        finish(source, (iter8__transfer *)(void *)private, code);
    }
    return ITER8_OK;
}

static iter8__transfer *same_under_way(const iter8_http_source *source,
                                       const iter8__request *request)
{
    iter8__transfer *transfer = source->transfers;
    while (transfer != NULL && !iter8__request_same(&transfer->request, request)) {
        transfer = transfer->next;
    }
    return transfer;
}

/* Takes over @p request. NULL without memory. */
static iter8__transfer *start(iter8_http_source *source, iter8__request *request,
                              int64_t deadline_ms)
{
    iter8__transfer *transfer = same_under_way(source, request);
    if (transfer != NULL) {
        iter8__request_clear(request);
        return transfer;
    }
    int64_t limit_ms = iter8__deadline_left(deadline_ms);
    if (limit_ms > source->settings.timeout_ms) limit_ms = source->settings.timeout_ms;
    transfer = iter8__transfer_new(request, &source->settings, limit_ms > 0 ? limit_ms : 1);
    if (transfer == NULL) return NULL;
    if (curl_multi_add_handle(source->multi, transfer->easy) != CURLM_OK) {
        iter8__transfer_free(transfer);
        return NULL;
    }
    transfer->next = source->transfers;
    source->transfers = transfer;
    source->under_way++;
    return transfer;
}

/* Sends a query, which is taken over. Returns the question that waits for it, or NULL and says in
 * @p problem why not. */
static iter8__pending *send_query(iter8_http_source *source, const iter8_question *question,
                                  iter8_query *query, iter8__line *problem)
{
    iter8__request request;
    iter8__pending *pending = NULL;
    if (iter8__request_make(query, &source->settings, &request, problem) == 0) {
        iter8__line_set(problem, "out of memory");
        pending = iter8__pending_add(&source->pending, question, query,
                                     source->settings.iteration_timeout_ms);
        if (pending == NULL) iter8__request_clear(&request);
    }
    if (pending == NULL) {
        iter8_query_free(query);
        return NULL;
    }
    pending->transfer = start(source, &request, pending->deadline_ms);
    if (pending->transfer != NULL) return pending;
    iter8__pending_remove(&source->pending, pending);
    return NULL;
}

/* Why a query cannot be rendered. */
static void explain(const iter8_http_source *source, int rc, iter8__line *problem)
{
    iter8_diagnostic first = {.struct_size = sizeof first};
    if (rc == ITER8_ERR_NO_METRIC)
        iter8__line_set(problem, "no Metric says how to measure this");
    else if (iter8_diagnostics_get(source->diagnostics, 0, &first) == ITER8_OK)
        iter8__line_set(problem, first.message);
    else
        iter8__line_set(problem, iter8_strerror(rc));
}

static iter8__pending *ask(iter8_http_source *source, const iter8_question *question,
                           iter8__line *problem)
{
    iter8_query *query;
    iter8_query_options options = {.struct_size = sizeof options,
                                   .look_up = source->settings.look_up,
                                   .user_data = source->settings.look_up_data,
                                   .diagnostics = source->diagnostics,
                                   .elapsed_s = question->elapsed_s > 0 ? question->elapsed_s : 0};
    iter8__pending_forget(&source->pending, question);
    iter8_diagnostics_clear(source->diagnostics);
    int rc = iter8_query_render(question->experiment, question->metric_index,
                                question->version_index, question->now_ns, &options, &query);
    if (rc == ITER8_OK) return send_query(source, question, query, problem);
    explain(source, rc, problem);
    return NULL;
}

/* Gives an answer to the host, and to its observer. */
static int32_t give(iter8_http_source *source, const iter8_question *question,
                    const iter8__answer *from, const iter8__observation *seen,
                    iter8_measurement *answer)
{
    source->reason = from->reason;
    answer->value = from->value;
    answer->state = from->state;
    answer->reason = source->reason.length > 0 ? source->reason.bytes : NULL;
    iter8__observation_tell(seen, &source->settings, question, answer);
    return ITER8_OK;
}

/* Sends nothing yet: a question that comes to the same request must find it under way, however fast
 * the server is. */
static int32_t ask_first(iter8_http_source *source, const iter8_question *question,
                         iter8_measurement *answer)
{
    static const iter8__observation nothing;
    iter8__answer failure = {.state = ITER8_VALUE_ERROR};
    if (ask(source, question, &failure.reason) != NULL) return ITER8_PENDING;
    return give(source, question, &failure, &nothing, answer);
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    iter8_http_source *source = user_data;
    if (question == NULL || answer == NULL || question->experiment == NULL)
        return ITER8_ERR_ARGUMENT;
    iter8__pending *pending = iter8__pending_find(source->pending, question->ticket);
    if (pending == NULL) return ask_first(source, question, answer);
    int rc = pending->transfer != NULL ? go_on(source) : ITER8_OK;
    if (rc == ITER8_OK && pending->transfer != NULL) return ITER8_PENDING;
    if (rc == ITER8_OK) (void)give(source, question, &pending->answer, &pending->seen, answer);
    iter8__pending_remove(&source->pending, pending);
    return rc;
}

int32_t iter8_http_source_wait(iter8_http_source *source, int32_t timeout_ms)
{
    if (source == NULL || timeout_ms < 0) return ITER8_ERR_ARGUMENT;
    int64_t deadline = iter8__deadline_in(timeout_ms);
    int32_t before = source->under_way;
    for (;;) {
        int rc = go_on(source);
        if (rc != ITER8_OK) return rc;
        int left = iter8__deadline_left(deadline);
        if (source->under_way < before || source->under_way == 0 || left == 0) break;
        if (curl_multi_poll(source->multi, NULL, 0, left, NULL) != CURLM_OK)
            return ITER8_ERR_TRANSPORT;
    }
    return source->under_way;
}

const iter8_metrics_source *iter8_http_source_metrics_source(iter8_http_source *source)
{
    if (source == NULL) return NULL;
    source->callbacks = (iter8_metrics_source){
        .struct_size = sizeof source->callbacks, .user_data = source, .measure = measure};
    return &source->callbacks;
}

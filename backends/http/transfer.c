/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/transfer.h"

#include "common/curl_words.h"
#include "common/trust.h"
#include "iter8/error.h"
#include "iter8/version.h"

#include <stdlib.h>

static size_t take_body(char *bytes, size_t size, size_t count, void *data)
{
    iter8__transfer *transfer = data;
    transfer->body_error = iter8__buffer_add(&transfer->body, bytes, size * count);
    /* Any other number than that of the bytes given ends the transfer. */
    return transfer->body_error == 0 ? size * count : 0;
}

/* Else the end of a transfer waits for the thread that asks for a name, however long that takes. */
static CURLcode leave_resolver_alone(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)easy;
    return CURLE_OK;
#endif
}

static CURLcode set_limits(iter8__transfer *transfer, const iter8__settings *settings,
                           int64_t timeout_ms)
{
    CURL *easy = transfer->easy;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    if (code == 0) code = leave_resolver_alone(easy);
    if (code == 0 && settings->ca_file != NULL) {
        code = curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
        if (code == 0) code = iter8__trust_no_others(easy);
    }
    transfer->body.limit = (size_t)settings->max_answer_bytes;
    return code;
}

static CURLcode set_request(iter8__transfer *transfer)
{
    CURL *easy = transfer->easy;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_URL, transfer->request.url);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_USERAGENT, "libiter8/" ITER8_VERSION);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->request.headers);
    if (code == 0 && transfer->request.body != NULL)
        code = curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer->request.body);
    return code;
}

static CURLcode set_answer(iter8__transfer *transfer)
{
    CURL *easy = transfer->easy;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    /* Whatever libcurl can unpack; a server may well pack what it was not asked to. */
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->detail);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    return code;
}

iter8__transfer *iter8__transfer_new(iter8__request *request, const iter8__settings *settings,
                                     int64_t timeout_ms)
{
    iter8__transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL) {
        iter8__request_clear(request);
        return NULL;
    }
    transfer->request = *request;
    *request = (iter8__request){NULL, NULL, NULL};
    transfer->easy = curl_easy_init();
    if (transfer->easy != NULL && set_limits(transfer, settings, timeout_ms) == CURLE_OK &&
        set_request(transfer) == CURLE_OK && set_answer(transfer) == CURLE_OK) {
        return transfer;
    }
    iter8__transfer_free(transfer);
    return NULL;
}

void iter8__transfer_free(iter8__transfer *transfer)
{
    if (transfer == NULL) return;
    curl_easy_cleanup(transfer->easy);
    iter8__request_clear(&transfer->request);
    iter8__buffer_clear(&transfer->body);
    free(transfer);
}

int32_t iter8__transfer_status(const iter8__transfer *transfer)
{
    long status = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int32_t)status;
}

/* Nobody has asked for a part. */
enum { PARTIAL_CONTENT = 206 };

int iter8__transfer_succeeded(const iter8__transfer *transfer, CURLcode code, iter8__line *reason)
{
    int32_t status = iter8__transfer_status(transfer);
    if (transfer->body_error == ITER8_ERR_NOMEM) {
        iter8__line_set(reason, "out of memory");
    } else if (transfer->body_error != 0) {
        iter8__line_set(reason, "the answer is longer than ");
        iter8__line_add_integer(reason, (int64_t)transfer->body.limit);
        iter8__line_add(reason, " bytes");
    } else if (code != CURLE_OK) {
        iter8__curl_words(code, transfer->detail, reason);
    } else if (status < 200 || status > 299 || status == PARTIAL_CONTENT) {
        iter8__line_set(reason, "HTTP ");
        iter8__line_add_integer(reason, status);
        if (status >= 300 && status < 400) iter8__line_add(reason, ": redirects are not followed");
        if (status == PARTIAL_CONTENT) iter8__line_add(reason, ": it is only a part of the answer");
    } else {
        return 1;
    }
    return 0;
}

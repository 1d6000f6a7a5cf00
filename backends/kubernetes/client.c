/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/client.h"

#include "common/curl_words.h"
#include "common/deadline.h"
#include "common/header_list.h"
#include "iter8/error.h"
#include "iter8/version.h"
#include "kubernetes/status.h"

#include <string.h>
#include <time.h>

enum {
    ANSWER_LIMIT = 4 * 1024 * 1024,
    URL_LIMIT = 8 * 1024,
    TOO_MANY_REQUESTS = 429,
    FIRST_PAUSE_MS = 100,
    LAST_PAUSE_MS = 200,
    MS_PER_S = 1000,
    NS_PER_MS = 1000000
};

int iter8__client_open(iter8__client *client, iter8__line *problem)
{
    client->problem = problem;
    client->answer.limit = ANSWER_LIMIT;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return ITER8_ERR_TRANSPORT;
    client->easy = curl_easy_init();
    if (client->easy != NULL) return ITER8_OK;
    curl_global_cleanup();
    return ITER8_ERR_NOMEM;
}

void iter8__client_close(iter8__client *client)
{
    iter8__cluster_clear(&client->cluster);
    iter8__buffer_clear(&client->answer);
    if (client->easy == NULL) return;
    curl_easy_cleanup(client->easy);
    curl_global_cleanup();
}

static int complain(iter8__client *client, int rc, const char *what)
{
    iter8__line_set(client->problem, what);
    return rc;
}

static size_t take_answer(char *bytes, size_t size, size_t count, void *data)
{
    iter8__client *client = data;
    client->answer_error = iter8__buffer_add(&client->answer, bytes, size * count);
    /* Any other number than that of the bytes given ends the transfer. */
    return client->answer_error == 0 ? size * count : 0;
}

static CURLcode set_usual(iter8__client *client, char *detail)
{
    CURL *easy = client->easy;
    long left_ms = iter8__deadline_left(client->deadline_ms);
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, left_ms);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_USERAGENT, "libiter8/" ITER8_VERSION);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, client);
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, detail);
    return code;
}

static CURLcode set_url(iter8__client *client, const char *path)
{
    iter8__buffer url = {.limit = URL_LIMIT};
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (iter8__buffer_add_text(&url, client->cluster.server) == ITER8_OK &&
        iter8__buffer_add_text(&url, path) == ITER8_OK)
        code = curl_easy_setopt(client->easy, CURLOPT_URL, url.bytes);
    iter8__buffer_clear(&url);
    return code;
}

static CURLcode set_patch(CURL *easy, const iter8__buffer *patch)
{
    CURLcode code = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "PATCH");
    if (code == 0) code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)patch->length);
    return code == 0 ? curl_easy_setopt(easy, CURLOPT_POSTFIELDS, patch->bytes) : code;
}

static int add_header(struct curl_slist **headers, const char *header)
{
    struct curl_slist *longer = curl_slist_append(*headers, header);
    if (longer == NULL) return 0;
    *headers = longer;
    return 1;
}

static int perform(iter8__client *client, char *detail)
{
    client->answer_error = ITER8_OK;
    iter8__buffer_clear(&client->answer);
    CURLcode code = curl_easy_perform(client->easy);
    if (client->answer_error == ITER8_ERR_NOMEM || code == CURLE_OUT_OF_MEMORY)
        return complain(client, ITER8_ERR_NOMEM, "out of memory");
    if (client->answer_error != ITER8_OK)
        return complain(client, ITER8_ERR_REPLY, "the server's answer does not end");
    if (code != CURLE_OK) {
        iter8__curl_words(code, detail, client->problem);
        return iter8__curl_error(code);
    }
    return iter8__status_judge(client);
}

static int send_with(iter8__client *client, const char *path, const iter8__buffer *patch,
                     struct curl_slist **headers)
{
    char detail[CURL_ERROR_SIZE] = "";
    int rc = iter8__cluster_sign(&client->cluster, client->easy, headers, client->problem);
    if (rc != ITER8_OK) return rc;
    CURLcode code = set_usual(client, detail);
    if (code == CURLE_OK) code = set_url(client, path);
    if (code == CURLE_OK && patch != NULL) code = set_patch(client->easy, patch);
    if (!add_header(headers, "Accept: application/json") ||
        (patch != NULL && !add_header(headers, "Content-Type: application/json-patch+json")))
        code = CURLE_OUT_OF_MEMORY;
    if (code == CURLE_OK) code = curl_easy_setopt(client->easy, CURLOPT_HTTPHEADER, *headers);
    if (code == CURLE_OK) return perform(client, detail);
    if (code == CURLE_OUT_OF_MEMORY) return complain(client, ITER8_ERR_NOMEM, "out of memory");
    iter8__curl_words(code, "", client->problem);
    return iter8__curl_error(code);
}

static int request_once(iter8__client *client, const char *path, const iter8__buffer *patch)
{
    struct curl_slist *headers = NULL;
    if (iter8__deadline_left(client->deadline_ms) == 0)
        return complain(client, ITER8_ERR_TRANSPORT, "no answer in time");
    int rc = iter8__status_wait(client);
    if (rc != ITER8_OK) return rc;
    client->status = 0;
    rc = send_with(client, path, patch, &headers);
    /* The connection stays; what points to this call goes. */
    curl_easy_reset(client->easy);
    iter8__header_list_free(headers);
    return rc;
}

static void pause_ms(int64_t ms)
{
    struct timespec span = {.tv_sec = (time_t)(ms / MS_PER_S),
                            .tv_nsec = (long)(ms % MS_PER_S * NS_PER_MS)};
    (void)nanosleep(&span, NULL);
}

/* A server that is busy and does not say for how long is asked again a little later: it has done
 * nothing yet. */
static int request(iter8__client *client, const char *path, const iter8__buffer *patch)
{
    int rc = request_once(client, path, patch);
    for (int64_t ms = FIRST_PAUSE_MS; ms <= LAST_PAUSE_MS; ms *= 2) {
        if (rc != ITER8_ERR_REPLY || client->status != TOO_MANY_REQUESTS ||
            iter8__deadline_left(client->wait_until_ms) > 0 ||
            iter8__deadline_left(client->deadline_ms) <= ms)
            break;
        pause_ms(ms);
        rc = request_once(client, path, patch);
    }
    return rc;
}

int iter8__client_get(iter8__client *client, const char *path)
{
    return request(client, path, NULL);
}

int iter8__client_patch(iter8__client *client, const char *path, const iter8__buffer *patch)
{
    return request(client, path, patch);
}

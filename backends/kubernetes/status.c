/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/status.h"

#include "common/deadline.h"
#include "common/documents.h"
#include "iter8/error.h"

#include <string.h>

enum { LONGEST_WAIT_S = 60, MS_PER_S = 1000 };

/* What the server says in its Status, unless it could be the token. */
static void add_message(iter8__client *client)
{
    iter8_documents *documents;
    const char *message;
    if (iter8__documents_parse(&client->answer, NULL, &documents) != ITER8_OK) return;
    int found = iter8_document_string(iter8_documents_at(documents, 0), "message", &message);
    if (found == ITER8_OK && !iter8__cluster_leaks(&client->cluster, message)) {
        iter8__line_add(client->problem, ": ");
        iter8__line_add(client->problem, message);
    }
    iter8_documents_free(documents);
}

static int is_redirect(long status)
{
    return status >= 300 && status <= 399;
}

/* A token that is read from a file is another one soon; one that is given stays what it is. */
static int classify(const iter8__client *client, long status)
{
    switch (status) {
    case 401: return client->cluster.token_file != NULL ? ITER8_ERR_REPLY : ITER8_ERR_REFUSED;
    case 404: return ITER8_ERR_NOT_FOUND;
    case 409:
    case 422: return ITER8_ERR_CONFLICT;
    case 408:
    case 425:
    case 429: return ITER8_ERR_REPLY;
    default: break;
    }
    return is_redirect(status) || (status >= 400 && status <= 499) ? ITER8_ERR_REFUSED
                                                                   : ITER8_ERR_REPLY;
}

static void note_wait(iter8__client *client, long status)
{
    curl_off_t wait_s = 0;
    if (status != 429 && status != 503) return;
    (void)curl_easy_getinfo(client->easy, CURLINFO_RETRY_AFTER, &wait_s);
    if (wait_s <= 0) return;
    if (wait_s > LONGEST_WAIT_S) wait_s = LONGEST_WAIT_S;
    client->wait_until_ms = iter8__deadline_in((int64_t)wait_s * MS_PER_S);
}

int iter8__status_judge(iter8__client *client)
{
    long status = 0;
    (void)curl_easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status);
    client->status = status;
    if (status >= 200 && status <= 299) return ITER8_OK;
    note_wait(client, status);
    iter8__line_set(client->problem, "HTTP ");
    iter8__line_add_integer(client->problem, status);
    if (is_redirect(status))
        iter8__line_add(client->problem, ": redirects are not followed");
    else
        add_message(client);
    return classify(client, status);
}

int iter8__status_wait(const iter8__client *client)
{
    int left_ms = iter8__deadline_left(client->wait_until_ms);
    if (client->wait_until_ms == 0 || left_ms == 0) return ITER8_OK;
    iter8__line_set(client->problem, "HTTP ");
    iter8__line_add_integer(client->problem, client->status);
    iter8__line_add(client->problem, ": the server asks to be left alone for ");
    iter8__line_add_integer(client->problem, (left_ms + MS_PER_S - 1) / MS_PER_S);
    iter8__line_add(client->problem, " s");
    return ITER8_ERR_REPLY;
}

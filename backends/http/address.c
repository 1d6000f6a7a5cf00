/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/address.h"

#include "common/buffer.h"
#include "iter8/error.h"

#include <stdint.h>
#include <string.h>

static int is_web(CURLU *address)
{
    char *scheme;
    if (curl_url_get(address, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK) return 0;
    int web = strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
    curl_free(scheme);
    return web;
}

int iter8__address_read(const char *url, CURLU **out)
{
    CURLU *address = curl_url();
    *out = NULL;
    if (address == NULL) return ITER8_ERR_NOMEM;
    CURLUcode code = curl_url_set(address, CURLUPART_URL, url, 0);
    if (code == CURLUE_OK && is_web(address)) {
        *out = address;
        return ITER8_OK;
    }
    curl_url_cleanup(address);
    return code == CURLUE_OUT_OF_MEMORY ? ITER8_ERR_NOMEM : ITER8_ERR_ARGUMENT;
}

/* Puts the path of @p server before that of @p address, into @p moved. */
static CURLUcode join_paths(CURLU *moved, CURLU *address)
{
    iter8__buffer joined = {.limit = SIZE_MAX / 4};
    char *prefix = NULL;
    char *path = NULL;
    CURLUcode code = curl_url_get(moved, CURLUPART_PATH, &prefix, 0);
    if (code == CURLUE_OK) code = curl_url_get(address, CURLUPART_PATH, &path, 0);
    if (code == CURLUE_OK) {
        size_t length = strlen(prefix);
        while (length > 0 && prefix[length - 1] == '/')
            length--;
        int rc = iter8__buffer_add(&joined, prefix, length);
        if (rc == 0) rc = iter8__buffer_add_text(&joined, path);
        code =
            rc != 0 ? CURLUE_OUT_OF_MEMORY : curl_url_set(moved, CURLUPART_PATH, joined.bytes, 0);
    }
    iter8__buffer_clear(&joined);
    curl_free(prefix);
    curl_free(path);
    return code;
}

static CURLUcode copy_query(CURLU *moved, CURLU *address)
{
    char *query;
    CURLUcode code = curl_url_get(address, CURLUPART_QUERY, &query, 0);
    if (code == CURLUE_NO_QUERY) return curl_url_set(moved, CURLUPART_QUERY, NULL, 0);
    if (code != CURLUE_OK) return code;
    code = curl_url_set(moved, CURLUPART_QUERY, query, 0);
    curl_free(query);
    return code;
}

int iter8__address_move(CURLU **address, CURLU *server)
{
    CURLU *moved = curl_url_dup(server);
    if (moved == NULL) return ITER8_ERR_NOMEM;
    CURLUcode code = join_paths(moved, *address);
    if (code == CURLUE_OK) code = copy_query(moved, *address);
    if (code != CURLUE_OK) {
        curl_url_cleanup(moved);
        return ITER8_ERR_NOMEM;
    }
    curl_url_cleanup(*address);
    *address = moved;
    return ITER8_OK;
}

char *iter8__address_text(CURLU *address)
{
    char *text;
    (void)curl_url_set(address, CURLUPART_FRAGMENT, NULL, 0);
    return curl_url_get(address, CURLUPART_URL, &text, 0) == CURLUE_OK ? text : NULL;
}

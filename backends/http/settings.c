/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/settings.h"

#include "common/files.h"
#include "common/options.h"
#include "http/address.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_TIMEOUT_MS = 5000,
    DEFAULT_ANSWER_BYTES = 1024 * 1024,
    DEFAULT_ITERATION_TIMEOUT_MS = 10000
};

/* libcurl would open it for each request: a pipe would hold that up, and a name that is wrong would
 * look like a server that does not answer. */
static int copy_ca_file(iter8__settings *settings, const char *path)
{
    iter8__line ignored;
    settings->ca_file = strdup(path);
    return settings->ca_file != NULL ? iter8__file_check(path, &ignored) : ITER8_ERR_NOMEM;
}

static int copy(iter8__settings *settings, const iter8_http_source_options *options)
{
    settings->timeout_ms = options->timeout_ms;
    settings->max_answer_bytes = options->max_answer_bytes;
    settings->iteration_timeout_ms = options->iteration_timeout_ms;
    settings->look_up = options->look_up;
    settings->look_up_data = options->look_up_data;
    settings->observe = options->observe;
    settings->observe_data = options->observe_data;
    int rc = options->ca_file != NULL ? copy_ca_file(settings, options->ca_file) : ITER8_OK;
    if (rc != ITER8_OK || options->prometheus_url == NULL) return rc;
    return iter8__address_read(options->prometheus_url, &settings->prometheus);
}

int iter8__settings_take(iter8__settings *settings, const iter8_http_source_options *options)
{
    iter8_http_source_options own = {.struct_size = sizeof own};
    memset(settings, 0, sizeof *settings);
    int rc = options == NULL ? ITER8_OK : iter8__options_take(&own, sizeof own, options);
    if (rc == ITER8_OK) rc = iter8__options_number(&own.timeout_ms, DEFAULT_TIMEOUT_MS);
    if (rc == ITER8_OK) rc = iter8__options_number(&own.max_answer_bytes, DEFAULT_ANSWER_BYTES);
    if (rc == ITER8_OK)
        rc = iter8__options_number(&own.iteration_timeout_ms, DEFAULT_ITERATION_TIMEOUT_MS);
    if (rc == ITER8_OK) rc = copy(settings, &own);
    if (rc != ITER8_OK) iter8__settings_clear(settings);
    return rc;
}

void iter8__settings_clear(iter8__settings *settings)
{
    curl_url_cleanup(settings->prometheus);
    free(settings->ca_file);
    memset(settings, 0, sizeof *settings);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * settings.h - a source's options, checked and copied.
 */
#ifndef ITER8_BACKENDS_SETTINGS_H
#define ITER8_BACKENDS_SETTINGS_H

#include "iter8/backends/http_source.h"

#include <curl/curl.h>
#include <stdint.h>

/* All zero holds nothing. */
typedef struct iter8__settings {
    CURLU *prometheus; /* where metrics of Prometheus are asked, or NULL: where they say */
    char *ca_file;     /* or NULL: the system's certificates */
    int64_t timeout_ms;
    int64_t max_answer_bytes;
    int64_t iteration_timeout_ms;
    int32_t (*look_up)(const iter8_secret_key *wanted, iter8_secret_value *value, void *user_data);
    void *look_up_data;
    void (*observe)(const iter8_http_exchange *exchange, void *user_data);
    void *observe_data;
} iter8__settings;

/* Takes options, NULL for the defaults. Returns as iter8_http_source_new(); after an error
 * @p settings holds nothing. */
int iter8__settings_take(iter8__settings *settings, const iter8_http_source_options *options);
void iter8__settings_clear(iter8__settings *settings);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * transfer.h - one HTTP request under way, and its answer as far as it has come.
 */
#ifndef ITER8_BACKENDS_TRANSFER_H
#define ITER8_BACKENDS_TRANSFER_H

#include "common/buffer.h"
#include "common/line.h"
#include "http/request.h"
#include "http/settings.h"

#include <curl/curl.h>

typedef struct iter8__transfer iter8__transfer;
struct iter8__transfer {
    iter8__transfer *next; /* of the source's list */
    CURL *easy;            /* its private pointer is this transfer */
    iter8__request request;
    iter8__buffer body; /* of the answer */
    int body_error;     /* why the body was not taken: 0, ITER8_ERR_TOO_LARGE, ITER8_ERR_NOMEM */
    char detail[CURL_ERROR_SIZE];
};

/* Prepares a transfer, which takes over @p request also when it fails. NULL without memory.
 * @param timeout_ms  longest time, from 1. */
iter8__transfer *iter8__transfer_new(iter8__request *request, const iter8__settings *settings,
                                     int64_t timeout_ms);
/* Frees a transfer that is in no multi handle; NULL is fine. */
void iter8__transfer_free(iter8__transfer *transfer);

/* The HTTP status of what came, or 0. */
int32_t iter8__transfer_status(const iter8__transfer *transfer);

/* Whether what came is a good answer (1), or why not (0), said in @p reason without anything of the
 * URL's query, the headers or the body. */
int iter8__transfer_succeeded(const iter8__transfer *transfer, CURLcode code, iter8__line *reason);

#endif

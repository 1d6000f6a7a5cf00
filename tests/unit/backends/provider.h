/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * provider.h - Metric and Secret documents, as a user has them in a file, and what they measure.
 */
#ifndef ITER8_TESTS_PROVIDER_H
#define ITER8_TESTS_PROVIDER_H

#include "iter8/backends/http_source.h"

#include <stddef.h>
#include <stdint.h>

/* 2021-05-06T12:10:00Z: 600 seconds after the experiment began. */
#define PROVIDER_NOW INT64_C(1620303000000000000)

/* An experiment that measures all Metrics of the documents, in their order, for the versions
 * `current` (revision sample-app-v1) and `candidate` (revision sample-app-v2). */
struct provider {
    iter8_documents *documents;
    iter8_experiment *experiment;
    iter8_http_source *source;
};

/* Fails the test where the documents are not valid.
 * @param options  of the source; documents are the source of secrets. */
struct provider provider_open(const char *text, iter8_http_source_options options);
void provider_close(struct provider *provider);

/* What measuring comes to, waiting as long as it is pending. */
iter8_measurement provider_measure(struct provider *provider, uint32_t metric, uint32_t version);

#endif

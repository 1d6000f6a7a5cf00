/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * metrics.h - where the values of metrics come from: the Metrics of the files, servers, secrets.
 */
#ifndef ITER8CTL_METRICS_H
#define ITER8CTL_METRICS_H

#include "iter8ctl.h"

#include "iter8/backends/http_source.h"

/* Adds the Metrics of the files to an experiment. An exit code. */
int metrics_add(struct inputs *inputs, iter8_experiment *experiment);

/* Where secrets are looked up: Secret documents of the files, then --secrets-dir, then
 * --secrets-env. */
struct secrets {
    const struct arguments *arguments;
    const struct inputs *inputs;
};

/* Opens a source as the command line says; the secrets live as long as the source. An exit code.
 * @param observe  is told of each exchange, with @p data; or NULL. */
int metrics_open(struct secrets *secrets,
                 void (*observe)(const iter8_http_exchange *exchange, void *data), void *data,
                 iter8_http_source **out);

#endif

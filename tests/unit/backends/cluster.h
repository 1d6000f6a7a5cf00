/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * cluster.h - an API server with a VirtualService "app" in the namespace "shop", and experiments
 * whose versions "old" and "new" have their weights in it.
 */
#ifndef ITER8_TESTS_CLUSTER_H
#define ITER8_TESTS_CLUSTER_H

#include "fake_api_server.h"
#include "iter8/backends/kubernetes_sink.h"

#include <stdint.h>

#define CLUSTER_ISTIO "/apis/networking.istio.io/"
#define CLUSTER_APP   CLUSTER_ISTIO "v1/namespaces/shop/virtualservices/app"
#define CLUSTER_TOKEN "s3cr3t-t0k3n"

/* Of the test that runs. */
extern fake_api *cluster_api;

/* Starts the server, which wants the token, and makes a scratch folder. */
void cluster_start(void);
void cluster_stop(void);

/* Serves VirtualServices in a version of Istio's group, beside those that are served already. */
void cluster_serve(const char *version);
/* Puts the object "app", with these weights, at a path; it says @p version and @p namespace_. */
void cluster_put(const char *path, const char *version, const char *namespace_, int old, int new);

/* An experiment whose references say networking.istio.io/@p version, and @p more, such as
 * ", namespace: shop". @p metadata is its own, such as "name: e, namespace: shop". */
iter8_experiment *cluster_experiment(const char *metadata, const char *version, const char *more);

/* The path of a kubeconfig for the server; @p context and @p user are added to those of the current
 * context, such as ", namespace: shop" and "token: abc". */
const char *cluster_kubeconfig(const char *context, const char *user);
/* A sink by a kubeconfig in which the token stands. */
iter8_kubernetes_sink *cluster_sink(const char *context);

int32_t cluster_write(iter8_kubernetes_sink *sink, const iter8_experiment *experiment, int new);
int32_t cluster_read(iter8_kubernetes_sink *sink, const iter8_experiment *experiment);
/* Expects a write of @p new percent to end with a code, and the sink to say a text. */
void cluster_expect_write(iter8_kubernetes_sink *sink, const iter8_experiment *experiment, int new,
                          int32_t wanted, const char *said);
/* Expects a candidate's weight in an object of the server. */
void cluster_expect_weight(const char *path, int new);

#endif

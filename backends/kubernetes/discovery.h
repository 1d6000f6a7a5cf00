/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * discovery.h - under which path of an API server an object is.
 */
#ifndef ITER8_BACKENDS_DISCOVERY_H
#define ITER8_BACKENDS_DISCOVERY_H

#include "iter8/routing.h"
#include "kubernetes/client.h"

/* What a kind is called in paths. */
typedef struct iter8__resource iter8__resource;

/* Adds the path of the object that a reference is to, such as
 * /apis/networking.istio.io/v1beta1/namespaces/default/virtualservices/app. The server is asked
 * once for each kind; @p known keeps its answers. Where it does not have the kind in the version
 * that the reference says, another version is taken in which the field is the same.
 * @param[out] served  the apiVersion of the path; borrowed from @p known.
 * Returns 0, ITER8_ERR_ARGUMENT (a name that cannot be one in Kubernetes), ITER8_ERR_NOT_FOUND (no
 * such kind, and says which versions there are), or as iter8__client_get(). */
int iter8__discover(iter8__client *client, iter8__resource **known,
                    const iter8_weight_reference *reference, iter8__buffer *path,
                    const char **served);

void iter8__resources_free(iter8__resource *known);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "routing/kinds.h"

#include <string.h>

/* Istio and Seldon give all traffic to an only destination without a weight, so there a missing
 * weight is 0 only beside others. KServe's v1beta1 gives a missing canaryTrafficPercent another
 * meaning than 0, and before a first canary none at all, so it must be there. */
static const iter8__route_kind kinds[] = {
    {"networking.istio.io/", "VirtualService", 0, 0, 0},
    {"serving.knative.dev/", "Service", 0, 1, 0},
    {"serving.knative.dev/", "Route", 0, 1, 0},
    {"serving.kubeflow.org/v1alpha2", "InferenceService", 0, 1, 0},
    {"machinelearning.seldon.io/", "SeldonDeployment", 0, 0, 0},
    {"split.smi-spec.io/", "TrafficSplit", -1, 0, 1},
    {"gateway.networking.k8s.io/", "HTTPRoute", 1, 0, 1},
    {"gateway.networking.k8s.io/", "GRPCRoute", 1, 0, 1},
};

static const iter8__route_kind any = {"", "", -1, 0, 0};

const iter8__route_kind *iter8__route_kind_of(const iter8_document *object)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strncmp(iter8_document_api_version(object), kinds[i].api, strlen(kinds[i].api)) == 0 &&
            strcmp(iter8_document_kind(object), kinds[i].kind) == 0)
            return &kinds[i];
    }
    return &any;
}

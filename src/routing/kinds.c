/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "routing/kinds.h"

#include <string.h>

/* Istio and Seldon give all traffic to an only destination without a weight, so there a missing
 * weight is 0 only beside others. KServe's v1beta1 gives a missing canaryTrafficPercent another
 * meaning than 0, and before a first canary none at all, so it must be there. */
static const iter8__route_kind kinds[] = {
    {"networking.istio.io/", "VirtualService", .missing = 0, .listed = 1},
    {"serving.knative.dev/", "Service", .missing = 0, .alone = 1, .listed = 1},
    {"serving.knative.dev/", "Route", .missing = 0, .alone = 1, .listed = 1},
    {"serving.kubeflow.org/v1alpha2", "InferenceService", .missing = 0, .alone = 1},
    {"machinelearning.seldon.io/", "SeldonDeployment", .missing = 0, .listed = 1},
    {"k8s.nginx.org/", "VirtualServer", .missing = -1, .listed = 1},
    {"k8s.nginx.org/", "VirtualServerRoute", .missing = -1, .listed = 1},
    {"split.smi-spec.io/", "TrafficSplit", .missing = -1, .listed = 1, .relative = 1,
     .quantities = 1},
    {"gateway.networking.k8s.io/", "HTTPRoute", .missing = 1, .listed = 1, .relative = 1},
    {"gateway.networking.k8s.io/", "GRPCRoute", .missing = 1, .listed = 1, .relative = 1},
    {"gateway.networking.k8s.io/", "TCPRoute", .missing = 1, .listed = 1, .relative = 1},
    {"gateway.networking.k8s.io/", "TLSRoute", .missing = 1, .listed = 1, .relative = 1},
    {"gateway.networking.k8s.io/", "UDPRoute", .missing = 1, .listed = 1, .relative = 1},
    {"policy.linkerd.io/", "HTTPRoute", .missing = 1, .listed = 1, .relative = 1},
    {"traefik.io/", "TraefikService", .missing = 1, .listed = 1, .relative = 1},
    {"traefik.io/", "IngressRoute", .missing = 1, .listed = 1, .relative = 1},
    {"traefik.containo.us/", "TraefikService", .missing = 1, .listed = 1, .relative = 1},
    {"traefik.containo.us/", "IngressRoute", .missing = 1, .listed = 1, .relative = 1},
    {"projectcontour.io/", "HTTPProxy", .missing = -1, .listed = 1, .relative = 1},
    {"appmesh.k8s.aws/", "VirtualRouter", .missing = -1, .listed = 1, .relative = 1},
    {"networking.k8s.io/", "Ingress", .missing = -1,
     .total = ".metadata.annotations['nginx.ingress.kubernetes.io/canary-weight-total']"},
    {"extensions/", "Ingress", .missing = -1,
     .total = ".metadata.annotations['nginx.ingress.kubernetes.io/canary-weight-total']"},
};

static const iter8__route_kind any = {"", "", .missing = -1};

const iter8__route_kind *iter8__route_kind_of(const iter8_document *object)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strncmp(iter8_document_api_version(object), kinds[i].api, strlen(kinds[i].api)) == 0 &&
            strcmp(iter8_document_kind(object), kinds[i].kind) == 0)
            return &kinds[i];
    }
    return &any;
}

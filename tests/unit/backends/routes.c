/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "routes.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>

iter8_experiment *routes_experiment(const char *const names[], size_t count, const char *annotation)
{
    char text[4096];
    size_t length = (size_t)snprintf(
        text, sizeof text,
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata:\n  name: e\n"
        "  annotations: {'iter8.tools/%s': '%s'}\nspec:\n  target: t\n"
        "  strategy: {testingPattern: %s, deploymentPattern: FixedSplit}\n  versionInfo:\n"
        "    baseline: {name: '%s'}\n    candidates:\n",
        annotation != NULL ? "haproxy-backend" : "none", annotation != NULL ? annotation : "",
        count == 2 ? "Canary" : "A/B/N", names[0]);
    for (size_t i = 1; i < count; i++) {
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "    - name: '%s'\n", names[i]);
    }
    if (count > 2) {
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "  criteria:\n    rewards:\n"
                                   "    - {metric: m, preferredDirection: High}\n");
    }
    iter8_experiment *experiment;
    cr_assert_eq(iter8_experiment_read(text, length, NULL, NULL, &experiment), 0, "%s", text);
    return experiment;
}

iter8_experiment *routes_lived_experiment(const char *const names[2], int candidate)
{
    char text[1000];
    iter8_experiment *experiment;
    size_t length = (size_t)snprintf(
        text, sizeof text,
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
        "  duration: {intervalSeconds: 10}\n"
        "  versionInfo: {baseline: {name: %s}, candidates: [{name: %s, weightObjRef: "
        "{apiVersion: v1, kind: K, name: o, fieldPath: .w}}]}\n"
        "status:\n  currentWeightDistribution: [{name: %s, value: %d}, {name: %s, value: %d}]\n",
        names[0], names[1], names[0], 100 - candidate, names[1], candidate);
    cr_assert_eq(iter8_experiment_read(text, length, NULL, NULL, &experiment), 0, "%s", text);
    return experiment;
}

iter8_route routes_to(const iter8_experiment *experiment, const int32_t *weights)
{
    return (iter8_route){.struct_size = sizeof(iter8_route),
                         .ticket = 1,
                         .experiment = experiment,
                         .weights = weights,
                         .count = iter8_spec_of(experiment).version_count};
}

iter8_route routes_at(const iter8_experiment *experiment, const int32_t *weights, uint64_t ticket,
                      int64_t second)
{
    iter8_route route = routes_to(experiment, weights);
    route.ticket = ticket;
    route.now_ns = second * 1000000000;
    return route;
}

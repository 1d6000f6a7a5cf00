/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/snapshots.h"
#include "rollout.h"

#include <stdlib.h>
#include <string.h>

/* Where no server is asked. */
static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    (void)question;
    (void)user_data;
    answer->state = ITER8_VALUE_ERROR;
    answer->reason = "the metric has no mock values, and in virtual time no server is asked";
    return ITER8_OK;
}

static int holds_a_weight(const struct rollout *rollout, const iter8_document *object)
{
    for (size_t v = 0; v < iter8_spec_of(rollout->experiment).version_count; v++) {
        if (iter8_route_holds(object, rollout->experiment, v)) return 1;
    }
    return 0;
}

/* The next object from *index on that holds a weight; NULL past the last. */
static iter8_document *next_route(const struct rollout *rollout, size_t *index, const char **name)
{
    iter8_document *object;
    while ((object = inputs_document(rollout->inputs, (*index)++, name)) != NULL) {
        if (document_role(object) == ROLE_ROUTE && holds_a_weight(rollout, object)) return object;
    }
    return NULL;
}

static int read_objects(struct rollout *rollout, int32_t *weights)
{
    size_t index = 0;
    const char *name;
    const iter8_document *object;
    while ((object = next_route(rollout, &index, &name)) != NULL) {
        int rc =
            iter8_route_read(object, rollout->experiment, weights, rollout->inputs->diagnostics);
        (void)inputs_report(rollout->inputs, name);
        if (rc != ITER8_OK) return rc;
    }
    return ITER8_OK;
}

static int write_objects(struct rollout *rollout, const int32_t *weights)
{
    size_t index = 0;
    const char *name;
    iter8_document *object;
    while ((object = next_route(rollout, &index, &name)) != NULL) {
        int rc =
            iter8_route_write(object, rollout->experiment, weights, rollout->inputs->diagnostics);
        (void)inputs_report(rollout->inputs, name);
        if (rc != ITER8_OK) return rc;
    }
    return ITER8_OK;
}

static int has_routes(const struct rollout *rollout)
{
    size_t index = 0;
    const char *name;
    return next_route(rollout, &index, &name) != NULL;
}

/* What the real world does counts; where there is none, what the routing objects say. */
/* Whether the candidates are given up. */
int goes_back(const iter8_experiment *experiment)
{
    int32_t ending = iter8_experiment_ending(experiment);
    return ending == ITER8_ENDING_ROLLED_BACK || ending == ITER8_ENDING_ABORTED;
}

/* A rollback moves them with FixedSplit as well. */
int moves_weights(const iter8_experiment *experiment)
{
    return iter8_spec_of(experiment).testing_pattern != ITER8_TESTING_CONFORMANCE &&
           (goes_back(experiment) ||
            iter8_spec_of(experiment).deployment_pattern != ITER8_DEPLOYMENT_FIXED_SPLIT);
}

/* Without routing objects, those that are moved are where they were moved to; others nobody knows.
 */
static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    struct rollout *rollout = user_data;
    if (rollout->sink.object != NULL) return sink_read(&rollout->sink, route, weights);
    if (!has_routes(rollout) && moves_weights(route->experiment)) return ITER8_OK;
    for (size_t v = 0; v < route->count; v++)
        weights[v] = -1;
    return read_objects(rollout, weights);
}

/* The routing objects in memory say what was taken over, so they come after it. */
static int32_t write_weights(const iter8_route *route, void *user_data)
{
    struct rollout *rollout = user_data;
    int32_t rc = rollout->sink.object != NULL ? sink_write(&rollout->sink, route) : ITER8_OK;
    if (rc != ITER8_OK) return rc;
    return write_objects(rollout, route->weights);
}

int rollout_restore(struct rollout *rollout)
{
    const iter8_experiment *experiment = rollout->experiment;
    if (!moves_weights(experiment) || iter8_status_of(experiment).completed_iterations == 0)
        return EXIT_DONE;
    size_t versions = iter8_spec_of(experiment).version_count;
    int32_t *weights = calloc(versions + 1, sizeof *weights);
    if (weights == NULL) {
        complain("out of memory");
        return EXIT_TROUBLE;
    }
    for (size_t v = 0; v < versions; v++)
        weights[v] = iter8_version_of(experiment, v).weight;
    int rc = write_objects(rollout, weights);
    free(weights);
    return rc == ITER8_OK ? EXIT_DONE : EXIT_TROUBLE;
}

/* Tasks are for a cluster; here they are shown and taken for done. The iteration that they follow
 * comes before them. */
static int32_t run_task(const iter8_task *task, void *user_data)
{
    rollout_print(user_data);
    rollout_print_task(user_data, task);
    return ITER8_OK;
}

/* The line that tells of the beginning of a trouble has one that tells of its end. */
static int ends_trouble(const char *reason)
{
    return strcmp(reason, "MetricsAvailable") == 0 || strcmp(reason, "RouterAvailable") == 0 ||
           strcmp(reason, "WeightsHold") == 0;
}

static void record_event(const iter8_event *event, void *user_data)
{
    (void)user_data;
    if (event->warning || ends_trouble(event->reason))
        complain("%s: %s", event->reason, event->message);
}

iter8_host rollout_host(struct rollout *rollout)
{
    rollout->no_source =
        (iter8_metrics_source){.struct_size = sizeof rollout->no_source, .measure = measure};
    rollout->router = (iter8_router){.struct_size = sizeof rollout->router,
                                     .user_data = rollout,
                                     .read_weights = read_weights,
                                     .write_weights = write_weights};
    return (iter8_host){.struct_size = sizeof(iter8_host),
                        .metrics_source = rollout->http != NULL
                                              ? iter8_http_source_metrics_source(rollout->http)
                                              : &rollout->no_source,
                        .router = &rollout->router,
                        .user_data = rollout,
                        .run_task = run_task,
                        .record_event = record_event,
                        .seed = rollout->arguments->seed};
}

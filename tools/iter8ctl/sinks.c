/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "sinks.h"

#include "iter8/backends/file_sink.h"
#include "iter8/backends/haproxy_sink.h"
#include "iter8/backends/kubernetes_sink.h"
#include "iter8/snapshots.h"
#include "outputs.h"

#include <stdlib.h>
#include <string.h>

static const char *haproxy_error(const void *object)
{
    return iter8_haproxy_sink_error(object);
}

static void haproxy_free(void *object)
{
    iter8_haproxy_sink_free(object);
}

static int open_haproxy(struct sink *sink, const struct arguments *arguments)
{
    iter8_haproxy_sink *object = NULL;
    iter8_haproxy_sink_options options = {.struct_size = sizeof options,
                                          .socket_path = arguments->haproxy};
    int rc = iter8_haproxy_sink_new(&options, &object);
    *sink = (struct sink){"HAProxy",     object,       iter8_haproxy_sink_router(object),
                          haproxy_error, haproxy_free, 1};
    return rc;
}

static const char *kubernetes_error(const void *object)
{
    return iter8_kubernetes_sink_error(object);
}

static void kubernetes_free(void *object)
{
    iter8_kubernetes_sink_free(object);
}

/* A second run for the same weights ends before it begins. An experiment that moves no traffic, or
 * hardly ever, takes what it needs when it writes. Whatever else goes wrong here goes wrong again,
 * and is then told and dealt with as in the middle of a run. */
static int claim_kubernetes(const struct sink *sink, const iter8_experiment *experiment)
{
    iter8_kubernetes_sink *object = sink->object;
    if (iter8_spec_of(experiment).testing_pattern == ITER8_TESTING_CONFORMANCE ||
        iter8_spec_of(experiment).deployment_pattern == ITER8_DEPLOYMENT_FIXED_SPLIT)
        return EXIT_DONE;
    if (iter8_kubernetes_sink_claim(object, experiment) == ITER8_OK ||
        iter8_kubernetes_sink_holder(object) == NULL)
        return EXIT_DONE;
    complain("%s: %s", sink->name, iter8_kubernetes_sink_error(object));
    return EXIT_TROUBLE;
}

static int open_kubernetes(struct sink *sink, const struct arguments *arguments,
                           iter8_diagnostics *diagnostics)
{
    iter8_kubernetes_sink *object = NULL;
    iter8_kubernetes_sink_options options = {.struct_size = sizeof options,
                                             .kubeconfig = arguments->kubeconfig,
                                             .holder = arguments->holder};
    int rc = iter8_kubernetes_sink_new(&options, diagnostics, &object);
    *sink = (struct sink){"Kubernetes",     object,          iter8_kubernetes_sink_router(object),
                          kubernetes_error, kubernetes_free, 0};
    return rc;
}

static const char *file_error(const void *object)
{
    return iter8_file_sink_error(object);
}

static void file_free(void *object)
{
    iter8_file_sink_free(object);
}

static int make_file_sink(struct sink *sink, const struct arguments *arguments,
                          iter8_file_sink_options *options)
{
    iter8_file_sink *object = NULL;
    const char *const command[] = {"/bin/sh", "-c", arguments->reload, NULL};
    options->struct_size = sizeof *options;
    if (arguments->reload != NULL) options->reload = command;
    int rc = iter8_file_sink_new(options, &object);
    options->reload = NULL;
    *sink =
        (struct sink){"files", object, iter8_file_sink_router(object), file_error, file_free, 1};
    return rc;
}

/* Whether a file holds an object with a weight. */
static int is_route_file(const struct source *source, const iter8_experiment *experiment)
{
    for (size_t i = 0; i < iter8_documents_count(source->documents); i++) {
        const iter8_document *object = iter8_documents_at(source->documents, i);
        for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
            if (iter8_route_holds(object, experiment, v)) return 1;
        }
    }
    return 0;
}

/* Nothing is moved, and no version says where it would be. */
static int needs_no_weights(const iter8_experiment *experiment)
{
    iter8_weight_reference reference = ITER8_INIT(iter8_weight_reference);
    int fixed = iter8_spec_of(experiment).testing_pattern == ITER8_TESTING_CONFORMANCE ||
                iter8_spec_of(experiment).deployment_pattern == ITER8_DEPLOYMENT_FIXED_SPLIT;
    for (size_t v = 0; fixed && v < iter8_spec_of(experiment).version_count; v++)
        fixed = iter8_experiment_weight_reference(experiment, v, &reference) != ITER8_OK;
    return fixed;
}

static int open_files(struct sink *sink, const struct arguments *arguments,
                      const struct inputs *inputs, const iter8_experiment *experiment)
{
    const char *files[MAX_FILES];
    iter8_file_sink_options options = {.files = files};
    for (size_t i = 0; i < inputs->source_count; i++) {
        const char *name = inputs->sources[i].name;
        if (!is_route_file(&inputs->sources[i], experiment)) continue;
        if (arguments->output != NULL && same_file(arguments->output, name)) {
            complain("--write-routes: -o would write over the routes in %s", name);
            return ITER8_ERR_ARGUMENT;
        }
        files[options.file_count++] = name;
    }
    if (options.file_count > 0) return make_file_sink(sink, arguments, &options);
    if (needs_no_weights(experiment)) return ITER8_OK;
    complain("--write-routes: no object in the files holds a version's weight");
    return ITER8_ERR_NOT_FOUND;
}

/* TEMPLATE=FILE */
static int open_template(struct sink *sink, const struct arguments *arguments)
{
    const char *equals = strchr(arguments->render, '=');
    char *template = strndup(arguments->render, (size_t)(equals - arguments->render));
    if (template == NULL) return ITER8_ERR_NOMEM;
    iter8_file_sink_options options = {.template_file = template, .output_file = equals + 1};
    int rc = make_file_sink(sink, arguments, &options);
    free(template);
    return rc;
}

static int refuse(const char *what)
{
    complain("%s", what);
    return EXIT_USAGE;
}

int sink_check(const struct arguments *arguments)
{
    const char *render = arguments->render;
    int to_files = arguments->write_routes + (render != NULL);
    if (to_files + (arguments->haproxy != NULL) + (arguments->kubeconfig != NULL) > 1)
        return refuse("--haproxy, --kubeconfig, --write-routes and --render exclude each other");
    if (arguments->holder != NULL && arguments->kubeconfig == NULL)
        return refuse("--holder goes with --kubeconfig");
    if (arguments->reload != NULL && !to_files)
        return refuse("--reload goes with --write-routes or --render");
    if (render != NULL &&
        (*render == '=' || strchr(render, '=') == NULL || strchr(render, '=')[1] == '\0'))
        return refuse("--render takes TEMPLATE=FILE");
    for (size_t i = 0; arguments->write_routes && i < arguments->file_count; i++) {
        if (strcmp(arguments->files[i], "-") == 0)
            return refuse("--write-routes: standard input cannot be written");
    }
    return EXIT_DONE;
}

int sink_open(struct sink *sink, const struct arguments *arguments, struct inputs *inputs,
              const iter8_experiment *experiment)
{
    int rc = ITER8_OK;
    *sink = (struct sink){.name = NULL};
    if (arguments->haproxy != NULL) rc = open_haproxy(sink, arguments);
    if (arguments->kubeconfig != NULL) rc = open_kubernetes(sink, arguments, inputs->diagnostics);
    if (arguments->write_routes) rc = open_files(sink, arguments, inputs, experiment);
    if (arguments->render != NULL) rc = open_template(sink, arguments);
    if (rc == ITER8_OK)
        return arguments->kubeconfig != NULL ? claim_kubernetes(sink, experiment) : EXIT_DONE;
    if (sink->name != NULL && inputs_report(inputs, sink->name) == 0)
        complain("%s: %s", sink->name, iter8_strerror(rc));
    return EXIT_TROUBLE;
}

void sink_close(struct sink *sink)
{
    if (sink->object != NULL) sink->free(sink->object);
}

/* Sinks claim what they write when they first read it; any other failure is for the run to see. */
int sink_claim(const struct sink *sink, const iter8_experiment *experiment, int64_t now_ns)
{
    int32_t weights[256];
    size_t count = iter8_spec_of(experiment).version_count;
    int over =
        iter8_condition_of(experiment, ITER8_CONDITION_COMPLETED).status == ITER8_CONDITION_TRUE;
    if (!sink->claims || over || count > sizeof weights / sizeof weights[0]) return EXIT_DONE;
    iter8_route route = {
        .struct_size = sizeof route, .now_ns = now_ns, .experiment = experiment, .count = count};
    if (sink_read(sink, &route, weights) != ITER8_ERR_REFUSED) return EXIT_DONE;
    complain("%s: %s", sink->name, sink->error(sink->object));
    return EXIT_TROUBLE;
}

int32_t sink_read(const struct sink *sink, const iter8_route *route, int32_t *weights)
{
    return sink->router->read_weights(route, weights, sink->router->user_data);
}

int32_t sink_write(const struct sink *sink, const iter8_route *route)
{
    return sink->router->write_weights(route, sink->router->user_data);
}

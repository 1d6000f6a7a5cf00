/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A host with ready-made parts: http-haproxy EXPERIMENT METRICS PROMETHEUS-URL HAPROXY-SOCKET
 * RESULT */
#include "files.h"

#include <iter8/backends/haproxy_sink.h>
#include <iter8/backends/http_source.h>
#include <iter8/iter8.h>
#include <stdio.h>

enum { PATIENCE_MS = 1000 };

static void show(const iter8_experiment *experiment)
{
    int32_t winner = iter8_status_of(experiment).winner;
    printf("iteration %d/%d", (int)iter8_status_of(experiment).completed_iterations,
           (int)iter8_spec_of(experiment).iterations);
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++)
        printf("  %s %d", iter8_version_of(experiment, v).name,
               (int)iter8_version_of(experiment, v).weight);
    printf("  winner %s\n",
           winner >= 0 ? iter8_version_of(experiment, (size_t)winner).name : "none");
    (void)fflush(stdout);
}

static int run(iter8_experiment *experiment, iter8_http_source *source, iter8_haproxy_sink *sink,
               const char *result)
{
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    host.metrics_source = iter8_http_source_metrics_source(source);
    host.router = iter8_haproxy_sink_router(sink);
    for (;;) {
        int64_t now_ns = clock_now_ns();
        int rc = iter8_reconcile(experiment, &host, now_ns, NULL, &outcome);
        if (rc != ITER8_OK && rc != ITER8_ERR_HOST) return rc;
        if (rc == ITER8_ERR_HOST) fprintf(stderr, "HAProxy: %s\n", iter8_haproxy_sink_error(sink));
        if (outcome.changed && !file_save(result, experiment)) return ITER8_ERR_HOST;
        if (outcome.done || outcome.next_ns > now_ns) show(experiment);
        if (outcome.done) return ITER8_OK;
        if (outcome.pending)
            (void)iter8_http_source_wait(source, PATIENCE_MS);
        else
            clock_sleep_until(outcome.next_ns);
    }
}

int main(int argc, char **argv)
{
    iter8_http_source_options http = ITER8_INIT(iter8_http_source_options);
    iter8_haproxy_sink_options haproxy = ITER8_INIT(iter8_haproxy_sink_options);
    iter8_experiment *experiment = NULL;
    iter8_http_source *source = NULL;
    iter8_haproxy_sink *sink = NULL;
    if (argc != 6) return 2;
    http.prometheus_url = argv[3];
    haproxy.socket_path = argv[4];
    int rc = file_load(argv[1], argv[2], &experiment);
    if (rc == ITER8_OK) rc = iter8_http_source_new(&http, &source);
    if (rc == ITER8_OK) rc = iter8_haproxy_sink_new(&haproxy, &sink);
    if (rc == ITER8_OK) rc = run(experiment, source, sink, argv[5]);
    if (rc != ITER8_OK) fprintf(stderr, "http-haproxy: %s\n", iter8_strerror(rc));
    iter8_haproxy_sink_free(sink);
    iter8_http_source_free(source);
    iter8_experiment_free(experiment);
    return rc == ITER8_OK ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "prometheus_server.h"

#include "process.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void write_configuration(const char *path, int port)
{
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream);
    fprintf(stream,
            "global: {scrape_interval: 1s}\n"
            "scrape_configs:\n- job_name: self\n  static_configs:\n  - targets: ['127.0.0.1:%d']\n",
            port);
    fclose(stream);
}

struct prometheus_server prometheus_server_start(const char *folder)
{
    char file[80], log[80], config[128], data[128], listen[80];
    struct prometheus_server server = {.port = process_free_port()};
    snprintf(file, sizeof file, "%s/prometheus.yml", folder);
    snprintf(log, sizeof log, "%s/log", folder);
    snprintf(config, sizeof config, "--config.file=%s", file);
    snprintf(data, sizeof data, "--storage.tsdb.path=%s/data", folder);
    snprintf(listen, sizeof listen, "--web.listen-address=127.0.0.1:%d", server.port);
    write_configuration(file, server.port);
    server.pid = process_start((const char *const[]){PROMETHEUS, config, data, listen, NULL}, log);
    cr_assert(process_await_tcp(server.pid, server.port));
    return server;
}

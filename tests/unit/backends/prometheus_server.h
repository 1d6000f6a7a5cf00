/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * prometheus_server.h - a real Prometheus on the loopback interface that measures itself.
 */
#ifndef ITER8_TESTS_PROMETHEUS_SERVER_H
#define ITER8_TESTS_PROMETHEUS_SERVER_H

#include <sys/types.h>

struct prometheus_server {
    pid_t pid;
    int port;
};

/* Starts one that keeps its files in @p folder; fails the test if it does not come up. */
struct prometheus_server prometheus_server_start(const char *folder);

#endif

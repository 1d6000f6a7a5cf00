/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * questions.h - experiments whose metrics are asked by HTTP, and questions about them.
 */
#ifndef ITER8_TESTS_QUESTIONS_H
#define ITER8_TESTS_QUESTIONS_H

#include "iter8/backends/http_source.h"

#include <stddef.h>

struct metric_text {
    int port;         /* of 127.0.0.1 in its URL */
    const char *path; /* what follows in the URL */
    const char *jq;   /* NULL: `.` */
    const char *more; /* further fields of the spec in flow style, such as `provider: x`, or NULL */
    const char *scheme; /* NULL: http */
};

/* An experiment of a baseline `current` and a candidate, which measures the metrics `m0`, `m1`, ...
 * in this order. */
iter8_experiment *questions_experiment(const struct metric_text *metrics, size_t count);

/* The question for a metric of the baseline; the ticket is made of all three. */
iter8_question questions_ask(const iter8_experiment *experiment, uint32_t metric, int64_t now_ns);

/* What measuring comes to, waiting as long as it is pending. */
iter8_measurement questions_answer(iter8_http_source *source, const iter8_question *question);

#endif

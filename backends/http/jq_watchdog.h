/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * jq_watchdog.h - ends a jq program that runs too long.
 *
 * libjq runs a program until it gives something and asks nobody meanwhile, but it looks between any
 * two steps whether it was told to halt. So another thread waits and tells it. That is a plain
 * write to a number which the running thread reads; libjq offers nothing better.
 */
#ifndef ITER8_BACKENDS_JQ_WATCHDOG_H
#define ITER8_BACKENDS_JQ_WATCHDOG_H

#include <jv.h>
/* jq.h needs jv.h. */
#include <jq.h>
#include <pthread.h>
#include <stdint.h>

typedef struct iter8__jq_watchdog {
    pthread_t thread;
    pthread_mutex_t mutex; /* guards ended and bitten */
    pthread_cond_t changed;
    jq_state *jq;            /* borrowed until the watchdog is stopped */
    struct timespec give_up; /* on the monotonic clock */
    int ended;               /* the program has ended by itself */
    int bitten;              /* the program was told to halt */
} iter8__jq_watchdog;

/* Starts to watch @p jq, which is about to run. Returns 0 or ITER8_ERR_NOMEM (no thread). */
int iter8__jq_watchdog_start(iter8__jq_watchdog *watchdog, jq_state *jq, int64_t limit_ms);
/* Ends the watch after each start that returned 0; returns 1 if the program had to be halted. */
int iter8__jq_watchdog_stop(iter8__jq_watchdog *watchdog);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/jq_watchdog.h"

#include "iter8/error.h"

#include <signal.h>
#include <time.h>

static void *watch(void *data)
{
    iter8__jq_watchdog *watchdog = data;
    int rc = 0;
    (void)pthread_mutex_lock(&watchdog->mutex);
    while (!watchdog->ended && rc == 0) {
        rc = pthread_cond_timedwait(&watchdog->changed, &watchdog->mutex, &watchdog->give_up);
    }
    if (!watchdog->ended) {
        watchdog->bitten = 1;
        jq_halt(watchdog->jq, jv_invalid(), jv_invalid());
    }
    (void)pthread_mutex_unlock(&watchdog->mutex);
    return NULL;
}

static struct timespec monotonic_in(int64_t ms)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += (time_t)(ms / 1000);
    time.tv_nsec += (long)(ms % 1000) * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_nsec -= 1000000000;
        time.tv_sec++;
    }
    return time;
}

static int make_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) return -1;
    int rc = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (rc == 0) rc = pthread_cond_init(condition, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return rc;
}

/* The new thread takes no signals: those of the process are for the host's own threads. */
static int make_thread(iter8__jq_watchdog *watchdog)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0) return -1;
    int rc = pthread_create(&watchdog->thread, NULL, watch, watchdog);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}

int iter8__jq_watchdog_start(iter8__jq_watchdog *watchdog, jq_state *jq, int64_t limit_ms)
{
    watchdog->jq = jq;
    watchdog->ended = 0;
    watchdog->bitten = 0;
    watchdog->give_up = monotonic_in(limit_ms);
    if (pthread_mutex_init(&watchdog->mutex, NULL) != 0) return ITER8_ERR_NOMEM;
    if (make_condition(&watchdog->changed) != 0) goto no_condition;
    if (make_thread(watchdog) != 0) goto no_thread;
    return ITER8_OK;

no_thread:
    (void)pthread_cond_destroy(&watchdog->changed);
no_condition:
    (void)pthread_mutex_destroy(&watchdog->mutex);
    return ITER8_ERR_NOMEM;
}

int iter8__jq_watchdog_stop(iter8__jq_watchdog *watchdog)
{
    (void)pthread_mutex_lock(&watchdog->mutex);
    watchdog->ended = 1;
    (void)pthread_cond_signal(&watchdog->changed);
    (void)pthread_mutex_unlock(&watchdog->mutex);
    (void)pthread_join(watchdog->thread, NULL);
    (void)pthread_cond_destroy(&watchdog->changed);
    (void)pthread_mutex_destroy(&watchdog->mutex);
    return watchdog->bitten;
}

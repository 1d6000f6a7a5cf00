/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * scripted_host.h - a host for tests: it does what it is told, and remembers what it was asked.
 *
 *     scripted_host host;
 *     scripted_host_init(&host);
 *     host.failing[SCRIPTED_WRITE] = 2;
 *     iter8_outcome outcome = ITER8_INIT(iter8_outcome);
 *     cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
 *     cr_assert_eq(host.routes[1], 95);
 *     scripted_host_clear(&host);
 *
 * Time is host.now_ns, which scripted_step() moves on to when the library wants to be called again.
 */
#ifndef ITER8_TESTS_SCRIPTED_HOST_H
#define ITER8_TESTS_SCRIPTED_HOST_H

#include "iter8/experiment.h"
#include "iter8/init.h"
#include "iter8/log.h"
#include "iter8/reconcile.h"

#include <stddef.h>
#include <stdint.h>

#define SCRIPTED_SECOND   INT64_C(1000000000)
#define SCRIPTED_START_NS (1600000000 * SCRIPTED_SECOND)

enum { SCRIPTED_VERSIONS = 8, SCRIPTED_TICKETS = 256, SCRIPTED_TEXT = 160 };

/* The callbacks. */
enum scripted_kind {
    SCRIPTED_MEASURE,
    SCRIPTED_WRITE,
    SCRIPTED_READ,
    SCRIPTED_ACQUIRE,
    SCRIPTED_ACTION,
    SCRIPTED_EVENT,
    SCRIPTED_KINDS
};

/* A callback as it was called, and what it answered. */
typedef struct scripted_entry {
    enum scripted_kind kind;
    int32_t answer;
    int64_t now_ns;                     /* of the request; 0 for acquire */
    uint64_t ticket;                    /* 0 for acquire and event */
    int32_t weights[SCRIPTED_VERSIONS]; /* written, or given as read */
    /* "METRIC VERSION", "start", "loop 2", "Reason: message"; "" for weights and the target; of a
     * task, which counts as an action, "loop 2 #0 run SCRIPT" or "finish #1 common/exec JSON" */
    char text[SCRIPTED_TEXT];
} scripted_entry;

struct scripted_host;

/* What is measured: fills the answer, or returns a failure. */
typedef int32_t scripted_source(const iter8_question *question, iter8_measurement *answer,
                                struct scripted_host *host);
/* Is told of a callback before it has done anything. */
typedef void scripted_hook(struct scripted_host *host, enum scripted_kind kind);

typedef struct scripted_host {
    /* What is handed to the library; a test may take callbacks out. */
    iter8_host host;
    iter8_metrics_source metrics;
    iter8_router router;
    int64_t now_ns;                    /* the clock */
    int32_t routes[SCRIPTED_VERSIONS]; /* how traffic is really sent */

    /* The script. */
    scripted_source *source;     /* at first: 0.001 for everything */
    scripted_hook *hook;         /* or NULL */
    void *context;               /* for the two */
    iter8_recorder *recorder;    /* of the steps; or NULL */
    int pending[SCRIPTED_KINDS]; /* each new request is answered "pending" so often */
    int failing[SCRIPTED_KINDS]; /* so many calls fail; -1: all */
    int32_t failing_code;        /* what they answer; at first ITER8_ERR_HOST */
    const char *failing_reason;  /* what writes and reads that fail say of it, or NULL */
    const char *failing_action;  /* only actions fail whose text begins so; NULL: any */
    size_t die_at;               /* the process ends in this callback, from 1; 0: in none */
    int die_early;               /* it ends before the callback has had its effect */

    /* The record. */
    int dead;     /* the process has ended: what follows has no effect and is not recorded */
    size_t calls; /* of all callbacks */
    scripted_entry *log;
    size_t log_count;
    char *saved; /* the experiment as it was last saved, or NULL */
    size_t saves;
    size_t steps; /* calls of iter8_reconcile */
    struct {
        uint64_t ticket;
        int left;
    } waits[SCRIPTED_TICKETS];
    size_t wait_count;
} scripted_host;

void scripted_host_init(scripted_host *host);
void scripted_host_clear(scripted_host *host);
/* Has the library's structs point to this host, after it was copied to another place. */
void scripted_host_rebind(scripted_host *host);
/* Has actions run task by task. */
void scripted_host_take_tasks(scripted_host *host);
/* A new process with the same world: nothing is dead, and what was pending is forgotten. */
void scripted_host_revive(scripted_host *host);

/* One call of iter8_reconcile() now. Saves the experiment if it has changed, and moves the clock on
 * to when it wants to be called again. A dead host saves nothing. */
int scripted_step(scripted_host *host, iter8_experiment *experiment, iter8_outcome *outcome);
/* Steps on to the end. Failures of the host are passed over; any other ends the run. Returns what
 * the last step returned, ITER8_PENDING if the process died or thousands of steps did not do. */
int scripted_run(scripted_host *host, iter8_experiment *experiment, iter8_outcome *outcome);
/* Steps on until so many iterations are complete and their weights are written. */
int scripted_run_until(scripted_host *host, iter8_experiment *experiment, int32_t iterations);

/* A random script for the next steps: answers are late or fail, the clock jumps, and a @p mortal
 * process may die. */
void scripted_misbehave(scripted_host *host, uint64_t *random, int mortal);

/* What was saved, as an experiment; NULL if nothing was or it cannot be read. */
iter8_experiment *scripted_load(const scripted_host *host);

/* How many callbacks of a kind there were whose text begins so; NULL: any text. */
size_t scripted_count(const scripted_host *host, enum scripted_kind kind, const char *text);
/* The one of these at an index, or NULL. */
const scripted_entry *scripted_at(const scripted_host *host, enum scripted_kind kind,
                                  const char *text, size_t index);

#endif

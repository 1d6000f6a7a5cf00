/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * ticket.h - numbers that name requests.
 *
 * A request to the host has the same number whenever it is made again, also after a restart;
 * requests of other experiments, iterations, metrics or versions have others. It is a hash of all
 * that.
 */
#ifndef ITER8_LIFECYCLE_TICKET_H
#define ITER8_LIFECYCLE_TICKET_H

#include "lifecycle/step.h"

#include <stdint.h>

enum iter8__ticket_kind {
    ITER8__TICKET_RETRY,
    ITER8__TICKET_READ,
    ITER8__TICKET_MEASURE,
    ITER8__TICKET_WRITE
};

/* The index of a write by which an experiment that has failed gives the traffic back; smaller ones
 * are commands. */
#define ITER8__TICKET_OF_RETURN UINT64_C(100)

/* The number of a request made in the iteration of @p time_ns; @p index tells it from others of its
 * kind there. */
uint64_t iter8__ticket(iter8__step *step, enum iter8__ticket_kind kind, int64_t time_ns,
                       uint64_t index);

/* The number of an action, and of one of its tasks. */
uint64_t iter8__ticket_of_action(iter8__step *step, const char *name, int32_t loop);
uint64_t iter8__ticket_of_task(iter8__step *step, const char *action, int32_t loop, size_t index);

#endif

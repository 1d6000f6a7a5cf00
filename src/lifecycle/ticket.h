/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * ticket.h - numbers that name requests.
 *
 * A request to the host has the same number whenever it is made again, also after a restart.
 */
#ifndef ITER8_LIFECYCLE_TICKET_H
#define ITER8_LIFECYCLE_TICKET_H

#include "model/experiment.h"
#include <stdint.h>

uint64_t iter8__ticket(const iter8_experiment *experiment, const char *what, int64_t time_ns,
                       uint64_t a, uint64_t b);

#endif

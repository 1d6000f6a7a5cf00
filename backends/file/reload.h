/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * reload.h - the command that makes a server read its files again.
 */
#ifndef ITER8_BACKENDS_RELOAD_H
#define ITER8_BACKENDS_RELOAD_H

#include "common/line.h"

#include <stdint.h>

/* Runs a program and waits for its end, for @p timeout_ms at most; then it and what it has started
 * are killed. Returns 0, or ITER8_ERR_COMMAND and says in @p problem how it ended. */
int iter8__reload(char *const *argv, int64_t timeout_ms, iter8__line *problem);

#endif

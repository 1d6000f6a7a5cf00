/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * counter.h - how many steps the library has taken: branches, and bytes that the C library looked
 * at or moved for it. The same in each run, on any machine, however busy it is.
 */
#ifndef ITER8_TESTS_WORK_COUNTER_H
#define ITER8_TESTS_WORK_COUNTER_H

#include <stdint.h>

/* Steps since the program began. */
uint64_t counter_steps(void);

#endif

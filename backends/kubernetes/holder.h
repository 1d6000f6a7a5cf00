/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * holder.h - a name for one who holds something, such as "web-1_4711_18f3c2a9b4e1d07".
 */
#ifndef ITER8_BACKENDS_HOLDER_H
#define ITER8_BACKENDS_HOLDER_H

enum { ITER8__HOLDER_BYTES = 320 };

/* Makes a name of the machine's, the process's number and the moment. @p self is an address that
 * nothing else in the process has, so that two made in one moment differ. */
void iter8__holder_make(char out[ITER8__HOLDER_BYTES], const void *self);

#endif

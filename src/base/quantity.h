/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * quantity.h - Kubernetes quantities: "0.01", "10m", "1k", "3Mi", "1500u", "1e3", "-5".
 *
 * Grammar and suffixes are those of the Kubernetes API (resource.Quantity): a signed decimal number
 * followed by nothing, by a decimal suffix n u m k M G T P E, by a binary one Ki Mi Gi Ti Pi Ei, or
 * by an exponent e3 / E3. The value is the nearest double, so equal quantities are equal doubles;
 * it is neither rounded up to whole nanos nor cut off at 2^63 - 1, as Kubernetes does with its
 * integers.
 */
#ifndef ITER8_BASE_QUANTITY_H
#define ITER8_BASE_QUANTITY_H

#include <stddef.h>

/* Returns 1, or 0 when it is not a quantity (or not a finite number). */
int iter8__quantity_parse(const char *text, size_t length, double *out);

#endif

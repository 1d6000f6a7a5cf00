/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * diagnostics.h - how the rooms report problems; the public list is iter8/diagnostics.h.
 */
#ifndef ITER8_BASE_DIAGNOSTICS_H
#define ITER8_BASE_DIAGNOSTICS_H

#include "iter8/diagnostics.h"

/* Adds an error whose message is all strings up to a NULL pointer, one after the other. */
void iter8__diagnose(iter8_diagnostics *list, int code, uint32_t line, uint32_t column,
                     const char *path, ...);

/* The same for a warning that belongs to no place in a text. */
void iter8__diagnose_warning(iter8_diagnostics *list, int code, const char *path, ...);

/* Whether warnings are to be errors; 0 for NULL. */
int iter8__diagnostics_strict(const iter8_diagnostics *list);

/* Says where the problem at @p index stands. */
void iter8__diagnostics_place(iter8_diagnostics *list, size_t index, uint32_t line,
                              uint32_t column);

/* Puts the problems from the one at @p first on in the order of their places in the text. Those at
 * one place, and those without a place, keep the order they were found in. */
void iter8__diagnostics_sort(iter8_diagnostics *list, size_t first);

#endif

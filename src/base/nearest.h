/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * nearest.h - which known word an unknown one was probably meant to be.
 *
 * Words are compared without their case and without hyphens and underscores, so that the ways of
 * other tools (rollbackOnFailure, upper_limit) are recognised; then by how many letters were
 * left out, added, changed or swapped.
 */
#ifndef ITER8_BASE_NEAREST_H
#define ITER8_BASE_NEAREST_H

#include <stddef.h>

/* The best known word so far, and how far it lies from the unknown one. */
typedef struct iter8__nearest {
    const char *word; /* borrowed from the list of known words; NULL: none is near */
    size_t distance;
} iter8__nearest;

/* Keeps @p known if it is nearer to @p word than what was tried before. Of words that are equally
 * near the first stays. Starts from a nearest that is all zero. */
void iter8__nearest_try(iter8__nearest *nearest, const char *word, const char *known);

/* The nearest of a list that ends with NULL; or NULL. */
const char *iter8__nearest_of(const char *word, const char *const *list);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * found_weights.h - the weights that a status says were found, as Iter8 writes them.
 *
 * Iter8 takes what a router has as it is, of whatever sum, and gives a version whose weight it
 * cannot read what the others leave of 100, also when that is less than nothing.
 */
#ifndef ITER8_EXPERIMENT_FOUND_WEIGHTS_H
#define ITER8_EXPERIMENT_FOUND_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

/* Makes percent of the weights of @p count versions: one that is not known is what the others
 * leave; if all are known and do not sum to 100, they are shares of their sum, and where that is 0
 * the first version has all. With @p as_they_are they stay, but never below 0. Where several are
 * not known nothing is made up. */
void iter8__weights_understand(int32_t *weights, const uint8_t *known, size_t count,
                               int as_they_are);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_difference.h - where two lines that are not the same differ.
 */
#ifndef ITER8_LOG_LOG_DIFFERENCE_H
#define ITER8_LOG_LOG_DIFFERENCE_H

#include "base/text.h"
#include "document/node.h"

/* The first difference of two trees: the path of its member, and what each has there as JSON.
 * Returns 0 when they are the same. */
int iter8__log_difference(const iter8__node *recorded, const iter8__node *now, iter8__text *member,
                          iter8__text texts[2]);

#endif

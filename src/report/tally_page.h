/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * tally_page.h - the parts of the page of simulations.
 */
#ifndef ITER8_REPORT_TALLY_PAGE_H
#define ITER8_REPORT_TALLY_PAGE_H

#include "base/text.h"
#include "document/node.h"
#include "iter8/simulate.h"

#define ITER8__CONFIDENCE 0.99

/* An estimate of a figure with its 99 % interval; NaN without runs. */
iter8_estimate iter8__tally_figure(const iter8_tally *tally, int32_t figure);

/* How the runs ended, as bars and as a table. */
void iter8__tally_outcomes(const iter8_tally *tally, iter8__text *html);
/* Which objective was the first to fail. */
void iter8__tally_violations(const iter8_tally *tally, iter8__text *html);
/* What the runs cost, and how long they took. */
void iter8__tally_costs(const iter8_tally *tally, iter8__text *html);
/* The weights of each candidate over the iterations. */
void iter8__tally_fans(const iter8_tally *tally, iter8__text *html);
/* How many runs were over after how many iterations. */
void iter8__tally_lengths(const iter8_tally *tally, iter8__text *html);

/* Writes the page. */
void iter8__tallies_page(const iter8__node *const *roots, iter8_tally *const *tallies, size_t count,
                         iter8__text *html);

#endif

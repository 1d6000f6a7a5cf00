/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * harm_bound.h - how many errors a candidate can have been bound to make, and how many requests it
 * may be given.
 *
 * Each request has some probability of an error. Let S be the sum of these over all requests so
 * far: the errors that were to be expected. After K errors S is at most U(K), the root of
 *
 *     sum over j of w_j exp(-K ln(m_j) + U (1 - 1 / m_j)) = 1 / delta,
 *
 * at all times at once with probability 1 - delta, however the probabilities change in between:
 * since the mean of m^-X is at most exp(-p (1 - 1/m)) for an error X of probability p, the left
 * side is on average at most 1 (Ville 1939; the mixture is that of evidence.h).
 *
 * Extra errors are those beyond what the limit L allows: S - N L after N requests. A candidate
 * whose rate is constant has at most the rate u = min(1, U(K) / N), so with at most budget / (u -
 * L) requests in all its extra errors stay within the budget. After a sudden change only what was
 * done up to the last look is bounded.
 */
#ifndef ITER8_STATISTICS_HARM_BOUND_H
#define ITER8_STATISTICS_HARM_BOUND_H

/* U: an upper bound of the errors that were to be expected, after @p events of them. Infinite for
 * events not within 0 to 1e15 or a @p delta not between 0 and 1. */
double iter8__harm_bound(double events, double delta);

/* At most how many extra errors these requests were bound to bring: min(U, trials) - trials *
 * limit, at least 0. Events that do not fit count as errors in all trials, and a limit that is no
 * rate as 0; infinite for trials not within 0 to 1e15. */
double iter8__harm_so_far(double events, double trials, double limit, double delta);

/* How many more requests the next interval may have: budget / (u - L) - N, perhaps below 0. Before
 * any request u is 1. Infinite where u is not above the limit. 0 where an input is none: counts
 * that do not fit, a limit not within 0 to 1, a budget below 0 or not finite, a delta not between 0
 * and 1. */
double iter8__harm_allowance(double events, double trials, double limit, double budget,
                             double delta);

/* Whether the budget is spent: not one more request is allowed. */
int iter8__harm_is_spent(double allowance);

#endif

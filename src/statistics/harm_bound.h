/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * harm_bound.h - an upper bound of the harm that a candidate has done, and how many more requests
 * it may be given.
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
 * whose rate is constant has at most the rate u = min(1, U(K) / N). It therefore stays within a
 * budget of extra errors if it gets at most budget / (u - L) requests in all. After a sudden change
 * only what was done up to the last look is bounded.
 */
#ifndef ITER8_STATISTICS_HARM_BOUND_H
#define ITER8_STATISTICS_HARM_BOUND_H

/* U: an upper bound of the errors that were to be expected, after @p events of them. Infinite for
 * events not within 0 to 1e15 or a @p delta not between 0 and 1. */
double iter8__harm_bound(double events, double delta);

/* An upper bound of the extra errors so far: min(U, N) - N L, at least 0. Events that do not fit
 * count as errors in all trials, and a limit that is no rate as 0; the bound is infinite for trials
 * not within 0 to 1e15. */
double iter8__harm_so_far(double events, double trials, double limit, double delta);

/* How many requests the next interval may have at most: budget / (u - L) - N, which can be below 0.
 * Before any request u is 1. The answer is infinite where u is not above the limit, and 0 where an
 * input cannot be used: counts that do not fit, a limit not within 0 to 1, a budget below 0 or not
 * finite, a delta not between 0 and 1. */
double iter8__harm_allowance(double events, double trials, double limit, double budget,
                             double delta);

/* Whether the budget is spent: not one more request is allowed. */
int iter8__harm_is_spent(double allowance);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * decide.h - the decisions: pure functions of a spec and of numbers.
 *
 * Values come in, verdicts, a winner and shares come out, each with its reason. Nothing here
 * allocates, and nothing reads a status: what has been is handed in as the current weights. The
 * functions run in this order, each on what the ones before it found.
 */
#ifndef ITER8_DECIDE_DECIDE_H
#define ITER8_DECIDE_DECIDE_H

#include "decide/decision.h"
#include "decide/weight_limits.h"

typedef struct iter8__facts iter8__facts; /* facts.h */

/* What a decision is made in. */
typedef struct iter8__situation {
    iter8__weight_limits limits;
    const int32_t *current; /* by version: the weights that candidates rise from, sum 100 */
    const iter8__failure_count
        *earlier; /* the tallies before these values; NULL: they are counted already */
    const iter8__streak *streaks; /* before these values; meaningful with tallies */
    iter8__facts *facts;          /* room for what an algorithm is asked */
    int64_t iteration;            /* which one this is, from 1 */
} iter8__situation;

/* Whether each version meets each objective: decision->verdicts from decision->values. Nothing is
 * said of budgets yet. */
void iter8__judge_objectives(const iter8__spec *spec, iter8__decision *decision);

/* The same for one version and one objective whose value is there. */
void iter8__judge_objective(const iter8__spec *spec, iter8__decision *decision, size_t version,
                            size_t objective);

/* Whether an earlier value stands in for a metric of a version. */
int iter8__is_carried(const iter8__spec *spec, const iter8__decision *decision, size_t metric,
                      size_t version);

/* Lets earlier numbers stand in for missing ones, for as long as the policy says, and counts the
 * failures of the metrics source. */
void iter8__carry_forward(const iter8__spec *spec, const iter8__decision *earlier,
                          iter8__decision *decision);

/* Adds the verdicts to what is remembered of the earlier ones: decision->tallies from @p earlier,
 * which may be the same. */
void iter8__count_failures(const iter8__spec *spec, const iter8__failure_count *earlier,
                           iter8__decision *decision);
void iter8__count_failure(const iter8__spec *spec, const iter8__failure_count *earlier,
                          iter8__decision *decision, size_t version, size_t objective);

/* The tallies as they were before the last of the verdicts was counted, as far as they tell: what
 * was met then follows from what is remembered of the @p count measurements before it, at most. */
void iter8__uncount_failures(const iter8__spec *spec, const iter8__decision *decision,
                             int64_t count, iter8__failure_count *earlier);

/* For how many iterations in a row each version has met its objectives: decision->streaks from @p
 * earlier, which may be the same, after failures are weighed. */
void iter8__count_streaks(const iter8__spec *spec, const iter8__streak *earlier,
                          iter8__decision *decision);

/* The same where the last verdicts are counted already, as far as it is known. */
void iter8__restore_streaks(const iter8__spec *spec, iter8__decision *decision);

/* Which failures count, by the counts of failures: verdicts[].budget_spent and within_budget. */
void iter8__weigh_failures(const iter8__spec *spec, iter8__decision *decision);
void iter8__weigh_failure(const iter8__spec *spec, iter8__decision *decision, size_t version,
                          size_t objective);

/* What one objective says of the iterations in a row in which a version has met all of them. */
enum iter8__bearing { ITER8__ADDS, ITER8__STAYS, ITER8__ENDS, ITER8__BEARINGS };

enum iter8__bearing iter8__bearing_of(const iter8__spec *spec, const iter8__decision *decision,
                                      size_t version, size_t objective);

/* How many iterations in a row there are after one more, beside the @p row before it. */
int32_t iter8__streak_after(int32_t row, enum iter8__bearing change);

/* Whether a version can win: it is feasible where it meets all objectives (or is excused), and
 * eligible where it has done so for as long as is asked. */
enum iter8__fitness { ITER8__UNFIT, ITER8__FEASIBLE, ITER8__ELIGIBLE };

enum iter8__fitness iter8__fitness_of(const iter8__spec *spec, const iter8__decision *decision,
                                      size_t version);
enum iter8__fitness iter8__fitness_by(const iter8__spec *spec, size_t version, int is_feasible,
                                      int32_t row);

/* Whether a version meets all objectives, or is excused. */
int iter8__is_feasible(const iter8__spec *spec, const iter8__decision *decision, size_t version);

/* Whether a version can win: it meets all objectives, and has done so for as long as is asked. */
int iter8__is_eligible(const iter8__spec *spec, const iter8__decision *decision, size_t version);

/* The winner and the best versions, by the testing pattern. */
void iter8__find_winner(const iter8__spec *spec, iter8__decision *decision);

/* What a candidate gets in any case, to be measured by, in percent. */
double iter8__exploration_weight(const iter8__spec *spec);

/* What each version would get if there were no limits: shares[].wanted, in percent; from the facts
 * that were gathered (facts.h). */
void iter8__wish_weights(const iter8__spec *spec, const iter8__situation *situation,
                         iter8__decision *decision);

/* What each may get: shares[].exact and reasons. */
void iter8__limit_weights(const iter8__spec *spec, const iter8__situation *situation,
                          iter8__decision *decision);

/* Whole percent that sum to 100: shares[].weight, by largest remainder, where the earlier version
 * wins a tie; or at random, where the policy says so, by its seed and the time of the decision. */
void iter8__round_weights(const iter8__spec *spec, iter8__decision *decision);

/* A step of a rollback instead: each candidate loses what the policy says, the baseline takes it.
 */
void iter8__roll_back_weights(const iter8__spec *spec, const int32_t *current,
                              iter8__decision *decision);
/* All traffic goes back to the baseline at once. */
void iter8__return_weights(const iter8__spec *spec, iter8__decision *decision);

/* All of the above but the rollback. */
void iter8__decide(const iter8__spec *spec, const iter8__situation *situation,
                   iter8__decision *decision);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/contest.h"

#include "statistics/race.h"
#include "statistics/rivals.h"

#include <math.h>

enum { MAX = ITER8__MAX_CONTESTANTS };

/* A contest under way: its answers grow in @p results, first as plain probabilities. */
typedef struct holding {
    const iter8__contest *contest;
    size_t top;
    double chances[MAX]; /* 0 also where nothing is known */
    iter8__contest_result *results;
} holding;

/* P(no more than may be better are above 0) for one with the utility 0; the baseline is before all
 * others with it. @p also is left out, too. */
static double at_zero(const holding *course, const double *positive, size_t i, size_t also)
{
    uint8_t skipped[MAX] = {0};
    skipped[i] = skipped[also] = 1;
    if (i > 0) skipped[0] = 1;
    return iter8__at_most(positive, skipped, course->contest->count,
                          (int)course->top - 1 - (i > 0));
}

/* Versions with utilities above 0 with these probabilities, independently. */
static void share_zero(holding *course, const double *positive)
{
    for (size_t i = 0; i < course->contest->count; i++)
        course->results[i].share += (1 - positive[i]) * at_zero(course, positive, i, i);
}

/* Where less is better the worst reward has the utility 0: each case of which it is. */
static void share_zero_by_worst(holding *course, const iter8__race_result *tallies)
{
    size_t count = course->contest->count;
    double all_zero = 1;
    for (size_t m = 0; m < count; m++) {
        if (course->contest->rewards[m].kind != ITER8__POSTERIOR_NONE) all_zero *= tallies[m].zero;
    }
    for (size_t i = 0; i < count; i++) {
        iter8__contest_result *standing = &course->results[i];
        if (i == 0 || course->top > 1) standing->share += all_zero;
        for (size_t m = 0; m < count; m++) {
            double absent = m == i ? 1 : 1 - course->chances[i];
            double weight = tallies[m].worst * absent;
            if (weight > 0) standing->share += weight * at_zero(course, course->chances, i, m);
        }
    }
}

static void hold_race(holding *course)
{
    const iter8__contest *contest = course->contest;
    iter8__race_result tallies[MAX];
    iter8__left_out absent[MAX];
    double positive[MAX];
    iter8__race_run(contest, course->top, tallies);
    iter8__leave_each_out(course->chances, contest->count, course->top - 1, absent);
    for (size_t i = 0; i < contest->count; i++) {
        const iter8__race_result *tally = &tallies[i];
        double chance = course->chances[i];
        positive[i] = chance * (1 - tally->zero);
        course->results[i].wins = chance * (tally->wins - tally->worst * absent[i].none);
        course->results[i].share = chance * (tally->top - tally->worst * absent[i].at_most);
    }
    if (contest->less_is_better)
        share_zero_by_worst(course, tallies);
    else
        share_zero(course, positive);
}

/* The utility of a reward that is known exactly. */
static double utility_of(const iter8__contest *contest, size_t i)
{
    double own = iter8__posterior_mean(&contest->rewards[i]);
    if (contest->rewards[i].kind == ITER8__POSTERIOR_NONE) return 0;
    if (!contest->less_is_better) return fmax(own, 0);
    double worst = 0;
    for (size_t j = 0; j < contest->count; j++) {
        if (contest->rewards[j].kind != ITER8__POSTERIOR_NONE)
            worst = fmax(worst, iter8__posterior_mean(&contest->rewards[j]));
    }
    return worst - fmax(own, 0);
}

/* P(at most @p most that take part have a greater utility); with @p baseline_first also the
 * baseline with the same. */
static double at_most_better(const holding *course, const double *utilities, size_t i,
                             int baseline_first, size_t most)
{
    uint8_t skipped[MAX];
    for (size_t j = 0; j < course->contest->count; j++) {
        int is_tied = baseline_first && j == 0 && i > 0 && utilities[j] == utilities[i];
        skipped[j] = !(utilities[j] > utilities[i] || is_tied);
    }
    return iter8__at_most(course->chances, skipped, course->contest->count, (int)most);
}

static void hold_fixed(holding *course)
{
    size_t count = course->contest->count;
    double utilities[MAX] = {0}, positive[MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        utilities[i] = utility_of(course->contest, i);
        positive[i] = utilities[i] > 0 ? course->chances[i] : 0;
    }
    for (size_t i = 0; i < count; i++) {
        course->results[i].wins = positive[i] * at_most_better(course, utilities, i, 0, 0);
        course->results[i].share =
            positive[i] * at_most_better(course, utilities, i, 1, course->top - 1);
    }
    share_zero(course, positive);
}

/* Less than one of the 10,000 draws of Iter8 v1. Where it is so unlikely that any version meets all
 * objectives, the likeliest to do so must not be taken for a winner. */
static const double least_wins = 1e-4;

static void normalize(const iter8__contest *contest, iter8__contest_result *results)
{
    double wins = 0, shares = 0;
    for (size_t i = 0; i < contest->count; i++) {
        results[i].wins = fmax(results[i].wins, 0);
        wins += results[i].wins;
        shares += results[i].share;
    }
    for (size_t i = 0; i < contest->count; i++) {
        results[i].wins = wins > least_wins ? results[i].wins / wins : 0;
        results[i].share = contest->top >= contest->count ? 1.0 / (double)contest->count
                                                          : results[i].share / shares;
    }
}

void iter8__contest_hold(const iter8__contest *contest, iter8__contest_result *results)
{
    holding course = {contest, contest->top < contest->count ? contest->top : 1, {0}, results};
    int is_race = 0;
    for (size_t i = 0; i < contest->count; i++) {
        enum iter8__posterior_kind kind = contest->rewards[i].kind;
        course.chances[i] = kind == ITER8__POSTERIOR_NONE ? 0 : contest->chances[i];
        is_race |= kind == ITER8__POSTERIOR_BETA || kind == ITER8__POSTERIOR_NORMAL;
    }
    if (is_race)
        hold_race(&course);
    else
        hold_fixed(&course);
    normalize(contest, results);
}

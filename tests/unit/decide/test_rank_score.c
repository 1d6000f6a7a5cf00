/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/rank_score.h"

#include <criterion/criterion.h>
#include <math.h>

enum {
    PASS = ITER8__RANK_PASS,
    HIGH = ITER8__RANK_HIGH,
    LOW = ITER8__RANK_LOW,
    NODATA = ITER8__RANK_NODATA,
    NODATA_FAILS = ITER8__RANK_NODATA_FAILS,
    UNDECIDED = ITER8__RANK_UNDECIDED,
    ERROR = ITER8__RANK_ERROR
};

enum { NONE = 0, CRITICAL = 1, MUTED = 2 };

static const size_t indices[] = {0, 1, 2};

/* A metric of one group. */
static iter8__rank_metric metric(int found, size_t group, int flags)
{
    return (iter8__rank_metric){(iter8__rank_class)found, (flags & CRITICAL) != 0,
                                (flags & MUTED) != 0, indices + group, 1};
}

#define METRICS(...) ((const iter8__rank_metric[]){__VA_ARGS__})
#define COUNT(...)   (sizeof METRICS(__VA_ARGS__) / sizeof(iter8__rank_metric))
#define SCORING(weights, ...)                                                                      \
    ((iter8__rank_scoring){METRICS(__VA_ARGS__), COUNT(__VA_ARGS__), weights, 3, 95, 75, 0.5, 0})

static const double unweighted[] = {NAN, NAN, NAN};

static void expect_score(const iter8__rank_scoring *scoring, double wanted, int line)
{
    iter8__rank_score score = iter8__rank_score_of(scoring);
    cr_expect_eq(score.lowest, wanted, "line %d: %g", line, score.lowest);
    cr_expect_eq(score.highest, wanted, "line %d: %g", line, score.highest);
    cr_expect_eq(score.outcome, wanted >= 95   ? ITER8__RANK_OUTCOME_PASS
                                : wanted >= 75 ? ITER8__RANK_OUTCOME_MARGINAL
                                               : ITER8__RANK_OUTCOME_FAIL);
}

#define EXPECT_SCORE(wanted, weights, ...)                                                         \
    do {                                                                                           \
        iter8__rank_scoring scoring = SCORING(weights, __VA_ARGS__);                               \
        expect_score(&scoring, wanted, __LINE__);                                                  \
    } while (0)

/* What Kayenta's own tests say of each. */
Test(decide_rank_score, kayentas_scores_come_out)
{
    static const double split[] = {75, 25, NAN}, even[] = {50, 50, NAN}, uneven[] = {15, 85, NAN};
    EXPECT_SCORE(100, unweighted, metric(PASS, 0, 0));
    EXPECT_SCORE(0, unweighted, metric(HIGH, 0, 0));
    EXPECT_SCORE(0, unweighted, metric(NODATA, 0, 0));
    EXPECT_SCORE(50, unweighted, metric(PASS, 0, 0), metric(HIGH, 0, 0));
    EXPECT_SCORE(33.33, unweighted, metric(PASS, 0, 0), metric(HIGH, 0, 0), metric(LOW, 0, 0));
    EXPECT_SCORE(100, unweighted, metric(PASS, 0, 0), metric(PASS, 0, 0), metric(NODATA, 1, 0));
    EXPECT_SCORE(75, split, metric(PASS, 0, 0), metric(PASS, 0, 0), metric(HIGH, 1, 0));
    EXPECT_SCORE(25, even, metric(PASS, 0, 0), metric(HIGH, 0, 0), metric(HIGH, 1, 0));
    EXPECT_SCORE(50, even, metric(PASS, 0, 0), metric(NODATA, 0, 0), metric(HIGH, 1, 0));
    EXPECT_SCORE(0, unweighted, metric(PASS, 0, 0), metric(HIGH, 0, CRITICAL));
    EXPECT_SCORE(50, unweighted, metric(LOW, 0, 0), metric(PASS, 0, CRITICAL));
    EXPECT_SCORE(0, unweighted, metric(PASS, 0, 0), metric(NODATA, 0, CRITICAL));
    EXPECT_SCORE(5, uneven, metric(HIGH, 0, 0), metric(LOW, 0, 0), metric(PASS, 0, 0),
                 metric(HIGH, 1, 0));
}

Test(decide_rank_score, data_that_must_be_there_fail_if_missing)
{
    EXPECT_SCORE(50, unweighted, metric(PASS, 0, 0), metric(NODATA_FAILS, 0, 0));
    EXPECT_SCORE(0, unweighted, metric(NODATA_FAILS, 0, 0), metric(NODATA_FAILS, 0, 0));
}

Test(decide_rank_score, muted_metrics_count_nowhere)
{
    EXPECT_SCORE(100, unweighted, metric(PASS, 0, 0), metric(HIGH, 0, MUTED | CRITICAL));
    EXPECT_SCORE(100, unweighted, metric(PASS, 0, 0), metric(NODATA, 1, MUTED),
                 metric(NODATA, 1, MUTED));
    EXPECT_SCORE(0, unweighted, metric(PASS, 0, MUTED));
    EXPECT_SCORE(50, unweighted, metric(PASS, 0, 0), metric(HIGH, 1, 0), metric(HIGH, 2, MUTED));
}

/* Groups without metrics take no part of the rest; weights of others than numbers are 0. */
Test(decide_rank_score, groups_without_weight_share_the_rest)
{
    static const double one[] = {40, NAN, NAN}, over[] = {120, NAN, NAN},
                        bad[] = {-5, INFINITY, NAN};
    EXPECT_SCORE(70, one, metric(PASS, 0, 0), metric(PASS, 1, 0), metric(HIGH, 2, 0));
    EXPECT_SCORE(40, one, metric(PASS, 0, 0), metric(HIGH, 1, 0));
    EXPECT_SCORE(120, over, metric(PASS, 0, 0), metric(PASS, 1, 0));
    EXPECT_SCORE(100, bad, metric(HIGH, 0, 0), metric(HIGH, 1, 0), metric(PASS, 2, 0));
}

Test(decide_rank_score, a_metric_may_be_in_several_groups_or_in_none)
{
    iter8__rank_metric both = {ITER8__RANK_HIGH, 0, 0, indices, 2};
    iter8__rank_metric alone = {ITER8__RANK_HIGH, 0, 0, NULL, 0};
    iter8__rank_metric critical = {ITER8__RANK_LOW, 1, 0, NULL, 0};
    EXPECT_SCORE(25, unweighted, both, metric(PASS, 0, 0));
    EXPECT_SCORE(100, unweighted, alone, metric(PASS, 0, 0));
    EXPECT_SCORE(0, unweighted, critical, metric(PASS, 0, 0));
}

Test(decide_rank_score, halves_of_cents_are_rounded_up)
{
    static const double weights[] = {33.335, 1.005, NAN};
    EXPECT_SCORE(33.34, weights, metric(PASS, 0, 0));
    EXPECT_SCORE(1.01, weights, metric(PASS, 1, 0));
}

Test(decide_rank_score, too_many_without_data_are_none_s_doing)
{
    iter8__rank_scoring scoring =
        SCORING(unweighted, metric(PASS, 0, 0), metric(NODATA, 0, 0), metric(HIGH, 1, MUTED));
    iter8__rank_score score = iter8__rank_score_of(&scoring);
    cr_expect(score.lowest == 0 && score.is_without_data);
    cr_expect_eq(score.metric, ITER8__RANK_NO_METRIC);
    scoring.most_without_data = 0.6;
    score = iter8__rank_score_of(&scoring);
    cr_expect(score.lowest == 100 && !score.is_without_data);
    scoring = SCORING(unweighted, metric(HIGH, 0, 0), metric(NODATA, 0, 0));
    cr_expect_eq(iter8__rank_score_of(&scoring).metric, ITER8__RANK_NO_METRIC);
    scoring = SCORING(unweighted, metric(HIGH, 0, CRITICAL), metric(NODATA, 0, 0));
    cr_expect_eq(iter8__rank_score_of(&scoring).metric, 0);
    scoring.metric_count = 0;
    score = iter8__rank_score_of(&scoring);
    cr_expect(score.lowest == 0 && score.is_without_data &&
              score.outcome == ITER8__RANK_OUTCOME_FAIL);
}

Test(decide_rank_score, the_metric_that_decided_is_told)
{
    static const double weights[] = {60, 40, NAN};
    iter8__rank_scoring scoring =
        SCORING(weights, metric(HIGH, 0, 0), metric(PASS, 0, 0), metric(PASS, 0, 0),
                metric(LOW, 1, 0), metric(HIGH, 1, MUTED));
    cr_expect_eq(iter8__rank_score_of(&scoring).metric, 3, "40 points cost more than 20");
    cr_expect_eq(iter8__rank_group_score(&scoring, 1), 0);
    cr_expect_float_eq(iter8__rank_group_score(&scoring, 0), 200 / 3.0, 1e-12);
    cr_expect_eq(iter8__rank_group_score(&scoring, 2), -1);
    scoring =
        SCORING(weights, metric(HIGH, 1, 0), metric(HIGH, 0, CRITICAL), metric(LOW, 0, CRITICAL));
    cr_expect_eq(iter8__rank_score_of(&scoring).metric, 1);
    scoring = SCORING(weights, metric(PASS, 0, 0), metric(PASS, 1, 0));
    cr_expect_eq(iter8__rank_score_of(&scoring).metric, ITER8__RANK_NO_METRIC);
}

Test(decide_rank_score, what_is_undecided_may_go_either_way)
{
    iter8__rank_scoring scoring =
        SCORING(unweighted, metric(PASS, 0, 0), metric(UNDECIDED, 0, 0), metric(HIGH, 1, MUTED));
    iter8__rank_score score = iter8__rank_score_of(&scoring);
    cr_expect(score.lowest == 50 && score.highest == 100);
    cr_expect_eq(score.outcome, ITER8__RANK_OUTCOME_UNDECIDED);
    cr_expect_eq(score.metric, 1);
    scoring = SCORING(unweighted, metric(PASS, 0, 0), metric(UNDECIDED, 0, CRITICAL),
                      metric(UNDECIDED, 1, 0));
    score = iter8__rank_score_of(&scoring);
    cr_expect(score.lowest == 0 && score.highest == 100 && score.metric == 1);
}

/* Whatever it will be, the outcome is the same. */
Test(decide_rank_score, what_is_undecided_may_not_matter)
{
    static const double light[] = {96, 4, NAN};
    iter8__rank_scoring scoring = SCORING(light, metric(PASS, 0, 0), metric(UNDECIDED, 1, 0));
    cr_expect_eq(iter8__rank_score_of(&scoring).outcome, ITER8__RANK_OUTCOME_PASS);
    scoring = SCORING(light, metric(LOW, 0, 0), metric(ERROR, 1, CRITICAL));
    iter8__rank_score score = iter8__rank_score_of(&scoring);
    cr_expect(score.outcome == ITER8__RANK_OUTCOME_FAIL && score.lowest == 0 && score.highest == 4);
}

/* In Kayenta a canary passes if all that was asked of it were errors; here only on request. */
Test(decide_rank_score, errors_pass_nothing)
{
    iter8__rank_scoring scoring = SCORING(unweighted, metric(ERROR, 0, 0), metric(ERROR, 1, 0));
    cr_expect_eq(iter8__rank_score_of(&scoring).outcome, ITER8__RANK_OUTCOME_UNDECIDED);
    scoring.ignore_errors = 1;
    expect_score(&scoring, 100, __LINE__);
    scoring =
        SCORING(unweighted, metric(ERROR, 0, CRITICAL), metric(HIGH, 0, 0), metric(PASS, 0, 0));
    scoring.ignore_errors = 1;
    expect_score(&scoring, 50, __LINE__);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rank_classify.h - one metric of a candidate, classified against that of the baseline by rank.
 *
 * A metric is high where all of the interval of the shift lies above tolerance times |estimate|,
 * and the size of the effect is at least the increase that is allowed; low likewise below. Rules
 * and defaults are those of Kayenta's judge (NetflixACAJudge-v1.0), with its fixed numbers as
 * parameters. Unlike there, too few values leave a metric undecided instead of telling it high or
 * low, no random noise is added to constant series, and another unit changes nothing. Everything
 * here is one look: asked again and again, it errs more often than its confidence says.
 */
#ifndef ITER8_STATISTICS_RANK_CLASSIFY_H
#define ITER8_STATISTICS_RANK_CLASSIFY_H

#include "statistics/rank_interval.h"

typedef enum iter8__rank_class {
    ITER8__RANK_PASS = 1,
    ITER8__RANK_HIGH,
    ITER8__RANK_LOW,
    ITER8__RANK_NODATA,       /* a version has no values */
    ITER8__RANK_NODATA_FAILS, /* the same, of a metric that must have some */
    ITER8__RANK_UNDECIDED,    /* a version has too few values for the confidence */
    ITER8__RANK_ERROR, /* it cannot be judged: an infinite value, or rules that make no sense */
} iter8__rank_class;

typedef enum iter8__rank_direction {
    ITER8__RANK_EITHER = 1, /* both high and low are found */
    ITER8__RANK_INCREASE,   /* only high */
    ITER8__RANK_DECREASE,   /* only low */
} iter8__rank_direction;

typedef enum iter8__rank_effect {
    ITER8__RANK_MEAN_RATIO = 1, /* the candidate's mean over the baseline's; 1 is no effect */
    ITER8__RANK_CLES, /* P(a candidate's value is greater) + P(equal) / 2; 0.5 is no effect */
} iter8__rank_effect;

typedef struct iter8__rank_rules {
    iter8__rank_cleaning cleaning;
    double confidence; /* of the interval, above 0 and below 1 */
    double tolerance;  /* 0 or more */
    iter8__rank_direction direction;
    iter8__rank_effect effect;
    double allowed_increase;  /* in terms of the effect: a lower one is not high */
    double allowed_decrease;  /* a higher one is not low */
    double critical_increase; /* high is critical from this effect up */
    double critical_decrease; /* low is critical from this effect down */
    int is_critical;          /* its failures may be critical */
    int must_have_data;       /* to have no data is a failure, unless critical anyway */
    int as_kayenta; /* the interval is searched as Kayenta does, however few the values are */
} iter8__rank_rules;

/* Kayenta's defaults, but with intervals that another unit does not change: confidence 0.98,
 * tolerance 0.25, either direction, missing values left out, outliers kept, each effect size that
 * goes in its direction counts, nothing critical. */
void iter8__rank_rules_init(iter8__rank_rules *rules, iter8__rank_effect effect);

typedef struct iter8__rank_judgement {
    iter8__rank_class found;
    int is_critical;        /* a failure that is critical; of an undecided metric or an error: one
                               that may be */
    size_t candidate_count; /* values after cleaning */
    size_t baseline_count;
    iter8__rank_shift shift; /* zeros where nothing was compared */
    double bound;            /* tolerance times |estimate| */
    int has_effect;          /* not if a mean is 0: then the effect is not asked */
    double effect;           /* 0 if there is none; never NaN */
    double p; /* two-sided, that both versions are alike; 1 if nothing was compared */
} iter8__rank_judgement;

/* Classifies. The two series are cleaned in place; each has at most ITER8__RANK_MAX_COUNT values.
 */
iter8__rank_judgement iter8__rank_classify(double *candidate, size_t candidate_count,
                                           double *baseline, size_t baseline_count,
                                           const iter8__rank_rules *rules);

#endif

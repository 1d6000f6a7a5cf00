/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * settings.h - what an experiment may ask for beyond v2alpha2: how safe, how patient, how steep.
 *
 * It is said in annotations `iter8.tools/...` and in spec.criteria.strength, which v2alpha2 leaves
 * free, so an experiment that says it stays a valid one. What an experiment leaves open, the host's
 * defaults say (a document of the same form), and what these leave open is safe.
 */
#ifndef ITER8_SPEC_SETTINGS_H
#define ITER8_SPEC_SETTINGS_H

#include "decode/decoder.h"
#include "iter8/algorithm.h"
#include "spec/names.h"

#include <stddef.h>
#include <stdint.h>

/* Places where Iter8's own way is unsafe or broken; a bit that is set asks for Iter8's way. The
 * names, in this order, are those of the annotation iter8.tools/as-iter8; the profile
 * iter8-v2alpha2 sets them all. docs/differences.md tells each. */
enum iter8__quirk {
    ITER8__ROLLBACK_KEEPS_TRAFFIC = 1 << 0,
    ITER8__ROLLBACK_LOOKS_FINISHED = 1 << 1,
    ITER8__MISSING_ROLLS_BACK = 1 << 2,
    ITER8__FAILED_WRITES_COUNT = 1 << 3,
    ITER8__FAILED_READS_FAIL = 1 << 4,
    ITER8__WEIGHTS_BY_POSITION = 1 << 5,
    ITER8__BARE_METRICS_UNAVAILABLE = 1 << 6,
    ITER8__NO_OBJECTIVE_WINS = 1 << 7,
    ITER8__COMPARE_NOT_FINITE = 1 << 8,
    ITER8__ERRORS_MOVE_TRAFFIC = 1 << 9,
    ITER8__UNANSWERED_SUCCEED = 1 << 10,
    ITER8__FAILURE_RUNS_NOTHING = 1 << 11,
    ITER8__DRIFT_BECOMES_PLAN = 1 << 12,
    ITER8__CHANGES_UNNOTICED = 1 << 13,
    ITER8__UNKNOWN_FIELDS_IGNORED = 1 << 14,
    ITER8__ANY_SUM_OF_WEIGHTS = 1 << 15,
    ITER8__ERRORS_WITHOUT_REASONS = 1 << 16,
    ITER8__DRIFT_UNSEEN = 1 << 17,
    ITER8__UNMEASURED_SUCCEEDS = 1 << 18,
    ITER8__WEIGHTS_NEED_NOT_HOLD = 1 << 19,
    ITER8__TROUBLE_UNTOLD = 1 << 20,
    ITER8__ALL_QUIRKS = (1 << 21) - 1
};

/* What is done when what is judged is another than in the iterations before; from 1. */
enum iter8__on_change {
    ITER8__CHANGE_RESTART = 1, /* the experiment starts over */
    ITER8__CHANGE_REFUSE,      /* it fails, and traffic goes back */
    ITER8__CHANGE_KEEP         /* it goes on with what it knows */
};

/* What is done when a budget is spent. */
enum iter8__on_spent {
    ITER8__SPENT_AS_USUAL, /* what an unmet objective does in any case */
    ITER8__SPENT_ROLLBACK, /* the experiment is rolled back */
    ITER8__SPENT_HOLD,     /* weights stay where they are as long as it is spent */
    ITER8__SPENT_NOTIFY    /* an event, and as usual, but for a rollback */
};

/* How many failures it takes until one counts: so many in a row, or so many of the last ones. */
typedef struct iter8__budget {
    int32_t consecutive; /* 0: not looked at */
    int32_t failures;    /* of the last `of`; 0: not looked at */
    int32_t of;          /* 1..ITER8__MAX_BUDGET */
    int32_t on_spent;    /* enum iter8__on_spent */
} iter8__budget;

/* What a candidate falls to that does not meet its objectives, where no percentage says so. */
enum { ITER8__FLOOR_EXPLORED = -1, ITER8__FLOOR_AS_WANTED = -2, ITER8__MAX_FLOOR = 50 };

/* What is remembered of an objective's measurements fits into 64 bits. */
enum {
    ITER8__MAX_BUDGET = 64,
    ITER8__MAX_CARRY = 100,
    ITER8__MAX_STEPS = 100,
    ITER8__MAX_MET_FOR = 10000
};

typedef struct iter8__settings {
    uint32_t quirks;         /* of enum iter8__quirk */
    int32_t carry_intervals; /* how long a last known value stands in for a missing one */
    int32_t warm_up_s;       /* no measurement sooner after a change of weights */
    int32_t on_change;       /* enum iter8__on_change */
    int32_t give_up_s;       /* how long a failure that does not pass is borne; 0: for ever */
    int32_t hold_intervals;  /* weights must be there by so many intervals; 0: need not */
    int32_t rollback_step;   /* percent a candidate loses at most per interval of a rollback */
    int32_t met_for; /* iterations in a row in which a candidate meets all, before it can win */
    int32_t floor_when_failing; /* percent, 0..ITER8__MAX_FLOOR, or one of ITER8__FLOOR_... */
    const int32_t *steps;       /* weights of candidates, rising, in 1..100 percent; or NULL */
    size_t step_count;
    iter8__budget source;       /* iterations in a row in which the metrics source failed */
    const char *algorithm_name; /* as it is said, or NULL */
    int32_t algorithm;  /* of iter8__algorithm_words, from 1; where there is no custom one */
    int32_t stochastic; /* weights are rounded at random, by a seed */
    uint64_t seed;
    double exploration;            /* percent of the traffic that is spread over all versions; -1
                                      until it is settled where it is not said */
    iter8_weight_function *custom; /* the host's own algorithm, or NULL */
    void *custom_data;
} iter8__settings;

/* Sets the safe defaults. */
void iter8__settings_init(iter8__settings *settings);

/* Takes over what the annotations of the experiment (or document of defaults) @p root say. */
void iter8__settings_decode(iter8__decoder *decoder, const iter8__node *root,
                            iter8__settings *settings);

/* Whether unknown fields are ignored everywhere. */
int iter8__settings_are_lenient(const iter8__settings *settings);

struct iter8__spec;

/* Finds the algorithm that is named, among the host's or the library's own, when all is decoded. */
void iter8__algorithm_settle(iter8__decoder *decoder, const iter8_weight_algorithm *custom,
                             size_t custom_count, struct iter8__spec *spec);

/* Warns of each objective that neither itself nor @c strength gives a limit: any value meets it. */
void iter8__limits_check(iter8__decoder *decoder, const struct iter8__spec *spec);

/* Takes over what spec.criteria.strength of @p root says about budgets, for the objectives that
 * @p spec has. */
void iter8__budgets_decode(iter8__decoder *decoder, const iter8__node *root,
                           struct iter8__spec *spec);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/limit.h"

#include "iter8/analysis.h"

#include <math.h>

int iter8__limit_is_relative(const iter8_limit *limit)
{
    return limit->reference == ITER8_LIMIT_BASELINE;
}

static int is_upper(const iter8_limit *limit)
{
    return limit->side == ITER8_LIMIT_UPPER;
}

/* Before the floor. */
static double relative_bound(const iter8_limit *limit, double baseline)
{
    return limit->multiple * baseline + limit->number;
}

/* Whether the floor stands in for the bound; a NaN, which says that there is none, never does. */
static int is_at_floor(const iter8_limit *limit, double baseline)
{
    double bound = relative_bound(limit, baseline);
    return is_upper(limit) ? bound < limit->floor : bound > limit->floor;
}

double iter8__limit_bound(const iter8_limit *limit, double baseline)
{
    if (!iter8__limit_is_relative(limit)) return limit->number;
    return is_at_floor(limit, baseline) ? limit->floor : relative_bound(limit, baseline);
}

double iter8__limit_baseline_at(const iter8_limit *limit, double bound)
{
    return (bound - limit->number) / limit->multiple;
}

int iter8__limit_is_missed(const iter8_limit *limit, double value, double baseline)
{
    double bound = iter8__limit_bound(limit, baseline);
    return is_upper(limit) ? value > bound : value < bound;
}

int32_t iter8__limit_reason(const iter8_limit *limit)
{
    if (iter8__limit_is_relative(limit))
        return is_upper(limit) ? ITER8_VERDICT_ABOVE_BASELINE : ITER8_VERDICT_BELOW_BASELINE;
    return is_upper(limit) ? ITER8_VERDICT_ABOVE : ITER8_VERDICT_BELOW;
}

/* A margin or a floor is there so that a baseline of 0 makes sense. */
int iter8__limit_is_doubtful(const iter8_limit *limit, double baseline)
{
    if (!iter8__limit_is_relative(limit) || is_at_floor(limit, baseline)) return 0;
    if (limit->number != 0.0) return limit->multiple != 1.0 && baseline < 0.0;
    return baseline <= 0.0 || (is_upper(limit) && limit->multiple == 0.0);
}

/* " plus 0.05", or " less 0.05". */
static void add_margin(double margin, iter8__text *text)
{
    if (margin == 0.0) return;
    iter8__text_add_string(text, margin > 0.0 ? " plus " : " less ");
    iter8__text_add_double(text, fabs(margin));
}

/* A multiple of 1 is left out where a margin says what the limit is. */
static int is_margin_alone(const iter8_limit *limit)
{
    return limit->multiple == 1.0 && limit->number != 0.0;
}

static void explain_relative(const iter8_limit *limit, double baseline, int digits,
                             iter8__text *text)
{
    if (!is_margin_alone(limit)) {
        iter8__text_add_double(text, limit->multiple);
        iter8__text_add_string(text, " times ");
    }
    iter8__text_add_string(text, "the baseline's ");
    iter8__text_add_short_double(text, baseline, digits);
    add_margin(limit->number, text);
    if (baseline <= 0.0 && iter8__limit_is_doubtful(limit, baseline))
        iter8__text_add_string(text, " (no sensible limit: give the objective one of its own)");
}

void iter8__limit_explain(const iter8_limit *limit, double baseline, int digits, iter8__text *text)
{
    iter8__text_add_string(text, is_upper(limit) ? ", above " : ", below ");
    if (!iter8__limit_is_relative(limit)) {
        iter8__text_add_string(text, is_upper(limit) ? "its upper limit " : "its lower limit ");
        iter8__text_add_double(text, limit->number);
    } else if (is_at_floor(limit, baseline)) {
        iter8__text_add_double(text, limit->floor);
        iter8__text_add_string(text, ", which is allowed whatever the baseline has");
    } else {
        explain_relative(limit, baseline, digits, text);
    }
}

int iter8__limit_is_multiple(const iter8_limit *limit)
{
    return iter8__limit_is_relative(limit) && limit->number == 0.0 && isnan(limit->floor);
}

void iter8__limit_formula(const iter8_limit *limit, iter8__number_writer *write, const char *times,
                          iter8__text *text)
{
    if (!iter8__limit_is_relative(limit)) {
        write(text, limit->number);
        return;
    }
    if (!is_margin_alone(limit)) {
        write(text, limit->multiple);
        iter8__text_add_string(text, times);
    }
    iter8__text_add_string(text, "baseline");
    if (limit->number != 0.0) {
        iter8__text_add_string(text, limit->number > 0.0 ? " + " : " - ");
        write(text, fabs(limit->number));
    }
    if (isnan(limit->floor)) return;
    iter8__text_add_string(text, ", or ");
    write(text, limit->floor);
}

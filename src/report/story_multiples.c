/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The limits of a criterion in its chart: straight lines, and lines that follow the baseline. */
#include "report/story_multiples.h"

#include "base/memory.h"
#include "decide/limit.h"

#include <math.h>

static size_t count_of(const iter8__criterion *criterion)
{
    return criterion->objective != NULL ? criterion->objective->limit_count : 0;
}

double iter8__criterion_bound(const iter8__criterion *criterion, int32_t side)
{
    const iter8_limit *limit =
        criterion->objective != NULL
            ? iter8__objective_limit(criterion->objective, side, ITER8_LIMIT_NUMBER)
            : NULL;
    return limit != NULL ? limit->number : (double)NAN;
}

static void widen(double bound, double *low, double *high)
{
    *low = fmin(*low, bound);
    *high = fmax(*high, bound);
}

void iter8__limits_widen(const iter8__criterion *criterion, const iter8__dot *baseline,
                         size_t count, double *low, double *high)
{
    for (size_t l = 0; l < count_of(criterion); l++) {
        const iter8_limit *limit = &criterion->objective->limits[l];
        if (!iter8__limit_is_relative(limit)) widen(limit->number, low, high);
        for (size_t i = 0; iter8__limit_is_relative(limit) && i < count; i++)
            widen(iter8__limit_bound(limit, baseline[i].y), low, high);
    }
}

/* One iteration's limit goes through the whole chart. */
static void draw_moving(const iter8__plot *plot, const iter8__dot *baseline, size_t count,
                        const iter8_limit *limit)
{
    iter8__dot *dots = iter8__dots_new(plot->html, count + 1);
    if (dots == NULL) return;
    for (size_t i = 0; i < count; i++)
        dots[i] =
            (iter8__dot){baseline[i].x, iter8__limit_bound(limit, baseline[i].y), NAN, NAN, 0};
    if (count == 1) {
        dots[1] = dots[0];
        dots[0].x = plot->left;
        dots[1].x = plot->right;
    }
    iter8__plot_moving_limit(plot, dots, count > 1 ? count : 2, limit);
    iter8__release(plot->html->allocator, dots);
}

void iter8__limits_draw(const iter8__plot *plot, const iter8__criterion *criterion,
                        const iter8__dot *baseline, size_t count)
{
    for (size_t i = 0; i < count_of(criterion); i++) {
        const iter8_limit *limit = &criterion->objective->limits[i];
        if (!iter8__limit_is_relative(limit))
            iter8__plot_limit(plot, limit->number, limit->side == ITER8_LIMIT_UPPER);
        else if (baseline != NULL)
            draw_moving(plot, baseline, count, limit);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Limits that hang on the baseline, as lines that follow it. */
#include "report/story_multiples.h"

#include "base/memory.h"

#include <math.h>

static void widen(const iter8__dot *baseline, size_t count, double times, double *low, double *high)
{
    for (size_t i = 0; !isinf(times) && i < count; i++) {
        *low = fmin(*low, times * baseline[i].y);
        *high = fmax(*high, times * baseline[i].y);
    }
}

void iter8__multiples_widen(const iter8__criterion *criterion, const iter8__dot *baseline,
                            size_t count, double *low, double *high)
{
    widen(baseline, count, criterion->upper_times, low, high);
    widen(baseline, count, criterion->lower_times, low, high);
}

/* One iteration's limit goes through the whole chart. */
static void draw(const iter8__plot *plot, const iter8__dot *baseline, size_t count, double times,
                 int is_upper)
{
    iter8__dot *dots = isinf(times) ? NULL : iter8__dots_new(plot->html, count + 1);
    if (dots == NULL) return;
    for (size_t i = 0; i < count; i++)
        dots[i] = (iter8__dot){baseline[i].x, times * baseline[i].y, NAN, NAN, 0};
    if (count == 1) {
        dots[1] = dots[0];
        dots[0].x = plot->left;
        dots[1].x = plot->right;
    }
    iter8__plot_moving_limit(plot, dots, count > 1 ? count : 2, times, is_upper);
    iter8__release(plot->html->allocator, dots);
}

void iter8__multiples_draw(const iter8__plot *plot, const iter8__criterion *criterion,
                           const iter8__dot *baseline, size_t count)
{
    draw(plot, baseline, count, criterion->upper_times, 1);
    draw(plot, baseline, count, criterion->lower_times, 0);
}

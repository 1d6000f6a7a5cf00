/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/grids.h"

#include <criterion/criterion.h>
#include <math.h>

/* With the 64 bits of long double; a double has 53. */
static void expect_exact(double written, long double exact, const char *what, int j)
{
    cr_expect_eq(written, (double)exact, "%s %d: %.17g, not %.17Lg", what, j, written, exact);
}

static void expect_grid(const iter8__grid *grid, long double least, long double most)
{
    for (int j = 0; j < ITER8__LANES; j++) {
        long double log_multiple = logl(least) + j * (logl(most) - logl(least)) / 15;
        expect_exact(grid->log_multiple[j], log_multiple, "log", j);
        expect_exact(grid->above[j], expm1l(log_multiple), "above", j);
        expect_exact(grid->below[j], expm1l(-log_multiple), "below", j);
    }
}

Test(statistics_grids, multiples_are_evenly_spaced_on_the_logarithmic_scale)
{
    expect_grid(&iter8__wide_grid, 1.5L, 64);
    expect_grid(&iter8__narrow_grid, 1.05L, 4);
}

Test(statistics_grids, weights_are_as_said_and_sum_to_one)
{
    static const double published[] = {.311684, .169659, .110197, .078851, .059984, .047601,
                                       .038961, .032651, .027878, .024164, .021207, .018808,
                                       .016829, .015175, .013775, .012577};
    long double sum = 0, falling = 0, even = 0;
    for (int j = 0; j < ITER8__LANES; j++)
        sum += powl(j + 2, -1.5L);
    for (int j = 0; j < ITER8__LANES; j++) {
        expect_exact(iter8__falling_weights[j], -1.5L * logl(j + 2) - logl(sum), "weight", j);
        expect_exact(iter8__even_weights[j], -logl(16), "even weight", j);
        cr_expect_float_eq(exp(iter8__falling_weights[j]), published[j], 5.1e-7, "%d", j);
        falling += expl(iter8__falling_weights[j]);
        even += expl(iter8__even_weights[j]);
    }
    cr_expect_float_eq((double)falling, 1, 1e-15);
    cr_expect_float_eq((double)even, 1, 1e-15);
}

Test(statistics_grids, stakes_go_from_a_hundredth_to_nine_tenths)
{
    for (int j = 0; j < ITER8__LANES; j++)
        expect_exact(iter8__stakes[j], expl(logl(.01L) + j * (logl(.9L) - logl(.01L)) / 15),
                     "stake", j);
}

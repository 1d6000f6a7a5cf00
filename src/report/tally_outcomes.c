/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What came of simulated runs. */
#include "iter8/error.h"
#include "page/plot.h"
#include "report/tally_page.h"
#include "simulate/tally.h"

#include <math.h>

iter8_estimate iter8__tally_figure(const iter8_tally *tally, int32_t figure)
{
    iter8_estimate estimate = {sizeof estimate, NAN, NAN, NAN};
    if (iter8_tally_estimate(tally, figure, ITER8__CONFIDENCE, &estimate) != ITER8_OK)
        estimate.value = estimate.low = estimate.high = NAN;
    return estimate;
}

static double runs_of(const iter8_tally *tally)
{
    return (double)iter8__tally_runs(tally);
}

static void add_share(double share, iter8__text *html)
{
    iter8__html_add(html, "$n %", share * 100);
}

static void add_bar_row(const iter8__bar *bar, double runs, iter8__text *html)
{
    iter8__html_add(html, "<tr><th scope=row>$t</th><td>$w</td><td>", bar->name,
                    floor(bar->share * runs + 0.5));
    add_share(bar->share, html);
    iter8__html_add(html, "</td><td>");
    if (!isnan(bar->low)) {
        add_share(bar->low, html);
        iter8__html_add(html, " to ");
        add_share(bar->high, html);
    }
    iter8__html_add(html, "</td></tr>\n");
}

/* Bars, and the same as a table. */
static void add_bars(const char *title, const char *column, const iter8__bar *bars, size_t count,
                     double runs, iter8__text *html)
{
    iter8__html_add(html, "<section aria-label=\"$t\">\n<h3>$t</h3>\n<figure>", title, title);
    iter8__bars(html, title, bars, count);
    iter8__html_add(html, "</figure>\n");
    iter8__html_table(html, title, column);
    iter8__html_add(html, "<th scope=col>Runs</th><th scope=col>Share</th>"
                          "<th scope=col>99 % interval</th>");
    iter8__html_table_body(html);
    for (size_t i = 0; i < count; i++)
        add_bar_row(&bars[i], runs, html);
    iter8__html_table_end(html);
    iter8__html_add(html, "</section>\n");
}

static iter8__bar outcome(const iter8_tally *tally, const char *name, int32_t figure, size_t series)
{
    iter8_estimate share = iter8__tally_figure(tally, figure);
    return (iter8__bar){name, share.value, share.low, share.high, series};
}

void iter8__tally_outcomes(const iter8_tally *tally, iter8__text *html)
{
    enum { OUTCOMES = 4, MOST = 100 };
    iter8__bar bars[OUTCOMES + MOST];
    size_t count = OUTCOMES;
    size_t versions = iter8__tally_version_count(tally);
    bars[0] = outcome(tally, "Promoted a candidate", ITER8_FIGURE_PROMOTED, 2);
    bars[1] = outcome(tally, "Rolled back, or the baseline won", ITER8_FIGURE_ROLLED_BACK, 1);
    bars[2] = outcome(tally, "Undecided", ITER8_FIGURE_UNDECIDED, 5);
    bars[3] = outcome(tally, "Rolled back before the last iteration", ITER8_FIGURE_CUT_SHORT, 1);
    for (size_t v = 1; versions > 2 && v < versions && v <= MOST; v++)
        bars[count++] =
            (iter8__bar){iter8__tally_version_name(tally, v),
                         (double)iter8__tally_promoted(tally, v) / runs_of(tally), NAN, NAN, v};
    add_bars("Outcomes", "Outcome", bars, count, runs_of(tally), html);
}

void iter8__tally_violations(const iter8_tally *tally, iter8__text *html)
{
    enum { MOST = 256 };
    iter8__bar bars[MOST + 1];
    size_t count = iter8__tally_objective_count(tally);
    double rest = runs_of(tally);
    if (count == 0) return;
    if (count > MOST) count = MOST;
    for (size_t o = 0; o < count; o++) {
        double runs = (double)iter8__tally_violated(tally, o);
        bars[o] = (iter8__bar){iter8__tally_objective_metric(tally, o), runs / runs_of(tally), NAN,
                               NAN, 1};
        rest -= runs;
    }
    bars[count] = (iter8__bar){"none", rest / runs_of(tally), NAN, NAN, 5};
    add_bars("First violated objective", "Objective", bars, count + 1, runs_of(tally), html);
}

static void add_cost(const iter8_tally *tally, const char *name, int32_t figure, iter8__text *html)
{
    iter8_estimate mean = iter8__tally_figure(tally, figure);
    iter8__html_add(html,
                    "<tr><th scope=row>$r</th><td data-of=Mean>$n</td>"
                    "<td data-of=\"99 % interval\">$n to $n</td></tr>\n",
                    name, mean.value, mean.low, mean.high);
}

void iter8__tally_costs(const iter8_tally *tally, iter8__text *html)
{
    iter8__html_add(html,
                    "<section aria-label=\"What a run costs\">\n<h3>What a run costs</h3>\n"
                    "<div class=scroll role=region tabindex=0 aria-label=Costs><table class=stack>"
                    "<caption>Mean per run</caption>\n<thead><tr><th scope=col>Figure</th>"
                    "<th scope=col>Mean</th><th scope=col>99 % interval</th>");
    iter8__html_table_body(html);
    add_cost(tally, "Errors served", ITER8_FIGURE_ERRORS, html);
    add_cost(tally, "Errors served by candidates", ITER8_FIGURE_CANDIDATE_ERRORS, html);
    add_cost(tally, "Slow requests served", ITER8_FIGURE_SLOW, html);
    add_cost(tally, "Requests served", ITER8_FIGURE_REQUESTS, html);
    add_cost(tally, "Iterations", ITER8_FIGURE_ITERATIONS, html);
    add_cost(tally, "Seconds", ITER8_FIGURE_SECONDS, html);
    iter8__html_add(html, "</tbody></table></div>\n</section>\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The page of simulations: one article a scenario. */
#include "report/tally_page.h"

#include "page/html.h"
#include "simulate/figures.h"
#include "simulate/tally.h"
#include "spec/names.h"

#include <math.h>
#include <string.h>

static const char *string_at(const iter8__node *node, const char *key)
{
    const char *string = iter8__node_string(iter8__node_member(node, key));
    return string != NULL ? string : "";
}

static double number_at(const iter8__node *node, const char *key)
{
    const iter8__node *number = iter8__node_member(node, key);
    enum iter8__node_kind kind = iter8__node_kind(number);
    if (kind != ITER8__NODE_INTEGER && kind != ITER8__NODE_REAL) return (double)NAN;
    return iter8__node_number(number);
}

static int has_verdict(const iter8__node *expectation, const char *verdict)
{
    return strcmp(string_at(expectation, "verdict"), verdict) == 0;
}

static const iter8__node *expectations_of(const iter8__node *root)
{
    const iter8__node *list = iter8__node_member(root, "expectations");
    return iter8__node_kind(list) == ITER8__NODE_LIST ? list : NULL;
}

static int count_verdict(const iter8__node *list, const char *verdict)
{
    int count = 0;
    for (size_t i = 0; i < iter8__node_count(list); i++)
        count += has_verdict(iter8__node_item(list, i), verdict);
    return count;
}

static const char *words_of(const iter8__node *expectation)
{
    if (has_verdict(expectation, "met")) return "good\">\xE2\x9C\x93 met";
    if (has_verdict(expectation, "missed")) return "bad\">\xE2\x9C\x97 missed";
    return "quiet\">? not enough runs";
}

/* Shares are told in percent. */
static void add_expectation(const iter8__node *one, iter8__text *html)
{
    int32_t figure = iter8__word_number(&iter8__figures, string_at(one, "name"));
    int is_share = figure > 0 && figure <= ITER8_FIGURE_CUT_SHORT;
    double scale = is_share ? 100 : 1;
    const char *unit = is_share ? " %" : "";
    iter8__html_add(html,
                    "<tr><th scope=row>$b</th><td data-of=Wanted>$t</td><td><b class=\"badge "
                    "$r</b></td><td data-of=Estimate>$n$r</td><td data-of=Interval>$n$r to $n$r "
                    "($n %)</td></tr>\n",
                    string_at(one, "name"), string_at(one, "wanted"), words_of(one),
                    scale * number_at(one, "value"), unit, scale * number_at(one, "low"), unit,
                    scale * number_at(one, "high"), unit, 100 * number_at(one, "confidence"));
}

static void add_expectations(const iter8__node *root, iter8__text *html)
{
    const iter8__node *list = expectations_of(root);
    if (iter8__node_count(list) == 0) return;
    iter8__html_add(html,
                    "<section class=full aria-label=Expectations>\n<h3>Expectations</h3>\n"
                    "<div class=scroll role=region tabindex=0 aria-label=Expectations>"
                    "<table class=stack><caption>Shares of the runs, and means per run</caption>\n"
                    "<thead><tr><th scope=col>Figure</th><th scope=col>Wanted</th>"
                    "<th scope=col>Verdict</th><th scope=col>Estimate</th>"
                    "<th scope=col>Confidence interval</th>");
    iter8__html_table_body(html);
    for (size_t i = 0; i < iter8__node_count(list); i++)
        add_expectation(iter8__node_item(list, i), html);
    iter8__html_add(html, "</tbody></table></div>\n</section>\n");
}

/* "3 of 4 expectations met", or nothing where there are none. */
static void add_met(const iter8__node *root, const char *of_what, iter8__text *html)
{
    const iter8__node *list = expectations_of(root);
    int all = (int)iter8__node_count(list);
    int met = count_verdict(list, "met");
    const char *sign = "good\">\xE2\x9C\x93";
    if (all == 0) return;
    if (met < all) sign = "quiet\">?";
    if (count_verdict(list, "missed") > 0) sign = "bad\">\xE2\x9C\x97";
    iter8__html_add(html, "<b class=\"badge $r $i of $i$r met</b>", sign, met, all, of_what);
}

static const char *name_of(const iter8__node *root)
{
    const char *name = string_at(iter8__node_member(root, "metadata"), "name");
    return *name != '\0' ? name : "Simulation";
}

static void add_overview_row(const iter8__node *root, const iter8_tally *tally, int number,
                             iter8__text *html)
{
    iter8__html_add(html, "<tr><th scope=row><a href=#r$i>$b</a></th><td>", number, name_of(root));
    add_met(root, "", html);
    iter8__html_add(html,
                    "</td><td data-of=Promoted>$n %</td><td data-of=\"Rolled back\">$n %</td>"
                    "<td data-of=Undecided>$n %</td><td data-of=\"Errors a run\">$n</td></tr>\n",
                    100 * iter8__tally_figure(tally, ITER8_FIGURE_PROMOTED).value,
                    100 * iter8__tally_figure(tally, ITER8_FIGURE_ROLLED_BACK).value,
                    100 * iter8__tally_figure(tally, ITER8_FIGURE_UNDECIDED).value,
                    iter8__tally_figure(tally, ITER8_FIGURE_ERRORS).value);
}

static void add_overview(const iter8__node *const *roots, iter8_tally *const *tallies, size_t count,
                         iter8__text *html)
{
    iter8__html_add(
        html, "<section aria-label=Overview>\n<h2>Overview</h2>\n"
              "<div class=scroll role=region tabindex=0 aria-label=Overview><table class=stack>"
              "<caption>All scenarios</caption>\n"
              "<thead><tr><th scope=col>Scenario</th><th scope=col>Expectations</th>"
              "<th scope=col>Promoted</th><th scope=col>Rolled back</th>"
              "<th scope=col>Undecided</th><th scope=col>Errors a run</th>");
    iter8__html_table_body(html);
    for (size_t i = 0; i < count; i++)
        add_overview_row(roots[i], tallies[i], (int)i, html);
    iter8__html_add(html, "</tbody></table></div>\n</section>\n");
}

static void add_seed(const iter8__node *root, iter8__text *html)
{
    const iter8__node *seed = iter8__node_member(root, "seed");
    if (iter8__node_kind(seed) == ITER8__NODE_INTEGER)
        iter8__html_add(html, ", seed $w", (double)iter8__node_integer(seed));
    else if (iter8__node_kind(seed) == ITER8__NODE_STRING)
        iter8__html_add(html, ", seed $t", iter8__node_string(seed));
}

static void add_article(const iter8__node *root, const iter8_tally *tally, int number,
                        iter8__text *html)
{
    iter8__html_add(html, "<article aria-labelledby=r$i>\n<h2 id=r$i>$t</h2>\n<p class=lead>",
                    number, number, name_of(root));
    add_met(root, " expectations", html);
    iter8__html_add(html, " <span class=quiet>$w runs", (double)iter8__tally_runs(tally));
    add_seed(root, html);
    iter8__html_add(html, "</span></p>\n");
    add_expectations(root, html);
    if (iter8__tally_runs(tally) > 0) {
        iter8__tally_outcomes(tally, html);
        iter8__tally_fans(tally, html);
        iter8__tally_violations(tally, html);
        iter8__tally_lengths(tally, html);
        iter8__tally_costs(tally, html);
    }
    iter8__html_add(html, "</article>\n");
}

void iter8__tallies_page(const iter8__node *const *roots, iter8_tally *const *tallies, size_t count,
                         iter8__text *html)
{
    const char *experiment = count > 0 ? string_at(roots[0], "experiment") : "";
    if (*experiment == '\0') experiment = "a policy";
    iter8__html_begin(html, experiment);
    iter8__html_add(html, "<header>\n<p class=quiet>Simulation of</p>\n<h1>$t</h1>\n</header>\n",
                    experiment);
    if (count > 1) add_overview(roots, tallies, count, html);
    for (size_t i = 0; i < count; i++)
        add_article(roots[i], tallies[i], (int)i, html);
    iter8__html_end(html);
}

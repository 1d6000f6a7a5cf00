/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What Iter8 says of verdicts and of a winner, in its words. */
#include "decide/decide.h"
#include "decide/explain.h"
#include "iter8/analysis.h"
#include "iter8/metric.h"

static const iter8__value nothing;

/* An objective of a partial experiment may name no metric at all. */
static const iter8__value *value_of(const iter8__spec *spec, const iter8__decision *decision,
                                    size_t metric, size_t version)
{
    if (metric >= decision->metric_count) return &nothing;
    return &decision->values[metric * spec->version_count + version];
}

static void add_separator(iter8__text *text, size_t start)
{
    if (text->length > start) iter8__text_add_string(text, ", ");
}

static void add_verdict_warning(const iter8__spec *spec, const iter8__decision *decision,
                                size_t objective, size_t version, size_t start, iter8__text *text)
{
    const char *metric = spec->objectives[objective].metric;
    const char *name = spec->versions[version].name;
    switch (decision->verdicts[version * spec->objective_count + objective].reason) {
    case ITER8_VERDICT_NO_METRIC:
        if (version > 0) return;
        add_separator(text, start);
        iter8__text_add_strings(text, "Aggregated metric object for ", metric,
                                " metric is unavailable.", (char *)NULL);
        return;
    case ITER8_VERDICT_NO_VALUE:
        add_separator(text, start);
        iter8__text_add_strings(text, "Value for ", metric, " metric and ", name,
                                " version is unavailable.", (char *)NULL);
        return;
    case ITER8_VERDICT_NOT_A_VALUE:
        add_separator(text, start);
        iter8__text_add_strings(text, "Value for ", metric, " metric and ", name,
                                " version is None.", (char *)NULL);
        return;
    default: return;
    }
}

void iter8__message_verdicts(const iter8__spec *spec, const iter8__decision *decision,
                             iter8__text *text)
{
    iter8__text_add_string(text, "Error: ; Warning: ");
    size_t start = text->length;
    for (size_t o = 0; o < spec->objective_count; o++) {
        for (size_t v = 0; v < spec->version_count; v++)
            add_verdict_warning(spec, decision, o, v, start, text);
    }
    iter8__text_add_string(text, "; Info: ");
}

/* Whether the reward has an entry for any version, if only one without a value. */
static int reward_is_known(const iter8__spec *spec, const iter8__decision *decision)
{
    size_t metric = spec->rewards[0].metric_index;
    for (size_t v = 0; v < spec->version_count; v++) {
        if (value_of(spec, decision, metric, v)->known) return 1;
    }
    return 0;
}

static void add_reward_warnings(const iter8__spec *spec, const iter8__decision *decision,
                                iter8__text *text)
{
    size_t start = text->length;
    for (size_t v = 0; v < spec->version_count; v++) {
        size_t metric = spec->rewards[0].metric_index;
        if (!iter8__is_feasible(spec, decision, v)) continue;
        if (value_of(spec, decision, metric, v)->state == ITER8_VALUE_PRESENT) continue;
        add_separator(text, start);
        iter8__text_add_strings(text, "reward value for feasible version ", spec->versions[v].name,
                                " is not available", (char *)NULL);
    }
}

void iter8__message_winner(const iter8__spec *spec, const iter8__decision *decision,
                           iter8__text *text)
{
    const char *info = "";
    iter8__text_add_string(text, "Error: ; Warning: ");
    switch (decision->winner_reason) {
    case ITER8_WINNER_CANDIDATE_MEETS_ALL: info = "candidate satisfies all objectives"; break;
    case ITER8_WINNER_BASELINE_ONLY:
        info = "baseline satisfies all objectives; candidate does not";
        break;
    case ITER8_WINNER_BASELINE_MEETS_ALL: info = "baseline satisfies all objectives"; break;
    case ITER8_WINNER_NONE_MEETS_ALL: info = "no version satisfies all objectives"; break;
    case ITER8_WINNER_NO_OBJECTIVES:
        info = "no objective says what the candidate has to meet";
        break;
    case ITER8_WINNER_TOO_SOON:
        info =
            "objectives are satisfied, but not yet in as many iterations in a row as metFor asks";
        break;
    case ITER8_WINNER_BEST_REWARD: info = "found unique winner"; break;
    case ITER8_WINNER_TIE:
        info = "no unique winner; two or more feasible versions with same reward value";
        break;
    case ITER8_WINNER_NO_REWARD_VALUES:
        if (!reward_is_known(spec, decision))
            iter8__text_add_string(text, "reward metric values are not available");
        break;
    case ITER8_WINNER_NO_REWARD:
        iter8__text_add_string(text, "No reward metric in experiment. Winner assessment cannot be "
                                     "computed for ab or abn experiments without reward metric.");
        break;
    default: break;
    }
    if (decision->winner_reason == ITER8_WINNER_BEST_REWARD ||
        decision->winner_reason == ITER8_WINNER_TIE ||
        (decision->winner_reason == ITER8_WINNER_NO_REWARD_VALUES &&
         reward_is_known(spec, decision)))
        add_reward_warnings(spec, decision, text);
    iter8__text_add_strings(text, "; Info: ", info, (char *)NULL);
}

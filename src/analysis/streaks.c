/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* For how many iterations in a row a version has met its objectives, and who can win by that. */
#include "analysis/decide.h"

#include "iter8/experiment.h"

enum streak_change { ADDS, STAYS, ENDS };

/* A value that is carried forward is no new evidence, and a failure that does not count yet changes
 * nothing; but an objective without any value is not met. */
static enum streak_change change_of(const iter8__spec *spec, const iter8__analysis *analysis,
                                    size_t version)
{
    enum streak_change change = ADDS;
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *objective = &spec->objectives[o];
        const iter8__verdict *verdict = &analysis->verdicts[version * spec->objective_count + o];
        if (!verdict->satisfied && !verdict->excused) return ENDS;
        if (verdict->excused ||
            iter8__is_carried(spec, analysis, objective->metric_index, version) ||
            (version > 0 && iter8__objective_is_relative(objective) &&
             iter8__is_carried(spec, analysis, objective->metric_index, 0)))
            change = STAYS;
    }
    return change;
}

void iter8__count_streaks(const iter8__spec *spec, const iter8__streak *earlier,
                          iter8__analysis *analysis)
{
    for (size_t v = 0; v < spec->version_count && spec->objective_count > 0; v++) {
        int32_t row = earlier[v].row;
        enum streak_change change = change_of(spec, analysis, v);
        int32_t now = change == ENDS ? 0 : row;
        if (change == ADDS && row < INT32_MAX) now++;
        analysis->streaks[v] = (iter8__streak){now, row};
    }
}

void iter8__restore_streaks(const iter8__spec *spec, iter8__analysis *analysis)
{
    for (size_t v = 0; v < spec->version_count && spec->objective_count > 0; v++) {
        enum streak_change change = change_of(spec, analysis, v);
        iter8__streak *streak = &analysis->streaks[v];
        if (change == ENDS) streak->row = 0;
        if (change == ADDS && streak->row == 0) streak->row = 1;
    }
}

/* The baseline is there already: nothing is asked of it but where it is all that is tested. */
int iter8__is_eligible(const iter8__spec *spec, const iter8__analysis *analysis, size_t version)
{
    if (!iter8__is_feasible(spec, analysis, version)) return 0;
    if (spec->objective_count == 0 || spec->policy.met_for <= 1) return 1;
    if (version == 0 && spec->testing_pattern != ITER8_TESTING_CONFORMANCE) return 1;
    return analysis->streaks[version].row >= spec->policy.met_for;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* For how many iterations in a row a version has met its objectives, and who can win by that. */
#include "decide/decide.h"

#include "iter8/experiment.h"

/* A value that is carried forward is no new evidence, and a failure that does not count yet changes
 * nothing; but an objective without any value is not met. */
enum iter8__bearing iter8__bearing_of(const iter8__spec *spec, const iter8__decision *decision,
                                      size_t version, size_t objective)
{
    const iter8__objective *which = &spec->objectives[objective];
    const iter8__verdict *verdict =
        &decision->verdicts[version * spec->objective_count + objective];
    if (!verdict->satisfied && !verdict->within_budget) return ITER8__ENDS;
    int is_old = verdict->within_budget ||
                 iter8__is_carried(spec, decision, which->metric_index, version) ||
                 (version > 0 && iter8__objective_is_relative(which) &&
                  iter8__is_carried(spec, decision, which->metric_index, 0));
    return is_old ? ITER8__STAYS : ITER8__ADDS;
}

/* That of all objectives is the weightiest. */
static enum iter8__bearing change_of(const iter8__spec *spec, const iter8__decision *decision,
                                     size_t version)
{
    enum iter8__bearing change = ITER8__ADDS;
    for (size_t o = 0; o < spec->objective_count && change != ITER8__ENDS; o++) {
        enum iter8__bearing one = iter8__bearing_of(spec, decision, version, o);
        if (one > change) change = one;
    }
    return change;
}

int32_t iter8__streak_after(int32_t row, enum iter8__bearing change)
{
    if (change == ITER8__ENDS) return 0;
    return change == ITER8__ADDS && row < INT32_MAX ? row + 1 : row;
}

void iter8__count_streaks(const iter8__spec *spec, const iter8__streak *earlier,
                          iter8__decision *decision)
{
    for (size_t v = 0; v < spec->version_count && spec->objective_count > 0; v++) {
        int32_t row = earlier[v].row;
        decision->streaks[v] =
            (iter8__streak){iter8__streak_after(row, change_of(spec, decision, v)), row};
    }
}

void iter8__restore_streaks(const iter8__spec *spec, iter8__decision *decision)
{
    for (size_t v = 0; v < spec->version_count && spec->objective_count > 0; v++) {
        enum iter8__bearing change = change_of(spec, decision, v);
        iter8__streak *streak = &decision->streaks[v];
        if (change == ITER8__ENDS) streak->row = 0;
        if (change == ITER8__ADDS && streak->row == 0) streak->row = 1;
    }
}

/* The baseline is there already: nothing is asked of it but where it is all that is tested. */
enum iter8__fitness iter8__fitness_by(const iter8__spec *spec, size_t version, int is_feasible,
                                      int32_t row)
{
    if (!is_feasible) return ITER8__UNFIT;
    int at_once = spec->objective_count == 0 || spec->settings.met_for <= 1 ||
                  (version == 0 && spec->testing_pattern != ITER8_TESTING_CONFORMANCE);
    return at_once || row >= spec->settings.met_for ? ITER8__ELIGIBLE : ITER8__FEASIBLE;
}

enum iter8__fitness iter8__fitness_of(const iter8__spec *spec, const iter8__decision *decision,
                                      size_t version)
{
    return iter8__fitness_by(spec, version, iter8__is_feasible(spec, decision, version),
                             decision->streaks[version].row);
}

int iter8__is_eligible(const iter8__spec *spec, const iter8__decision *decision, size_t version)
{
    return iter8__fitness_of(spec, decision, version) == ITER8__ELIGIBLE;
}

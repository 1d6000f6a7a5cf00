/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/change.h"

#include "experiment/fingerprint.h"
#include "iter8/analysis.h"
#include "iter8/error.h"

#include <string.h>

static const char *const part_names[ITER8__JUDGED_PARTS] = {"target", "versions", "criteria"};

void iter8__change_parts_write(int32_t parts, iter8__text *text)
{
    const char *separator = "";
    for (int i = 0; i < ITER8__JUDGED_PARTS; i++) {
        if ((parts >> i & 1) == 0) continue;
        iter8__text_add_strings(text, separator, part_names[i], (char *)NULL);
        separator = ", ";
    }
}

int32_t iter8__change_parts_read(const char *text)
{
    int32_t parts = 0;
    for (int i = 0; i < ITER8__JUDGED_PARTS; i++) {
        if (strstr(text, part_names[i]) != NULL) parts |= 1 << i;
    }
    return parts;
}

/* What is ended by a command, a failure or a rollback goes on to that end. */
static int is_under_way(const iter8_experiment *experiment)
{
    const iter8__status *status = &experiment->status;
    return status->conditions[ITER8_CONDITION_COMPLETED].status != ITER8_CONDITION_TRUE &&
           status->conditions[ITER8_CONDITION_FAILED].status != ITER8_CONDITION_TRUE &&
           status->state.command == 0 && !status->state.rolled;
}

/* Which parts differ. */
static int32_t compare(const iter8__fingerprint *then, const iter8__fingerprint *now)
{
    int32_t parts = 0;
    for (int i = 0; i < ITER8__JUDGED_PARTS; i++) {
        if (then->part[i] != now->part[i]) parts |= 1 << i;
    }
    return parts;
}

static const char *what_follows(int32_t change)
{
    switch (change) {
    case ITER8__CHANGE_REFUSE: return "; it is not gone on with, and traffic goes back";
    case ITER8__CHANGE_KEEP: return "; it goes on with what was measured before";
    default: return "; it starts over";
    }
}

static void warn(iter8__decoder *decoder, int32_t parts, int32_t change)
{
    iter8__text text;
    iter8__text_init(&text, decoder->path.allocator);
    iter8__change_parts_write(parts, &text);
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    (void)iter8__decoder_enter(decoder, "annotations");
    (void)iter8__decoder_enter(decoder, ITER8__STATE_ANNOTATION);
    iter8__decoder_warning(decoder, ITER8_ERR_INVALID,
                           "the experiment was changed since its last iteration (",
                           iter8__text_string(&text), ")", what_follows(change), (char *)NULL);
    iter8__decoder_leave(decoder, mark);
    iter8__text_clear(&text);
}

/* All traffic goes to the baseline, at once, whatever is known to be there. With FixedSplit none is
 * moved, and what the status says was decided is of another experiment. */
static void take_back(iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__decision *analysis = &experiment->status.analysis;
    int moves = spec->testing_pattern != ITER8_TESTING_CONFORMANCE &&
                spec->deployment_pattern != ITER8_DEPLOYMENT_FIXED_SPLIT;
    if (spec->deployment_pattern == ITER8_DEPLOYMENT_FIXED_SPLIT) analysis->has_weights = 0;
    if (!moves || spec->version_count == 0) return;
    for (size_t v = 0; v < spec->version_count; v++) {
        int32_t weight = v == 0 ? 100 : 0;
        analysis->weights[v] = (iter8__weight){weight, weight, weight, ITER8_WEIGHT_ROLLBACK};
    }
    analysis->has_weights = 1;
    analysis->weights_touched = 1;
    experiment->status.state.unsure = 1;
}

/* What tells of the iterations so far must not be found again. */
static void forget_tree(iter8__node *status)
{
    static const char *const keys[] = {"analysis",
                                       "completedIterations",
                                       "currentWeightDistribution",
                                       "initTime",
                                       "lastUpdateTime",
                                       "message",
                                       "startTime",
                                       "stage",
                                       "versionRecommendedForPromotion"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        iter8__node_remove_member(status, keys[i]);
}

/* The target stays the experiment's, and a pause a pause; all else is as before its first step. */
static int start_over(iter8_experiment *experiment)
{
    iter8__status *status = &experiment->status;
    iter8__condition acquired = status->conditions[ITER8_CONDITION_TARGET_ACQUIRED];
    iter8__state memory = status->state;
    if (!iter8__status_init(status, &experiment->arena, &experiment->spec,
                            experiment->metric_count))
        return 0;
    status->conditions[ITER8_CONDITION_TARGET_ACQUIRED] = acquired;
    status->state.paused = memory.paused;
    status->state.changed = memory.changed;
    status->state.changed_parts = memory.changed_parts;
    forget_tree(iter8__node_member(experiment->root, "status"));
    return 1;
}

int iter8__change_settle(iter8__decoder *decoder, iter8_experiment *experiment)
{
    iter8__state *memory = &experiment->status.state;
    int32_t change = experiment->spec.settings.on_change;
    int unnoticed = (experiment->spec.settings.quirks & ITER8__CHANGES_UNNOTICED) != 0;
    if (!memory->judged.known || unnoticed || !is_under_way(experiment)) return 0;
    iter8__fingerprint now = iter8__fingerprint_of(experiment);
    int32_t parts = compare(&memory->judged, &now);
    if (parts == 0) return 0;
    warn(decoder, parts, change);
    memory->changed = change;
    memory->changed_parts = parts;
    memory->judged = now;
    if (change == ITER8__CHANGE_REFUSE) memory->rolled = 1;
    if (change == ITER8__CHANGE_RESTART && !start_over(experiment)) decoder->out_of_memory = 1;
    if (change != ITER8__CHANGE_KEEP) take_back(experiment);
    experiment->status.touched = 1;
    return change != ITER8__CHANGE_KEEP;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What must be remembered beyond the fields of v2alpha2, as the annotation iter8.tools/state. */
#include "experiment/experiment.h"

#include "base/times.h"
#include "document/document.h"
#include "experiment/change.h"
#include "experiment/fingerprint.h"
#include "iter8/command.h"

/* Each puts into a mapping what differs from saying nothing. */
static int set_flag(iter8__node *mapping, const char *key, int value)
{
    return !value || iter8__node_set(mapping, key, iter8__node_make_boolean(1));
}

static int set_count(iter8__node *mapping, const char *key, int64_t value)
{
    return value == 0 || iter8__node_set(mapping, key, iter8__node_make_integer(value));
}

static iter8__node *make_time(int64_t time_ns)
{
    char time[ITER8__TIME_BYTES];
    (void)iter8__time_format(time_ns, time);
    return iter8__node_make_string(time);
}

static int encode_commands(const iter8__state *memory, const iter8__spec *spec, iter8__node *tree)
{
    int promotes = memory->command == ITER8_COMMAND_PROMOTE;
    const char *command = iter8__word(&iter8__command_words, memory->command);
    return set_flag(tree, "paused", memory->paused) &&
           (memory->command == 0 ||
            iter8__node_set(tree, "command", iter8__node_make_string(command))) &&
           (!promotes ||
            iter8__node_set(tree, "promote",
                            iter8__node_make_string(spec->versions[memory->promoted].name))) &&
           set_flag(tree, "rolledBack", memory->rolled) &&
           set_flag(tree, "weightsUnsure", memory->unsure) &&
           set_flag(tree, "givenUp", memory->given_up) &&
           (memory->written_ns == ITER8_NO_TIME ||
            iter8__node_set(tree, "weightsChanged", make_time(memory->written_ns)));
}

/* "restart: target, versions" */
static int encode_changed(const iter8__state *memory, const iter8_allocator *allocator,
                          iter8__node *tree)
{
    if (memory->changed == 0) return 1;
    iter8__text text;
    iter8__text_init(&text, allocator);
    iter8__text_add_strings(&text, iter8__word(&iter8__on_change_words, memory->changed), ": ",
                            (char *)NULL);
    iter8__change_parts_write(memory->changed_parts, &text);
    return iter8__node_set(tree, "changed", iter8__node_take_text(&text));
}

static int encode_judged(const iter8__fingerprint *judged, iter8__node *tree)
{
    char text[ITER8__FINGERPRINT_BYTES];
    if (!judged->known) return 1;
    iter8__fingerprint_format(judged, text);
    return iter8__node_set(tree, "judged", iter8__node_make_string(text));
}

static int encode_acted(const iter8__action_progress *acted, iter8__node *tree)
{
    if (acted->action == NULL) return 1;
    iter8__node *node = iter8__node_make_mapping();
    int ok = iter8__node_set(node, "action", iter8__node_make_string(acted->action)) &&
             set_count(node, "loop", acted->loop) &&
             (acted->tasks == ITER8__ALL_TASKS ||
              iter8__node_set(node, "tasks", iter8__node_make_integer(acted->tasks)));
    if (ok) return iter8__node_set(tree, "acted", node);
    iter8__node_release(node);
    return 0;
}

static iter8__node *encode_tally(const iter8__failure_count *tally)
{
    iter8__node *node = iter8__node_make_mapping();
    int ok = node != NULL && set_count(node, "row", tally->row) &&
             set_count(node, "recent", (int64_t)tally->recent) && set_flag(node, "met", tally->met);
    if (ok) return node;
    iter8__node_release(node);
    return NULL;
}

static iter8__node *encode_version_tallies(const iter8_experiment *experiment, size_t version)
{
    size_t objectives = experiment->spec.objective_count;
    const iter8__failure_count *failures =
        &experiment->status.analysis.failures[version * objectives];
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t o = 0; ok && o < objectives; o++)
        ok = iter8__node_append(list, encode_tally(&failures[o]));
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

/* Where a single failure counts there is nothing to remember. */
static int needs_tallies(const iter8_experiment *experiment)
{
    if (experiment->status.analysis.time_ns == ITER8_NO_TIME) return 0;
    for (size_t o = 0; o < experiment->spec.objective_count; o++) {
        const iter8__budget *budget = &experiment->spec.objectives[o].budget;
        if (budget->consecutive != 1) return 1;
    }
    return 0;
}

static int encode_tallies(const iter8_experiment *experiment, iter8__node *tree)
{
    if (!needs_tallies(experiment)) return 1;
    iter8__node *node = iter8__node_make_mapping();
    int ok = node != NULL;
    for (size_t v = 0; ok && v < experiment->spec.version_count; v++)
        ok = iter8__node_set(node, experiment->spec.versions[v].name,
                             encode_version_tallies(experiment, v));
    if (ok) return iter8__node_set(tree, "failures", node);
    iter8__node_release(node);
    return 0;
}

static iter8__node *encode_streak(const iter8__streak *streak)
{
    iter8__node *node = iter8__node_make_mapping();
    int ok = node != NULL && set_count(node, "row", streak->row) &&
             set_count(node, "before", streak->before);
    if (ok) return node;
    iter8__node_release(node);
    return NULL;
}

/* For how many iterations in a row each version has met its objectives. */
static int encode_streaks(const iter8_experiment *experiment, iter8__node *tree)
{
    const iter8__streak *streaks = experiment->status.analysis.streaks;
    int ok = 1;
    for (size_t v = 0; ok && v < experiment->spec.version_count; v++) {
        if (streaks[v].row == 0 && streaks[v].before == 0) continue;
        ok = iter8__node_set(iter8__node_ensure_mapping(tree, "met"),
                             experiment->spec.versions[v].name, encode_streak(&streaks[v]));
    }
    return ok;
}

static int is_carried(const iter8__value *row, size_t versions)
{
    for (size_t v = 0; v < versions; v++) {
        if (row[v].carried > 0) return 1;
    }
    return 0;
}

static iter8__node *encode_ages(const iter8__value *row, const iter8__spec *spec)
{
    iter8__node *ages = iter8__node_make_mapping();
    int ok = ages != NULL;
    for (size_t v = 0; ok && v < spec->version_count; v++)
        ok = set_count(ages, spec->versions[v].name, row[v].carried);
    if (ok) return ages;
    iter8__node_release(ages);
    return NULL;
}

static int encode_carried(const iter8_experiment *experiment, iter8__node *tree)
{
    size_t versions = experiment->spec.version_count;
    const iter8__decision *analysis = &experiment->status.analysis;
    int ok = 1;
    for (size_t m = 0; ok && m < analysis->metric_count; m++) {
        const iter8__value *row = &analysis->values[m * versions];
        if (!is_carried(row, versions)) continue;
        ok = iter8__node_set(iter8__node_ensure_mapping(tree, "carried"),
                             experiment->metrics[m].name, encode_ages(row, &experiment->spec));
    }
    return ok;
}

static iter8__node *encode_state(const iter8_experiment *experiment)
{
    const iter8__status *status = &experiment->status;
    iter8__node *tree = iter8__node_make_mapping();
    int ok = tree != NULL && encode_commands(&status->state, &experiment->spec, tree) &&
             encode_judged(&status->state.judged, tree) &&
             encode_changed(&status->state, &experiment->allocator, tree) &&
             encode_acted(&status->state.acted, tree) &&
             set_count(tree, "trafficReturns", status->state.returning) &&
             set_count(tree, "weightsNotHeld", status->state.unheld) &&
             set_count(tree, "sourceErrors", status->analysis.source_errors) &&
             encode_tallies(experiment, tree) && encode_streaks(experiment, tree) &&
             encode_carried(experiment, tree);
    if (ok) return tree;
    iter8__node_release(tree);
    return NULL;
}

static int set_annotation(const iter8_experiment *experiment, const iter8__node *state,
                          iter8__node *tree)
{
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    iter8__node_write(state, ITER8_FORMAT_JSON_COMPACT, &text);
    iter8__node *metadata = iter8__node_ensure_mapping(tree, "metadata");
    iter8__node *annotations = iter8__node_ensure_mapping(metadata, "annotations");
    return iter8__node_set(annotations, ITER8__STATE_ANNOTATION, iter8__node_take_text(&text));
}

/* As if it had never been there. */
static void remove_annotation(iter8__node *tree)
{
    iter8__node *metadata = iter8__node_member(tree, "metadata");
    iter8__node *annotations = iter8__node_member(metadata, "annotations");
    if (iter8__node_member(annotations, ITER8__STATE_ANNOTATION) == NULL) return;
    iter8__node_remove_member(annotations, ITER8__STATE_ANNOTATION);
    if (iter8__node_count(annotations) == 0) iter8__node_remove_member(metadata, "annotations");
}

int iter8__state_encode(const iter8_experiment *experiment, iter8__node *tree)
{
    iter8__node *state = encode_state(experiment);
    if (state == NULL) return 0;
    int ok = 1;
    if (iter8__node_count(state) > 0)
        ok = set_annotation(experiment, state, tree);
    else
        remove_annotation(tree);
    iter8__node_release(state);
    return ok;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The annotation iter8.tools/state, back into the status. */
#include "experiment/experiment.h"

#include "document/document.h"
#include "experiment/change.h"
#include "experiment/fingerprint.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <string.h>

static void decode_command(iter8__decoder *decoder, const iter8__node *tree,
                           iter8_experiment *experiment)
{
    iter8__state *memory = &experiment->status.state;
    int32_t command =
        iter8__decode_word(decoder, tree, "command", &iter8__command_words, ITER8__OPTIONAL);
    const char *version = iter8__decode_string(decoder, tree, "promote", ITER8__OPTIONAL);
    if (command == ITER8_COMMAND_PROMOTE) {
        memory->promoted = version != NULL ? iter8__spec_version(&experiment->spec, version) : -1;
        if (memory->promoted < 0) {
            iter8__decoder_member_problem(decoder, "promote", ITER8_ERR_NO_VERSION,
                                          "the version to be promoted is none of the experiment's");
            return;
        }
    }
    memory->command = command;
}

/* What another version of the library has written in another way cannot be compared. */
static void decode_judged(const iter8__node *tree, iter8__fingerprint *judged)
{
    const char *text = iter8__node_string(iter8__node_member(tree, "judged"));
    if (text != NULL) iter8__fingerprint_parse(text, judged);
}

static void decode_changed(const iter8__node *tree, iter8__state *memory)
{
    const char *text = iter8__node_string(iter8__node_member(tree, "changed"));
    for (int32_t word = 1; text != NULL && word <= ITER8__CHANGE_KEEP; word++) {
        const char *name = iter8__word(&iter8__on_change_words, word);
        if (strncmp(text, name, strlen(name)) != 0) continue;
        memory->changed = word;
        memory->changed_parts = iter8__change_parts_read(text + strlen(name));
    }
}

static void decode_acted(iter8__decoder *decoder, const iter8__node *tree,
                         iter8__action_progress *acted)
{
    const iter8__node *node =
        iter8__decode_member(decoder, tree, "acted", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "acted");
    acted->action = iter8__decode_string(decoder, node, "action", ITER8__REQUIRED);
    acted->loop = iter8__decode_integer(decoder, node, "loop", 0, INT32_MAX, 0);
    acted->tasks = iter8__decode_integer(decoder, node, "tasks", 0, INT32_MAX, ITER8__ALL_TASKS);
    iter8__decoder_leave(decoder, mark);
}

static void decode_tally(iter8__decoder *decoder, const iter8__node *node,
                         iter8__failure_count *tally)
{
    tally->row = (uint16_t)iter8__decode_integer(decoder, node, "row", 0, UINT16_MAX, 0);
    tally->recent = (uint64_t)iter8__node_integer(iter8__node_member(node, "recent"));
    tally->met = (uint16_t)iter8__decode_boolean(decoder, node, "met", 0);
}

static void decode_tallies(iter8__decoder *decoder, const iter8__node *tree,
                           iter8_experiment *experiment)
{
    size_t objectives = experiment->spec.objective_count;
    const iter8__node *node =
        iter8__decode_member(decoder, tree, "failures", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    for (iter8__cursor *c = iter8__node_first(node); c != NULL; c = iter8__node_next(node, c)) {
        int32_t version = iter8__spec_version(&experiment->spec, iter8__cursor_key(c));
        const iter8__node *list = iter8__cursor_value(c);
        for (size_t o = 0; version >= 0 && o < objectives && o < iter8__node_count(list); o++)
            decode_tally(decoder, iter8__node_item(list, o),
                         &experiment->status.analysis.failures[(size_t)version * objectives + o]);
    }
}

static void decode_streaks(iter8__decoder *decoder, const iter8__node *tree,
                           iter8_experiment *experiment)
{
    const iter8__node *node =
        iter8__decode_member(decoder, tree, "met", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    size_t mark = iter8__decoder_enter(decoder, "met");
    for (iter8__cursor *c = iter8__node_first(node); c != NULL; c = iter8__node_next(node, c)) {
        int32_t version = iter8__spec_version(&experiment->spec, iter8__cursor_key(c));
        if (version < 0) continue;
        iter8__streak *streak = &experiment->status.analysis.streaks[version];
        streak->row =
            iter8__decode_integer(decoder, iter8__cursor_value(c), "row", 0, INT32_MAX, 0);
        streak->before =
            iter8__decode_integer(decoder, iter8__cursor_value(c), "before", 0, INT32_MAX, 0);
    }
    iter8__decoder_leave(decoder, mark);
}

static void decode_ages(const iter8__node *ages, const iter8__spec *spec, iter8__value *row)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        int64_t age = iter8__node_integer(iter8__node_member(ages, spec->versions[v].name));
        if (age > 0 && age <= ITER8__MAX_CARRY && row[v].state == ITER8_VALUE_PRESENT)
            row[v].carried = (uint8_t)age;
    }
}

static void decode_carried(iter8__decoder *decoder, const iter8__node *tree,
                           iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__node *node =
        iter8__decode_member(decoder, tree, "carried", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    for (iter8__cursor *c = iter8__node_first(node); c != NULL; c = iter8__node_next(node, c)) {
        int32_t metric = iter8__experiment_metric(experiment, iter8__cursor_key(c));
        if (metric >= 0)
            decode_ages(iter8__cursor_value(c), spec,
                        &experiment->status.analysis.values[(size_t)metric * spec->version_count]);
    }
}

static void decode_state(iter8__decoder *decoder, const iter8__node *tree,
                         iter8_experiment *experiment)
{
    iter8__state *memory = &experiment->status.state;
    decode_command(decoder, tree, experiment);
    memory->paused = iter8__decode_boolean(decoder, tree, "paused", 0);
    memory->rolled = iter8__decode_boolean(decoder, tree, "rolledBack", 0);
    memory->unsure = iter8__decode_boolean(decoder, tree, "weightsUnsure", 0);
    memory->given_up = iter8__decode_boolean(decoder, tree, "givenUp", 0);
    memory->returning = iter8__decode_integer(decoder, tree, "trafficReturns", ITER8__RETURN_NONE,
                                              ITER8__RETURN_FAILED, ITER8__RETURN_NONE);
    memory->unheld = iter8__decode_integer(decoder, tree, "weightsNotHeld", 0, INT32_MAX, 0);
    memory->written_ns = iter8__decode_time(decoder, tree, "weightsChanged");
    experiment->status.analysis.source_errors =
        iter8__decode_integer(decoder, tree, "sourceErrors", 0, INT32_MAX, 0);
    decode_judged(tree, &memory->judged);
    decode_changed(tree, memory);
    decode_acted(decoder, tree, &memory->acted);
    decode_tallies(decoder, tree, experiment);
    decode_streaks(decoder, tree, experiment);
    decode_carried(decoder, tree, experiment);
}

/* The annotation is a document within the document; its places are those of the annotation. */
static void decode_text(iter8__decoder *decoder, const char *text, iter8_experiment *experiment)
{
    iter8_read_options options = {.struct_size = sizeof options,
                                  .allocator = &experiment->allocator};
    iter8_documents *documents;
    int rc = iter8_documents_read(text, strlen(text), &options, NULL, &documents);
    if (rc == ITER8_ERR_NOMEM) decoder->out_of_memory = 1;
    const iter8_document *document = iter8_documents_at(documents, 0);
    const iter8__node *tree = document != NULL ? iter8__document_root(document) : NULL;
    if (rc == ITER8_OK && iter8__node_kind(tree) == ITER8__NODE_MAPPING)
        decode_state(decoder, tree, experiment);
    else if (rc != ITER8_ERR_NOMEM)
        iter8__decoder_problem(decoder, ITER8_ERR_SYNTAX,
                               "not a state that libiter8 wrote; without it the experiment cannot "
                               "go on where it was",
                               (char *)NULL);
    iter8_documents_free(documents);
}

void iter8__state_decode(iter8__decoder *decoder, const iter8__node *root,
                         iter8_experiment *experiment)
{
    const iter8__node *annotations =
        iter8__node_member(iter8__node_member(root, "metadata"), "annotations");
    const char *text = iter8__node_string(iter8__node_member(annotations, ITER8__STATE_ANNOTATION));
    if (text == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    (void)iter8__decoder_enter(decoder, "annotations");
    (void)iter8__decoder_enter(decoder, ITER8__STATE_ANNOTATION);
    int tolerant = decoder->tolerant;
    decoder->tolerant = decoder->partial;
    decode_text(decoder, text, experiment);
    decoder->tolerant = tolerant;
    iter8__decoder_leave(decoder, mark);
}

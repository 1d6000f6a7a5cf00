/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/record_lines.h"

#include "base/decimal.h"
#include "document/document.h"
#include "document/write.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "log/log_decision.h"
#include "log/log_line.h"
#include "log/log_state.h"
#include "log/log_transient.h"

static void open_line(iter8__text *line, const char *kind)
{
    iter8__text_reset(line);
    iter8__log_open(line, NULL, '{');
    iter8__log_string(line, "kind", kind);
}

static void close_line(iter8__text *line)
{
    iter8__log_close(line, '}');
    iter8__text_add_char(line, '\n');
}

static void add_seed(iter8__text *line, uint64_t seed)
{
    char digits[ITER8__INTEGER_BYTES];
    (void)iter8__unsigned_format(seed, digits);
    iter8__log_string(line, "seed", digits);
}

void iter8__record_header(iter8_recorder *recorder)
{
    iter8__text *line = &recorder->header;
    open_line(line, "DecisionLog");
    iter8__log_integer(line, "format", ITER8__LOG_FORMAT);
    iter8__log_string(line, "library", recorder->library);
    add_seed(line, recorder->host.own.seed);
    iter8__asked_names(&recorder->host, line);
    if (recorder->defaults != NULL)
        iter8__log_tree(line, "defaults", iter8__document_root(recorder->defaults));
    close_line(line);
}

static uint64_t hash_tree(const iter8__node *tree, iter8__text *scratch)
{
    iter8__text_reset(scratch);
    iter8__json_write_sorted(tree, scratch);
    return iter8__log_hash(iter8__text_string(scratch), scratch->length);
}

static uint64_t hash_process(const iter8_experiment *experiment, iter8__text *scratch)
{
    iter8__text_reset(scratch);
    if (experiment->transient == NULL) return 0;
    iter8__log_process_write(experiment, scratch);
    return iter8__log_hash(iter8__text_string(scratch), scratch->length);
}

static void make_document(iter8_recorder *recorder, const iter8_experiment *experiment,
                          const iter8__node *tree, uint64_t hash)
{
    iter8__text *line = &recorder->document;
    open_line(line, "Experiment");
    iter8__log_hash_add(line, hash);
    iter8__log_tree(line, "experiment", tree);
    iter8__log_flag(line, "touched", experiment->status.touched);
    if (experiment->transient != NULL) {
        iter8__text_reset(&recorder->scratch);
        iter8__log_process_write(experiment, &recorder->scratch);
        iter8__log_part(line, "process", "{}", &recorder->scratch);
    }
    close_line(line);
}

static int is_known(const iter8_recorder *recorder, const iter8_experiment *experiment,
                    const iter8__moment *now)
{
    return recorder->known && experiment->transient != NULL && recorder->hash == now->hash &&
           recorder->process == now->process;
}

iter8__moment iter8__record_before(iter8_recorder *recorder, const iter8_experiment *experiment)
{
    iter8__moment now = {0, 0, 0};
    iter8__text_reset(&recorder->document);
    iter8__node *tree = iter8__log_document(experiment);
    now.hash = tree != NULL ? hash_tree(tree, &recorder->scratch) : 0;
    now.failed = tree == NULL || recorder->scratch.failed;
    now.process = hash_process(experiment, &recorder->scratch);
    now.failed |= recorder->scratch.failed;
    if (!now.failed && !is_known(recorder, experiment, &now))
        make_document(recorder, experiment, tree, now.hash);
    iter8__node_release(tree);
    return now;
}

iter8__moment iter8__record_after(iter8_recorder *recorder, const iter8_experiment *experiment,
                                  const iter8__moment *before, int changed)
{
    iter8__moment now = *before;
    if (changed) {
        iter8__node *tree = iter8__log_document(experiment);
        now.hash = tree != NULL ? hash_tree(tree, &recorder->scratch) : 0;
        now.failed |= tree == NULL || recorder->scratch.failed;
        iter8__node_release(tree);
    }
    now.process = hash_process(experiment, &recorder->scratch);
    now.failed |= recorder->scratch.failed;
    return now;
}

/* That it is completed as planned the stage says; only another ending is noted. */
static void add_ending(iter8__text *line, int32_t ending)
{
    if (ending != ITER8_ENDING_NONE && ending != ITER8_ENDING_COMPLETED)
        iter8__log_word(line, "ending", &iter8__ending_words, ending);
}

static void add_outcome(iter8__text *line, const iter8_outcome *outcome, int32_t ending)
{
    iter8__log_open(line, "outcome", '{');
    if (outcome->next_ns == ITER8_NEVER)
        iter8__log_string(line, "next", "never");
    else
        iter8__log_time(line, "next", outcome->next_ns);
    iter8__log_string(line, "stage", iter8_stage_name(outcome->stage));
    iter8__log_boolean(line, "changed", outcome->changed);
    iter8__log_boolean(line, "pending", outcome->pending);
    iter8__log_boolean(line, "done", outcome->done);
    add_ending(line, ending);
    iter8__log_close(line, '}');
}

static void add_diagnostics(const iter8_recorder *recorder, iter8__text *line)
{
    iter8_diagnostic problem = {.struct_size = sizeof problem};
    size_t count = iter8_diagnostics_count(recorder->diagnostics);
    if (count > 0) iter8__log_open(line, "diagnostics", '[');
    for (size_t i = 0; i < count; i++) {
        if (iter8_diagnostics_get(recorder->diagnostics, i, &problem) != ITER8_OK) continue;
        iter8__log_open(line, NULL, '{');
        iter8__log_result(line, "code", problem.code);
        iter8__log_string(line, "path", problem.path);
        iter8__log_string(line, "message", problem.message);
        iter8__log_flag(line, "warning", problem.severity == ITER8_SEVERITY_WARNING);
        iter8__log_close(line, '}');
    }
    if (count > 0) iter8__log_close(line, ']');
    if (iter8_diagnostics_lost(recorder->diagnostics) > 0) line->failed = 1;
}

void iter8__record_step(iter8_recorder *recorder, const iter8__call *call, uint64_t hash)
{
    iter8__text *line = &recorder->line;
    open_line(line, "Step");
    iter8__log_integer(line, "step", recorder->steps);
    iter8__log_time(line, "time", call->now_ns);
    iter8__log_part(line, "inputs", "[]", &recorder->asked.inputs);
    iter8__log_result(line, "result", call->result);
    add_outcome(line, &call->outcome, iter8_experiment_ending(call->experiment));
    if (recorder->asked.events.length > 0 || recorder->asked.events.failed)
        iter8__log_part(line, "events", "[]", &recorder->asked.events);
    add_diagnostics(recorder, line);
    if (call->experiment->status.analysis.time_ns != call->measured_ns)
        iter8__log_decision(call->experiment, line);
    iter8__log_hash_add(line, hash);
    close_line(line);
}

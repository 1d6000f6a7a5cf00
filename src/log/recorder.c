/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/recorder.h"

#include "base/memory.h"
#include "experiment/experiment.h"
#include "iter8/error.h"
#include "iter8/version.h"
#include "log/record_lines.h"

#include <string.h>

static iter8__text *const *texts_of(iter8_recorder *recorder, iter8__text **list)
{
    list[0] = &recorder->header;
    list[1] = &recorder->document;
    list[2] = &recorder->line;
    list[3] = &recorder->scratch;
    list[4] = &recorder->asked.inputs;
    list[5] = &recorder->asked.events;
    return list;
}

enum { TEXTS = 6 };

static int take_options(iter8_recorder *recorder, const iter8_recorder_options *options)
{
    recorder->write = options->write;
    recorder->user_data = options->user_data;
    recorder->library = iter8_version();
    iter8__text *texts[TEXTS];
    (void)texts_of(recorder, texts);
    for (size_t i = 0; i < TEXTS; i++)
        iter8__text_init(texts[i], &recorder->allocator);
    int rc = iter8_diagnostics_new(&recorder->allocator, &recorder->diagnostics);
    if (rc == ITER8_OK && options->defaults != NULL)
        rc = iter8_document_copy(options->defaults, &recorder->allocator, &recorder->defaults);
    return rc;
}

int iter8_recorder_new(const iter8_recorder_options *options, const iter8_host *host,
                       iter8_recorder **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    iter8_recorder_options own;
    iter8_allocator allocator;
    if (options == NULL || host == NULL) return ITER8_ERR_ARGUMENT;
    int rc = iter8__sized_in(&own, sizeof own, options);
    if (rc == ITER8_OK && own.write == NULL) rc = ITER8_ERR_ARGUMENT;
    if (rc == ITER8_OK) rc = iter8__allocator_take(&allocator, own.allocator);
    if (rc != ITER8_OK) return rc;
    iter8_recorder *recorder = iter8__alloc_zero(&allocator, 1, sizeof *recorder);
    if (recorder == NULL) return ITER8_ERR_NOMEM;
    recorder->allocator = allocator;
    rc = take_options(recorder, &own);
    if (rc == ITER8_OK) rc = iter8_recorder_restart(recorder, host);
    if (rc != ITER8_OK) {
        iter8_recorder_free(recorder);
        return rc;
    }
    *out = recorder;
    return ITER8_OK;
}

void iter8_recorder_free(iter8_recorder *recorder)
{
    if (recorder == NULL) return;
    iter8_allocator allocator = recorder->allocator;
    iter8__text *texts[TEXTS];
    (void)texts_of(recorder, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        if (texts[i]->allocator != NULL) iter8__text_clear(texts[i]);
    }
    iter8_diagnostics_free(recorder->diagnostics);
    iter8_document_free(recorder->defaults);
    iter8__release(&allocator, recorder);
}

static void begin_anew(iter8_recorder *recorder)
{
    recorder->begun = 0;
    recorder->steps = 0;
    recorder->known = 0;
}

int iter8_recorder_restart(iter8_recorder *recorder, const iter8_host *host)
{
    if (recorder == NULL) return ITER8_ERR_ARGUMENT;
    if (recorder->busy) return ITER8_ERR_BUSY;
    iter8__host copy = recorder->host;
    int rc = host != NULL ? iter8__host_take(&copy, host) : ITER8_OK;
    if (rc != ITER8_OK) return rc;
    recorder->host = copy;
    recorder->asked.host = &recorder->host;
    recorder->error = ITER8_OK;
    begin_anew(recorder);
    return ITER8_OK;
}

int iter8_recorder_error(const iter8_recorder *recorder)
{
    return recorder != NULL ? recorder->error : ITER8_ERR_ARGUMENT;
}

/* What the reader of the log knows afterwards is nothing until the whole of a step is written. */
static int give(iter8_recorder *recorder, const iter8__text *line)
{
    if (line->length == 0) return 1;
    int32_t rc = recorder->write(iter8__text_string(line), line->length, recorder->user_data);
    if (rc < 0 && recorder->error == ITER8_OK) recorder->error = rc;
    return rc >= 0;
}

static int is_whole(const iter8_recorder *recorder, const iter8__moment *now)
{
    return !now->failed && !recorder->header.failed && !recorder->document.failed &&
           !recorder->line.failed;
}

static void record(iter8_recorder *recorder, const iter8__call *call, const iter8__moment *before)
{
    iter8__moment after =
        iter8__record_after(recorder, call->experiment, before, call->outcome.changed);
    recorder->known = 0;
    recorder->steps++;
    iter8__record_step(recorder, call, after.hash);
    iter8__text_reset(&recorder->header);
    if (!recorder->begun) iter8__record_header(recorder);
    if (!is_whole(recorder, &after)) {
        if (recorder->error == ITER8_OK) recorder->error = ITER8_ERR_NOMEM;
        return;
    }
    if (!give(recorder, &recorder->header)) return;
    recorder->begun = 1;
    recorder->known = give(recorder, &recorder->document) && give(recorder, &recorder->line);
    recorder->hash = after.hash;
    recorder->process = after.process;
}

static void pass_on(const iter8_diagnostics *from, iter8_diagnostics *to)
{
    iter8_diagnostic problem = {.struct_size = sizeof problem};
    if (to == NULL) return;
    for (size_t i = 0; i < iter8_diagnostics_count(from); i++) {
        if (iter8_diagnostics_get(from, i, &problem) == ITER8_OK)
            iter8_diagnostics_add(to, &problem);
    }
}

static void take_step(iter8_recorder *recorder, iter8__call *call, iter8_diagnostics *diagnostics)
{
    iter8_diagnostics_clear(recorder->diagnostics);
    iter8__text_reset(&recorder->asked.inputs);
    iter8__text_reset(&recorder->asked.events);
    call->measured_ns = call->experiment->status.analysis.time_ns;
    iter8_host host = iter8__asked_host(&recorder->asked);
    call->result = iter8_reconcile(call->experiment, &host, call->now_ns, recorder->diagnostics,
                                   &call->outcome);
    pass_on(recorder->diagnostics, diagnostics);
}

int iter8_recorder_reconcile(iter8_recorder *recorder, iter8_experiment *experiment, int64_t now_ns,
                             iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    if (recorder == NULL) return ITER8_ERR_ARGUMENT;
    /* These do nothing, which is not recorded. */
    if (experiment == NULL || experiment->busy || outcome == NULL ||
        iter8__sized_check(outcome, sizeof *outcome) != ITER8_OK) {
        iter8_host host = iter8__host_public(&recorder->host);
        return iter8_reconcile(experiment, &host, now_ns, diagnostics, outcome);
    }
    if (recorder->busy) return ITER8_ERR_BUSY;
    recorder->busy = 1;
    iter8__call call = {experiment, now_ns, 0, {.struct_size = sizeof(iter8_outcome)}, ITER8_OK};
    iter8__moment before = iter8__record_before(recorder, experiment);
    take_step(recorder, &call, diagnostics);
    (void)iter8__sized_out(outcome, &call.outcome, sizeof call.outcome);
    if (call.result == ITER8_OK || call.result == ITER8_ERR_HOST)
        record(recorder, &call, &before);
    else if (call.result == ITER8_ERR_NOMEM)
        recorder->known = 0;
    recorder->busy = 0;
    return call.result;
}

int iter8_recorder_reconcile_with(iter8_recorder *recorder, iter8_experiment *experiment,
                                  const iter8_host *host, int64_t now_ns,
                                  iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    iter8__host copy;
    if (recorder == NULL || host == NULL) return ITER8_ERR_ARGUMENT;
    if (recorder->busy) return ITER8_ERR_BUSY;
    int rc = iter8__host_take(&copy, host);
    if (rc != ITER8_OK) return rc;
    if (!iter8__asked_alike(&copy, &recorder->host)) begin_anew(recorder);
    recorder->host = copy;
    return iter8_recorder_reconcile(recorder, experiment, now_ns, diagnostics, outcome);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "scripted_host.h"

#include "draw_below.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 20000 };

/* The next line of the log. */
static scripted_entry *add_entry(scripted_host *host, enum scripted_kind kind)
{
    scripted_entry *more = realloc(host->log, (host->log_count + 1) * sizeof *more);
    if (more == NULL) abort();
    host->log = more;
    scripted_entry *entry = &more[host->log_count++];
    *entry = (scripted_entry){.kind = kind};
    return entry;
}

static int still_pending(scripted_host *host, enum scripted_kind kind, uint64_t ticket)
{
    if (host->pending[kind] == 0) return 0;
    size_t i = 0;
    while (i < host->wait_count && host->waits[i].ticket != ticket)
        i++;
    if (i == host->wait_count) {
        if (host->wait_count == SCRIPTED_TICKETS) i = host->wait_count = 0;
        host->waits[i].ticket = ticket;
        host->waits[i].left = host->pending[kind];
        host->wait_count++;
    }
    return host->waits[i].left > 0 && host->waits[i].left-- > 0;
}

static int fails(scripted_host *host, enum scripted_kind kind, const char *text)
{
    if (host->failing[kind] == 0) return 0;
    if (kind == SCRIPTED_ACTION && host->failing_action != NULL &&
        strncmp(host->failing_action, text, strlen(host->failing_action)) != 0)
        return 0;
    if (host->failing[kind] > 0) host->failing[kind]--;
    return 1;
}

/* Every callback begins so. NULL when the process has ended; then nothing must happen. Otherwise
 * the answer is set, and an effect belongs to ITER8_OK only. */
static scripted_entry *enter(scripted_host *host, enum scripted_kind kind, uint64_t ticket,
                             const char *text)
{
    if (host->dead) return NULL;
    host->calls++;
    if (host->calls == host->die_at) {
        host->dead = 1;
        if (host->die_early) return NULL;
    }
    if (host->hook != NULL) host->hook(host, kind);
    scripted_entry *entry = add_entry(host, kind);
    entry->ticket = ticket;
    entry->now_ns = host->now_ns;
    (void)snprintf(entry->text, sizeof entry->text, "%s", text);
    if (still_pending(host, kind, ticket))
        entry->answer = ITER8_PENDING;
    else if (fails(host, kind, text))
        entry->answer = host->failing_code;
    return entry;
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    scripted_host *host = user_data;
    char text[SCRIPTED_TEXT];
    (void)snprintf(text, sizeof text, "%s %s", question->metric, question->version);
    scripted_entry *entry = enter(host, SCRIPTED_MEASURE, question->ticket, text);
    if (entry == NULL) return ITER8_PENDING;
    entry->now_ns = question->now_ns;
    if (entry->answer != ITER8_OK) return entry->answer;
    return entry->answer = host->source(question, answer, host);
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    scripted_host *host = user_data;
    scripted_entry *entry = enter(host, SCRIPTED_WRITE, route->ticket, "");
    if (entry == NULL) return ITER8_PENDING;
    entry->now_ns = route->now_ns;
    memcpy(entry->weights, route->weights, route->count * sizeof *route->weights);
    if (entry->answer < 0) iter8_route_explain(route, host->failing_reason);
    if (entry->answer == ITER8_OK)
        memcpy(host->routes, route->weights, route->count * sizeof *route->weights);
    return entry->answer;
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    scripted_host *host = user_data;
    scripted_entry *entry = enter(host, SCRIPTED_READ, route->ticket, "");
    if (entry == NULL) return ITER8_PENDING;
    entry->now_ns = route->now_ns;
    memcpy(entry->weights, host->routes, route->count * sizeof *weights);
    if (entry->answer < 0) iter8_route_explain(route, host->failing_reason);
    if (entry->answer == ITER8_OK) memcpy(weights, host->routes, route->count * sizeof *weights);
    return entry->answer;
}

static int32_t acquire_target(const iter8_experiment *experiment, void *user_data)
{
    scripted_entry *entry = enter(user_data, SCRIPTED_ACQUIRE, 0, iter8_spec_of(experiment).target);
    return entry != NULL ? entry->answer : ITER8_PENDING;
}

static int32_t run_action(const iter8_action *action, void *user_data)
{
    char text[SCRIPTED_TEXT];
    if (action->loop > 0)
        (void)snprintf(text, sizeof text, "%s %d", action->name, (int)action->loop);
    else
        (void)snprintf(text, sizeof text, "%s", action->name);
    scripted_entry *entry = enter(user_data, SCRIPTED_ACTION, action->ticket, text);
    return entry != NULL ? entry->answer : ITER8_PENDING;
}

static int32_t run_task(const iter8_task *task, void *user_data)
{
    char text[2 * SCRIPTED_TEXT];
    char inputs[SCRIPTED_TEXT] = "";
    char loop[16] = "";
    size_t length;
    if (task->loop > 0) (void)snprintf(loop, sizeof loop, " %d", (int)task->loop);
    if (task->script == NULL && task->inputs != NULL &&
        iter8_document_write(task->inputs, ITER8_FORMAT_JSON_COMPACT, inputs, sizeof inputs,
                             &length) != ITER8_OK)
        return ITER8_PENDING;
    (void)snprintf(text, sizeof text, "%s%s #%u %s %s", task->action, loop, (unsigned)task->index,
                   task->name, task->script != NULL ? task->script : inputs);
    scripted_entry *entry = enter(user_data, SCRIPTED_ACTION, task->ticket, text);
    return entry != NULL ? entry->answer : ITER8_PENDING;
}

void scripted_host_take_tasks(scripted_host *host)
{
    host->host.run_task = run_task;
}

static void record_event(const iter8_event *event, void *user_data)
{
    char text[SCRIPTED_TEXT];
    (void)snprintf(text, sizeof text, "%s%s: %s", event->warning ? "!" : "", event->reason,
                   event->message);
    scripted_entry *entry = enter(user_data, SCRIPTED_EVENT, 0, text);
    if (entry != NULL) entry->now_ns = event->now_ns;
}

static int32_t all_is_well(const iter8_question *question, iter8_measurement *answer,
                           scripted_host *host)
{
    (void)question;
    (void)host;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    return ITER8_OK;
}

void scripted_host_init(scripted_host *host)
{
    *host = (scripted_host){.metrics = {.struct_size = sizeof host->metrics, .measure = measure},
                            .router = {.struct_size = sizeof host->router,
                                       .read_weights = read_weights,
                                       .write_weights = write_weights},
                            .host = {.struct_size = sizeof host->host,
                                     .acquire_target = acquire_target,
                                     .run_action = run_action,
                                     .record_event = record_event},
                            .now_ns = SCRIPTED_START_NS,
                            .routes = {100},
                            .source = all_is_well,
                            .failing_code = ITER8_ERR_HOST};
    scripted_host_rebind(host);
}

void scripted_host_rebind(scripted_host *host)
{
    host->metrics.user_data = host;
    host->router.user_data = host;
    host->host.user_data = host;
    host->host.metrics_source = &host->metrics;
    host->host.router = &host->router;
}

void scripted_host_clear(scripted_host *host)
{
    free(host->log);
    free(host->saved);
    *host = (scripted_host){.now_ns = 0};
}

void scripted_host_revive(scripted_host *host)
{
    host->dead = 0;
    host->die_at = 0;
    host->wait_count = 0;
}

static void save(scripted_host *host, const iter8_experiment *experiment)
{
    size_t length;
    int rc = iter8_experiment_write(experiment, ITER8_FORMAT_YAML, NULL, 0, &length);
    char *text = rc == ITER8_ERR_BUFFER ? malloc(length + 1) : NULL;
    if (text == NULL || iter8_experiment_write(experiment, ITER8_FORMAT_YAML, text, length + 1,
                                               &length) != ITER8_OK)
        abort();
    free(host->saved);
    host->saved = text;
    host->saves++;
}

int scripted_step(scripted_host *host, iter8_experiment *experiment, iter8_outcome *outcome)
{
    host->steps++;
    int rc = host->recorder != NULL
                 ? iter8_recorder_reconcile(host->recorder, experiment, host->now_ns, NULL, outcome)
                 : iter8_reconcile(experiment, &host->host, host->now_ns, NULL, outcome);
    if (host->dead) return ITER8_PENDING;
    if (outcome->changed) save(host, experiment);
    if ((rc == ITER8_OK || rc == ITER8_ERR_HOST) && outcome->next_ns != ITER8_NEVER)
        host->now_ns = outcome->next_ns;
    return rc;
}

int scripted_run(scripted_host *host, iter8_experiment *experiment, iter8_outcome *outcome)
{
    for (int i = 0; i < MOST_STEPS; i++) {
        int rc = scripted_step(host, experiment, outcome);
        if (host->dead || (rc != ITER8_OK && rc != ITER8_ERR_HOST) || outcome->done) return rc;
    }
    return ITER8_PENDING;
}

int scripted_run_until(scripted_host *host, iter8_experiment *experiment, int32_t iterations)
{
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    for (int i = 0; i < MOST_STEPS; i++) {
        int64_t now_ns = host->now_ns;
        int rc = scripted_step(host, experiment, &outcome);
        if (host->dead || (rc != ITER8_OK && rc != ITER8_ERR_HOST) || outcome.done) return rc;
        if (rc == ITER8_OK && host->now_ns > now_ns &&
            iter8_status_of(experiment).completed_iterations >= iterations)
            return ITER8_OK;
    }
    return ITER8_PENDING;
}

iter8_experiment *scripted_load(const scripted_host *host)
{
    iter8_experiment *experiment = NULL;
    if (host->saved == NULL || iter8_experiment_read(host->saved, strlen(host->saved), NULL, NULL,
                                                     &experiment) != ITER8_OK)
        return NULL;
    return experiment;
}

static int matches(const scripted_entry *entry, enum scripted_kind kind, const char *text)
{
    return entry->kind == kind && (text == NULL || strncmp(entry->text, text, strlen(text)) == 0);
}

size_t scripted_count(const scripted_host *host, enum scripted_kind kind, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < host->log_count; i++)
        count += matches(&host->log[i], kind, text) ? 1 : 0;
    return count;
}

const scripted_entry *scripted_at(const scripted_host *host, enum scripted_kind kind,
                                  const char *text, size_t index)
{
    for (size_t i = 0; i < host->log_count; i++) {
        if (matches(&host->log[i], kind, text) && index-- == 0) return &host->log[i];
    }
    return NULL;
}

void scripted_misbehave(scripted_host *host, uint64_t *random, int mortal)
{
    for (int kind = 0; kind < SCRIPTED_EVENT; kind++) {
        host->pending[kind] = draw_below(random, 3) == 0 ? (int)draw_below(random, 3) : 0;
        host->failing[kind] = draw_below(random, 6) == 0 && kind != SCRIPTED_ACTION;
    }
    if (draw_below(random, 100) == 0) host->failing[SCRIPTED_ACTION] = 1;
    if (mortal && draw_below(random, 6) == 0)
        host->die_at = host->calls + 1 + draw_below(random, 6);
    host->die_early = (int)draw_below(random, 2);
    if (draw_below(random, 6) == 0) host->now_ns += draw_below(random, 100) * (SCRIPTED_SECOND / 4);
    if (draw_below(random, 12) == 0) host->now_ns -= draw_below(random, 100) * SCRIPTED_SECOND;
}

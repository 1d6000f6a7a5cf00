/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Random experiments in a random world, recorded: a replay finds no difference, and finds every
 * change of a recorded decision.
 *
 * ITER8_SEED=n in the environment runs the one of that number, which is printed when it fails.
 */
#include "draw_below.h"
#include "experiment_text.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/log.h"
#include "iter8/metric.h"
#include "scripted_host.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 1000, WILD_STEPS = 60, MOST_STEPS = 400, CHANGES = 3, CHANGED = 3 };

/* One random run and its log. */
typedef struct trial {
    uint64_t random;
    unsigned seed;
    experiment_plan plan;
    scripted_host host;
    iter8_experiment *experiment;
    iter8_outcome outcome;
    int mortal;    /* the process may die */
    int forgetful; /* lines may fail to be written */
    char *log;
    size_t length;
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

static const char *pick(trial *t, const char *const *words, uint32_t count)
{
    return words[draw(t, count)];
}

static void choose_plan(trial *t)
{
    static const char *const testing[] = {"Canary", "A/B", "A/B/N", "Conformance"};
    static const char *const deployment[] = {"Progressive", "BlueGreen", "FixedSplit"};
    static const char *const actions[] = {NULL, "start finish", "start loop finish rollback",
                                          "failure rollback"};
    static const char *const annotations[] = {
        NULL,
        NULL,
        "iter8.tools/carry-forward: '0', iter8.tools/weight-algorithm: uniform",
        "iter8.tools/rollback-step: '10', iter8.tools/rounding: stochastic",
        "iter8.tools/warm-up-seconds: '7'",
        "iter8.tools/as-iter8: rollback-keeps-traffic missing-rolls-back compare-not-finite",
        "iter8.tools/as-iter8: rollback-looks-finished failed-reads-fail no-objective-wins",
        "iter8.tools/weight-steps: 5 20 60"};
    static const char *const objectives[] = {
        "objectives: [{metric: m, upperLimit: 1}]",
        "objectives: [{metric: m, upperLimit: 1, rollback_on_failure: true}]",
        ("{objectives: [{metric: m, upperLimit: 1, rollback_on_failure: true}],"
         " strength: {budgets: [{consecutiveFailures: 3}], sourceErrors: {consecutiveFailures: 2,"
         " onSpent: rollback}, metrics: [{metric: m, kind: mean}]}}"),
        ("{objectives: [{metric: m, upperLimit: 1}, {metric: other, lowerLimit: -1}],"
         " strength: {budgets: [{failures: 2, of: 3, onSpent: hold}]}}")};
    static const char *const rewards[] = {"rewards: [{metric: m, preferredDirection: High}]",
                                          ("{rewards: [{metric: m, preferredDirection: Low}],"
                                           " objectives: [{metric: other, upperLimit: 1}]}")};
    t->plan = (experiment_plan){.testing = pick(t, testing, 4),
                                .deployment = pick(t, deployment, 3),
                                .candidates = 1,
                                .interval_s = 1 + (int)draw(t, 30),
                                .iterations = 1 + (int)draw(t, 6),
                                .loops = 1 + (int)draw(t, 3),
                                .cap = (int)draw(t, 102) - 1,
                                .increment = (int)draw(t, 102) - 1,
                                .actions = pick(t, actions, 4),
                                .annotations = pick(t, annotations, 8)};
    if (strcmp(t->plan.testing, "A/B/N") == 0) t->plan.candidates = 1 + (int)draw(t, 3);
    if (strcmp(t->plan.testing, "Conformance") == 0) t->plan.candidates = -1;
    t->plan.criteria = t->plan.candidates > 0 && strncmp(t->plan.testing, "A/B", 3) == 0
                           ? pick(t, rewards, 2)
                           : pick(t, objectives, 4);
}

static int32_t any_value(const iter8_question *question, iter8_measurement *answer,
                         scripted_host *host)
{
    static const double numbers[] = {0.0, 0.5,  1.0,   2.0,      -3.0,     NAN,
                                     1.0, 1e20, -1e20, INFINITY, -1.0 / 3, 0.1};
    (void)question;
    trial *t = host->context;
    answer->value = numbers[draw(t, 12)];
    answer->state = draw(t, 3) > 0 ? ITER8_VALUE_PRESENT : (int32_t)draw(t, 6) - 1;
    if (draw(t, 8) == 0) answer->reason = "no \"reason\": [at] {all} #\t\xC3\xA9 \xFF";
    return draw(t, 10) == 0 ? ITER8_ERR_TRANSPORT - (int32_t)draw(t, 20) : ITER8_OK;
}

/* A process that is dead writes nothing, and does not know. */
static int32_t take_line(const char *line, size_t length, void *user_data)
{
    trial *t = user_data;
    if (t->host.dead) return ITER8_OK;
    if (t->forgetful && draw(t, 20) == 0) return ITER8_ERR_REFUSED;
    char *more = realloc(t->log, t->length + length + 1);
    if (more == NULL) abort();
    t->log = more;
    memcpy(t->log + t->length, line, length + 1);
    t->length += length;
    return ITER8_OK;
}

static void behave(trial *t)
{
    memset(t->host.pending, 0, sizeof t->host.pending);
    memset(t->host.failing, 0, sizeof t->host.failing);
    t->host.die_at = 0;
}

/* Another process begins its log with a header; a recorder can also go on with what it finds. */
static void restart(trial *t)
{
    iter8_experiment_free(t->experiment);
    t->experiment = t->host.saved != NULL ? scripted_load(&t->host) : experiment_of(&t->plan);
    cr_assert_not_null(t->experiment, "seed %u: cannot be read:\n%s", t->seed, t->host.saved);
    scripted_host_revive(&t->host);
    if (draw(t, 2) == 0 || t->length == 0)
        cr_assert_eq(iter8_recorder_restart(t->host.recorder, NULL), ITER8_OK);
}

static void add_metric(trial *t)
{
    static const char text[] = "{apiVersion: iter8.tools/v2alpha2, kind: Metric,"
                               " metadata: {name: m}, spec: {type: Gauge, mock:"
                               " [{name: baseline, level: 1}, {name: candidate, level: 1}]}}";
    iter8_documents *documents = NULL;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    cr_assert_eq(iter8_experiment_add_metric(t->experiment, iter8_documents_at(documents, 0), NULL),
                 ITER8_OK);
    iter8_documents_free(documents);
}

/* A person steps in, also where an answer is pending. */
static void step_in(trial *t)
{
    if (draw(t, 60) == 0) add_metric(t);
    if (draw(t, 10) > 0) return;
    int32_t what = 1 + (int32_t)draw(t, 4);
    if (what <= ITER8_COMMAND_PROMOTE && draw(t, 3) > 0) return;
    int rc = iter8_command(t->experiment, what, NULL);
    cr_assert(rc == ITER8_OK || rc == ITER8_UNCHANGED || rc == ITER8_ERR_NO_VERSION, "seed %u: %d",
              t->seed, rc);
}

static void step(trial *t)
{
    int rc = scripted_step(&t->host, t->experiment, &t->outcome);
    if (t->host.dead) {
        restart(t);
        t->outcome.done = 0;
        return;
    }
    cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST, "seed %u: %d", t->seed, rc);
}

static void run(trial *t)
{
    for (int i = 0; i < WILD_STEPS && !t->outcome.done; i++) {
        scripted_misbehave(&t->host, &t->random, t->mortal);
        step_in(t);
        step(t);
    }
    behave(t);
    for (int i = 0; i < MOST_STEPS && !t->outcome.done; i++) {
        int rc = iter8_command(t->experiment, ITER8_COMMAND_RESUME, NULL);
        cr_assert(rc == ITER8_OK || rc == ITER8_UNCHANGED, "seed %u", t->seed);
        step(t);
    }
}

static void expect_identical(const trial *t)
{
    iter8_replay *replay = NULL;
    iter8_difference found = ITER8_INIT(iter8_difference);
    int rc = iter8_replay_log(t->log, t->length, NULL, NULL, &replay);
    cr_assert_eq(rc, ITER8_OK, "seed %u: %d in\n%s", t->seed, rc, t->log);
    cr_assert_eq(iter8_replay_difference(replay, &found), ITER8_ERR_NOT_FOUND,
                 "seed %u: line %d step %d %s: recorded %s, now %s", t->seed, (int)found.line,
                 (int)found.step, found.member, found.recorded, found.now);
    cr_assert_gt(iter8_replay_steps(replay), 0, "seed %u", t->seed);
    iter8_replay_free(replay);
}

/* The line that a replay complains of; 0 for none. */
static uint64_t complaint(const trial *t)
{
    iter8_replay *replay = NULL;
    iter8_diagnostics *diagnostics = NULL;
    iter8_difference found = ITER8_INIT(iter8_difference);
    iter8_diagnostic problem = ITER8_INIT(iter8_diagnostic);
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    int rc = iter8_replay_log(t->log, t->length, NULL, diagnostics, &replay);
    if (rc == ITER8_OK && iter8_replay_difference(replay, &found) == ITER8_OK)
        problem.line = (uint32_t)found.line;
    if (rc != ITER8_OK)
        cr_assert_eq(iter8_diagnostics_get(diagnostics, 0, &problem), ITER8_OK, "seed %u: %d",
                     t->seed, rc);
    uint32_t line = problem.line;
    iter8_replay_free(replay);
    iter8_diagnostics_free(diagnostics);
    return line;
}

static size_t count_lines(const char *from, const char *to)
{
    size_t lines = 0;
    for (; from < to; from++)
        lines += *from == '\n';
    return lines;
}

/* The start of what was decided in some line of a step; or of a value of a completed iteration. */
static char *choose_place(trial *t, const char *what)
{
    size_t steps = 0;
    for (char *at = t->log; (at = strstr(at, what)) != NULL; at++)
        steps++;
    if (steps == 0) return NULL;
    size_t chosen = draw(t, (uint32_t)steps);
    char *at = strstr(t->log, what);
    while (chosen-- > 0)
        at = strstr(at + 1, what);
    return at;
}

/* One byte of what was decided is another. */
static void change(trial *t)
{
    char *start = choose_place(t, "\"result\":");
    if (start == NULL) return;
    size_t span = strcspn(start, "\n");
    char *at = start + draw(t, (uint32_t)span);
    char before = *at;
    *at = before == 'x' ? 'y' : 'x';
    uint64_t line = count_lines(t->log, at) + 1;
    uint64_t found = complaint(t);
    cr_assert_eq(found, line, "seed %u: %c for %c at %d of line %d: found in line %d", t->seed, *at,
                 before, (int)(at - start), (int)line, (int)found);
    *at = before;
}

/* One digit of what was measured, and then decided on, is another. */
static void change_input(trial *t)
{
    char *iteration = choose_place(t, "\"iteration\":");
    if (iteration == NULL) return;
    char *start = iteration;
    while (start > t->log && start[-1] != '\n')
        start--;
    char *at = strstr(start, "\"value\":");
    char *end = strstr(start, "\"result\":");
    if (at == NULL || at > end) return;
    at += strlen("\"value\":");
    at += *at == '-';
    if (*at < '0' || *at > '9') return;
    char before = *at;
    *at = before == '7' ? '8' : '7';
    cr_assert_eq(complaint(t), count_lines(t->log, at) + 1, "seed %u", t->seed);
    *at = before;
}

static void check_explanation(const trial *t)
{
    size_t length;
    cr_assert_eq(iter8_log_explain(t->log, t->length, NULL, 0, &length), ITER8_ERR_BUFFER);
    cr_assert_gt(length, 0);
}

static void try_seed(unsigned seed)
{
    trial t = {.random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1,
               .seed = seed,
               .outcome = ITER8_INIT(iter8_outcome)};
    choose_plan(&t);
    scripted_host_init(&t.host);
    scripted_host_rebind(&t.host);
    t.host.host.seed = draw(&t, 4);
    t.host.context = &t;
    t.host.source = any_value;
    t.mortal = draw(&t, 4) > 0;
    t.forgetful = draw(&t, 3) == 0;
    if (draw(&t, 3) == 0) t.host.router.read_weights = NULL;
    if (draw(&t, 3) == 0) scripted_host_take_tasks(&t.host);
    iter8_recorder_options options = ITER8_INIT(iter8_recorder_options);
    options.write = take_line;
    options.user_data = &t;
    cr_assert_eq(iter8_recorder_new(&options, &t.host.host, &t.host.recorder), ITER8_OK);
    t.experiment = experiment_of(&t.plan);
    cr_assert_not_null(t.experiment, "seed %u: no experiment", seed);
    run(&t);
    expect_identical(&t);
    for (int i = 0; i < CHANGES && seed % CHANGED == 0; i++)
        change(&t);
    if (seed % CHANGED == 1) change_input(&t);
    check_explanation(&t);
    iter8_experiment_free(t.experiment);
    iter8_recorder_free(t.host.recorder);
    scripted_host_clear(&t.host);
    free(t.log);
}

Test(replay_property, a_thousand_recorded_runs_are_decided_again_and_every_change_is_found)
{
    const char *one = getenv("ITER8_SEED");
    if (one != NULL) {
        try_seed((unsigned)strtoul(one, NULL, 10));
        return;
    }
    for (unsigned seed = 1; seed <= RUNS; seed++)
        try_seed(seed);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Random experiments with random policies: the process dies in each callback in turn, and the next
 * one comes to the same end by the same weights.
 *
 * ITER8_SEED=n in the environment runs the one of that number, which is printed when it fails.
 */
#include "draw_below.h"
#include "experiment_text.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"
#include "scripted_host.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXPERIMENTS = 30, MOST_STEPS = 2000, ROOM = 1000 };

/* One random experiment, and the world that it meets, which is the same in each run. */
typedef struct trial {
    uint64_t random;
    unsigned seed;
    experiment_plan plan;
    char criteria[ROOM], annotations[ROOM];
    int pending[SCRIPTED_KINDS];
    int takes_tasks, reads_weights, how_bad;
    int32_t command, command_at; /* given from that iteration on, until it is taken */
    scripted_host host;
    iter8_experiment *experiment;
} trial;

/* How a run ended. */
typedef struct ending {
    json_t *document;
    char weights[8 * ROOM]; /* as they were written one after the other, without repetitions */
    size_t calls;
} ending;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

static const char *pick(trial *t, const char *const *words, uint32_t count)
{
    return words[draw(t, count)];
}

__attribute__((format(printf, 2, 3))) static void add(char room[ROOM], const char *format, ...)
{
    size_t length = strlen(room);
    va_list rest;
    va_start(rest, format);
    (void)vsnprintf(room + length, ROOM - length, format, rest);
    va_end(rest);
}

static void choose_budgets(trial *t)
{
    static const char *const budgets[] = {"consecutiveFailures: 2",
                                          "failures: 2, of: 3",
                                          "consecutiveFailures: 3, onSpent: rollback",
                                          "failures: 2, of: 4, onSpent: hold",
                                          "consecutiveFailures: 2, onSpent: notify",
                                          "consecutiveFailures: 1, onSpent: hold"};
    static const char *const sources[] = {"rollback", "hold", "notify"};
    add(t->criteria, "%s", ", strength: {budgets: [");
    if (draw(t, 2) == 0) add(t->criteria, "{%s}, ", pick(t, budgets, 6));
    if (draw(t, 2) == 0) add(t->criteria, "{metric: m, %s}", pick(t, budgets, 6));
    add(t->criteria, "%s", "]");
    if (draw(t, 2) == 0)
        add(t->criteria, ", sourceErrors: {consecutiveFailures: 2, onSpent: %s}",
            pick(t, sources, 3));
    add(t->criteria, "%s", "}");
}

static void choose_criteria(trial *t)
{
    static const char *const objectives[] = {
        "{metric: m, upperLimit: 1}", "{metric: m, upperLimit: 1, rollback_on_failure: true}",
        ("{metric: m, upperLimit: 1, rollback_on_failure: true},"
         " {metric: tests/other, lowerLimit: 0}")};
    static const char *const directions[] = {"High", "Low"};
    *t->criteria = '\0';
    add(t->criteria, "%s", "{indicators: [more]");
    if (strncmp(t->plan.testing, "A/B", 3) == 0)
        add(t->criteria, ", rewards: [{metric: reward, preferredDirection: %s}]",
            pick(t, directions, 2));
    if (draw(t, 8) > 0) {
        add(t->criteria, ", objectives: [%s]", pick(t, objectives, 3));
        choose_budgets(t);
    }
    add(t->criteria, "%s", "}");
    t->plan.criteria = t->criteria;
}

static void choose_annotations(trial *t)
{
    static const char *const ways[] = {
        "rollback-keeps-traffic", "rollback-looks-finished", "missing-rolls-back",
        "failed-reads-fail",      "weights-by-position",     "bare-metrics-unavailable",
        "no-objective-wins",      "compare-not-finite",      "errors-move-traffic",
        "failed-writes-count",    "unanswered-succeed",      "failure-runs-nothing",
        "drift-becomes-plan",     "any-sum-of-weights",      "errors-without-reasons",
        "drift-unseen",           "changes-unnoticed",       "unknown-fields-ignored"};
    static const char *const numbers[] = {"0", "1", "5", "20", "100"};
    *t->annotations = '\0';
    if (draw(t, 4) == 0) add(t->annotations, "%s", "iter8.tools/profile: iter8-v2alpha2, ");
    add(t->annotations, "iter8.tools/as-iter8: %s", "'");
    for (uint32_t count = draw(t, 4); count > 0; count--)
        add(t->annotations, "%s ", pick(t, ways, sizeof ways / sizeof *ways));
    add(t->annotations, "%s", "'");
    if (draw(t, 2) == 0)
        add(t->annotations, ", iter8.tools/carry-forward: '%s'", pick(t, numbers, 4));
    if (draw(t, 3) == 0)
        add(t->annotations, ", iter8.tools/warm-up-seconds: '%s'", pick(t, numbers, 4));
    if (draw(t, 3) == 0)
        add(t->annotations, ", iter8.tools/rollback-step: '%s'", pick(t, numbers + 1, 4));
    if (draw(t, 3) == 0) add(t->annotations, "%s", ", iter8.tools/weight-steps: 5 20 60 100");
    if (draw(t, 4) == 0)
        add(t->annotations, "%s",
            ", iter8.tools/rounding: stochastic, iter8.tools/rounding-seed: '7'");
    t->plan.annotations = t->annotations;
}

static void choose_world(trial *t)
{
    for (int kind = 0; kind < SCRIPTED_KINDS; kind++)
        t->pending[kind] = (int)draw(t, 2);
    t->takes_tasks = (int)draw(t, 2);
    t->reads_weights = draw(t, 3) > 0;
    t->how_bad = 2 + (int)draw(t, 8);
    t->command_at = (int32_t)draw(t, 5);
    t->command = draw(t, 3) == 0 ? 1 + (int32_t)draw(t, 2) : 0;
}

static void choose(trial *t)
{
    static const char *const testing[] = {"Canary", "A/B", "A/B/N", "Conformance"};
    static const char *const deployment[] = {"Progressive", "BlueGreen", "FixedSplit"};
    static const char *const actions[] = {NULL, "start finish", "start loop finish rollback",
                                          "failure rollback"};
    t->plan = (experiment_plan){.testing = pick(t, testing, 4),
                                .deployment = pick(t, deployment, 3),
                                .candidates = 1,
                                .interval_s = 1 + (int)draw(t, 30),
                                .iterations = 1 + (int)draw(t, 4),
                                .loops = 1 + (int)draw(t, 3),
                                .cap = (int)draw(t, 102) - 1,
                                .increment = (int)draw(t, 102) - 1,
                                .actions = pick(t, actions, 4),
                                .tasks = "[{run: a}, {if: CandidateWon(), run: b}]"};
    if (strcmp(t->plan.testing, "A/B/N") == 0) t->plan.candidates = 1 + (int)draw(t, 3);
    if (strcmp(t->plan.testing, "Conformance") == 0) t->plan.candidates = -1;
    choose_criteria(t);
    choose_annotations(t);
    choose_world(t);
}

/* The same for the same question of the same iteration, whoever asks. */
static int32_t any_value(const iter8_question *question, iter8_measurement *answer,
                         scripted_host *host)
{
    static const double numbers[] = {2.0, -3.0, NAN, INFINITY};
    const trial *t = host->context;
    uint64_t random = (t->seed + 1) * UINT64_C(0x9E3779B97F4A7C15) ^
                      ((uint64_t)iter8_status_of(question->experiment).completed_iterations << 40 |
                       (uint64_t)question->metric_index << 20 | (question->version_index + 1));
    for (int i = 0; i < 8; i++)
        (void)draw_below(&random, 2);
    uint32_t what = draw_below(&random, (uint32_t)t->how_bad);
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.125 * draw_below(&random, 8);
    if (what == 0) answer->value = numbers[draw_below(&random, 4)];
    if (what == 1) answer->state = ITER8_VALUE_ABSENT;
    return what == 1 && draw_below(&random, 2) == 0 ? ITER8_ERR_TRANSPORT : ITER8_OK;
}

static void begin(trial *t)
{
    scripted_host_init(&t->host);
    scripted_host_rebind(&t->host);
    t->host.context = t;
    t->host.source = any_value;
    memcpy(t->host.pending, t->pending, sizeof t->pending);
    if (!t->reads_weights) t->host.router.read_weights = NULL;
    if (t->takes_tasks) scripted_host_take_tasks(&t->host);
    t->experiment = experiment_of(&t->plan);
    cr_assert_not_null(t->experiment, "seed %u: no experiment\n%s\n%s", t->seed, t->criteria,
                       t->annotations);
}

static void end(trial *t)
{
    iter8_experiment_free(t->experiment);
    scripted_host_clear(&t->host);
}

static void restart(trial *t)
{
    iter8_experiment_free(t->experiment);
    t->experiment = t->host.saved != NULL ? scripted_load(&t->host) : experiment_of(&t->plan);
    cr_assert_not_null(t->experiment, "seed %u: cannot be read:\n%s", t->seed, t->host.saved);
    scripted_host_revive(&t->host);
}

/* Whoever wants something says so until it is done: a process may die before it has saved it. */
static void insist(trial *t)
{
    if (t->command == 0 || iter8_status_of(t->experiment).completed_iterations < t->command_at)
        return;
    int rc = iter8_command(t->experiment, t->command, NULL);
    cr_assert(rc == ITER8_OK || rc == ITER8_UNCHANGED || rc == ITER8_ERR_NO_VERSION, "seed %u: %d",
              t->seed, rc);
}

static void live(trial *t)
{
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    for (int i = 0; i < MOST_STEPS && !outcome.done; i++) {
        insist(t);
        int rc = scripted_step(&t->host, t->experiment, &outcome);
        if (!t->host.dead) {
            cr_assert_eq(rc, ITER8_OK, "seed %u: %d", t->seed, rc);
            continue;
        }
        restart(t);
        outcome.done = 0;
    }
    cr_assert(outcome.done, "seed %u: no end", t->seed);
}

static json_t *document_of(const iter8_experiment *experiment)
{
    size_t length;
    cr_assert_eq(iter8_experiment_write(experiment, ITER8_FORMAT_JSON, NULL, 0, &length),
                 ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    cr_assert_eq(iter8_experiment_write(experiment, ITER8_FORMAT_JSON, text, length + 1, &length),
                 ITER8_OK);
    json_t *tree = json_loads(text, 0, NULL);
    free(text);
    cr_assert_not_null(tree);
    return tree;
}

static void tell_weights(const scripted_host *host, char *out, size_t room)
{
    const int32_t *before = NULL;
    *out = '\0';
    for (size_t i = 0; i < host->log_count; i++) {
        const scripted_entry *entry = &host->log[i];
        if (entry->kind != SCRIPTED_WRITE || entry->answer != ITER8_OK) continue;
        int is_same = before != NULL && memcmp(before, entry->weights, sizeof entry->weights) == 0;
        before = entry->weights;
        for (int v = 0; !is_same && v < 4; v++) {
            size_t length = strlen(out);
            (void)snprintf(out + length, room - length, v < 3 ? "%d " : "%d\n",
                           (int)entry->weights[v]);
        }
    }
}

static void run(trial *t, size_t die_at, int die_early, ending *out)
{
    begin(t);
    t->host.die_at = die_at;
    t->host.die_early = die_early;
    live(t);
    out->document = document_of(t->experiment);
    out->calls = t->host.calls;
    tell_weights(&t->host, out->weights, sizeof out->weights);
    end(t);
}

static void die_in_each(trial *t)
{
    static ending wanted, found;
    run(t, 0, 0, &wanted);
    for (size_t at = 1; at <= wanted.calls; at++) {
        for (int early = 0; early < 2; early++) {
            run(t, at, early, &found);
            cr_assert(json_equal(found.document, wanted.document),
                      "seed %u: a death in call %zu (early: %d) has another end:\n%s\nnot\n%s",
                      t->seed, at, early, json_dumps(found.document, JSON_INDENT(1)),
                      json_dumps(wanted.document, JSON_INDENT(1)));
            cr_assert_str_eq(found.weights, wanted.weights, "seed %u: a death in call %zu", t->seed,
                             at);
            json_decref(found.document);
        }
    }
    json_decref(wanted.document);
}

static void try_seed(unsigned seed)
{
    static trial t;
    t = (trial){.random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1, .seed = seed};
    choose(&t);
    die_in_each(&t);
}

Test(restart_property, a_death_in_any_callback_of_any_experiment_changes_nothing)
{
    const char *one = getenv("ITER8_SEED");
    if (one != NULL) {
        try_seed((unsigned)strtoul(one, NULL, 10));
        return;
    }
    for (unsigned seed = 1; seed <= EXPERIMENTS; seed++)
        try_seed(seed);
}

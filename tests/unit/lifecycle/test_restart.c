/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The process dies in every single callback of a run, and another goes on from what was saved.
 *
 * What the dead one did to the world stays done, what it remembered is gone. The experiment must
 * come to the same end on the same path.
 */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(lifecycle_restart, .init = fixture_setup, .fini = fixture_teardown);

enum { INCREMENT = 7, CAP = 60, MOST_WRITES = 64 };

/* Nothing at first, good, an outage, good again. */
static int32_t up_and_down(const iter8_question *question, iter8_measurement *answer,
                           scripted_host *unused)
{
    (void)unused;
    int32_t done = iter8_status_of(question->experiment).completed_iterations;
    if (done == 0 || done == 4) return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.01 / (done + question->version_index);
    return ITER8_OK;
}

/* The candidate lies by the least there is above its limit in the fourth iteration, and would be
 * fine again later. */
static int32_t one_bad_moment(const iter8_question *question, iter8_measurement *answer,
                              scripted_host *unused)
{
    (void)unused;
    int32_t done = iter8_status_of(question->experiment).completed_iterations;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    if (done == 3 && question->version_index == 1) answer->value = nextafter(0.01, 1.0);
    return ITER8_OK;
}

static int32_t two_bad_moments(const iter8_question *question, iter8_measurement *answer,
                               scripted_host *unused)
{
    (void)unused;
    int32_t done = iter8_status_of(question->experiment).completed_iterations;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    if ((done == 4 || done == 6) && question->version_index == 1) answer->value = 0.02;
    return ITER8_OK;
}

static const struct {
    experiment_plan plan;
    scripted_source *source;
    int failing_writes;
    int takes_tasks;
} scenarios[] = {
    {{.iterations = 4,
      .loops = 2,
      .cap = CAP,
      .increment = INCREMENT,
      .actions = "start loop finish rollback failure"},
     up_and_down,
     1,
     0},
    {{.deployment = "BlueGreen",
      .cap = CAP,
      .increment = INCREMENT,
      .actions = "start loop finish rollback failure"},
     one_bad_moment,
     2,
     0},
    {{.testing = "A/B/N",
      .candidates = 2,
      .iterations = 3,
      .cap = CAP,
      .increment = INCREMENT,
      .criteria = "rewards: [{metric: m, preferredDirection: Low}]"},
     up_and_down,
     0,
     0},
    /* A budget that is spent by the second bad moment, and a rollback in several steps. */
    {{.deployment = "BlueGreen",
      .cap = CAP,
      .increment = INCREMENT,
      .criteria = "{objectives: [{metric: m, upperLimit: \"0.01\"}],"
                  " strength: {budgets: [{failures: 2, of: 4}]}}",
      .annotations = "iter8.tools/rollback-step: '8', iter8.tools/warm-up-seconds: '12'"},
     two_bad_moments,
     0,
     0},
    {{.iterations = 4,
      .loops = 2,
      .cap = CAP,
      .increment = INCREMENT,
      .criteria = "objectives: [{metric: ns/m, upperLimit: 1}]",
      .actions = "start loop finish rollback failure",
      .annotations = "iter8.tools/as-iter8: 'rollback-keeps-traffic rollback-looks-finished"
                     " missing-rolls-back bare-metrics-unavailable compare-not-finite"
                     " errors-move-traffic', iter8.tools/carry-forward: '0'"},
     up_and_down,
     1,
     0},
    {{.iterations = 2,
      .loops = 2,
      .cap = CAP,
      .increment = INCREMENT,
      .promote = 1,
      .actions = "start loop finish",
      .tasks = "[{run: 'echo @< .this.metadata.name >@'}, {if: not CandidateWon(), run: b},"
               " {task: common/exec, with: {args: ['{{ .promote }}']}}]"},
     up_and_down,
     0,
     1},
};

enum { SCENARIOS = sizeof scenarios / sizeof scenarios[0] };

static void begin(size_t scenario)
{
    fixture_teardown();
    fixture_setup();
    fixture_start(&scenarios[scenario].plan);
    host.source = scenarios[scenario].source;
    host.failing[SCRIPTED_WRITE] = scenarios[scenario].failing_writes;
    host.pending[SCRIPTED_MEASURE] = 1;
    host.pending[SCRIPTED_READ] = 1;
    host.pending[SCRIPTED_WRITE] = 1;
    host.pending[SCRIPTED_ACTION] = 1;
    if (scenarios[scenario].takes_tasks) scripted_host_take_tasks(&host);
}

/* Another process takes over after some time. */
static void restart(size_t scenario, int64_t delay_ns)
{
    if (host.saved == NULL) {
        fixture_start(&scenarios[scenario].plan);
        scripted_host_revive(&host);
    } else {
        fixture_reload();
    }
    host.now_ns += delay_ns;
}

/* Runs until the process dies or the experiment is over. */
static void live(void)
{
    int rc = scripted_run(&host, experiment, &outcome);
    cr_assert(host.dead || (rc == ITER8_OK && outcome.done), "%d", rc);
}

/* What is in the end; the order of fields does not count. */
/* A process that dies in a call never hears that it fails, so the next one may have seen no trouble
 * at all, or later. */
static void forget_trouble(json_t *tree)
{
    json_t *conditions = json_object_get(json_object_get(tree, "status"), "conditions");
    for (size_t i = json_array_size(conditions); i-- > 0;) {
        const json_t *type = json_object_get(json_array_get(conditions, i), "type");
        if (strcmp(json_string_value(type), "RouterAvailable") == 0)
            cr_assert_eq(json_array_remove(conditions, i), 0);
    }
}

static json_t *final_status(void)
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
    forget_trouble(tree);
    return tree;
}

/* The weights that were written, one line for each time they changed. */
typedef struct path {
    int32_t steps[MOST_WRITES][SCRIPTED_VERSIONS];
    int repeats[MOST_WRITES]; /* how often each was written in a row */
    size_t count;
} path;

static path path_of(void)
{
    path all = {.count = 0};
    for (size_t i = 0; i < host.log_count; i++) {
        const scripted_entry *entry = &host.log[i];
        if (entry->kind != SCRIPTED_WRITE || entry->answer != ITER8_OK) continue;
        if (all.count == 0 ||
            memcmp(all.steps[all.count - 1], entry->weights, sizeof entry->weights) != 0) {
            cr_assert_lt(all.count, MOST_WRITES);
            memcpy(all.steps[all.count++], entry->weights, sizeof entry->weights);
        }
        all.repeats[all.count - 1]++;
    }
    return all;
}

static void assert_steps_within_limits(const path *all)
{
    int32_t before[SCRIPTED_VERSIONS] = {100};
    for (size_t i = 0; i < all->count; i++) {
        int32_t sum = 0;
        for (int v = 0; v < SCRIPTED_VERSIONS; v++) {
            sum += all->steps[i][v];
            if (v == 0) continue;
            cr_assert_leq(all->steps[i][v], CAP);
            cr_assert_leq(all->steps[i][v], before[v] + INCREMENT);
        }
        cr_assert_eq(sum, 100);
        memcpy(before, all->steps[i], sizeof before);
    }
}

static void assert_same_path(const path *one, const path *other, int more)
{
    cr_assert_eq(one->count, other->count);
    for (size_t i = 0; i < one->count; i++) {
        cr_assert_eq(memcmp(one->steps[i], other->steps[i], sizeof one->steps[i]), 0);
        cr_assert_leq(other->repeats[i], one->repeats[i] + more);
    }
}

/* How many actions or tasks were carried out whose text begins so. */
static size_t count_carried_out(const char *text)
{
    size_t count = 0;
    for (size_t n = 0; n < scripted_count(&host, SCRIPTED_ACTION, text); n++)
        count += scripted_at(&host, SCRIPTED_ACTION, text, n)->answer == ITER8_OK;
    return count;
}

enum { MOST_ACTIONS = 10 };

/* Each action was carried out, and no more of them repeated than there were deaths. */
static void assert_actions_ran(size_t scenario, size_t deaths)
{
    static const char *const ran[SCENARIOS][MOST_ACTIONS] = {
        {"start", "loop 1", "loop 2", "finish"},
        {"start", "rollback"},
        {NULL},
        {NULL},
        {"start", "loop 1", "loop 2", "finish"},
        {"start #0 run echo test", "start #1 run b", "start #2 common/exec {", "loop 1 #0",
         "loop 1 #2", "loop 2 #0", "loop 2 #2", "finish #0",
         "finish #2 common/exec {\"args\":[\"candidate.yaml\"]}"}};
    size_t wanted = 0;
    for (; wanted < MOST_ACTIONS && ran[scenario][wanted] != NULL; wanted++)
        cr_assert_geq(count_carried_out(ran[scenario][wanted]), 1, "%s", ran[scenario][wanted]);
    cr_assert_geq(count_carried_out(NULL), wanted);
    cr_assert_leq(count_carried_out(NULL), wanted + deaths);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "failure"), 0);
}

/* The run that nobody disturbs: its end, its path and the number of its callbacks. */
typedef struct reference {
    json_t *status;
    path weights;
    size_t calls;
} reference;

static reference undisturbed(size_t scenario)
{
    begin(scenario);
    live();
    cr_assert(outcome.done);
    reference made = {final_status(), path_of(), host.calls};
    assert_steps_within_limits(&made.weights);
    cr_assert_geq(made.weights.count, 3);
    return made;
}

Test(lifecycle_restart, the_runs_that_are_disturbed_here_do_all_that_runs_do)
{
    json_decref(undisturbed(0).status);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
    for (int kind = 0; kind < SCRIPTED_KINDS; kind++)
        cr_assert_gt(scripted_count(&host, (enum scripted_kind)kind, NULL), 0);
    json_decref(undisturbed(1).status);
    assert_message("ExperimentCompleted: Experiment rolled back");
    assert_routes(100, 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "rollback"), 2);
}

static void die_once(size_t scenario, const reference *wanted, size_t at, int early)
{
    begin(scenario);
    host.die_at = at;
    host.die_early = early;
    live();
    cr_assert(host.dead);
    restart(scenario, 0);
    live();
    json_t *status = final_status();
    path weights = path_of();
    cr_assert(json_equal(status, wanted->status), "death in call %zu", at);
    assert_same_path(&wanted->weights, &weights, 1);
    assert_steps_within_limits(&weights);
    assert_actions_ran(scenario, 1);
    cr_assert_eq(iter8_version_of(experiment, 1).weight, host.routes[1]);
    json_decref(status);
}

Test(lifecycle_restart, a_death_in_any_callback_changes_nothing)
{
    for (size_t scenario = 0; scenario < SCENARIOS; scenario++) {
        reference wanted = undisturbed(scenario);
        for (size_t at = 1; at <= wanted.calls; at++) {
            die_once(scenario, &wanted, at, 0);
            die_once(scenario, &wanted, at, 1);
        }
        json_decref(wanted.status);
    }
}

static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

Test(lifecycle_restart, many_deaths_change_nothing)
{
    uint32_t seed = 1;
    for (size_t scenario = 0; scenario < SCENARIOS; scenario++) {
        reference wanted = undisturbed(scenario);
        for (int run = 0; run < 100; run++) {
            begin(scenario);
            for (int deaths = 0; deaths < 8 && !outcome.done; deaths++) {
                host.die_at = host.calls + 1 + next_number(&seed) % 25;
                host.die_early = (int)(next_number(&seed) % 2);
                live();
                if (host.dead) restart(scenario, 0);
            }
            live();
            json_t *status = final_status();
            path weights = path_of();
            cr_assert(json_equal(status, wanted.status));
            assert_same_path(&wanted.weights, &weights, 8);
            json_decref(status);
        }
        json_decref(wanted.status);
    }
}

/* When the next process comes late, iterations have been missed: the path may take longer, but it
 * still goes step by step. */
static void die_and_come_late(size_t scenario, size_t at, int64_t delay_ns)
{
    begin(scenario);
    host.die_at = at;
    live();
    restart(scenario, delay_ns);
    live();
    path weights = path_of();
    assert_steps_within_limits(&weights);
    assert_condition(ITER8_CONDITION_COMPLETED, ITER8_CONDITION_TRUE);
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
    assert_actions_ran(scenario, 1);
    cr_assert_eq(iter8_version_of(experiment, 1).weight, host.routes[1]);
}

Test(lifecycle_restart, a_late_restart_keeps_to_the_limits_and_comes_to_the_end)
{
    for (size_t scenario = 0; scenario < SCENARIOS; scenario++) {
        reference wanted = undisturbed(scenario);
        int32_t iterations = iter8_status_of(experiment).completed_iterations;
        for (size_t at = 1; at <= wanted.calls; at++) {
            die_and_come_late(scenario, at, 3600 * SCRIPTED_SECOND);
            cr_assert_eq(iter8_status_of(experiment).completed_iterations, iterations);
            if (scenario == 1) assert_message("ExperimentCompleted: Experiment rolled back");
            if (scenario == 1) assert_routes(100, 0);
        }
        json_decref(wanted.status);
    }
}

Test(lifecycle_restart, a_restart_with_a_clock_gone_back_comes_to_the_end)
{
    for (size_t at = 1; at <= 60; at += 7) {
        begin(0);
        host.die_at = at;
        live();
        restart(0, -3600 * SCRIPTED_SECOND);
        live();
        cr_assert(outcome.done);
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, 8);
    }
}

Test(lifecycle_restart, what_is_saved_at_the_end_is_the_end)
{
    begin(0);
    live();
    size_t calls = host.calls;
    fixture_reload();
    live();
    cr_assert(outcome.done);
    cr_assert_not(outcome.changed);
    cr_assert_eq(host.calls, calls);
}

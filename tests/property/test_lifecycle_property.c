/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Random experiments in a random world: what holds for every experiment holds after every call.
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
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXPERIMENTS = 2000, WILD_STEPS = 60 };

/* One random experiment. */
typedef struct trial {
    uint64_t random;
    unsigned seed;
    experiment_plan plan;
    int32_t cap, increment, iterations;
    scripted_host host;
    iter8_experiment *experiment;
    iter8_outcome outcome;
    int mortal;        /* the process may die */
    int32_t stage;     /* the last that was saved */
    int32_t completed; /* so too */
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

static const char *pick(trial *t, const char *const *words, uint32_t count)
{
    return words[draw(t, count)];
}

static void choose_criteria(trial *t)
{
    static const char *const objectives[] = {
        "objectives: [{metric: m, upperLimit: 1}]",
        "objectives: [{metric: m, upperLimit: 1, rollback_on_failure: true}]",
        "objectives: [{metric: m, lowerLimit: -1}, {metric: other, upperLimit: 1}]",
        "{objectives: [{metric: m, upperLimit: 1, rollback_on_failure: true}],"
        " strength: {budgets: [{consecutiveFailures: 3}], sourceErrors: {consecutiveFailures: 2,"
        " onSpent: rollback}}}",
        "{objectives: [{metric: m, upperLimit: 1}, {metric: other, upperLimit: 1}],"
        " strength: {budgets: [{failures: 2, of: 3, onSpent: hold}, {metric: other,"
        " consecutiveFailures: 2, onSpent: rollback}]}}",
        "indicators: [m, other]",
        "requestCount: m"};
    static const char *const rewards[] = {"rewards: [{metric: m, preferredDirection: High}]",
                                          "{rewards: [{metric: m, preferredDirection: Low}],"
                                          " objectives: [{metric: other, upperLimit: 1}]}"};
    t->plan.criteria = t->plan.candidates > 0 && strncmp(t->plan.testing, "A/B", 3) == 0
                           ? pick(t, rewards, 2)
                           : pick(t, objectives, 7);
}

/* What the policy says beyond v2alpha2; steps stand in for the increment. */
static void choose_annotations(trial *t)
{
    static const char *const annotations[] = {
        NULL,
        NULL,
        "iter8.tools/carry-forward: '0'",
        "iter8.tools/rollback-step: '10', iter8.tools/carry-forward: '1'",
        "iter8.tools/warm-up-seconds: '7'",
        "iter8.tools/as-iter8: rollback-keeps-traffic missing-rolls-back compare-not-finite",
        "iter8.tools/as-iter8: rollback-looks-finished failed-reads-fail no-objective-wins",
        "iter8.tools/weight-steps: 5 20 60"};
    uint32_t which = draw(t, 8);
    t->plan.annotations = annotations[which];
    if (which == 7) t->increment = 40;
}

static void choose_plan(trial *t)
{
    static const char *const testing[] = {"Canary", "A/B", "A/B/N", "Conformance"};
    static const char *const deployment[] = {"Progressive", "BlueGreen", "FixedSplit"};
    static const char *const actions[] = {NULL, "start finish", "start loop finish rollback",
                                          "failure rollback"};
    t->plan = (experiment_plan){.testing = pick(t, testing, 4),
                                .deployment = pick(t, deployment, 3),
                                .candidates = 1,
                                .interval_s = 1 + (int)draw(t, 30),
                                .iterations = 1 + (int)draw(t, 6),
                                .loops = 1 + (int)draw(t, 3),
                                .cap = (int)draw(t, 102) - 1,
                                .increment = (int)draw(t, 102) - 1,
                                .actions = pick(t, actions, 4)};
    if (strcmp(t->plan.testing, "A/B/N") == 0) t->plan.candidates = 1 + (int)draw(t, 3);
    if (strcmp(t->plan.testing, "Conformance") == 0) t->plan.candidates = -1;
    choose_criteria(t);
    t->cap = t->plan.cap > 0 ? t->plan.cap : t->plan.cap == 0 ? 100 : 0;
    t->increment = t->plan.increment > 0 ? t->plan.increment : t->plan.increment == 0 ? 10 : 0;
    t->iterations = t->plan.iterations * t->plan.loops;
    choose_annotations(t);
}

static int32_t any_value(const iter8_question *question, iter8_measurement *answer,
                         scripted_host *host)
{
    static const double numbers[] = {0.0,   0.5,    1.0,      2.0,       -3.0,   NAN,
                                     1e300, -1e300, INFINITY, -INFINITY, 5e-324, 0.1};
    (void)question;
    trial *t = host->context;
    answer->value = numbers[draw(t, 12)];
    answer->state = draw(t, 3) > 0 ? ITER8_VALUE_PRESENT : (int32_t)draw(t, 6) - 1;
    if (draw(t, 8) == 0) answer->reason = "no \"reason\": [at] {all} #\t\xC3\xA9";
    return draw(t, 10) == 0 ? ITER8_ERR_TRANSPORT : ITER8_OK;
}

static void behave(trial *t)
{
    memset(t->host.pending, 0, sizeof t->host.pending);
    memset(t->host.failing, 0, sizeof t->host.failing);
}

static void restart(trial *t)
{
    iter8_experiment_free(t->experiment);
    t->experiment = t->host.saved != NULL ? scripted_load(&t->host) : experiment_of(&t->plan);
    cr_assert_not_null(t->experiment, "seed %u: cannot be read:\n%s", t->seed, t->host.saved);
    scripted_host_revive(&t->host);
}

static void check_weights(const trial *t, const int32_t *before)
{
    int32_t sum = 0;
    int32_t known = 0;
    size_t versions = iter8_spec_of(t->experiment).version_count;
    for (size_t v = 0; v < versions; v++) {
        int32_t now = t->host.routes[v];
        sum += now;
        known += iter8_version_of(t->experiment, v).weight;
        cr_assert(now >= 0 && now <= 100, "seed %u: weight %d", t->seed, (int)now);
        if (v == 0) continue;
        cr_assert(now <= t->cap, "seed %u: %d above the cap %d", t->seed, (int)now, (int)t->cap);
        cr_assert(now <= before[v] + t->increment, "seed %u: from %d to %d, by more than %d",
                  t->seed, (int)before[v], (int)now, (int)t->increment);
    }
    cr_assert(sum == 100 && known == 100, "seed %u: sums %d and %d", t->seed, (int)sum, (int)known);
}

static int goes_back(const trial *t)
{
    int32_t ending = iter8_experiment_ending(t->experiment);
    int keeps = t->plan.annotations != NULL && strstr(t->plan.annotations, "keeps") != NULL;
    return ending == ITER8_ENDING_ABORTED || (ending == ITER8_ENDING_ROLLED_BACK && !keeps);
}

/* From its first step a rollback recommends the baseline. */
static void check_recommended(const trial *t)
{
    const char *recommended = iter8_status_of(t->experiment).recommended;
    int32_t stage = iter8_status_of(t->experiment).stage;
    cr_assert(*recommended != '\0' || stage != ITER8_STAGE_RUNNING,
              "seed %u: nothing is recommended", t->seed);
    if (goes_back(t) && stage >= ITER8_STAGE_RUNNING)
        cr_assert_str_eq(recommended, "baseline", "seed %u", t->seed);
}

static void check_progress(trial *t, int64_t given_ns)
{
    int32_t stage = iter8_status_of(t->experiment).stage;
    int32_t completed = iter8_status_of(t->experiment).completed_iterations;
    int32_t over = iter8_condition_of(t->experiment, ITER8_CONDITION_COMPLETED).status;
    cr_assert(stage >= t->stage && stage == t->outcome.stage, "seed %u: stage %d after %d", t->seed,
              (int)stage, (int)t->stage);
    cr_assert(completed >= t->completed && completed <= t->iterations,
              "seed %u: iteration %d after %d", t->seed, (int)completed, (int)t->completed);
    cr_assert(t->outcome.done == (over == ITER8_CONDITION_TRUE), "seed %u: done %d", t->seed,
              (int)t->outcome.done);
    cr_assert(t->outcome.done == (stage == ITER8_STAGE_COMPLETED), "seed %u", t->seed);
    cr_assert(t->outcome.next_ns >= given_ns, "seed %u: called into the past", t->seed);
    check_recommended(t);
    t->stage = stage;
    t->completed = completed;
}

static void step(trial *t)
{
    int32_t before[SCRIPTED_VERSIONS];
    memcpy(before, t->host.routes, sizeof before);
    int64_t given_ns = t->host.now_ns;
    int rc = scripted_step(&t->host, t->experiment, &t->outcome);
    check_weights(t, before);
    if (t->host.dead) {
        restart(t);
        t->outcome.done = 0;
        return;
    }
    cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST, "seed %u: %d", t->seed, rc);
    check_progress(t, given_ns);
}

/* A person steps in. */
static void command(trial *t)
{
    if (draw(t, 20) > 0) return;
    int32_t what = 1 + (int32_t)draw(t, 4);
    if (what <= ITER8_COMMAND_PROMOTE && draw(t, 3) > 0) return;
    int rc = iter8_command(t->experiment, what, NULL);
    cr_assert(rc == ITER8_OK || rc == ITER8_UNCHANGED || rc == ITER8_ERR_NO_VERSION, "seed %u: %d",
              t->seed, rc);
}

/* Who went back has given the baseline all traffic, but in Iter8's way. */
static void check_ending(const trial *t)
{
    cr_assert_neq(iter8_experiment_ending(t->experiment), ITER8_ENDING_NONE, "seed %u", t->seed);
    for (size_t v = 1; goes_back(t) && v < iter8_spec_of(t->experiment).version_count; v++)
        cr_assert_eq(t->host.routes[v], 0, "seed %u: %d left", t->seed, (int)t->host.routes[v]);
}

/* From when the world behaves, each iteration takes few calls. */
static void finish(trial *t)
{
    behave(t);
    int most = 8 * t->iterations + 60;
    for (int i = 0; i < most && !t->outcome.done; i++) {
        /* A process that dies before it has saved a command has forgotten it. */
        int rc = iter8_command(t->experiment, ITER8_COMMAND_RESUME, NULL);
        cr_assert(rc == ITER8_OK || rc == ITER8_UNCHANGED, "seed %u", t->seed);
        step(t);
    }
    cr_assert(t->outcome.done, "seed %u: no end after %d calls", t->seed, most);
    check_ending(t);
    int failed =
        iter8_condition_of(t->experiment, ITER8_CONDITION_FAILED).status == ITER8_CONDITION_TRUE;
    for (size_t v = 0; !failed && v < iter8_spec_of(t->experiment).version_count; v++)
        cr_assert(iter8_version_of(t->experiment, v).weight == t->host.routes[v],
                  "seed %u: the status does not say what is there", t->seed);
}

static void try_seed(unsigned seed)
{
    trial t = {.random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1,
               .seed = seed,
               .outcome = ITER8_INIT(iter8_outcome)};
    choose_plan(&t);
    scripted_host_init(&t.host);
    scripted_host_rebind(&t.host);
    t.host.context = &t;
    t.host.source = any_value;
    t.mortal = draw(&t, 4) > 0;
    if (draw(&t, 3) == 0) t.host.router.read_weights = NULL;
    t.experiment = experiment_of(&t.plan);
    cr_assert_not_null(t.experiment, "seed %u: no experiment", seed);
    for (int i = 0; i < WILD_STEPS && !t.outcome.done; i++) {
        scripted_misbehave(&t.host, &t.random, t.mortal);
        command(&t);
        step(&t);
    }
    finish(&t);
    iter8_experiment_free(t.experiment);
    scripted_host_clear(&t.host);
}

Test(lifecycle_property, what_holds_for_every_experiment_holds_after_every_call)
{
    const char *one = getenv("ITER8_SEED");
    if (one != NULL) {
        try_seed((unsigned)strtoul(one, NULL, 10));
        return;
    }
    for (unsigned seed = 1; seed <= EXPERIMENTS; seed++)
        try_seed(seed);
}

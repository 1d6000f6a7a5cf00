/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * A registry beside a model of it that looks at everybody each time: whatever is added, stepped,
 * woken, removed or restarted, both choose the same experiment and name the same owners.
 *
 * ITER8_SEED=n in the environment runs the one of that number, which is printed when it fails.
 */
#include "draw_below.h"
#include "experiment_text.h"
#include "experiments.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "iter8/registry.h"
#include "iter8/snapshots.h"
#include "scripted_host.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIALS = 400, PLAYERS = 12, DEEDS = 150, MOST_STEPS = 20000 };

static const char *const targets[] = {"t", "u", "v"};

/* What the model knows of an experiment. */
typedef struct player {
    iter8_experiment *experiment;
    int is_in;
    int hold; /* 0 holds, 1 claims, 2 waits, 3 completed */
    int64_t since_ns;
    uint64_t number;
    int64_t due_ns;
    uint64_t turn;
} player;

typedef struct trial {
    uint64_t random;
    unsigned seed;
    scripted_host host;
    iter8_registry *registry;
    int64_t clock_ns; /* the last time that the registry was told */
    int64_t poll_ns;
    player players[PLAYERS];
    uint64_t added, turns;
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

static int is(const player *p, int32_t condition)
{
    return iter8_condition_of(p->experiment, condition).status == ITER8_CONDITION_TRUE;
}

static int before(const player *a, const player *b)
{
    if (a->hold != b->hold) return a->hold < b->hold;
    if (a->since_ns != b->since_ns) return a->since_ns < b->since_ns;
    int order =
        strcmp(iter8_spec_of(a->experiment).name_space, iter8_spec_of(b->experiment).name_space);
    if (order == 0)
        order = strcmp(iter8_spec_of(a->experiment).name, iter8_spec_of(b->experiment).name);
    return order != 0 ? order < 0 : a->number < b->number;
}

/* Who comes first for a target. */
static player *first_of(trial *t, const char *target)
{
    player *first = NULL;
    for (player *p = t->players; p < t->players + PLAYERS; p++) {
        if (p->is_in && p->hold < 3 && strcmp(iter8_spec_of(p->experiment).target, target) == 0)
            first = first == NULL || before(p, first) ? p : first;
    }
    return first;
}

static int has_way(trial *t, const player *p)
{
    return p->hold == 3 || first_of(t, iter8_spec_of(p->experiment).target) == p;
}

static player *due(trial *t)
{
    player *first = NULL;
    for (player *p = t->players; p < t->players + PLAYERS; p++) {
        if (!p->is_in || p->due_ns > t->host.now_ns) continue;
        if (first == NULL || p->due_ns < first->due_ns ||
            (p->due_ns == first->due_ns && p->turn < first->turn))
            first = p;
    }
    return first;
}

static void replan(trial *t, player *p, int64_t at_ns)
{
    p->due_ns = at_ns;
    if (at_ns != ITER8_NEVER) p->turn = t->turns++;
}

static void plan(trial *t, player *p, int64_t at_ns)
{
    if (at_ns < t->clock_ns) at_ns = t->clock_ns;
    if (at_ns < p->due_ns) replan(t, p, at_ns);
}

static void check(trial *t)
{
    int64_t next_ns = ITER8_NEVER;
    size_t count = 0;
    for (const player *p = t->players; p < t->players + PLAYERS; p++) {
        count += p->is_in ? 1 : 0;
        if (p->is_in && p->due_ns < next_ns) next_ns = p->due_ns;
    }
    cr_assert_eq(iter8_registry_count(t->registry), count, "seed %u", t->seed);
    cr_assert_eq(iter8_registry_next_ns(t->registry), next_ns, "seed %u", t->seed);
    for (size_t i = 0; i < 3; i++) {
        const player *first = first_of(t, targets[i]);
        const iter8_experiment *owner = first != NULL && first->hold < 2 ? first->experiment : NULL;
        cr_assert_eq(iter8_registry_owner(t->registry, targets[i]), owner, "seed %u", t->seed);
    }
}

static iter8_experiment *any_experiment(trial *t)
{
    static const char *const names[] = {"alpha", "beta", "gamma", "delta"};
    static const char *const homes[] = {"here", "there"};
    static const char *const actions[] = {NULL, "start finish", "failure rollback"};
    return experiment_of(&(experiment_plan){.name = names[draw(t, 4)],
                                            .home = homes[draw(t, 2)],
                                            .target = targets[draw(t, 3)],
                                            .interval_s = 1 + (int)draw(t, 5),
                                            .iterations = 1 + (int)draw(t, 3),
                                            .actions = actions[draw(t, 3)]});
}

static void add(trial *t, player *p)
{
    if (p->experiment == NULL) p->experiment = any_experiment(t);
    const char *target = iter8_spec_of(p->experiment).target;
    player *first_before = first_of(t, target);
    int is_new = iter8_status_of(p->experiment).stage == ITER8_STAGE_NONE;
    t->clock_ns = t->host.now_ns;
    cr_assert_eq(iter8_registry_add(t->registry, p->experiment, t->host.now_ns, NULL), ITER8_OK);
    p->is_in = 1;
    p->due_ns = ITER8_NEVER;
    p->number = t->added++;
    if (is_new) p->since_ns = t->host.now_ns;
    p->hold = is(p, ITER8_CONDITION_COMPLETED) ? 3 : is(p, ITER8_CONDITION_TARGET_ACQUIRED) ? 1 : 2;
    if (p->hold == 3) return;
    if (first_before != NULL && first_of(t, target) == p && first_before->hold == 1)
        first_before->due_ns = ITER8_NEVER;
    if (is_new || first_of(t, target) == p) plan(t, p, t->clock_ns);
}

/* Whoever comes first for a target that somebody has just left is due. */
static void left(trial *t, const char *target, int had_way)
{
    player *next = first_of(t, target);
    if (had_way && next != NULL) plan(t, next, t->clock_ns);
}

static void take_out(trial *t, player *p)
{
    int had_way = p->hold < 3 && has_way(t, p);
    cr_assert_eq(iter8_registry_remove(t->registry, p->experiment), ITER8_OK);
    p->is_in = 0;
    left(t, iter8_spec_of(p->experiment).target, had_way);
}

static void wake(trial *t, player *p)
{
    int64_t at_ns = t->host.now_ns + ((int64_t)draw(t, 8) - 2) * SCRIPTED_SECOND;
    cr_assert_eq(iter8_registry_wake(t->registry, p->experiment, at_ns), ITER8_OK);
    if (p->hold == 2 || has_way(t, p)) plan(t, p, at_ns);
}

/* A command and, as the registry asks for, a call to wake the experiment. */
static void command(trial *t, player *p)
{
    static const int32_t commands[] = {ITER8_COMMAND_PAUSE,  ITER8_COMMAND_PAUSE,
                                       ITER8_COMMAND_RESUME, ITER8_COMMAND_RESUME,
                                       ITER8_COMMAND_ABORT,  ITER8_COMMAND_PROMOTE};
    int rc = iter8_command(p->experiment, commands[draw(t, 6)], NULL);
    cr_assert(rc == ITER8_OK || rc == ITER8_UNCHANGED, "seed %u: %d", t->seed, rc);
    wake(t, p);
}

static int64_t next_of(trial *t, const player *p, const iter8_outcome *outcome)
{
    if (outcome->done) return ITER8_NEVER;
    if (!outcome->pending) return outcome->next_ns;
    if (!has_way(t, p) || t->poll_ns == ITER8_NEVER) return ITER8_NEVER;
    return t->host.now_ns + t->poll_ns;
}

static void learn(trial *t, player *p, int had_way, int rc, const iter8_outcome *outcome)
{
    const char *target = iter8_spec_of(p->experiment).target;
    int was_queued = p->hold < 3;
    cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST, "seed %u: %d", t->seed, rc);
    if (is(p, ITER8_CONDITION_COMPLETED))
        p->hold = 3;
    else if (is(p, ITER8_CONDITION_TARGET_ACQUIRED))
        p->hold = 0;
    if (was_queued && p->hold == 3) left(t, target, had_way);
    int64_t next_ns = next_of(t, p, outcome);
    cr_assert_eq(outcome->next_ns, next_ns, "seed %u", t->seed);
    cr_assert_geq(next_ns, t->host.now_ns, "seed %u", t->seed);
    replan(t, p, next_ns);
}

static int step(trial *t)
{
    iter8_experiment *experiment;
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    t->clock_ns = t->host.now_ns;
    player *p = due(t);
    int may_act = p != NULL && has_way(t, p);
    size_t acted = t->host.calls - scripted_count(&t->host, SCRIPTED_EVENT, NULL);
    int rc = iter8_registry_step(t->registry, &t->host.host, t->host.now_ns, NULL, &experiment,
                                 &outcome);
    acted = t->host.calls - scripted_count(&t->host, SCRIPTED_EVENT, NULL) - acted;
    cr_assert_eq(experiment, p != NULL ? p->experiment : NULL, "seed %u", t->seed);
    cr_assert(may_act || acted == 0, "seed %u: one that waits does something", t->seed);
    if (p != NULL) learn(t, p, may_act, rc, &outcome);
    check(t);
    return p != NULL;
}

/* The process dies: all are read from what they are written as, and added in another order. */
static void restart(trial *t)
{
    size_t shift = draw(t, PLAYERS);
    iter8_registry_options options = {.struct_size = sizeof options, .poll_ns = t->poll_ns};
    iter8_registry_free(t->registry);
    cr_assert_eq(iter8_registry_new(&options, &t->registry), ITER8_OK);
    t->turns = 0;
    t->added = 0;
    int was_in[PLAYERS];
    for (size_t i = 0; i < PLAYERS; i++) {
        player *p = &t->players[i];
        was_in[i] = p->is_in;
        p->is_in = 0;
        if (!was_in[i]) continue;
        char *text = experiment_written(p->experiment, ITER8_FORMAT_YAML);
        iter8_experiment_free(p->experiment);
        p->experiment = experiment_from(text);
        free(text);
    }
    for (size_t i = 0; i < PLAYERS; i++) {
        size_t which = (i * 5 + shift) % PLAYERS;
        if (was_in[which]) add(t, &t->players[which]);
    }
    check(t);
}

static void misbehave(trial *t, int how)
{
    for (int kind = 0; kind < SCRIPTED_EVENT; kind++) {
        t->host.pending[kind] = how && draw(t, 4) == 0 ? 1 + (int)draw(t, 2) : 0;
        t->host.failing[kind] = how && draw(t, 12) == 0 ? 1 : 0;
    }
}

static void do_something(trial *t)
{
    player *p = &t->players[draw(t, PLAYERS)];
    misbehave(t, 1);
    switch (draw(t, 10)) {
    case 0:
        if (p->is_in) take_out(t, p);
        break;
    case 1:
        if (p->is_in) wake(t, p);
        break;
    case 2:
        if (p->is_in) command(t, p);
        break;
    case 3:
        if (!p->is_in) add(t, p);
        break;
    case 4:
        if (draw(t, 8) == 0) restart(t);
        break;
    case 5: t->host.now_ns += draw(t, 4) * SCRIPTED_SECOND; break;
    default: step(t); break;
    }
    check(t);
}

/* From when the world behaves, nobody is paused and all are woken, all come to their ends. */
static void finish(trial *t)
{
    misbehave(t, 0);
    for (player *p = t->players; p < t->players + PLAYERS; p++) {
        if (!p->is_in) continue;
        int rc = iter8_command(p->experiment, ITER8_COMMAND_RESUME, NULL);
        cr_assert(rc == ITER8_OK || rc == ITER8_UNCHANGED, "seed %u: %d", t->seed, rc);
        wake(t, p);
    }
    for (int i = 0; iter8_registry_next_ns(t->registry) != ITER8_NEVER; i++) {
        cr_assert_lt(i, MOST_STEPS, "seed %u: no end", t->seed);
        int64_t next_ns = iter8_registry_next_ns(t->registry);
        if (next_ns > t->host.now_ns) t->host.now_ns = next_ns;
        step(t);
    }
    for (const player *p = t->players; p < t->players + PLAYERS; p++)
        cr_assert(!p->is_in || is(p, ITER8_CONDITION_COMPLETED), "seed %u", t->seed);
}

static void try_seed(unsigned seed)
{
    trial t = {.random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1, .seed = seed};
    scripted_host_init(&t.host);
    scripted_host_rebind(&t.host);
    if (draw(&t, 3) == 0) t.host.host.acquire_target = NULL;
    t.poll_ns = draw(&t, 3) == 0 ? ITER8_NEVER : (1 + draw(&t, 3)) * SCRIPTED_SECOND;
    iter8_registry_options options = {.struct_size = sizeof options, .poll_ns = t.poll_ns};
    cr_assert_eq(iter8_registry_new(&options, &t.registry), ITER8_OK);
    for (int i = 0; i < DEEDS; i++)
        do_something(&t);
    finish(&t);
    iter8_registry_free(t.registry);
    for (player *p = t.players; p < t.players + PLAYERS; p++)
        iter8_experiment_free(p->experiment);
    scripted_host_clear(&t.host);
}

Test(registry_property, it_chooses_as_one_that_looks_at_everybody)
{
    const char *one = getenv("ITER8_SEED");
    if (one != NULL) {
        try_seed((unsigned)strtoul(one, NULL, 10));
        return;
    }
    for (unsigned seed = 1; seed <= TRIALS; seed++)
        try_seed(seed);
}

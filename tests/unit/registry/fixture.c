/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "fixture.h"

#include "experiments.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { MOST_EXPERIMENTS = 64, MOST_STEPS = 10000 };

scripted_host host;
iter8_registry *registry;
iter8_outcome outcome;

static iter8_experiment *all[MOST_EXPERIMENTS];
static size_t all_count;

void fixture_setup(void)
{
    scripted_host_init(&host);
    outcome = (iter8_outcome)ITER8_INIT(iter8_outcome);
    fixture_new_registry(NULL);
}

void fixture_teardown(void)
{
    iter8_registry_free(registry);
    registry = NULL;
    while (all_count > 0)
        iter8_experiment_free(all[--all_count]);
    scripted_host_clear(&host);
}

void fixture_new_registry(const iter8_registry_options *options)
{
    iter8_registry_free(registry);
    cr_assert_eq(iter8_registry_new(options, &registry), ITER8_OK);
}

int64_t at_ns(int64_t at_s)
{
    return SCRIPTED_START_NS + at_s * SCRIPTED_SECOND;
}

static iter8_experiment *keep(iter8_experiment *experiment)
{
    cr_assert_not_null(experiment);
    cr_assert_lt(all_count, (size_t)MOST_EXPERIMENTS);
    return all[all_count++] = experiment;
}

iter8_experiment *made(const experiment_plan *plan)
{
    return keep(experiment_of(plan));
}

iter8_experiment *restarted(iter8_experiment *experiment)
{
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    int rc = iter8_registry_remove(registry, experiment);
    cr_assert(rc == ITER8_OK || rc == ITER8_ERR_NOT_FOUND);
    iter8_experiment *again = keep(experiment_from(text));
    free(text);
    return again;
}

iter8_experiment *add(iter8_experiment *experiment, int64_t at_s)
{
    cr_assert_eq(iter8_registry_add(registry, experiment, at_ns(at_s), NULL), ITER8_OK);
    return experiment;
}

iter8_experiment *add_named(const char *name, const char *target, int64_t at_s)
{
    const char *own = target != NULL ? target : name;
    return add(made(&(experiment_plan){.name = name, .target = own, .iterations = 2}), at_s);
}

const char *stepped(int64_t at_s)
{
    iter8_experiment *experiment;
    host.now_ns = at_ns(at_s);
    cr_assert_eq(
        iter8_registry_step(registry, &host.host, host.now_ns, NULL, &experiment, &outcome),
        ITER8_OK);
    return iter8_spec_of(experiment).name;
}

void step_all(int64_t at_s)
{
    int steps = 0;
    while (*stepped(at_s) != '\0')
        cr_assert_lt(steps++, MOST_STEPS);
}

int64_t next_s(void)
{
    int64_t next_ns = iter8_registry_next_ns(registry);
    return next_ns != ITER8_NEVER ? (next_ns - SCRIPTED_START_NS) / SCRIPTED_SECOND : -1;
}

int64_t run_to(int64_t at_s)
{
    int64_t now_s = 0;
    for (int64_t next = next_s(); next >= 0 && next <= at_s; next = next_s()) {
        now_s = next > now_s ? next : now_s;
        step_all(now_s);
    }
    return now_s;
}

const char *owner_of(const char *target)
{
    return iter8_spec_of(iter8_registry_owner(registry, target)).name;
}

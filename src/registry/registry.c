/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Who is in a registry. */
#include "iter8/registry.h"

#include "base/diagnostics.h"
#include "base/memory.h"
#include "base/times.h"
#include "iter8/error.h"
#include "lifecycle/due.h"
#include "registry/agenda.h"

#define DEFAULT_POLL_NS ITER8__NS_PER_S

int iter8_registry_new(const iter8_registry_options *options, iter8_registry **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    iter8_registry_options own = {0};
    iter8_allocator allocator;
    int rc = options != NULL ? iter8__sized_in(&own, sizeof own, options) : ITER8_OK;
    if (rc == ITER8_OK) rc = iter8__allocator_take(&allocator, own.allocator);
    if (rc != ITER8_OK) return rc;
    if (own.poll_ns < 0) return ITER8_ERR_ARGUMENT;
    iter8_registry *registry = iter8__alloc_zero(&allocator, 1, sizeof *registry);
    if (registry == NULL) return ITER8_ERR_NOMEM;
    registry->allocator = allocator;
    registry->options = own;
    registry->options.allocator = NULL;
    if (own.poll_ns == 0) registry->options.poll_ns = DEFAULT_POLL_NS;
    registry->clock_ns = INT64_MIN;
    registry->agenda.kind = ITER8__AGENDA;
    *out = registry;
    return ITER8_OK;
}

static void free_member(iter8_registry *registry, iter8__member *member)
{
    member->experiment->member = NULL;
    iter8__release(&registry->allocator, member);
}

void iter8_registry_free(iter8_registry *registry)
{
    if (registry == NULL) return;
    iter8_allocator allocator = registry->allocator;
    iter8__heap_clear(&registry->agenda, &allocator);
    iter8__targets_clear(&registry->targets, &allocator);
    for (size_t i = 0; i < registry->count; i++)
        free_member(registry, registry->members[i]);
    iter8__release(&allocator, registry->members);
    iter8__release(&allocator, registry);
}

/* Room for one more, on the agenda too. */
static int make_room(iter8_registry *registry)
{
    size_t count = registry->count + 1;
    if (!iter8__heap_reserve(&registry->agenda, &registry->allocator, count)) return 0;
    void *members = iter8__grow(&registry->allocator, registry->members, count, &registry->capacity,
                                sizeof(iter8__member *));
    if (members == NULL) return 0;
    registry->members = members;
    return 1;
}

static int64_t since_of(const iter8_registry *registry, const iter8_experiment *experiment)
{
    int64_t init_ns = experiment->status.init_ns;
    int is_known = init_ns != ITER8_NO_TIME || !iter8__due_is_new(experiment);
    return is_known ? init_ns : registry->clock_ns;
}

static iter8__member *new_member(iter8_registry *registry, iter8_experiment *experiment)
{
    iter8__member *member = iter8__alloc_zero(&registry->allocator, 1, sizeof *member);
    if (member == NULL) return NULL;
    member->registry = registry;
    member->experiment = experiment;
    member->since_ns = since_of(registry, experiment);
    member->number = registry->added;
    member->index = registry->count;
    member->hold =
        iter8__due_is(experiment, ITER8_CONDITION_TARGET_ACQUIRED) ? ITER8__CLAIMS : ITER8__WAITS;
    return member;
}

/* Two that say they have one target: the one behind is not stepped until it is the first. */
static void hold_back(iter8_registry *registry, iter8__member *behind, const iter8__member *first,
                      iter8_diagnostics *diagnostics)
{
    if (behind->hold != ITER8__CLAIMS) return;
    iter8__agenda_replan(registry, behind, ITER8_NEVER);
    iter8__diagnose_warning(diagnostics, ITER8_ERR_INVALID, "status.conditions",
                            iter8__experiment_name(behind->experiment), " waits for the target ",
                            iter8__experiment_target(behind->experiment),
                            ", which it says it has, because ",
                            iter8__experiment_name(first->experiment), " has it", (char *)NULL);
}

/* Who waits is stepped only once, to learn that it waits. */
static void plan_first_step(iter8_registry *registry, iter8__member *member,
                            iter8__member *first_before, iter8_diagnostics *diagnostics)
{
    const iter8__member *first = iter8__target_first(member->target);
    if (first != member)
        hold_back(registry, member, first, diagnostics);
    else if (first_before != NULL)
        hold_back(registry, first_before, member, diagnostics);
    if (first == member || iter8__due_is_new(member->experiment))
        iter8__agenda_plan(registry, member, registry->clock_ns);
}

static int join(iter8_registry *registry, iter8__member *member, iter8_diagnostics *diagnostics)
{
    if (!iter8__due_is(member->experiment, ITER8_CONDITION_COMPLETED)) {
        iter8__target *target =
            iter8__targets_find(&registry->targets, iter8__experiment_target(member->experiment));
        iter8__member *first_before = target != NULL ? iter8__target_first(target) : NULL;
        if (!iter8__targets_enter(&registry->targets, &registry->allocator, member)) return 0;
        plan_first_step(registry, member, first_before, diagnostics);
    }
    registry->members[registry->count++] = member;
    registry->added++;
    member->experiment->member = member;
    return 1;
}

int iter8_registry_add(iter8_registry *registry, iter8_experiment *experiment, int64_t now_ns,
                       iter8_diagnostics *diagnostics)
{
    if (registry == NULL || experiment == NULL) return ITER8_ERR_ARGUMENT;
    if (registry->stepping != NULL || experiment->busy) return ITER8_ERR_BUSY;
    if (experiment->member != NULL) return ITER8_ERR_REGISTERED;
    if (experiment->partial) return ITER8_ERR_INVALID;
    int rc = iter8__agenda_set_clock(registry, now_ns);
    if (rc != ITER8_OK) return rc;
    if (!make_room(registry)) return ITER8_ERR_NOMEM;
    iter8__member *member = new_member(registry, experiment);
    if (member == NULL) return ITER8_ERR_NOMEM;
    if (join(registry, member, diagnostics)) return ITER8_OK;
    iter8__release(&registry->allocator, member);
    return ITER8_ERR_NOMEM;
}

static iter8__member *member_of(const iter8_registry *registry, const iter8_experiment *experiment)
{
    iter8__member *member = experiment->member;
    return member != NULL && member->registry == registry ? member : NULL;
}

int iter8_registry_remove(iter8_registry *registry, iter8_experiment *experiment)
{
    if (registry == NULL || experiment == NULL) return ITER8_ERR_ARGUMENT;
    if (registry->stepping != NULL) return ITER8_ERR_BUSY;
    iter8__member *member = member_of(registry, experiment);
    if (member == NULL) return ITER8_ERR_NOT_FOUND;
    iter8__agenda_replan(registry, member, ITER8_NEVER);
    iter8__agenda_free_target(registry, member);
    iter8__member *last = registry->members[--registry->count];
    registry->members[member->index] = last;
    last->index = member->index;
    free_member(registry, member);
    return ITER8_OK;
}

size_t iter8_registry_count(const iter8_registry *registry)
{
    return registry != NULL ? registry->count : 0;
}

iter8_experiment *iter8_registry_at(const iter8_registry *registry, size_t index)
{
    return index < iter8_registry_count(registry) ? registry->members[index]->experiment : NULL;
}

iter8_experiment *iter8_registry_owner(const iter8_registry *registry, const char *target)
{
    if (registry == NULL || target == NULL) return NULL;
    const iter8__target *found = iter8__targets_find(&registry->targets, target);
    const iter8__member *first = found != NULL ? iter8__target_first(found) : NULL;
    return first != NULL && first->hold != ITER8__WAITS ? first->experiment : NULL;
}

int64_t iter8_registry_next_ns(const iter8_registry *registry)
{
    const iter8__member *first = registry != NULL ? iter8__heap_first(&registry->agenda) : NULL;
    return first != NULL ? iter8__heap_key(&registry->agenda, first) : ITER8_NEVER;
}

int iter8_registry_wake(iter8_registry *registry, iter8_experiment *experiment, int64_t at_ns)
{
    if (registry == NULL || experiment == NULL) return ITER8_ERR_ARGUMENT;
    iter8__member *member = member_of(registry, experiment);
    if (member == NULL) return ITER8_ERR_NOT_FOUND;
    if (member->hold == ITER8__WAITS || iter8__agenda_has_way(member))
        iter8__agenda_plan(registry, member, at_ns);
    return ITER8_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "registry/agenda.h"

#include "iter8/error.h"
#include "lifecycle/step.h"

static int is_set_back(int64_t clock_ns, int64_t now_ns)
{
    return clock_ns > ITER8__EARLIEST_NS && now_ns < clock_ns - ITER8__CLOCK_TRIFLE_NS;
}

/* Whoever is on the agenda is planned by the old time: each is stepped now, sees for itself that
 * the clock was set back, and says anew when it wants to be called. */
static void set_back(iter8_registry *registry, int64_t now_ns)
{
    registry->clock_ns = now_ns;
    for (size_t i = 0; i < registry->count; i++) {
        iter8__member *member = registry->members[i];
        if (iter8__heap_key(&registry->agenda, member) != ITER8_NEVER)
            iter8__agenda_replan(registry, member, now_ns);
    }
}

int iter8__agenda_set_clock(iter8_registry *registry, int64_t now_ns)
{
    if (now_ns < ITER8__EARLIEST_NS || now_ns > ITER8__LATEST_NS) return ITER8_ERR_CLOCK;
    if (is_set_back(registry->clock_ns, now_ns)) set_back(registry, now_ns);
    if (now_ns > registry->clock_ns) registry->clock_ns = now_ns;
    return ITER8_OK;
}

void iter8__agenda_replan(iter8_registry *registry, iter8__member *member, int64_t at_ns)
{
    if (at_ns == ITER8_NEVER)
        iter8__heap_remove(&registry->agenda, member);
    else
        iter8__heap_put(&registry->agenda, member, at_ns, registry->turns++);
}

void iter8__agenda_plan(iter8_registry *registry, iter8__member *member, int64_t at_ns)
{
    /* What lies in the past has no advantage over what has been due since. */
    if (at_ns < registry->clock_ns) at_ns = registry->clock_ns;
    if (member == registry->stepping)
        registry->woken_ns = at_ns < registry->woken_ns ? at_ns : registry->woken_ns;
    else if (at_ns < iter8__heap_key(&registry->agenda, member))
        iter8__agenda_replan(registry, member, at_ns);
}

int iter8__agenda_has_way(const iter8__member *member)
{
    return member->target == NULL || iter8__target_first(member->target) == member;
}

void iter8__agenda_free_target(iter8_registry *registry, iter8__member *member)
{
    iter8__member *next = iter8__targets_leave(&registry->targets, &registry->allocator, member);
    if (next != NULL) iter8__agenda_plan(registry, next, registry->clock_ns);
}

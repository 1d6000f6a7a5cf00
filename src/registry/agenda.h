/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * agenda.h - a registry, and when whom to step.
 *
 * On the agenda is who has a reason to be stepped. Whoever waits for a target, is completed or
 * sleeps until woken is not on it.
 */
#ifndef ITER8_REGISTRY_AGENDA_H
#define ITER8_REGISTRY_AGENDA_H

#include "iter8/registry.h"
#include "registry/heap.h"
#include "registry/targets.h"

struct iter8_registry {
    iter8_allocator allocator;
    iter8_registry_options options; /* without the allocator */
    int64_t clock_ns;               /* the last time given, but for a trifle */
    iter8__member **members;        /* all, in no order */
    size_t count;
    size_t capacity;
    uint64_t added; /* numbers given to members so far */
    iter8__heap agenda;
    uint64_t turns; /* numbers given to plans so far */
    iter8__targets targets;
    iter8__member *stepping; /* whose step is under way, or NULL */
    int64_t woken_ns;        /* when it is to be stepped again, as it was told meanwhile */
};

/* Sets the clock. One that goes back by a trifle stands still; when it is set back by more, all
 * that is planned is due. Returns 0 or ITER8_ERR_CLOCK. */
int iter8__agenda_set_clock(iter8_registry *registry, int64_t now_ns);
/* Has a member stepped at a time, or earlier if that is planned. */
void iter8__agenda_plan(iter8_registry *registry, iter8__member *member, int64_t at_ns);
/* Has a member stepped then and not earlier; ITER8_NEVER: not at all. */
void iter8__agenda_replan(iter8_registry *registry, iter8__member *member, int64_t at_ns);
/* Whether a member has its target or may take it now. */
int iter8__agenda_has_way(const iter8__member *member);
/* Takes a member from its target's queue; whoever comes next is due. */
void iter8__agenda_free_target(iter8_registry *registry, iter8__member *member);

#endif

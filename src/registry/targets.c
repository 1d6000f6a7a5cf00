/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "registry/targets.h"

#include "base/memory.h"
#include "base/random.h"
#include "experiment/experiment.h"

#include <string.h>

enum { FIRST_PLACES = 16 };

static uint64_t hash_of(const char *name)
{
    iter8__random mix;
    iter8__random_seed(&mix, 0);
    iter8__random_mix_text(&mix, name, strlen(name));
    return iter8__random_bits(&mix);
}

static int64_t key_of(const iter8__member *member)
{
    return member->hold == ITER8__WAITS ? member->since_ns : INT64_MIN;
}

static int compare(const iter8__member *a, const iter8__member *b)
{
    if (a->hold != b->hold) return a->hold < b->hold ? -1 : 1;
    if (a->since_ns != b->since_ns) return a->since_ns < b->since_ns ? -1 : 1;
    int order = strcmp(iter8__experiment_namespace(a->experiment),
                       iter8__experiment_namespace(b->experiment));
    if (order != 0) return order;
    return strcmp(iter8__experiment_name(a->experiment), iter8__experiment_name(b->experiment));
}

static iter8__target **place_of(const iter8__targets *targets, uint64_t hash)
{
    return &targets->places[hash & (targets->place_count - 1)];
}

static iter8__target *find(const iter8__targets *targets, uint64_t hash, const char *name)
{
    if (targets->place_count == 0) return NULL;
    iter8__target *target = *place_of(targets, hash);
    while (target != NULL && (target->hash != hash || strcmp(target->name, name) != 0))
        target = target->next;
    return target;
}

iter8__target *iter8__targets_find(const iter8__targets *targets, const char *name)
{
    return find(targets, hash_of(name), name);
}

static void link_target(iter8__targets *targets, iter8__target *target)
{
    iter8__target **place = place_of(targets, target->hash);
    target->next = *place;
    *place = target;
}

static void unlink_target(iter8__targets *targets, const iter8__target *target)
{
    iter8__target **place = place_of(targets, target->hash);
    while (*place != target)
        place = &(*place)->next;
    *place = target->next;
}

/* Keeps at least one place a target. */
static int make_places(iter8__targets *targets, const iter8_allocator *allocator)
{
    if (targets->count < targets->place_count) return 1;
    iter8__targets larger = {.place_count = targets->place_count * 2, .count = targets->count};
    if (larger.place_count == 0) larger.place_count = FIRST_PLACES;
    larger.places = iter8__alloc_zero(allocator, larger.place_count, sizeof(iter8__target *));
    if (larger.places == NULL) return 0;
    for (size_t i = 0; i < targets->place_count; i++) {
        for (iter8__target *target = targets->places[i]; target != NULL;) {
            iter8__target *next = target->next;
            link_target(&larger, target);
            target = next;
        }
    }
    iter8__release(allocator, targets->places);
    *targets = larger;
    return 1;
}

static void free_target(iter8__target *target, const iter8_allocator *allocator)
{
    iter8__heap_clear(&target->queue, allocator);
    iter8__release(allocator, target);
}

static iter8__target *new_target(const iter8_allocator *allocator, uint64_t hash, const char *name)
{
    size_t bytes = strlen(name) + 1;
    iter8__target *target = iter8__alloc_zero(allocator, 1, sizeof *target + bytes);
    if (target == NULL) return NULL;
    target->hash = hash;
    target->queue.kind = ITER8__QUEUE;
    target->queue.tie = compare;
    memcpy(target->name, name, bytes);
    return target;
}

/* A target that has room for one more in its queue. */
static iter8__target *with_room(iter8__targets *targets, const iter8_allocator *allocator,
                                const char *name)
{
    uint64_t hash = hash_of(name);
    iter8__target *target = find(targets, hash, name);
    if (target != NULL)
        return iter8__heap_reserve(&target->queue, allocator, target->queue.count + 1) ? target
                                                                                       : NULL;
    if (!make_places(targets, allocator)) return NULL;
    target = new_target(allocator, hash, name);
    if (target == NULL) return NULL;
    if (!iter8__heap_reserve(&target->queue, allocator, 1)) {
        free_target(target, allocator);
        return NULL;
    }
    link_target(targets, target);
    targets->count++;
    return target;
}

int iter8__targets_enter(iter8__targets *targets, const iter8_allocator *allocator,
                         iter8__member *member)
{
    iter8__target *target =
        with_room(targets, allocator, iter8__experiment_target(member->experiment));
    if (target == NULL) return 0;
    member->target = target;
    iter8__heap_put(&target->queue, member, key_of(member), member->number);
    return 1;
}

iter8__member *iter8__targets_leave(iter8__targets *targets, const iter8_allocator *allocator,
                                    iter8__member *member)
{
    iter8__target *target = member->target;
    if (target == NULL) return NULL;
    int was_first = iter8__target_first(target) == member;
    member->target = NULL;
    iter8__heap_remove(&target->queue, member);
    iter8__member *first = iter8__target_first(target);
    if (first != NULL) return was_first ? first : NULL;
    unlink_target(targets, target);
    free_target(target, allocator);
    targets->count--;
    return NULL;
}

void iter8__targets_clear(iter8__targets *targets, const iter8_allocator *allocator)
{
    for (size_t i = 0; i < targets->place_count; i++) {
        while (targets->places[i] != NULL) {
            iter8__target *target = targets->places[i];
            targets->places[i] = target->next;
            free_target(target, allocator);
        }
    }
    iter8__release(allocator, targets->places);
    *targets = (iter8__targets){0};
}

iter8__member *iter8__target_first(const iter8__target *target)
{
    return iter8__heap_first(&target->queue);
}

void iter8__target_hold(iter8__member *first)
{
    first->hold = ITER8__HOLDS;
    iter8__heap_put(&first->target->queue, first, key_of(first), first->number);
}

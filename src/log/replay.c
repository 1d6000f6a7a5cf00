/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The public functions of a replay. */
#include "log/replay_player.h"

#include "base/memory.h"
#include "iter8/error.h"

static int play_line(iter8__player *p)
{
    switch (iter8__line_kind(iter8__lines_document(&p->lines))) {
    case ITER8__LINE_LOG: return iter8__player_begin(p);
    case ITER8__LINE_EXPERIMENT: return iter8__player_read_experiment(p);
    case ITER8__LINE_STEP: return iter8__player_step(p);
    default: break;
    }
    if (p->recorder != NULL)
        return iter8__lines_fail(&p->lines, ITER8_ERR_INVALID, "a line of an unknown kind",
                                 (char *)NULL);
    return iter8__lines_fail(&p->lines, ITER8_ERR_KIND,
                             "this is no decision log: the first line is not of kind DecisionLog",
                             (char *)NULL);
}

static int play(iter8__player *p)
{
    int rc = iter8__lines_next(&p->lines);
    if (rc == ITER8_UNCHANGED)
        return iter8__lines_fail(&p->lines, ITER8_ERR_KIND, "this is no decision log: it is empty",
                                 (char *)NULL);
    while (rc == ITER8_OK && !p->replay->differs) {
        rc = play_line(p);
        if (rc == ITER8_OK && !p->replay->differs) rc = iter8__lines_next(&p->lines);
    }
    iter8_experiment_free(p->experiment);
    iter8_recorder_free(p->recorder);
    iter8__release(&p->replay->allocator, p->library);
    iter8__lines_clear(&p->lines);
    return rc == ITER8_UNCHANGED ? ITER8_OK : rc;
}

/* Lack of memory may leave an event without its text, which is no difference. */
static void *noted(iter8_replay *replay, void *block)
{
    if (block == NULL) replay->starved = 1;
    return block;
}

static void *note_alloc(size_t size, void *user_data)
{
    iter8_replay *replay = user_data;
    return noted(replay, replay->allocator.alloc(size, replay->allocator.user_data));
}

static void *note_resize(void *pointer, size_t size, void *user_data)
{
    iter8_replay *replay = user_data;
    return noted(replay, replay->allocator.resize(pointer, size, replay->allocator.user_data));
}

static void note_release(void *pointer, void *user_data)
{
    iter8_replay *replay = user_data;
    replay->allocator.release(pointer, replay->allocator.user_data);
}

static int has_memory(const iter8_replay *replay)
{
    return !replay->starved && !replay->member.failed && !replay->texts[0].failed &&
           !replay->texts[1].failed;
}

static iter8_replay *new_replay(const iter8_allocator *allocator)
{
    iter8_replay *replay = iter8__alloc_zero(allocator, 1, sizeof *replay);
    if (replay == NULL) return NULL;
    replay->allocator = *allocator;
    replay->noting =
        (iter8_allocator){sizeof replay->noting, replay, note_alloc, note_resize, note_release};
    iter8__text_init(&replay->member, &replay->allocator);
    iter8__text_init(&replay->texts[0], &replay->allocator);
    iter8__text_init(&replay->texts[1], &replay->allocator);
    return replay;
}

int iter8_replay_log(const char *log, size_t length, const iter8_experiment_options *options,
                     iter8_diagnostics *diagnostics, iter8_replay **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (log == NULL && length > 0) return ITER8_ERR_ARGUMENT;
    iter8_experiment_options own = {.struct_size = sizeof own};
    iter8_allocator allocator;
    int rc = options != NULL ? iter8__sized_in(&own, sizeof own, options) : ITER8_OK;
    if (rc == ITER8_OK) rc = iter8__allocator_take(&allocator, own.allocator);
    if (rc != ITER8_OK) return rc;
    iter8_replay *replay = new_replay(&allocator);
    if (replay == NULL) return ITER8_ERR_NOMEM;
    own.struct_size = sizeof own;
    own.allocator = &replay->noting;
    iter8__player p = {.replay = replay,
                       .options = &own,
                       .lines = {log, length, &replay->noting, diagnostics, {NULL, 0, 0}, NULL}};
    rc = play(&p);
    if (rc == ITER8_OK && !has_memory(replay)) rc = ITER8_ERR_NOMEM;
    if (rc != ITER8_OK) {
        iter8_replay_free(replay);
        return rc;
    }
    *out = replay;
    return ITER8_OK;
}

void iter8_replay_free(iter8_replay *replay)
{
    if (replay == NULL) return;
    iter8_allocator allocator = replay->allocator;
    iter8__text_clear(&replay->member);
    iter8__text_clear(&replay->texts[0]);
    iter8__text_clear(&replay->texts[1]);
    iter8__release(&allocator, replay);
}

uint64_t iter8_replay_steps(const iter8_replay *replay)
{
    return replay != NULL ? replay->steps : 0;
}

int iter8_replay_difference(const iter8_replay *replay, iter8_difference *out)
{
    if (replay == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    if (!replay->differs) return ITER8_ERR_NOT_FOUND;
    iter8_difference full = {sizeof full,
                             replay->line,
                             replay->step,
                             iter8__text_string(&replay->member),
                             iter8__text_string(&replay->texts[0]),
                             iter8__text_string(&replay->texts[1])};
    return iter8__sized_out(out, &full, sizeof full);
}

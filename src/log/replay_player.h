/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * replay_player.h - a replay under way, line by line.
 *
 * A replay is a recorder around a host that answers what the log says: what the recorder writes is
 * compared with the log.
 */
#ifndef ITER8_LOG_REPLAY_PLAYER_H
#define ITER8_LOG_REPLAY_PLAYER_H

#include "document/node.h"
#include "log/recorder.h"
#include "log/replay_host.h"
#include "log/replay_lines.h"

/* What comes of a replay. */
struct iter8_replay {
    iter8_allocator allocator;
    iter8_allocator noting; /* the same, but it notes that memory ran out; while it plays */
    int starved;            /* it did: what is decided now may lack texts */
    uint64_t steps;
    int differs;
    uint64_t line;
    uint64_t step;
    iter8__text member;
    iter8__text texts[2]; /* what was recorded, and what is decided now */
};

/* A replay under way. */
typedef struct iter8__player {
    iter8_replay *replay;
    const iter8_experiment_options *options;
    iter8__lines lines;
    iter8__line expected[ITER8__LINES]; /* that the recorder is going to write */
    iter8__answers answers;
    iter8_recorder *recorder;
    iter8_experiment *experiment;
    char *library; /* the version that wrote the log */
    int64_t step;  /* the number of the current one */
    int is_fresh;  /* the experiment was read from the line before */
    int written;   /* the recorder has written the step */
    int rc;        /* of what the recorder's write function could not do */
} iter8__player;

/* A member of the current line, or NULL. */
const iter8__node *iter8__player_member(const iter8__player *player, const char *key);

/* What each kind of line means: the host and a recorder around it (replay_begin.c), the experiment
 * (replay_experiment.c), a step to be decided again (replay_step.c). Each returns 0 or the code of
 * the problem, which is reported. */
int iter8__player_begin(iter8__player *player);
int iter8__player_read_experiment(iter8__player *player);
int iter8__player_step(iter8__player *player);

/* The recorder's write function: compares a line with the one that is expected. */
int32_t iter8__player_compare(const char *text, size_t length, void *player);

/* Notes that a line differs. */
void iter8__player_note(iter8__player *player, const iter8__line *line, int64_t step);

#endif

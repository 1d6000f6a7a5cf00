/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "recorded.h"

#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

int32_t recorded_write(const char *line, size_t length, void *user_data)
{
    recorded *r = user_data;
    if (r->refused > 0 && r->taken-- <= 0) {
        r->refused--;
        return ITER8_ERR_REFUSED;
    }
    cr_assert(length > 0 && line[length - 1] == '\n' && memchr(line, '\n', length - 1) == NULL);
    r->log = realloc(r->log, r->length + length + 1);
    cr_assert_not_null(r->log);
    memcpy(r->log + r->length, line, length);
    r->length += length;
    r->log[r->length] = '\0';
    r->lines++;
    return ITER8_OK;
}

void recorded_init(recorded *r, const iter8_recorder_options *options)
{
    *r = (recorded){.log = NULL};
    scripted_host_init(&r->host);
    iter8_recorder_options own = ITER8_INIT(iter8_recorder_options);
    if (options != NULL) own = *options;
    own.write = recorded_write;
    own.user_data = r;
    cr_assert_eq(iter8_recorder_new(&own, &r->host.host, &r->host.recorder), ITER8_OK);
}

void recorded_clear(recorded *r)
{
    iter8_recorder_free(r->host.recorder);
    scripted_host_clear(&r->host);
    free(r->log);
}

uint64_t identical(const char *log, const iter8_experiment_options *options)
{
    iter8_replay *replay = NULL;
    iter8_difference found = ITER8_INIT(iter8_difference);
    cr_assert_eq(iter8_replay_log(log, strlen(log), options, NULL, &replay), ITER8_OK);
    cr_assert_eq(iter8_replay_difference(replay, &found), ITER8_ERR_NOT_FOUND,
                 "line %d: %s: recorded %s, now %s", (int)found.line, found.member, found.recorded,
                 found.now);
    uint64_t steps = iter8_replay_steps(replay);
    iter8_replay_free(replay);
    return steps;
}

size_t times(const char *text, const char *part)
{
    size_t count = 0;
    while ((text = strstr(text, part)) != NULL) {
        text += strlen(part);
        count++;
    }
    return count;
}

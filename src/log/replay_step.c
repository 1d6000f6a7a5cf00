/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/replay_player.h"

#include "document/document.h"
#include "iter8/error.h"
#include "log/log_difference.h"
#include "log/log_line.h"

#include <string.h>

const iter8__node *iter8__player_member(const iter8__player *player, const char *key)
{
    const iter8_document *document = iter8__lines_document(&player->lines);
    return iter8__node_member(iter8__document_root(document), key);
}

void iter8__player_note(iter8__player *p, const iter8__line *line, int64_t step)
{
    p->replay->differs = 1;
    p->replay->line = line->number;
    p->replay->step = (uint64_t)step;
}

/* Lines that are the same but for their spelling differ as a whole. */
static int find_difference(iter8__player *p, const iter8__line *recorded, const char *now,
                           size_t length)
{
    iter8_replay *replay = p->replay;
    iter8_documents *then_read = NULL;
    iter8_documents *now_read = NULL;
    int rc =
        iter8__line_parse(recorded->text, recorded->length, &replay->allocator, NULL, &then_read);
    if (rc == ITER8_OK) rc = iter8__line_parse(now, length, &replay->allocator, NULL, &now_read);
    if (rc == ITER8_OK &&
        !iter8__log_difference(iter8__document_root(iter8_documents_at(then_read, 0)),
                               iter8__document_root(iter8_documents_at(now_read, 0)),
                               &replay->member, replay->texts)) {
        iter8__text_add(&replay->texts[0], recorded->text, recorded->length - 1);
        iter8__text_add(&replay->texts[1], now, length - 1);
    }
    iter8_documents_free(then_read);
    iter8_documents_free(now_read);
    return rc;
}

int32_t iter8__player_compare(const char *text, size_t length, void *user_data)
{
    static const char *const begins[] = {"{\"kind\":\"DecisionLog\"", "{\"kind\":\"Experiment\"",
                                         "{\"kind\":\"Step\""};
    iter8__player *p = user_data;
    size_t kind = 0;
    while (kind < ITER8__LINE_STEP && strncmp(text, begins[kind], strlen(begins[kind])) != 0)
        kind++;
    if (kind == ITER8__LINE_STEP) p->written = 1;
    iter8__line *line = &p->expected[kind];
    if (p->replay->differs) return 0;
    if (line->text != NULL && line->length == length && memcmp(line->text, text, length) == 0) {
        line->text = NULL;
        return 0;
    }
    /* Where the log has no such line there is the one of the step. */
    if (line->text == NULL) line = &p->expected[ITER8__LINE_STEP];
    iter8__player_note(p, line, kind == ITER8__LINE_STEP ? p->step : 0);
    p->rc = find_difference(p, line, text, length);
    return 0;
}

/* The step could not even be tried, or memory ran out. */
static int take_failure(iter8__player *p, int result)
{
    if (result == ITER8_ERR_NOMEM || p->recorder->error == ITER8_ERR_NOMEM) return ITER8_ERR_NOMEM;
    if (p->written || p->replay->differs) return p->rc;
    iter8__player_note(p, &p->lines.line, p->step);
    const char *name = iter8_error_name(result);
    iter8__text_add_string(&p->replay->member, "result");
    iter8__node_write(iter8__player_member(p, "result"), ITER8_FORMAT_JSON_COMPACT,
                      &p->replay->texts[0]);
    iter8__text_add_strings(&p->replay->texts[1], "\"", name + strlen("ITER8_"), "\"",
                            (char *)NULL);
    return ITER8_OK;
}

static int check_step(const iter8__player *p, int64_t *now_ns)
{
    if (p->experiment == NULL)
        return iter8__lines_fail(&p->lines, ITER8_ERR_INVALID,
                                 "no Experiment comes before the step", (char *)NULL);
    if (iter8__node_integer(iter8__player_member(p, "step")) < 1 ||
        !iter8__log_read_time(iter8__player_member(p, "time"), now_ns))
        return iter8__lines_fail(&p->lines, ITER8_ERR_INVALID,
                                 "the step does not say its number and time", (char *)NULL);
    return ITER8_OK;
}

int iter8__player_step(iter8__player *p)
{
    int64_t now_ns = 0;
    iter8_outcome outcome = {.struct_size = sizeof outcome};
    int rc = check_step(p, &now_ns);
    if (rc != ITER8_OK) return rc;
    p->step = iter8__node_integer(iter8__player_member(p, "step"));
    p->answers = (iter8__answers){iter8__player_member(p, "inputs"), 0};
    p->expected[ITER8__LINE_STEP] = p->lines.line;
    p->written = 0;
    /* Steps may be missing before an experiment that is written anew. */
    if (p->is_fresh) p->recorder->steps = p->step - 1;
    p->is_fresh = 0;
    rc = iter8_recorder_reconcile(p->recorder, p->experiment, now_ns, NULL, &outcome);
    rc = take_failure(p, rc);
    if (rc == ITER8_OK && !p->replay->differs) p->replay->steps++;
    return rc;
}

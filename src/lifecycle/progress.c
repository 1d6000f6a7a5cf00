/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/progress.h"

#include "base/shown.h"
#include "base/text.h"
#include "iter8/command.h"
#include "lifecycle/due.h"

#include <string.h>

void iter8__progress_tell(iter8__step *step, const char *reason, const char *message, int warning)
{
    if (step->host.own.record_event == NULL) return;
    iter8__text line;
    iter8__text_init_shown(&line, &step->experiment->allocator);
    size_t length = strlen(message);
    /* Names in it may hold a line break. */
    if (iter8__shown_span(message, length) < length) iter8__text_add(&line, message, length);
    iter8_event event = {sizeof event,
                         step->now_ns,
                         step->experiment,
                         reason,
                         line.length > 0 ? line.bytes : message,
                         warning,
                         0};
    step->host.own.record_event(&event, step->host.own.user_data);
    iter8__text_clear(&line);
}

static void say(iter8__step *step, const char *reason, const char *message)
{
    iter8__status *status = &step->experiment->status;
    status->message_reason = reason;
    status->message = (iter8__note){message, -1};
    iter8__progress_touch(step);
    iter8__progress_tell(step, reason, message, 0);
}

/* The steps of a rollback by command are counted from when it is taken up. */
static void say_end(iter8__step *step)
{
    if (step->experiment->status.state.command == ITER8_COMMAND_PROMOTE) {
        say(step, "ExperimentPromoted", "a version is promoted by command");
        return;
    }
    step->experiment->status.last_update_ns = step->now_ns;
    say(step, "ExperimentAborted", "the experiment is aborted by command");
}

int iter8__progress_commands(iter8__step *step)
{
    const iter8__state *memory = &step->experiment->status.state;
    struct iter8__transient *run = step->transient;
    int ends = memory->command != 0 && memory->command != run->told_command;
    int turns = memory->command == 0 && memory->paused != run->told_paused;
    if (ends) say_end(step);
    if (turns && memory->paused)
        say(step, "ExperimentPaused", "the experiment is paused by command");
    if (turns && !memory->paused) say(step, "ExperimentResumed", "the experiment goes on");
    run->told_command = memory->command;
    run->told_paused = memory->paused;
    return ends || turns;
}

void iter8__progress_touch(iter8__step *step)
{
    step->experiment->status.touched = 1;
    step->changed = 1;
}

static int same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static int same_note(const iter8__note *a, const iter8__note *b)
{
    return same_text(a->text, b->text) && a->number == b->number;
}

/* Tells the host what a condition says now. */
static void announce(iter8__step *step, const char *reason, const iter8__note *note, int warning)
{
    if (step->host.own.record_event == NULL) return;
    iter8__text message;
    iter8__text_init(&message, &step->experiment->allocator);
    iter8__note_write(note, &message);
    iter8__progress_tell(step, reason, iter8__text_string(&message), warning);
    iter8__text_clear(&message);
}

void iter8__progress_mark(iter8__step *step, int32_t condition, int32_t status, const char *reason,
                          const char *text, int32_t number)
{
    iter8__status *all = &step->experiment->status;
    iter8__condition *one = &all->conditions[condition];
    iter8__note note = {text, number};
    int news = one->status != status || !same_text(one->reason, reason) ||
               !same_note(&one->message, &note);
    if (one->status != status || one->transition_ns == ITER8_NO_TIME)
        one->transition_ns = step->now_ns;
    one->status = status;
    one->reason = reason;
    one->message = note;
    if (condition == ITER8_CONDITION_COMPLETED) all->told_ending = ITER8_ENDING_NONE;
    all->message_reason = reason;
    all->message = note;
    iter8__progress_touch(step);
    if (news)
        announce(step, reason, &note,
                 condition == ITER8_CONDITION_FAILED && status == ITER8_CONDITION_TRUE);
}

void iter8__progress_init(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    for (int i = 1; i <= ITER8__ITER8_CONDITIONS; i++) {
        iter8__condition *condition = &status->conditions[i];
        if (condition->transition_ns != ITER8_NO_TIME) continue;
        condition->status = ITER8_CONDITION_FALSE;
        condition->transition_ns = step->now_ns;
    }
    if (status->init_ns == ITER8_NO_TIME) status->init_ns = step->now_ns;
    if (status->last_update_ns == ITER8_NO_TIME) status->last_update_ns = step->now_ns;
    if (status->completed_iterations < 0) status->completed_iterations = 0;
    if (status->stage < ITER8_STAGE_WAITING) status->stage = ITER8_STAGE_WAITING;
    iter8__progress_advance(step, "ExperimentInitialized", "Experiment status initialized", -1);
}

void iter8__progress_advance(iter8__step *step, const char *reason, const char *text,
                             int32_t number)
{
    iter8__progress_mark(step, ITER8_CONDITION_COMPLETED, ITER8_CONDITION_FALSE, reason, text,
                         number);
}

void iter8__progress_stage(iter8__step *step, int32_t stage)
{
    static const char *const texts[] = {[ITER8_STAGE_INITIALIZING] = "Advanced to Initializing",
                                        [ITER8_STAGE_RUNNING] = "Advanced to Running",
                                        [ITER8_STAGE_FINISHING] = "Advanced to Finishing",
                                        [ITER8_STAGE_COMPLETED] = "Advanced to Completed"};
    if (step->experiment->status.stage >= stage) return;
    step->experiment->status.stage = stage;
    iter8__progress_advance(step, "StageAdvanced", texts[stage], -1);
}

void iter8__progress_fail(iter8__step *step, const char *reason, const char *text)
{
    iter8__progress_mark(step, ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE, reason, text, -1);
}

/* Keeps a text that is made at run time as long as the experiment; where there is no memory, what
 * is said stays the literal in its place. */
static const char *keep_line(iter8__step *step, int32_t condition, const char *text,
                             const char *otherwise)
{
    iter8_experiment *experiment = step->experiment;
    char **line = &experiment->lines[condition];
    if (*text == '\0') return NULL;
    if (*line == NULL) *line = iter8__arena_alloc(&experiment->arena, ITER8__WHY_BYTES, 1);
    if (*line == NULL) return otherwise;
    iter8__line_copy(*line, ITER8__WHY_BYTES, text);
    return *line;
}

static int says(const iter8__condition *condition, int32_t status, const char *reason,
                const char *text)
{
    char line[ITER8__WHY_BYTES];
    iter8__line_copy(line, sizeof line, text);
    const char *said = condition->message.text != NULL ? condition->message.text : "";
    return condition->transition_ns != ITER8_NO_TIME && condition->status == status &&
           same_text(condition->reason, reason) && strcmp(said, line) == 0;
}

int iter8__progress_condition(iter8__step *step, int32_t type, int32_t status, const char *reason,
                              const char *text)
{
    iter8__condition *one = &step->experiment->status.conditions[type];
    if (iter8__due_has_quirk(step->experiment, ITER8__TROUBLE_UNTOLD)) return 0;
    if (says(one, status, reason, text)) return 0;
    int is_turn = one->transition_ns == ITER8_NO_TIME || one->status != status;
    if (is_turn) one->transition_ns = step->now_ns;
    one->status = status;
    one->reason = reason;
    one->message = (iter8__note){keep_line(step, type, text, "there is no memory for it"), -1};
    iter8__progress_touch(step);
    return is_turn;
}

void iter8__progress_fail_for(iter8__step *step, const char *reason, const char *text)
{
    iter8__progress_fail(step, reason, keep_line(step, ITER8_CONDITION_FAILED, text, ""));
}

static int32_t recommended(const iter8_experiment *experiment)
{
    const iter8__state *memory = &experiment->status.state;
    int32_t winner = experiment->status.analysis.winner;
    if (memory->command == ITER8_COMMAND_PROMOTE) return memory->promoted;
    if (memory->command == ITER8_COMMAND_ABORT || winner < 0) return 0;
    if (memory->given_up || memory->returning != ITER8__RETURN_NONE ||
        iter8__due_weights_are_lost(experiment))
        return 0;
    return iter8__due_rolls_back(experiment) ? 0 : winner;
}

/* To Iter8 an iteration that ends in a rollback recommends nothing: what was recommended before
 * stays. */
static int keeps_recommendation(const iter8_experiment *experiment)
{
    return iter8__due_has_quirk(experiment, ITER8__ROLLBACK_KEEPS_TRAFFIC) &&
           experiment->status.state.command == 0 && experiment->status.recommended != NULL &&
           iter8__due_rolls_back(experiment);
}

void iter8__progress_recommend(iter8__step *step)
{
    if (keeps_recommendation(step->experiment)) return;
    const char *name = step->experiment->spec.versions[recommended(step->experiment)].name;
    if (same_text(step->experiment->status.recommended, name)) return;
    step->experiment->status.recommended = name;
    iter8__progress_touch(step);
}

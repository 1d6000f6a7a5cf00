/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/status.h"

#include "iter8/experiment.h"
#include "spec/names.h"

int iter8__status_init(iter8__status *status, iter8__arena *arena, const iter8__spec *spec,
                       size_t metrics)
{
    *status = (iter8__status){.completed_iterations = -1,
                              .init_ns = ITER8_NO_TIME,
                              .start_ns = ITER8_NO_TIME,
                              .last_update_ns = ITER8_NO_TIME};
    for (int i = 0; i < ITER8__CONDITIONS; i++)
        status->conditions[i] =
            (iter8__condition){.message = {NULL, -1}, .transition_ns = ITER8_NO_TIME};
    status->message.number = -1;
    status->state.written_ns = ITER8_NO_TIME;
    status->weights = iter8__arena_alloc(arena, spec->version_count, sizeof *status->weights);
    if (status->weights == NULL) return 0;
    status->weights[0] = 100;
    return iter8__decision_init(&status->analysis, arena, spec, metrics);
}

void iter8__note_write(const iter8__note *note, iter8__text *text)
{
    if (note->text != NULL) iter8__text_add_string(text, note->text);
    if (note->number >= 0) iter8__text_add_integer(text, note->number);
}

void iter8__status_message_write(const iter8__status *status, iter8__text *text)
{
    int has_message = status->message.text != NULL && *status->message.text != '\0';
    if (status->message_reason != NULL) {
        iter8__text_add_string(text, status->message_reason);
        if (has_message) iter8__text_add_string(text, ": ");
    }
    if (has_message) iter8__note_write(&status->message, text);
}

static int is_trouble(const iter8__condition *condition, int type)
{
    int bad = type == ITER8_CONDITION_FAILED ? ITER8_CONDITION_TRUE : ITER8_CONDITION_FALSE;
    return condition->transition_ns != ITER8_NO_TIME && condition->status == bad;
}

void iter8__status_problems_write(const iter8__status *status, const char *prefix, char end,
                                  iter8__text *text)
{
    static const int types[] = {ITER8_CONDITION_FAILED, ITER8_CONDITION_METRICS_AVAILABLE,
                                ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_WEIGHTS_HOLD};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const iter8__condition *one = &status->conditions[types[i]];
        if (!is_trouble(one, types[i])) continue;
        iter8__text_add_strings(text, prefix, iter8__word(&iter8__condition_types, types[i]),
                                " is ", iter8__word(&iter8__condition_statuses, one->status + 1),
                                ": ", one->reason != NULL ? one->reason : "", (char *)NULL);
        if (one->message.text != NULL && *one->message.text != '\0')
            iter8__text_add_string(text, ": ");
        iter8__note_write(&one->message, text);
        if (end != '\0') iter8__text_add_char(text, end);
    }
}

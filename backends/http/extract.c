/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/extract.h"

#include "http/jq_watchdog.h"
#include "http/mask.h"
#include "iter8/metric.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void fail(iter8__answer *answer, const char *reason)
{
    answer->state = ITER8_VALUE_ERROR;
    iter8__line_set(&answer->reason, reason);
}

static void be_absent(iter8__answer *answer, const char *reason)
{
    answer->state = ITER8_VALUE_ABSENT;
    iter8__line_set(&answer->reason, reason);
}

/* libjq sometimes gives the largest number in the place of an infinity. */
static void take_number(iter8__answer *answer, double value)
{
    if (isnan(value)) {
        answer->state = ITER8_VALUE_NAN;
        iter8__line_set(&answer->reason, "the jq program gives NaN");
    } else if (fabs(value) >= DBL_MAX) {
        answer->state = ITER8_VALUE_INFINITE;
        iter8__line_set(&answer->reason, "the jq program gives an infinity");
    } else {
        answer->state = ITER8_VALUE_PRESENT;
        answer->value = value;
    }
}

static const char *kind_name(jv_kind kind)
{
    switch (kind) {
    case JV_KIND_NULL: return "null";
    case JV_KIND_FALSE:
    case JV_KIND_TRUE: return "a boolean";
    case JV_KIND_STRING: return "a string";
    case JV_KIND_ARRAY: return "an array";
    case JV_KIND_OBJECT: return "an object";
    default: return "something else";
    }
}

/* libjq quotes values in parentheses: `null (null) cannot be parsed as a number`. */
static void add_without_values(iter8__line *reason, const char *message)
{
    const char *open = strstr(message, " (");
    const char *close = strrchr(message, ')');
    if (open == NULL || close == NULL || close < open) {
        iter8__line_add(reason, message);
        return;
    }
    iter8__line_add_bytes(reason, message, (size_t)(open - message));
    iter8__line_add(reason, close + 1);
}

/* A program can raise what a server has told it. */
static void add_raised(iter8__line *reason, const char *message, const iter8_query *query)
{
    size_t length;
    char *masked = iter8__mask_text(query, message, strlen(message), &length);
    if (masked != NULL)
        add_without_values(reason, masked);
    else
        iter8__line_set(reason, "out of memory");
    free(masked);
}

/* Takes over @p message, what the program was ended with. */
static void take_failure(iter8__answer *answer, jv message, const iter8_query *query)
{
    be_absent(answer, "jq: ");
    if (jv_get_kind(message) == JV_KIND_STRING)
        add_raised(&answer->reason, jv_string_value(message), query);
    else
        iter8__line_add(&answer->reason, "the program raises an error");
    jv_free(message);
}

/* Takes over @p output. */
static void take_output(iter8__answer *answer, jv output, const iter8_query *query)
{
    if (jv_get_kind(output) == JV_KIND_NUMBER) {
        take_number(answer, jv_number_value(output));
    } else if (jv_is_valid(output)) {
        be_absent(answer, "the jq program gives ");
        iter8__line_add(&answer->reason, kind_name(jv_get_kind(output)));
        iter8__line_add(&answer->reason, ", not a number");
    } else if (jv_invalid_has_msg(jv_copy(output))) {
        take_failure(answer, jv_invalid_get_msg(output), query);
        return;
    } else {
        be_absent(answer, "the jq program gives nothing");
    }
    jv_free(output);
}

/* A program is to give one number. Of several nobody knows which is meant, and one that is ended
 * with an error after the first is wrong as well. */
static void take_more(iter8__answer *answer, jv second, const iter8_query *query)
{
    int is_over = !jv_is_valid(second) && !jv_invalid_has_msg(jv_copy(second));
    if (jv_is_valid(second)) fail(answer, "the jq program gives several outputs, not one");
    if (jv_is_valid(second) || is_over)
        jv_free(second);
    else
        take_failure(answer, jv_invalid_get_msg(second), query);
}

/* Prometheus answers so when no series fits the query, the most common reason for no value: worth
 * better words than what a program makes of it. */
static int is_empty_result(jv input)
{
    if (jv_get_kind(input) != JV_KIND_OBJECT) return 0;
    jv data = jv_object_get(jv_copy(input), jv_string("data"));
    if (jv_get_kind(data) != JV_KIND_OBJECT) {
        jv_free(data);
        return 0;
    }
    jv result = jv_object_get(data, jv_string("result"));
    int empty = jv_get_kind(result) == JV_KIND_ARRAY && jv_array_length(jv_copy(result)) == 0;
    jv_free(result);
    return empty;
}

/* Takes over @p input. */
static void run(jq_state *jq, jv input, const iter8__extraction *from, iter8__answer *answer)
{
    iter8__jq_watchdog watchdog;
    if (iter8__jq_watchdog_start(&watchdog, jq, from->limit_ms) != 0) {
        jv_free(input);
        fail(answer, "out of memory");
        return;
    }
    jq_start(jq, input, 0);
    jv output = jq_next(jq);
    jv second = jv_is_valid(output) ? jq_next(jq) : jv_invalid();
    if (iter8__jq_watchdog_stop(&watchdog)) {
        jv_free(output);
        jv_free(second);
        fail(answer, "the jq program takes too long");
    } else {
        take_output(answer, output, from->query);
        take_more(answer, second, from->query);
    }
    /* What the program had in hand goes now, not when it next runs. */
    jq_start(jq, jv_null(), 0);
}

/* A page for people is what a login or a proxy answers, or a URL that lacks its path. */
static const char *not_json(const char *body, size_t length)
{
    size_t start = strspn(body, " \t\r\n");
    if (start >= length) return "the answer is empty, not JSON";
    return body[start] == '<' ? "the answer is HTML or XML, not JSON" : "the answer is not JSON";
}

void iter8__extract(const iter8__extraction *from, iter8__answer *answer)
{
    memset(answer, 0, sizeof *answer);
    jq_state *jq = iter8__jq_cache_get(from->cache, from->program, &answer->reason);
    if (jq == NULL) {
        answer->state = ITER8_VALUE_ERROR;
        return;
    }
    jv input = jv_parse_sized(from->body, (int)from->length);
    if (!jv_is_valid(input)) {
        jv_free(input);
        fail(answer, not_json(from->body, from->length));
        return;
    }
    int empty = is_empty_result(input);
    run(jq, input, from, answer);
    if (empty && answer->state == ITER8_VALUE_ABSENT) be_absent(answer, "the result is empty");
}

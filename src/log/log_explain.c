/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Lines of a decision log as text. Knows nothing but what stands in them. */
#include "iter8/log.h"

#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"
#include "log/replay_lines.h"

#include <string.h>

enum { DIGITS = 4 };

static const char *text_of(const iter8__node *node, const char *key)
{
    const char *text = iter8__node_string(iter8__node_member(node, key));
    return text != NULL ? text : "";
}

static int is_set(const iter8__node *node, const char *key)
{
    return iter8__node_boolean(iter8__node_member(node, key));
}

static void add_number(iter8__text *out, const char *before, const iter8__node *node,
                       const char *key, const char *after)
{
    const iter8__node *number = iter8__node_member(node, key);
    if (number == NULL) return;
    iter8__text_add_string(out, before);
    if (iter8__node_string(number) != NULL)
        iter8__text_add_string(out, iter8__node_string(number));
    else
        iter8__text_add_short_double(out, iter8__node_number(number), DIGITS);
    iter8__text_add_string(out, after);
}

/* "  candidate: 40 -> 50 %, as wanted" */
static void tell_weight(const iter8__node *weight, iter8__text *out)
{
    iter8__text_add_strings(out, "  ", text_of(weight, "version"), (char *)NULL);
    add_number(out, ": ", weight, "found", "");
    add_number(out, " -> ", weight, "decided", " %, ");
    iter8__text_add_string(out, text_of(weight, "why"));
    iter8__text_add_char(out, '\n');
}

/* "  candidate: error-rate is 0.05, above (at most 0.01), which does not count yet" */
static void tell_verdict(const iter8__node *verdict, iter8__text *out)
{
    if (is_set(verdict, "satisfied") && !is_set(verdict, "excused")) return;
    iter8__text_add_strings(out, "  ", text_of(verdict, "version"), ": ",
                            text_of(verdict, "metric"), (char *)NULL);
    add_number(out, " is ", verdict, "value", "");
    iter8__text_add_strings(out, ": ", text_of(verdict, "reason"), (char *)NULL);
    add_number(out, " (at least ", verdict, "lower", ")");
    add_number(out, " (at most ", verdict, "upper", ")");
    add_number(out, " (at least ", verdict, "lowerTimes", " times the baseline's)");
    add_number(out, " (at most ", verdict, "upperTimes", " times the baseline's)");
    add_number(out, ", met with a probability of ", iter8__node_member(verdict, "belief"), "chance",
               "");
    if (iter8__node_member(verdict, "value") != NULL && !is_set(verdict, "counts"))
        iter8__text_add_string(out, ", which does not count yet");
    iter8__text_add_char(out, '\n');
}

/* "  candidate: error-rate has no value: no requests", or how old the value is. */
static void tell_value(const iter8__node *value, iter8__text *out)
{
    int is_missing = strcmp(text_of(value, "state"), "present") != 0;
    const char *reason = text_of(value, "reason");
    if (!is_missing && iter8__node_member(value, "carried") == NULL) return;
    iter8__text_add_strings(out, "  ", text_of(value, "version"), ": ", text_of(value, "metric"),
                            (char *)NULL);
    if (is_missing)
        iter8__text_add_strings(out, " has no value: ", *reason != '\0' ? reason : "none is there",
                                (char *)NULL);
    add_number(out, " has no fresh value (age in iterations: ", value, "carried", ")");
    if (!is_missing && *reason != '\0') iter8__text_add_strings(out, ": ", reason, (char *)NULL);
    iter8__text_add_char(out, '\n');
}

static void tell_each(const iter8__node *node, const char *key,
                      void (*tell)(const iter8__node *, iter8__text *), iter8__text *out)
{
    const iter8__node *list = iter8__node_member(node, key);
    for (size_t i = 0; i < iter8__node_count(list); i++)
        tell(iter8__node_item(list, i), out);
}

static void tell_iteration(const iter8__node *iteration, iter8__text *out)
{
    const iter8__node *winner = iter8__node_member(iteration, "winner");
    if (iter8__node_member(iteration, "number") == NULL) return;
    add_number(out, "  iteration ", iteration, "number", ": ");
    if (is_set(winner, "found"))
        iter8__text_add_strings(out, "winner ", text_of(winner, "version"), (char *)NULL);
    else
        iter8__text_add_string(out, "no winner");
    iter8__text_add_strings(out, " (", text_of(winner, "reason"), ")",
                            is_set(iteration, "rolledBack") ? ", rolled back" : "", (char *)NULL);
    iter8__text_add_char(out, '\n');
    tell_each(iteration, "weights", tell_weight, out);
    tell_each(iteration, "verdicts", tell_verdict, out);
    tell_each(iteration, "values", tell_value, out);
}

static void add_weights(const iter8__node *list, iter8__text *out)
{
    for (size_t v = 0; v < iter8__node_count(list); v++) {
        iter8__text_add_char(out, ' ');
        iter8__text_add_integer(out, iter8__node_integer(iter8__node_item(list, v)));
    }
}

/* What was measured and read is told by the iteration, but for what went wrong. */
static void tell_input(const iter8__node *input, iter8__text *out)
{
    const char *ask = text_of(input, "ask");
    const iter8__node *answer = iter8__node_member(input, "answer");
    const char *word = iter8__node_string(answer);
    int is_fine = word != NULL && strcmp(word, "OK") == 0;
    if (is_fine && (strcmp(ask, "measure") == 0 || strcmp(ask, "readWeights") == 0)) return;
    iter8__text_add_strings(out, "  ", ask, (char *)NULL);
    const char *const names[] = {"metric", "version", "action", "task"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (iter8__node_member(input, names[i]) != NULL)
            iter8__text_add_strings(out, " ", text_of(input, names[i]), (char *)NULL);
    }
    add_weights(iter8__node_member(input, "weights"), out);
    iter8__text_add_string(out, ": ");
    if (word != NULL)
        iter8__text_add_string(out, word);
    else
        iter8__node_write(answer, ITER8_FORMAT_JSON_COMPACT, out);
    if (!is_fine && iter8__node_member(input, "reason") != NULL)
        iter8__text_add_strings(out, ", ", text_of(input, "reason"), (char *)NULL);
    iter8__text_add_char(out, '\n');
}

static void tell_event(const iter8__node *event, iter8__text *out)
{
    const char *message = text_of(event, "message");
    iter8__text_add_strings(out, is_set(event, "warning") ? "  warning " : "  ",
                            text_of(event, "reason"), *message != '\0' ? ": " : "", message,
                            (char *)NULL);
    iter8__text_add_char(out, '\n');
}

static void tell_step(const iter8__node *step, iter8__text *out)
{
    size_t start = out->length;
    iter8__text_add_string(out, text_of(step, "time"));
    add_number(out, "  step ", step, "step", "");
    iter8__text_add_char(out, '\n');
    size_t body = out->length;
    tell_each(step, "inputs", tell_input, out);
    tell_iteration(iter8__node_member(step, "iteration"), out);
    tell_each(step, "events", tell_event, out);
    if (out->length > body || out->failed) return;
    out->length = start;
    if (out->bytes != NULL) out->bytes[start] = '\0';
}

static void tell_experiment(const iter8__node *line, iter8__text *out)
{
    const iter8__node *experiment = iter8__node_member(line, "experiment");
    const iter8__node *metadata = iter8__node_member(experiment, "metadata");
    const char *namespace_ = text_of(metadata, "namespace");
    const char *stage = text_of(iter8__node_member(experiment, "status"), "stage");
    iter8__text_add_strings(out, "experiment ", namespace_, *namespace_ != '\0' ? "/" : "",
                            text_of(metadata, "name"), *stage != '\0' ? ", " : "", stage,
                            (char *)NULL);
    iter8__text_add_char(out, '\n');
}

static void tell_line(const iter8_document *document, iter8__text *out)
{
    const iter8__node *root = iter8__document_root(document);
    switch (iter8__line_kind(document)) {
    case ITER8__LINE_LOG:
        iter8__text_add_strings(out, "decision log of libiter8 ", text_of(root, "library"),
                                (char *)NULL);
        iter8__text_add_char(out, '\n');
        break;
    case ITER8__LINE_EXPERIMENT: tell_experiment(root, out); break;
    case ITER8__LINE_STEP: tell_step(root, out); break;
    default: break;
    }
}

int iter8_log_explain(const char *lines, size_t length, char *buffer, size_t capacity,
                      size_t *needed)
{
    iter8_allocator allocator;
    iter8__text out;
    if (lines == NULL && length > 0) return ITER8_ERR_ARGUMENT;
    int rc = iter8__allocator_take(&allocator, NULL);
    if (rc != ITER8_OK) return rc;
    iter8__text_init_shown(&out, &allocator);
    iter8__lines reader = {lines, length, &allocator, NULL, {NULL, 0, 0}, NULL};
    while ((rc = iter8__lines_next(&reader)) == ITER8_OK)
        tell_line(iter8__lines_document(&reader), &out);
    iter8__lines_clear(&reader);
    if (rc == ITER8_ERR_KIND) rc = ITER8_ERR_SYNTAX;
    if (rc == ITER8_UNCHANGED) rc = iter8__text_give(&out, buffer, capacity, needed);
    iter8__text_clear(&out);
    return rc;
}

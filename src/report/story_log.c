/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The story of a decision log: all iterations and events of its last experiment's last run.
 *
 * The lines are what docs/decision-log.md says. What is missing in one, or has another type, is not
 * told; names that the experiment does not have are passed over.
 */
#include "report/story_log.h"

#include "document/document.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "log/log_line.h"
#include "log/log_words.h"
#include "log/replay_lines.h"

#include <math.h>
#include <string.h>

enum { FORMAT = 1, MAX_EVENTS = 1000 };

static const char *string_at(const iter8__node *node, const char *key)
{
    const char *string = iter8__node_string(iter8__node_member(node, key));
    return string != NULL ? string : "";
}

static double number_at(const iter8__node *node, const char *key)
{
    double number;
    if (!iter8__log_read_number(iter8__node_member(node, key), &number)) return (double)NAN;
    return isinf(number) ? (double)NAN : number;
}

static int32_t percent_at(const iter8__node *node, const char *key)
{
    double number = number_at(node, key);
    return number >= 0 && number <= 100 ? (int32_t)number : -1;
}

static int64_t time_at(const iter8__node *node, const char *key)
{
    int64_t time;
    return iter8__log_read_time(iter8__node_member(node, key), &time) ? time : ITER8_NO_TIME;
}

static int is_set(const iter8__node *node, const char *key)
{
    return iter8__node_boolean(iter8__node_member(node, key));
}

/* A text that outlives the line; "" without memory, which is noted. */
static const char *keep(iter8__story *story, const char *text)
{
    const char *kept = iter8__arena_text(&story->arena, text, strlen(text));
    if (kept == NULL) story->out_of_memory = 1;
    return kept != NULL ? kept : "";
}

static int32_t version_at(const iter8__story *story, const iter8__node *node)
{
    return iter8__spec_version(&story->experiment->spec, string_at(node, "version"));
}

/* A metric may be that of several criteria. */
static void tell_value(const iter8__story *story, const iter8__node *value,
                       iter8__story_iteration *iteration)
{
    size_t versions = story->experiment->spec.version_count;
    int32_t version = version_at(story, value);
    for (size_t c = 0; version >= 0 && c < story->criterion_count; c++) {
        iter8__finding *finding = &iteration->findings[c * versions + (size_t)version];
        if (strcmp(string_at(value, "metric"), story->criteria[c].metric) != 0) continue;
        finding->value = number_at(value, "value");
        double carried = number_at(value, "carried");
        finding->carried = carried > 0 && carried < 1000 ? (int32_t)carried : 0;
    }
}

static int32_t meets_in(const iter8__node *verdict)
{
    if (isnan(number_at(verdict, "value"))) return ITER8__UNKNOWN;
    if (is_set(verdict, "satisfied")) return ITER8__MET;
    return is_set(verdict, "excused") ? ITER8__WITHIN_BUDGET : ITER8__UNMET;
}

static void tell_verdict(const iter8__story *story, const iter8__node *verdict,
                         iter8__story_iteration *iteration)
{
    const iter8__spec *spec = &story->experiment->spec;
    int32_t version = version_at(story, verdict);
    const iter8__node *belief = iter8__node_member(verdict, "belief");
    int64_t objective = iter8__node_integer(iter8__node_member(verdict, "objective"));
    if (version < 0 || objective < 0 || (uint64_t)objective >= spec->objective_count) return;
    if (strcmp(string_at(verdict, "metric"), story->criteria[objective].metric) != 0) return;
    iter8__finding *finding =
        &iteration->findings[(size_t)objective * spec->version_count + (size_t)version];
    finding->meets = meets_in(verdict);
    finding->reason = iter8__word_number(&iter8__verdict_reasons, string_at(verdict, "reason"));
    finding->low = number_at(belief, "low");
    finding->high = number_at(belief, "high");
    if (isnan(finding->low) || isnan(finding->high)) finding->low = finding->high = NAN;
}

static void tell_weight(iter8__story *story, const iter8__node *weight,
                        iter8__story_iteration *iteration)
{
    int32_t version = version_at(story, weight);
    if (version < 0) return;
    iteration->weights[version] =
        (iter8__story_weight){percent_at(weight, "found"), percent_at(weight, "decided"),
                              keep(story, string_at(weight, "why"))};
}

static void tell_iteration(iter8__story *story, const iter8__node *node)
{
    int32_t number = (int32_t)iter8__node_integer(iter8__node_member(node, "number"));
    const iter8__node *values = iter8__node_member(node, "values");
    const iter8__node *verdicts = iter8__node_member(node, "verdicts");
    const iter8__node *weights = iter8__node_member(node, "weights");
    iter8__story_iteration *iteration = iter8__story_add_iteration(story);
    if (iteration == NULL) return;
    iteration->number = number;
    iteration->time_ns = time_at(node, "time");
    const iter8__node *winner = iter8__node_member(node, "winner");
    iteration->winner = version_at(story, winner);
    iteration->met_for = (int32_t)iter8__node_integer(iter8__node_member(winner, "metFor"));
    for (size_t i = 0; i < iter8__node_count(values); i++)
        tell_value(story, iter8__node_item(values, i), iteration);
    for (size_t i = 0; i < iter8__node_count(verdicts); i++)
        tell_verdict(story, iter8__node_item(verdicts, i), iteration);
    for (size_t i = 0; i < iter8__node_count(weights); i++)
        tell_weight(story, iter8__node_item(weights, i), iteration);
    story->recommended = keep(story, string_at(node, "recommended"));
    if (is_set(node, "rolledBack")) story->ending = ITER8_ENDING_ROLLED_BACK;
}

/* Logs of earlier versions say how it ended by the reasons of events alone. */
static void conclude(iter8__story *story, const char *reason)
{
    if (strcmp(reason, "HandlerFailed") == 0 || strcmp(reason, "InvalidExperiment") == 0)
        story->ending = ITER8_ENDING_FAILED;
}

/* Iterations are told elsewhere, and stages by what happens in them. */
static void tell_event(iter8__story *story, const iter8__node *node, int64_t time_ns)
{
    const char *reason = string_at(node, "reason");
    const char *message = keep(story, string_at(node, "message"));
    story->message = message;
    conclude(story, reason);
    if (strcmp(reason, "IterationUpdate") == 0 || strcmp(reason, "StageAdvanced") == 0) return;
    if (story->event_count == MAX_EVENTS) {
        story->events_passed_over++;
        return;
    }
    iter8__story_event *event = iter8__story_add_event(story);
    if (event != NULL)
        *event =
            (iter8__story_event){time_ns, keep(story, reason), message, is_set(node, "warning")};
}

/* Forgets an earlier run when another begins: in its first stage, before its first iteration. */
static void begin_run(iter8__story *story, int64_t start_ns)
{
    story->iteration_count = story->event_count = story->events_passed_over = 0;
    story->ending = ITER8_ENDING_NONE;
    story->start_ns = start_ns;
    story->message = story->recommended = "";
}

static void tell_ending(iter8__story *story, const iter8__node *outcome)
{
    int32_t ending = iter8__word_number(&iter8__ending_words, string_at(outcome, "ending"));
    if (ending != ITER8_ENDING_NONE) story->ending = ending;
    if (story->ending == ITER8_ENDING_NONE && story->stage == ITER8_STAGE_COMPLETED)
        story->ending = ITER8_ENDING_COMPLETED;
}

static void tell_step(iter8__story *story, const iter8__node *step)
{
    const iter8__node *events = iter8__node_member(step, "events");
    const iter8__node *iteration = iter8__node_member(step, "iteration");
    int32_t stage =
        iter8__word_number(&iter8__stages, string_at(iter8__node_member(step, "outcome"), "stage"));
    if (stage > 0 && stage < story->stage) begin_run(story, time_at(step, "time"));
    if (story->start_ns == ITER8_NO_TIME) story->start_ns = time_at(step, "time");
    if (iteration != NULL) tell_iteration(story, iteration);
    for (size_t i = 0; i < iter8__node_count(events); i++)
        tell_event(story, iter8__node_item(events, i), time_at(step, "time"));
    if (stage > 0) story->stage = stage;
    tell_ending(story, iter8__node_member(step, "outcome"));
}

/* Whether a line's experiment is that of the story. */
static int is_subject(const iter8__story *story, const iter8__node *line)
{
    const iter8__node *metadata =
        iter8__node_member(iter8__node_member(line, "experiment"), "metadata");
    return strcmp(string_at(metadata, "name"), story->experiment->spec.name) == 0 &&
           strcmp(string_at(metadata, "namespace"), story->experiment->spec.namespace_) == 0;
}

int iter8__story_of_log(iter8__story *story, const char *log, size_t length)
{
    iter8__lines lines = {.text = log, .length = length, .allocator = story->arena.allocator};
    int is_ours = 0;
    int rc;
    while ((rc = iter8__lines_next(&lines)) == ITER8_OK && !story->out_of_memory) {
        const iter8__node *line = iter8__document_root(iter8__lines_document(&lines));
        enum iter8__line_kind kind = iter8__line_kind(iter8__lines_document(&lines));
        if (kind == ITER8__LINE_EXPERIMENT) is_ours = is_subject(story, line);
        if (kind == ITER8__LINE_STEP && is_ours) tell_step(story, line);
    }
    iter8__lines_clear(&lines);
    iter8__story_explain(story);
    return rc != ITER8_ERR_NOMEM && !story->out_of_memory;
}

/* What the experiment of a log is made of. */
struct subject {
    iter8__node *experiment; /* of the last line that has one; or NULL */
    iter8__node *defaults;
};

static void replace(iter8__node **node, iter8__node *by)
{
    iter8__node_release(*node);
    *node = by != NULL ? iter8__node_retain(by) : NULL;
}

static int take_line(const iter8__lines *lines, struct subject *subject)
{
    const iter8__node *line = iter8__document_root(iter8__lines_document(lines));
    enum iter8__line_kind kind = iter8__line_kind(iter8__lines_document(lines));
    if (lines->line.number == 1 && kind != ITER8__LINE_LOG)
        return iter8__lines_fail(lines, ITER8_ERR_KIND, "this is no decision log", (char *)NULL);
    if (kind == ITER8__LINE_LOG && iter8__node_integer(iter8__node_member(line, "format")) > FORMAT)
        return iter8__lines_fail(lines, ITER8_ERR_VERSION, "a newer version wrote this log",
                                 (char *)NULL);
    if (kind == ITER8__LINE_LOG) replace(&subject->defaults, iter8__node_member(line, "defaults"));
    if (kind == ITER8__LINE_EXPERIMENT)
        replace(&subject->experiment, iter8__node_member(line, "experiment"));
    return ITER8_OK;
}

/* The last line may be cut off: the log of a process that runs, or was ended. */
static int find_subject(iter8__lines *lines, struct subject *subject)
{
    int rc;
    while ((rc = iter8__lines_next(lines)) == ITER8_OK) {
        rc = take_line(lines, subject);
        if (rc != ITER8_OK) return rc;
    }
    if (rc == ITER8_ERR_SYNTAX && lines->length == 0 && lines->line.number > 1) rc = ITER8_OK;
    if (rc != ITER8_OK && rc != ITER8_UNCHANGED) return rc;
    if (subject->experiment == NULL)
        return iter8__lines_fail(lines, ITER8_ERR_KIND, "there is no experiment in this log",
                                 (char *)NULL);
    return ITER8_OK;
}

static int make_experiment(const struct subject *subject, const iter8_report_options *options,
                           iter8_experiment **out)
{
    iter8_document *document = NULL;
    iter8_document *defaults = NULL;
    int rc = iter8__document_wrap(iter8__node_retain(subject->experiment), options->allocator,
                                  &document);
    if (rc == ITER8_OK && subject->defaults != NULL)
        rc = iter8__document_wrap(iter8__node_retain(subject->defaults), options->allocator,
                                  &defaults);
    const iter8_experiment_options wanted = {.struct_size = sizeof wanted,
                                             .allocator = options->allocator,
                                             .partial = 1,
                                             .defaults = defaults,
                                             .algorithms = options->algorithms,
                                             .algorithm_count = options->algorithm_count};
    if (rc == ITER8_OK)
        rc = iter8_experiment_from_document(document, &wanted, options->diagnostics, out);
    iter8_document_free(document);
    iter8_document_free(defaults);
    return rc;
}

int iter8__log_experiment(const char *log, size_t length, const iter8_report_options *options,
                          iter8_experiment **out)
{
    struct subject subject = {NULL, NULL};
    iter8__lines lines = {.text = log,
                          .length = length,
                          .allocator = options->allocator,
                          .diagnostics = options->diagnostics};
    *out = NULL;
    int rc = find_subject(&lines, &subject);
    if (rc == ITER8_OK) rc = make_experiment(&subject, options, out);
    iter8__lines_clear(&lines);
    iter8__node_release(subject.experiment);
    iter8__node_release(subject.defaults);
    return rc;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Experiments as Iter8's own controller and analytics service ran them, run again under Iter8's
 * profile: each status that Iter8 wrote must be one of ours, in the same order.
 *
 * What may differ is named here, and has a row in docs/differences.md.
 */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"
#include "recorded_host.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STATUSES = 400, MOST_STEPS = 2000 };

/* Our statuses, one after the other. */
typedef struct course {
    iter8_document *documents[MOST_STATUSES];
    const iter8__node *statuses[MOST_STATUSES];
    size_t count;
} course;

static const char iter8_profile[] =
    "{\"metadata\": {\"annotations\": {\"iter8.tools/profile\": \"iter8-v2alpha2\"}}}";

static const char *text_at(const iter8__node *node, const char *path)
{
    const char *text = iter8__node_string(recorded_at(node, path));
    return text != NULL ? text : "";
}

static int64_t number_at(const iter8__node *node, const char *path)
{
    return iter8__node_integer(recorded_at(node, path));
}

static void note(course *ours, const iter8_experiment *experiment)
{
    char *text = experiment_written(experiment, ITER8_FORMAT_JSON);
    cr_assert_lt(ours->count, (size_t)MOST_STATUSES);
    iter8_document *document = only_document_of(text);
    ours->documents[ours->count] = document;
    ours->statuses[ours->count++] = recorded_at(iter8__document_root(document), "status");
    free(text);
}

/* To the end, or to where it was deleted. */
static void run(recorded_host *host, iter8_experiment *experiment, course *ours)
{
    const iter8__node *delete_at = iter8__node_member(host->recording, "delete_at");
    int64_t now_ns = INT64_C(1790000000000000000);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    for (int i = 0; i < MOST_STEPS && !outcome.done; i++) {
        int rc = iter8_reconcile(experiment, &host->host, now_ns, NULL, &outcome);
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_HOST, "%d", rc);
        if (outcome.changed) note(ours, experiment);
        if (outcome.next_ns > now_ns) {
            recorded_host_interfere(host, experiment);
            if (delete_at != NULL &&
                iter8_status_of(experiment).completed_iterations == iter8__node_integer(delete_at))
                return;
        }
        now_ns = outcome.next_ns;
    }
    cr_assert(outcome.done);
}

/* The type, status, reason and message of a condition of ours that Iter8 has as [type, ...]. */
static int same_condition(const iter8__node *status, const iter8__node *wanted)
{
    const iter8__node *list = iter8__node_member(status, "conditions");
    const char *type = iter8__node_string(iter8__node_item(wanted, 0));
    static const char *const members[] = {"", "status", "reason", "message"};
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        const iter8__node *item = iter8__node_item(list, i);
        if (strcmp(text_at(item, "type"), type) != 0) continue;
        for (size_t m = 1; m < 4; m++) {
            const char *text = iter8__node_string(iter8__node_item(wanted, m));
            if (strcmp(text_at(item, members[m]), text != NULL ? text : "") != 0) return 0;
        }
        return 1;
    }
    return 0;
}

static int same_conditions(const iter8__node *mine, const iter8__node *status)
{
    const iter8__node *wanted = iter8__node_member(status, "conditions");
    for (size_t i = 0; i < iter8__node_count(wanted); i++) {
        if (!same_condition(mine, iter8__node_item(wanted, i))) return 0;
    }
    return 1;
}

/* Differences that docs/differences.md tells, by the words of its first column. */
typedef struct allowed {
    int32_t tolerance; /* "rounding of weights": percent, where Iter8 rounds three at random */
} allowed;

/* Ours as {name, value}, Iter8's as [name, value]. The names count, not the order. */
static int same_weights(const iter8__node *mine, const iter8__node *wanted, int32_t tolerance)
{
    if (iter8__node_count(mine) != iter8__node_count(wanted)) return 0;
    for (size_t i = 0; i < iter8__node_count(wanted); i++) {
        const iter8__node *pair = iter8__node_item(wanted, i);
        int found = 0;
        for (size_t k = 0; k < iter8__node_count(mine); k++) {
            const iter8__node *item = iter8__node_item(mine, k);
            int64_t gap = number_at(item, "value") - iter8__node_integer(iter8__node_item(pair, 1));
            found |=
                strcmp(text_at(item, "name"), iter8__node_string(iter8__node_item(pair, 0))) == 0 &&
                gap >= -tolerance && gap <= tolerance;
        }
        if (!found) return 0;
    }
    return 1;
}

static void expect_text(const iter8__node *mine, const iter8__node *status, const char *path,
                        const char *where)
{
    cr_expect_str_eq(text_at(mine, path), text_at(status, path), "%s: %s", where, path);
}

/* "no winner in a canary": where Iter8's message is empty, ours says why. */
static void expect_messages(const iter8__node *mine, const iter8__node *status, const char *where)
{
    static const char *const paths[] = {
        "analysis.aggregatedMetrics.message", "analysis.versionAssessments.message",
        "analysis.winnerAssessment.message", "analysis.weights.message"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (i == 0 || *text_at(status, paths[i]) != '\0')
            expect_text(mine, status, paths[i], where);
    }
}

static void expect_analysis(const iter8__node *mine, const iter8__node *status,
                            const allowed *differences, const char *where)
{
    static const char winner[] = "analysis.winnerAssessment.data.winner";
    static const char found[] = "analysis.winnerAssessment.data.winnerFound";
    expect_text(mine, status, winner, where);
    cr_expect_eq(iter8__node_boolean(recorded_at(mine, found)),
                 iter8__node_boolean(recorded_at(status, found)), "%s", where);
    cr_expect(iter8__node_equal(recorded_at(mine, "analysis.versionAssessments.data"),
                                recorded_at(status, "analysis.versionAssessments.data")),
              "%s: verdicts", where);
    cr_expect(same_weights(recorded_at(mine, "analysis.weights.data"),
                           recorded_at(status, "analysis.weights.data"), differences->tolerance),
              "%s: decided weights", where);
    expect_messages(mine, status, where);
}

/* "when weights are read first": Iter8 does when it begins to run. */
static int tells_weights(const iter8__node *status)
{
    return number_at(status, "completedIterations") > 0 &&
           iter8__node_member(status, "currentWeightDistribution") != NULL;
}

static void expect_same(const iter8__node *mine, const iter8__node *status,
                        const allowed *differences, const char *where)
{
    cr_expect(same_conditions(mine, status), "%s: conditions", where);
    if (iter8__node_member(status, "versionRecommendedForPromotion") != NULL)
        expect_text(mine, status, "versionRecommendedForPromotion", where);
    if (tells_weights(status))
        cr_expect(same_weights(iter8__node_member(mine, "currentWeightDistribution"),
                               iter8__node_member(status, "currentWeightDistribution"),
                               differences->tolerance),
                  "%s: weights", where);
    if (iter8__node_member(status, "analysis") != NULL)
        expect_analysis(mine, status, differences, where);
}

static int is_same_step(const iter8__node *a, const iter8__node *b)
{
    return strcmp(text_at(a, "stage"), text_at(b, "stage")) == 0 &&
           number_at(a, "completedIterations") == number_at(b, "completedIterations") &&
           strcmp(text_at(a, "message"), text_at(b, "message")) == 0;
}

static int same_analysis(const iter8__node *a, const iter8__node *b)
{
    return iter8__node_equal(iter8__node_member(a, "analysis"), iter8__node_member(b, "analysis"));
}

/* The last of our statuses in a row that are at the step of Iter8's, from @p from on: a decision is
 * saved before it is written, and one to roll back before the end. SIZE_MAX where there is none. */
static size_t find_step(const course *ours, size_t from, const iter8__node *status)
{
    size_t i = from;
    while (i < ours->count && !is_same_step(ours->statuses[i], status))
        i++;
    if (i == ours->count) return SIZE_MAX;
    while (i + 1 < ours->count && is_same_step(ours->statuses[i + 1], status) &&
           same_analysis(ours->statuses[i], ours->statuses[i + 1]))
        i++;
    return i;
}

/* "who waits for a target": before the first status with a message there is none of ours; and
 * TargetAcquired and the first words stand together. */
static int is_beginning(const iter8__node *status)
{
    return *text_at(status, "message") == '\0' ||
           strncmp(text_at(status, "message"), "ExperimentInitialized", 21) == 0;
}

static void compare(const course *ours, const recorded_host *host, const allowed *differences,
                    const char *name)
{
    size_t at = 0;
    for (size_t i = 0; i < iter8__node_count(host->statuses); i++) {
        const iter8__node *status = iter8__node_item(host->statuses, i);
        char where[300];
        (void)snprintf(where, sizeof where, "%s, status %zu, %s", name, i,
                       text_at(status, "message"));
        if (is_beginning(status) || iter8__node_member(status, "deleted") != NULL) continue;
        size_t found = find_step(ours, at, status);
        cr_expect_neq(found, SIZE_MAX, "%s: no such status", where);
        if (found == SIZE_MAX) return;
        at = found;
        expect_same(ours->statuses[found], status, differences, where);
    }
}

/* What Iter8 told, one by one. */
static void compare_events(const recorded_host *host, const char *name)
{
    recorded_events wanted;
    recorded_events_of(host->recording, &wanted);
    cr_expect_eq(host->events.count, wanted.count, "%s: %zu events, not %zu", name,
                 host->events.count, wanted.count);
    for (size_t i = 0; i < wanted.count && i < host->events.count; i++)
        cr_expect_str_eq(host->events.lines[i], wanted.lines[i], "%s: event %zu", name, i);
}

static int is_split(const int32_t *route, const iter8__node *weights)
{
    for (size_t v = 0; v < iter8__node_count(weights); v++) {
        if (route[v] != iter8__node_integer(iter8__node_item(weights, v))) return 0;
    }
    return 1;
}

/* The splits that the route was seen with. One that did not last long may have been missed; of
 * three versions each iteration rounds at random. */
static void compare_splits(const recorded_host *host, const allowed *differences, const char *name)
{
    const iter8__node *list = recorded_at(host->recording, "iter8.weightsOfRoute");
    size_t at = 0;
    for (size_t i = 0; differences->tolerance == 0 && i < iter8__node_count(list); i++) {
        const iter8__node *weights = iter8__node_item(iter8__node_item(list, i), 1);
        if (iter8__node_kind(weights) != ITER8__NODE_LIST) continue;
        int is_last = i + 1 == iter8__node_count(list);
        if (is_last && host->split_count > 0) at = host->split_count - 1;
        while (at < host->split_count && !is_split(host->splits[at], weights))
            at++;
        cr_expect_lt(at, host->split_count, "%s: split %zu of the route", name, i);
    }
}

/* "problems of an experiment": refused when it is read. */
static int may_be_refused(const recorded_host *host)
{
    return recorded_event(host->recording, "ExperimentCompleted", "Experiment failed") &&
           !recorded_event(host->recording, "IterationUpdate", "");
}

/* "the analytics service fails", "a Metric that is not there": here is no such service, and the
 * host measures. */
static int is_of_another_world(const recorded_host *host)
{
    return recorded_event(host->recording, "AnalyticsServiceError", "") ||
           recorded_event(host->recording, "MetricUnavailable", "");
}

static void check_case(const char *line, const iter8_document *defaults)
{
    recorded_host host;
    course ours = {.count = 0};
    iter8_document *whole = only_document_of(line);
    iter8_document *document;
    iter8_experiment *experiment = NULL;
    const iter8__node *root = iter8__document_root(whole);
    const char *name = text_at(root, "name");
    iter8_experiment_options options = {.struct_size = sizeof options, .defaults = defaults};
    recorded_host_init(&host, root);
    cr_assert_eq(iter8__document_wrap(iter8__node_copy(iter8__node_member(root, "experiment")),
                                      NULL, &document),
                 ITER8_OK);
    int rc = iter8_experiment_from_document(document, &options, NULL, &experiment);
    cr_expect(rc == ITER8_OK || may_be_refused(&host), "%s: %d", name, rc);
    if (rc == ITER8_OK && !is_of_another_world(&host)) {
        size_t versions = iter8_spec_of(experiment).version_count;
        allowed differences = {.tolerance = versions > 2 ? 2 : 0};
        run(&host, experiment, &ours);
        compare(&ours, &host, &differences, name);
        compare_events(&host, name);
        compare_splits(&host, &differences, name);
    }
    for (size_t i = 0; i < ours.count; i++)
        iter8_document_free(ours.documents[i]);
    iter8_experiment_free(experiment);
    iter8_document_free(document);
    iter8_document_free(whole);
}

static size_t check_file(const char *path)
{
    size_t count = 0;
    char *text = file_text(path);
    iter8_document *defaults = only_document_of(iter8_profile);
    for (char *line = text != NULL ? strtok(text, "\n") : NULL; line != NULL;
         line = strtok(NULL, "\n"), count++)
        check_case(line, defaults);
    iter8_document_free(defaults);
    free(text);
    return count;
}

Test(golden_lifecycle, our_own_cases_go_the_way_that_iter8s_rules_say)
{
    cr_expect_gt(check_file(ITER8_SOURCE_DIR "/tests/golden/lifecycle/cases.jsonl"), 15);
}

Test(golden_lifecycle, what_iter8_itself_did_is_done_again)
{
    const char *shared = getenv("ITER8_SHARED");
    if (shared == NULL) cr_skip_test("ITER8_SHARED names no folder with vectors/lifecycle.jsonl");
    char *path = path_of(shared, "vectors/lifecycle.jsonl");
    size_t count = check_file(path);
    if (count == 0) cr_skip_test("there is no %s", path);
    free(path);
}

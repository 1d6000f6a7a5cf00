/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Twice the input takes about twice the work, whatever there is twice as much of. */
#include "counter.h"
#include "iter8/iter8.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text that grows; memory is not what is tested here. */
typedef struct document {
    char *text;
    size_t length;
    size_t capacity;
} document;

static void add(document *to, const char *format, ...)
{
    va_list parts;
    if (to->capacity - to->length < 4096) {
        to->capacity = 2 * to->capacity + 8192;
        to->text = realloc(to->text, to->capacity);
        cr_assert_not_null(to->text);
    }
    va_start(parts, format);
    to->length +=
        (size_t)vsnprintf(to->text + to->length, to->capacity - to->length, format, parts);
    va_end(parts);
}

/* How large an experiment is. */
typedef struct scale {
    size_t versions, objectives, annotations, unknown_fields, items, placeholders;
    int digits; /* of the numbers in names, at least */
} scale;

static void add_metadata(document *to, const scale *size)
{
    add(to, "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata:\n  name: large\n"
            "  annotations:\n    a: b\n");
    for (size_t i = 0; i < size->annotations; i++)
        add(to, "    key-%zu: value\n", i * 7919 % size->annotations);
}

static void add_criteria(document *to, const scale *size)
{
    add(to, "  criteria:\n    requestCount: requests\n    objectives:\n");
    for (size_t i = 0; i < size->objectives; i++)
        add(to, "    - {metric: metric-%0*zu, upperLimit: \"0.5\"}\n", size->digits, i);
}

static void add_versions(document *to, const scale *size)
{
    add(to, "  versionInfo:\n    baseline: {name: version-0}\n    candidates:\n");
    for (size_t i = 1; i < size->versions; i++)
        add(to, "    - {name: version-%0*zu}\n", size->digits, i);
}

static void add_script(document *to, const scale *size)
{
    add(to, "    actions:\n      start:\n      - run: \"true");
    for (size_t i = 0; i < size->placeholders; i++)
        add(to, "@<.this.kind>@");
    add(to, "\"\n");
}

static document experiment_text(const scale *size)
{
    document to = {NULL, 0, 0};
    add_metadata(&to, size);
    add(&to, "spec:\n  target: default/large\n  strategy:\n    testingPattern: %s\n",
        size->versions > 2 ? "A/B/N" : "Canary");
    if (size->placeholders > 0) add_script(&to, size);
    add_criteria(&to, size);
    if (size->versions > 2)
        add(&to, "    rewards: [{metric: metric-%0*zu, preferredDirection: High}]\n", size->digits,
            (size_t)0);
    add(&to, "  duration: {intervalSeconds: 10, iterationsPerLoop: 10}\n");
    add_versions(&to, size);
    for (size_t i = 0; i < size->items; i++)
        add(&to, i == 0 ? "  more:\n  - item\n" : "  - item\n");
    for (size_t i = 0; i < size->unknown_fields; i++)
        add(&to, "  unknown-%zu: 1\n", i);
    return to;
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    (void)user_data;
    size_t version = (size_t)strtol(strchr(question->version, '-') + 1, NULL, 10);
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.25 + (double)(version % 7) * 0.05;
    return ITER8_OK;
}

static int32_t take_line(const char *line, size_t length, void *user_data)
{
    (void)line;
    (void)length;
    (void)user_data;
    return 0;
}

static int32_t run_task(const iter8_task *request, void *user_data)
{
    (void)request;
    (void)user_data;
    return ITER8_OK;
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    (void)route;
    (void)user_data;
    return ITER8_OK;
}

/* Two iterations, recorded, then written, read again, analyzed and described. */
static void live(iter8_experiment *experiment)
{
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    iter8_recorder_options options = ITER8_INIT(iter8_recorder_options);
    iter8_recorder *recorder = NULL;
    iter8_metrics_source source = {sizeof source, NULL, measure};
    iter8_router router = {sizeof router, NULL, NULL, write_weights};
    host.metrics_source = &source;
    host.router = &router;
    host.run_task = run_task;
    options.write = take_line;
    cr_assert_eq(iter8_recorder_new(&options, &host, &recorder), ITER8_OK);
    int64_t now_ns = 0;
    while (iter8_status_of(experiment).completed_iterations < 2) {
        int rc = iter8_recorder_reconcile(recorder, experiment, now_ns, NULL, &outcome);
        cr_assert_eq(rc, ITER8_OK, "%s", iter8_strerror(rc));
        now_ns = outcome.next_ns;
    }
    iter8_recorder_free(recorder);
}

static size_t write_and_read(const iter8_experiment *experiment, int format)
{
    size_t length = 0;
    iter8_experiment *again = NULL;
    int rc = iter8_experiment_write(experiment, format, NULL, 0, &length);
    cr_assert_neq(rc, ITER8_ERR_NOMEM);
    char *text = malloc(length + 1);
    cr_assert_not_null(text);
    cr_assert_eq(iter8_experiment_write(experiment, format, text, length + 1, &length), ITER8_OK);
    cr_assert_eq(iter8_experiment_read(text, length, NULL, NULL, &again), ITER8_OK);
    iter8_experiment_free(again);
    free(text);
    return length;
}

static void analyze(const iter8_experiment *experiment)
{
    iter8_analysis *analysis = NULL;
    size_t length = 0;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    int rc = iter8_analysis_write(analysis, ITER8_FORMAT_YAML, NULL, 0, &length);
    cr_assert_neq(rc, ITER8_ERR_NOMEM);
    iter8_analysis_free(analysis);
}

enum { READ, LIVED, KEPT, ANALYZED, PHASES };

static const char *const phases[PHASES] = {"reading", "two iterations", "writing and reading again",
                                           "an analysis"};

static iter8_experiment *read_experiment(const document *text)
{
    iter8_experiment *experiment = NULL;
    iter8_diagnostics *diagnostics = NULL;
    iter8_diagnostic first = ITER8_INIT(iter8_diagnostic);
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    int rc = iter8_experiment_read(text->text, text->length, NULL, diagnostics, &experiment);
    cr_assert_eq(rc, ITER8_OK, "%s: %s", iter8_strerror(rc),
                 iter8_diagnostics_get(diagnostics, 0, &first) == ITER8_OK ? first.message : "");
    iter8_diagnostics_free(diagnostics);
    return experiment;
}

/* The steps of a life, phase by phase, of an experiment as large as this. */
static void count(const scale *size, unsigned but, uint64_t steps[PHASES])
{
    document text = experiment_text(size);
    uint64_t marks[PHASES + 1];
    marks[READ] = counter_steps();
    iter8_experiment *experiment = read_experiment(&text);
    marks[LIVED] = counter_steps();
    live(experiment);
    marks[KEPT] = counter_steps();
    (void)write_and_read(experiment, ITER8_FORMAT_YAML);
    (void)write_and_read(experiment, ITER8_FORMAT_JSON);
    marks[ANALYZED] = counter_steps();
    if ((but & 1U << ANALYZED) == 0) analyze(experiment);
    marks[PHASES] = counter_steps();
    iter8_experiment_free(experiment);
    free(text.text);
    for (int i = 0; i < PHASES; i++)
        steps[i] = marks[i + 1] - marks[i];
}

/* All phases but some, a bit each. */
static void expect_linear_but(unsigned but, scale once, scale twice)
{
    uint64_t few[PHASES];
    uint64_t many[PHASES];
    count(&once, but, few);
    count(&twice, but, many);
    for (int i = 0; i < PHASES; i++)
        cr_expect((but & 1U << i) != 0 || many[i] * 10 <= few[i] * 23,
                  "%s: %" PRIu64 " steps become %" PRIu64, phases[i], few[i], many[i]);
}

static void expect_linear(scale once, scale twice)
{
    expect_linear_but(0, once, twice);
}

Test(work, annotations)
{
    expect_linear((scale){2, 1, 4000, 0, 0, 0, 0}, (scale){2, 1, 8000, 0, 0, 0, 0});
}

Test(work, versions)
{
    /* The search for the closest other result tries every value with every version. */
    expect_linear_but(0, (scale){50, 64, 0, 0, 0, 0, 0}, (scale){100, 64, 0, 0, 0, 0, 0});
}

Test(work, objectives)
{
    /* Metrics are looked for by name, in a list of at most 1,024; and see above. */
    expect_linear_but(0, (scale){20, 128, 0, 0, 0, 0, 0}, (scale){20, 256, 0, 0, 0, 0, 0});
}

Test(work, problems_in_a_long_text)
{
    expect_linear((scale){2, 1, 0, 40, 20000, 0, 0}, (scale){2, 1, 0, 80, 40000, 0, 0});
}

Test(work, placeholders)
{
    expect_linear((scale){2, 1, 0, 0, 0, 20000, 0}, (scale){2, 1, 0, 0, 0, 40000, 0});
}

/* As many versions and objectives as there may be. */
Test(work, the_status_of_the_largest_experiment_is_read_again)
{
    const scale largest = {100, 256, 1000, 0, 0, 0, 60};
    document text = experiment_text(&largest);
    iter8_experiment *experiment = read_experiment(&text);
    live(experiment);
    cr_expect_gt(write_and_read(experiment, ITER8_FORMAT_YAML), (size_t)4 << 20);
    cr_expect_gt(write_and_read(experiment, ITER8_FORMAT_JSON), (size_t)4 << 20);
    (void)write_and_read(experiment, ITER8_FORMAT_JSON_COMPACT);
    iter8_experiment_free(experiment);
    free(text.text);
}

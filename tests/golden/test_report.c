/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Whole pages, byte by byte. What changes is to be looked at in a browser, and then
 * `iter8ctl report -f rollout.log -o rollout.html` makes the new file.
 */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/report.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER ITER8_SOURCE_DIR "/tests/golden/"

static char *text_of(const char *name)
{
    char *path = path_of(FOLDER, name);
    char *text = file_text(path);
    cr_assert_not_null(text, "%s", path);
    free(path);
    return text;
}

/* Shows where two pages part. */
static void expect_page(char *page, const char *name)
{
    char *expected = text_of(name);
    size_t same = 0;
    while (page[same] != '\0' && page[same] == expected[same])
        same++;
    cr_expect_eq(page[same], expected[same], "%s, byte %zu:\n%.80s\nis wanted, and not\n%.80s",
                 name, same, expected + same, page + same);
    free(expected);
    free(page);
}

Test(golden_report, decision_log)
{
    char *log = text_of("report/rollout.log");
    size_t length;
    cr_assert_eq(iter8_report_log(log, strlen(log), NULL, NULL, 0, &length), ITER8_ERR_BUFFER);
    char *page = malloc(length + 1);
    cr_assert_eq(iter8_report_log(log, strlen(log), NULL, page, length + 1, &length), ITER8_OK);
    expect_page(page, "report/rollout.html");
    free(log);
}

Test(golden_report, simulations)
{
    char *text = text_of("report/policy.json");
    iter8_document *document = only_document_of(text);
    const iter8_document *list[] = {document};
    size_t length;
    cr_assert_eq(iter8_report_simulations(list, 1, NULL, NULL, 0, &length), ITER8_ERR_BUFFER);
    char *page = malloc(length + 1);
    cr_assert_eq(iter8_report_simulations(list, 1, NULL, page, length + 1, &length), ITER8_OK);
    expect_page(page, "report/policy.html");
    iter8_document_free(document);
    free(text);
}

Test(golden_report, experiment)
{
    char *yaml = text_of("describe/ab.yaml");
    iter8_experiment *experiment = partial_from(yaml);
    size_t length;
    cr_assert_eq(iter8_report_experiment(experiment, NULL, 0, &length), ITER8_ERR_BUFFER);
    char *page = malloc(length + 1);
    cr_assert_eq(iter8_report_experiment(experiment, page, length + 1, &length), ITER8_OK);
    expect_page(page, "report/ab.html");
    iter8_experiment_free(experiment);
    free(yaml);
}

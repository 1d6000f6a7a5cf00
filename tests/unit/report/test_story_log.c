/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/report.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEGIN "{\"kind\":\"DecisionLog\",\"format\":1,\"seed\":\"0\",\"host\":[]}\n"
#define EXPERIMENT                                                                                 \
    "{\"kind\":\"Experiment\",\"experiment\":{\"metadata\":{\"name\":\"e\"},\"spec\":{"            \
    "\"target\":\"t\",\"strategy\":{\"testingPattern\":\"Canary\"},\"criteria\":{\"objectives\":[" \
    "{\"metric\":\"m\",\"upperLimit\":1}]},\"versionInfo\":{\"baseline\":{\"name\":\"a\"},"        \
    "\"candidates\":[{\"name\":\"b\"}]}}}}\n"
#define STEP(second, stage, rest)                                                                  \
    "{\"kind\":\"Step\",\"time\":\"2021-01-01T00:00:" second "Z\",\"outcome\":{\"stage\":\"" stage \
    "\"}" rest "}\n"

/* What a verdict says first. */
#define MET     "true,\"reason\":\"within\""
#define NOT_MET "false,\"reason\":\"above\""

/* An iteration at a time, with a value of version b. */
#define ITERATION(number, time, value, satisfied)                                                  \
    ",\"iteration\":{\"number\":" number ",\"time\":\"" time                                       \
    "\",\"values\":[{\"metric\":\"m\",\"version\":\"b\",\"state\":\"present\",\"value\":" value    \
    "}],\"verdicts\":[{\"version\":\"b\",\"objective\":0,\"metric\":\"m\","                        \
    "\"satisfied\":" satisfied ",\"value\":" value                                                 \
    ",\"belief\":{\"low\":0.5,\"high\":3.5}}],\"winner\":{\"found\":false},"                       \
    "\"recommended\":\"a\",\"weights\":[{\"version\":\"a\",\"found\":90,\"decided\":80,"           \
    "\"why\":\"as wanted\"},{\"version\":\"b\",\"found\":10,\"decided\":20,\"why\":\"<why>\"}]}"

static int report(const char *log, size_t length, char **page)
{
    size_t needed;
    *page = NULL;
    int rc = iter8_report_log(log, length, NULL, NULL, 0, &needed);
    if (rc != ITER8_ERR_BUFFER) return rc;
    *page = malloc(needed + 1);
    return iter8_report_log(log, length, NULL, *page, needed + 1, &needed);
}

static char *page_of(const char *log)
{
    char *page;
    cr_assert_eq(report(log, strlen(log), &page), ITER8_OK);
    return page;
}

static void expect_part(const char *page, const char *part)
{
    cr_expect_not_null(strstr(page, part), "%s is not in\n%s", part, page);
}

static const char two[] = BEGIN EXPERIMENT STEP(
    "00", "Running", ",\"events\":[{\"reason\":\"TargetAcquired\",\"message\":\"\"}]")
    STEP("10", "Running", ITERATION("1", "2021-01-01T00:00:10Z", "0.5", MET)) STEP(
        "20", "Running",
        ITERATION(
            "2", "2021-01-01T00:00:20Z", "2.5",
            NOT_MET) ",\"events\":[{\"reason\":\"Odd\",\"message\":\"<x>\",\"warning\":true}]");

Test(report_story_log, iterations_and_events_are_told)
{
    char *page = page_of(two);
    expect_part(page, "2 of 15");
    expect_part(page, "<td>0.5 (0.5 to 3.5) \xE2\x9C\x93 met</td>");
    expect_part(page, "<td>2.5 (0.5 to 3.5) \xE2\x9C\x97 not met</td>");
    expect_part(page, "b: last 2.5 (0.5 to 3.5) \xE2\x9C\x97 not met.");
    expect_part(page, "a: from 90 to 80. b: from 10 to 20.");
    expect_part(page, "<b>b</b> 20 %: &lt;why&gt;");
    expect_part(page, "m is 2.5, above its upper limit 1");
    expect_part(page, "<title>Odd: &lt;x&gt;</title>");
    expect_part(page, "<th scope=row>Target<wbr>Acquired</th>");
    free(page);
}

Test(report_story_log, line_that_is_cut_off_is_left_out)
{
    char *page;
    for (size_t cut = 1; cut < 200; cut += 7) {
        cr_assert_eq(report(two, strlen(two) - cut, &page), ITER8_OK, "%zu", cut);
        expect_part(page, "1 of 15");
        free(page);
    }
}

Test(report_story_log, another_run_begins_the_story_anew)
{
    char log[20000];
    strcat(strcpy(log, two), STEP("30", "Completed",
                                  ",\"events\":[{\"reason\":\"HandlerFailed"
                                  "\",\"message\":\"finish handler failed\"}]"));
    char *page = page_of(log);
    expect_part(page, "Failed</span>");
    free(page);
    strcat(log, BEGIN EXPERIMENT STEP("40", "Initializing", "")
                    STEP("50", "Running", ITERATION("1", "2021-01-01T00:00:50Z", "0.25", MET)));
    page = page_of(log);
    expect_part(page, "1 of 15");
    expect_part(page, "00:00:40</time>");
    cr_expect_null(strstr(page, "Failed"));
    cr_expect_null(strstr(page, "2.5 ("));
    free(page);
}

Test(report_story_log, of_very_many_iterations_some_are_shown)
{
    enum { MANY = 3000 };
    char *log = malloc(MANY * 800 + 2000);
    size_t length = strlen(strcpy(log, BEGIN EXPERIMENT));
    for (int i = 1; i <= MANY; i++)
        length += (size_t)sprintf(
            log + length,
            "{\"kind\":\"Step\",\"outcome\":{\"stage\":\"Running\"},\"iteration\":{\"number\":%d,"
            "\"time\":\"2021-01-01T%02d:%02d:%02dZ\",\"verdicts\":[{\"version\":\"b\","
            "\"objective\":0,\"metric\":\"m\",\"satisfied\":%s,\"value\":1}],\"values\":[{"
            "\"metric\":\"m\",\"version\":\"b\",\"value\":%d}]}}\n",
            i, i / 3600, i / 60 % 60, i % 60, i == 1001 ? "false" : "true", i == 1001 ? 7 : 1);
    char *page = page_of(log);
    expect_part(page, "3000 of 15");
    expect_part(page, "<th scope=row>1001</th>");
    expect_part(page, "of 3000 iterations are shown");
    cr_expect_lt(strlen(page), 300000);
    free(page);
    free(log);
}

Test(report_story_log, what_is_no_log_is_refused)
{
    static const struct {
        const char *text;
        int rc;
    } cases[] = {
        {"", ITER8_ERR_KIND},
        {"{\"kind\":\"Step\"}\n", ITER8_ERR_KIND},
        {"kind: Experiment\n", ITER8_ERR_KIND},
        {BEGIN, ITER8_ERR_KIND},
        {BEGIN "{\"kind\":\n" EXPERIMENT, ITER8_ERR_SYNTAX},
        {"{\"kind\":\"DecisionLog\",\"format\":2}\n" EXPERIMENT, ITER8_ERR_VERSION},
        {BEGIN "{\"kind\":\"Experiment\",\"experiment\":{\"spec\":7}}\n", ITER8_ERR_INVALID}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *page;
        cr_expect_eq(report(cases[i].text, strlen(cases[i].text), &page), cases[i].rc, "%s",
                     cases[i].text);
    }
}

Test(report_story_log, limits_that_hang_on_the_baseline_are_told)
{
    char log[4000] = BEGIN;
    (void)strcat(log, EXPERIMENT STEP("10", "Running",
                                      ITERATION("1", "2021-01-01T00:00:10Z", "0.9",
                                                "false,\"reason\":\"noBaseline\"")));
    char *limit = strstr(log, "\"upperLimit\":1}]");
    static const char strength[] =
        "\"upperLimit\":1}],\"strength\":{\"relativeLimits\":[{\"metric\""
        ":\"m\",\"upperLimit\":2}]}";
    size_t written = strlen("\"upperLimit\":1}]");
    memmove(limit + sizeof strength - 1, limit + written, strlen(limit + written) + 1);
    memcpy(limit, strength, sizeof strength - 1);
    char *page = page_of(log);
    expect_part(page, ", at most 1, at most 2 times the baseline");
    expect_part(page, "m is 0.9, but the baseline has no value to compare it with");
    free(page);
}

Test(report_story_log, what_a_line_lacks_is_not_told)
{
    static const char *const odd[] = {
        "{\"kind\":\"Step\"}\n", "{\"kind\":\"Step\",\"iteration\":7,\"events\":{}}\n",
        "{\"kind\":\"Step\",\"iteration\":{\"number\":1,\"values\":[7,{}],\"verdicts\":[{},"
        "{\"version\":\"b\",\"objective\":99},{\"version\":\"zz\"}],\"weights\":[{\"version\":"
        "\"b\","
        "\"decided\":1e9}],\"winner\":7}}\n",
        "{\"kind\":\"Step\",\"events\":[7]}\n", "{\"kind\":\"Other\"}\n"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        char log[4000];
        char *page = page_of(strcat(strcpy(log, BEGIN EXPERIMENT), odd[i]));
        expect_part(page, "</html>");
        free(page);
    }
}

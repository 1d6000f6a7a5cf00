/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Expectations as JUnit XML, which CI systems show: a scenario is a suite, an expectation a case.
 */
#include "iter8/snapshots.h"
#include "simulate.h"

#include <errno.h>
#include <string.h>

/* What XML 1.0 has no way to say: control characters, bytes that are no UTF-8, U+FFFE and U+FFFF.
 */
static int is_unsayable(const char *text, size_t size)
{
    unsigned char first = (unsigned char)text[0];
    return size == 0 || first < ' ' || first == 0x7f ||
           (first == 0xef && memcmp(text, "\xef\xbf\xbe", 2) == 0 &&
            (unsigned char)text[2] >= 0xbe);
}

static void put_escaped(const char *text, FILE *to)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        size_t size = character_size(text + i, length - i);
        switch (text[i]) {
        case '&': fputs("&amp;", to); break;
        case '<': fputs("&lt;", to); break;
        case '>': fputs("&gt;", to); break;
        case '"': fputs("&quot;", to); break;
        default:
            if (is_unsayable(text + i, size))
                fputs("\xef\xbf\xbd", to);
            else
                fwrite(text + i, 1, size, to);
        }
        i += size > 0 ? size : 1;
    }
}

static int expectation(const struct trial *trial, size_t index, iter8_expectation *out)
{
    *out = (iter8_expectation){.struct_size = sizeof *out};
    return iter8_simulation_expectation(trial->simulation, trial->tally, index, out) == ITER8_OK;
}

static void count(const struct trial *trial, size_t *missed, size_t *unsure)
{
    iter8_expectation one;
    *missed = *unsure = 0;
    for (size_t i = 0; expectation(trial, i, &one); i++) {
        *missed += one.expected == ITER8_EXPECTED_MISSED;
        *unsure += one.expected == ITER8_EXPECTED_NOT_ENOUGH_RUNS;
    }
}

static void put_case(const char *suite, const iter8_expectation *one, FILE *to)
{
    const char *element = one->expected == ITER8_EXPECTED_MISSED ? "failure" : "error";
    fputs("    <testcase classname=\"", to);
    put_escaped(suite, to);
    fputs("\" name=\"", to);
    put_escaped(one->name, to);
    fputc(' ', to);
    put_escaped(one->wanted, to);
    if (one->expected == ITER8_EXPECTED_MET) {
        fputs("\"/>\n", to);
        return;
    }
    fprintf(to, "\">\n      <%s message=\"%s: %.6g, between %.6g and %.6g\"/>\n    </testcase>\n",
            element, expected_word(one->expected), one->value, one->low, one->high);
}

static void put_suite(const struct trial *trial, FILE *to)
{
    const char *name = iter8_scenario_of(trial->simulation).name;
    size_t missed, unsure;
    count(trial, &missed, &unsure);
    fputs("  <testsuite name=\"", to);
    put_escaped(name, to);
    fprintf(to, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
            iter8_scenario_of(trial->simulation).expectation_count, missed, unsure);
    iter8_expectation one;
    for (size_t i = 0; expectation(trial, i, &one); i++)
        put_case(name, &one, to);
    fputs("  </testsuite>\n", to);
}

int write_junit(const char *file, const struct trial *trials, size_t count_of_trials)
{
    FILE *to = strcmp(file, "-") == 0 ? stdout : fopen(file, "w");
    if (to != NULL) {
        fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", to);
        for (size_t i = 0; i < count_of_trials; i++)
            put_suite(&trials[i], to);
        fputs("</testsuites>\n", to);
        int failed = ferror(to);
        if (to != stdout && fclose(to) != 0) failed = 1;
        if (!failed) return EXIT_DONE;
    }
    complain("%s: %s", file, strerror(errno));
    return EXIT_TROUBLE;
}

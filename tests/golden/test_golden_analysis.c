/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Each folder of analysis/ is a case: experiment.yaml, whose status holds what was measured, and
 * expected.json, the Analysis to be made of it, to the last word but for the "reasons": these are
 * this library's own and not Iter8's.
 */
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER ITER8_SOURCE_DIR "/tests/golden/analysis"

static char *file_of(const char *name, const char *file)
{
    char *folder = path_of(FOLDER, name);
    char *path = path_of(folder, file);
    char *text = file_text(path);
    cr_assert_not_null(text, "%s cannot be read", path);
    free(folder);
    free(path);
    return text;
}

/* What explains a decision has tests of its own. */
static void remove_reasons(iter8_document *document)
{
    iter8__node *root = iter8__document_root(document);
    for (iter8__cursor *c = iter8__node_first(root); c != NULL; c = iter8__node_next(root, c)) {
        iter8__node_remove_member(iter8__cursor_value(c), "reasons");
        iter8__node_remove_member(iter8__cursor_value(c), "counterfactual");
    }
}

static void expect_analysis(const char *written, const char *expected, const char *name)
{
    iter8_document *found = only_document_of(written);
    iter8_document *wanted = only_document_of(expected);
    remove_reasons(found);
    cr_expect(iter8__node_equal(iter8__document_root(found), iter8__document_root(wanted)),
              "%s: not as expected:\n%s", name, written);
    iter8_document_free(found);
    iter8_document_free(wanted);
}

static void check_case(const char *name)
{
    char *yaml = file_of(name, "experiment.yaml");
    char *expected = file_of(name, "expected.json");
    iter8_experiment *experiment = partial_from(yaml);
    iter8_analysis *analysis;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK, "%s", name);
    char *text = analysis_written(analysis, ITER8_FORMAT_JSON);
    expect_analysis(text, expected, name);
    free(text);
    free(expected);
    free(yaml);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(golden_analysis, every_case_is_analyzed_as_written_down)
{
    DIR *folder = opendir(FOLDER);
    size_t count = 0;
    cr_assert_not_null(folder, "%s", FOLDER);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        check_case(entry->d_name);
        count++;
    }
    closedir(folder);
    cr_expect_geq(count, 12, "%zu cases in %s", count, FOLDER);
}

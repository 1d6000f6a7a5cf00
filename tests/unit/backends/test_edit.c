/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "file/edit.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>

static iter8_experiment *experiment_on(const char *baseline, const char *candidate)
{
    char text[2048];
    iter8_experiment *experiment;
    int length =
        snprintf(text, sizeof text,
                 "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\n"
                 "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n  versionInfo:\n"
                 "    baseline:\n      name: old\n      weightObjRef: {apiVersion: v1, kind: R,"
                 " name: r, fieldPath: \"%s\"}\n"
                 "    candidates:\n    - name: new\n      weightObjRef: {apiVersion: v1, kind: R,"
                 " name: r, fieldPath: \"%s\"}\n",
                 baseline, candidate);
    cr_assert_eq(iter8_experiment_read(text, (size_t)length, NULL, NULL, &experiment), 0);
    return experiment;
}

#define HEAD         "apiVersion: v1\nkind: R\nmetadata: {name: r}\n"
#define WRITTEN_HEAD "apiVersion: v1\nkind: R\nmetadata:\n  name: r\n"

static const struct {
    const char *text;
    size_t index;
    const char *baseline, *candidate;
    const char *edited;
} cases[] = {
    /* Comments, blanks, quotes and order stay. */
    {"# mine\n" HEAD "to:\n- w:   100 # most\n- {w: 0, x: 'é'}\n", 0, ".to[0].w", ".to[1].w",
     "# mine\n" HEAD "to:\n- w:   75 # most\n- {w: 25, x: 'é'}\n"},
    {HEAD "to: {a: '100', \"é b\": \"0\"}\n", 0, ".to.a", ".to['é b']",
     HEAD "to: {a: '75', \"é b\": \"25\"}\n"},
    {HEAD "to: [{v: a, w: 9}, {v: b, w: 91}]\n", 0, ".to[v=b].w", ".to[v=a].w",
     HEAD "to: [{v: a, w: 25}, {v: b, w: 75}]\n"},
    {"{\"apiVersion\": \"v1\", \"kind\": \"R\",\n \"metadata\": {\"name\": \"r\"},\n"
     " \"w\": [100,0]}",
     0, ".w[0]", ".w[1]",
     "{\"apiVersion\": \"v1\", \"kind\": \"R\",\n \"metadata\": {\"name\": \"r\"},\n"
     " \"w\": [75,25]}"},
    {"a: 1 # first\n---\n" HEAD "w: [100, 0]\r\n---\nb: 2\n", 1, ".w[0]", ".w[1]",
     "a: 1 # first\n---\n" HEAD "w: [75, 25]\r\n---\nb: 2\n"},
    {HEAD "w: [0x64, 0] # hex\n", 0, ".w[0]", ".w[1]", HEAD "w: [75, 25] # hex\n"},
    {HEAD "7: {'it''s/~': 100, b: 0} # keys\n", 0, ".7['it\\\\'s/~']", ".7.b",
     HEAD "7: {'it''s/~': 75, b: 25} # keys\n"},
    /* One split in two places, which are moved together. */
    {HEAD "r:\n- t: [{id: a, w: 100}, {id: b, w: 0}] # x\n- t: [{id: b, w: 0}, {id: a, w: 100}]\n",
     0, ".r[0].t[id=a].w, .r[1].t[id=a].w", ".r[*].t[id=b].w",
     HEAD "r:\n- t: [{id: a, w: 75}, {id: b, w: 25}] # x\n- t: [{id: b, w: 25}, {id: a, w: 75}]\n"},
    /* Others keep what they have. */
    {HEAD "to: [{id: c, w: 25}, {id: a, w: 100}, {id: b, w: 0}] # three\n", 0, ".to[id=a].w",
     ".to[id=b].w", HEAD "to: [{id: c, w: 25}, {id: a, w: 75}, {id: b, w: 25}] # three\n"},
    /* Where a number stands elsewhere, all is written anew. */
    {"x: 1\n---\n" HEAD "w: &a [100, 0]\nv: *a\n", 1, ".v[0]", ".v[1]",
     "x: 1\n---\n" WRITTEN_HEAD "w:\n- 100\n- 0\nv:\n- 75\n- 25\n"},
};

Test(backends_edit, only_the_weights_change)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        iter8__buffer text = {.limit = 10000}, out = {.limit = 10000};
        iter8_experiment *experiment = experiment_on(cases[i].baseline, cases[i].candidate);
        cr_assert_eq(iter8__buffer_add_text(&text, cases[i].text), 0);
        int rc =
            iter8__edit(&text, cases[i].index, experiment, (const int32_t[]){75, 25}, &out, NULL);
        cr_assert_eq(rc, 0, "%s: %d", cases[i].text, rc);
        cr_expect_str_eq(out.bytes, cases[i].edited, "%s", out.bytes);
        iter8__buffer_clear(&text);
        iter8__buffer_clear(&out);
        iter8_experiment_free(experiment);
    }
}

Test(backends_edit, what_cannot_be_written_is_told)
{
    iter8__buffer text = {.limit = 10000}, out = {.limit = 10000};
    iter8_experiment *experiment = experiment_on(".w[0]", ".w[1]");
    static const int32_t weights[] = {75, 25};
    cr_assert_eq(iter8__edit(&text, 0, experiment, weights, &out, NULL), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8__buffer_add_text(&text, HEAD "w: [100]\n"), 0);
    cr_expect_eq(iter8__edit(&text, 0, experiment, weights, &out, NULL), ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8__edit(&text, 1, experiment, weights, &out, NULL), ITER8_ERR_ARGUMENT);
    cr_assert_eq(iter8__buffer_add_text(&text, "{"), 0);
    cr_expect_eq(iter8__edit(&text, 0, experiment, weights, &out, NULL), ITER8_ERR_SYNTAX);
    cr_expect_eq(out.length, 0);
    iter8__buffer_clear(&text);
    iter8_experiment_free(experiment);
}

Test(backends_edit, a_weight_that_was_missing_is_added)
{
    iter8__buffer text = {.limit = 10000}, out = {.limit = 10000};
    char experiment_text[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\nspec:\n"
        "  target: t\n  strategy: {testingPattern: Canary}\n  versionInfo:\n"
        "    baseline: {name: old}\n    candidates:\n    - name: new\n"
        "      weightObjRef: {apiVersion: serving.knative.dev/v1, kind: Service, name: r,\n"
        "        fieldPath: '.spec.traffic[tag=new].percent'}\n";
    iter8_experiment *experiment;
    cr_assert_eq(
        iter8_experiment_read(experiment_text, sizeof experiment_text - 1, NULL, NULL, &experiment),
        0);
    cr_assert_eq(iter8__buffer_add_text(&text, "apiVersion: serving.knative.dev/v1\nkind: Service\n"
                                               "metadata: {name: r}\nspec:\n  traffic:\n"
                                               "  - {tag: new}\n"),
                 0);
    cr_expect_eq(iter8__edit(&text, 0, experiment, (const int32_t[]){75, 25}, &out, NULL), 0);
    cr_expect_str_eq(out.bytes, "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n"
                                "  name: r\nspec:\n  traffic:\n  - tag: new\n    percent: 25\n");
    iter8__buffer_clear(&text);
    iter8__buffer_clear(&out);
    iter8_experiment_free(experiment);
}

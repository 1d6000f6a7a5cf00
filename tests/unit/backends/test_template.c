/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "file/template.h"
#include "iter8/error.h"
#include "routes.h"

#include <criterion/criterion.h>
#include <string.h>

static iter8_experiment *experiment;

static void start(void)
{
    static const char *const names[] = {"old", "new", "third one"};
    experiment = routes_experiment(names, 3, NULL);
}

static void stop(void)
{
    iter8_experiment_free(experiment);
}

TestSuite(backends_template, .init = start, .fini = stop);

static const char split[] = "split_clients $request_id $v {\n"
                            "    ${new?}${new}% new;\n"
                            "    ${third one?}${third one}% ${host};\n"
                            "    * old;\n"
                            "}\n";
static const char servers[] = "a weight=${old};${old?}\nb weight=${new} ${new} $${third one}$";

static const struct {
    const char *text;
    int32_t weights[3];
    const char *filled;
    int32_t found[3];
} cases[] = {
    {split,
     {60, 30, 10},
     "split_clients $request_id $v {\n    30% new;\n    10% ${host};\n    * old;\n}\n",
     {-1, 30, 10}},
    {split,
     {90, 0, 10},
     "split_clients $request_id $v {\n    10% ${host};\n    * old;\n}\n",
     {-1, 0, 10}},
    {split,
     {90, 10, 0},
     "split_clients $request_id $v {\n    10% new;\n    * old;\n}\n",
     {-1, 10, 0}},
    {split, {100, 0, 0}, "split_clients $request_id $v {\n    * old;\n}\n", {-1, 0, 0}},
    {servers, {60, 35, 5}, "a weight=60;\nb weight=35 35 $5$", {60, 35, 5}},
    {servers, {0, 95, 5}, "b weight=95 95 $5$", {0, 95, 5}},
    {"${new} ${third one}", {0, 0, 100}, "0 100", {-1, 0, 100}},
    {"${new", {0, 0, 100}, "${new", {-1, -1, -1}},
    {"", {0, 0, 100}, "", {-1, -1, -1}},
};

Test(backends_template, weights_are_filled_in)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        iter8__buffer out = {.limit = 1000};
        cr_expect_eq(iter8__template_fill(cases[i].text, experiment, cases[i].weights, &out), 0);
        cr_expect_str_eq(out.bytes != NULL ? out.bytes : "", cases[i].filled);
        iter8__buffer_clear(&out);
    }
}

Test(backends_template, weights_are_found_again)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t found[3];
        cr_expect_eq(iter8__template_match(cases[i].text, experiment, cases[i].filled, found), 0,
                     "%zu", i);
        for (size_t v = 0; v < 3; v++)
            cr_expect_eq(found[v], cases[i].found[v], "%zu: %d at %zu", i, found[v], v);
    }
}

Test(backends_template, what_somebody_else_wrote_is_not_taken_for_weights)
{
    static const char *const others[] = {
        "",
        "split_clients $request_id $v {\n    30% new;\n    10% ${host};\n    * old;\n}\nmore",
        "split_clients $request_id $v {\n    30% new;\n    10% ${host};\n    * old;\n",
        "split_clients $request_id $v {\n    030% new;\n    * old;\n}\n",
        "split_clients $request_id $v {\n    101% new;\n    * old;\n}\n",
        "split_clients $request_id $v {\n    % new;\n    * old;\n}\n",
        "split_clients $request_id $v {\n    0% new;\n    * old;\n}\n",
        "split_clients $request_id $v {\n    10% ${host};\n    30% new;\n    * old;\n}\n",
        "split_clients $request_id $v {\n    30% new;\n    30% new;\n    * old;\n}\n",
    };
    int32_t found[3];
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        cr_expect_eq(iter8__template_match(split, experiment, others[i], found), ITER8_ERR_REPLY,
                     "%s", others[i]);
    cr_expect_eq(
        iter8__template_match(servers, experiment, "a weight=60;\nb weight=35 34 $5$", found),
        ITER8_ERR_REPLY);
}

Test(backends_template, every_candidate_has_a_place)
{
    cr_expect_null(iter8__template_lacks(split, experiment));
    cr_expect_str_eq(iter8__template_lacks("${old} ${third one}", experiment), "new");
    cr_expect_str_eq(iter8__template_lacks("${new}", experiment), "third one");
    cr_expect_str_eq(iter8__template_lacks("${new} ${third one?}", experiment), "third one");
}

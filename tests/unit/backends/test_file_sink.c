/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "callbacks.h"
#include "iter8/backends/file_sink.h"
#include "iter8/error.h"
#include "routes.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static iter8_file_sink *sink;
static iter8_experiment *experiment;

static void stop(void)
{
    iter8_file_sink_free(sink);
    iter8_experiment_free(experiment);
    scratch_remove();
}

TestSuite(backends_file_sink, .init = scratch_make, .fini = stop);

/* Baseline and first candidate are in one object, the second candidate in another. */
static const char two_objects[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: e}\nspec:\n"
    "  target: t\n  strategy: {testingPattern: A/B/N}\n"
    "  criteria: {rewards: [{metric: m, preferredDirection: High}]}\n  versionInfo:\n"
    "    baseline:\n      name: old\n"
    "      weightObjRef: {apiVersion: v1, kind: R, name: one, fieldPath: '.to[v=old].w'}\n"
    "    candidates:\n    - name: new\n"
    "      weightObjRef: {apiVersion: v1, kind: R, name: one, fieldPath: '.to[v=new].w'}\n"
    "    - name: newer\n"
    "      weightObjRef: {apiVersion: v1, kind: R, name: two, fieldPath: '.w'}\n";
static const char one[] = "# The first.\napiVersion: v1\nkind: R\nmetadata: {name: one}\n"
                          "to:\n- {v: old, w: 70} # stable\n- {v: new, w: 20}\n";
static const char two[] = "apiVersion: v1\nkind: R\nmetadata: {name: two}\nw: 10\n";

static void read_experiment(const char *text)
{
    cr_assert_eq(iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment), 0);
}

static void make_objects(const char *const *reload)
{
    const char *const files[] = {scratch_write("one.yaml", one), scratch_write("two.yaml", two)};
    iter8_file_sink_options options = {.struct_size = sizeof options,
                                       .files = files,
                                       .file_count = 2,
                                       .reload = reload,
                                       .reload_timeout_ms = 20000};
    read_experiment(two_objects);
    cr_assert_eq(iter8_file_sink_new(&options, &sink), ITER8_OK);
}

static void make_template(const char *template, const char *const *reload)
{
    static const char *const names[] = {"old", "new"};
    const char *output = scratch_path("output");
    iter8_file_sink_options options = {.struct_size = sizeof options,
                                       .template_file = scratch_write("template", template),
                                       .output_file = output,
                                       .reload = reload,
                                       .reload_timeout_ms = 20000};
    experiment = routes_experiment(names, 2, NULL);
    cr_assert_eq(iter8_file_sink_new(&options, &sink), ITER8_OK);
}

static int32_t write_weights(const int32_t *weights)
{
    iter8_route route = routes_to(experiment, weights);
    return router_write(iter8_file_sink_router(sink), &route);
}

static void expect_read(const int32_t *known, const int32_t *wanted)
{
    int32_t weights[3] = {-7, -7, -7};
    iter8_route route = routes_to(experiment, known);
    int32_t rc = router_read(iter8_file_sink_router(sink), &route, weights);
    cr_assert_eq(rc, ITER8_OK, "%s", iter8_file_sink_error(sink));
    for (size_t v = 0; v < route.count; v++)
        cr_expect_eq(weights[v], wanted[v], "%d at %zu", weights[v], v);
}

static void expect_error(int32_t rc, int32_t wanted, const char *text)
{
    const char *said = iter8_file_sink_error(sink);
    cr_expect_eq(rc, wanted, "%d", rc);
    cr_expect_not_null(strstr(said, text), "%s", said);
}

Test(backends_file_sink, weights_go_into_their_files_and_nothing_else_changes)
{
    make_objects(NULL);
    expect_read(NULL, (const int32_t[]){70, 20, 10});
    cr_expect_eq(write_weights((const int32_t[]){50, 30, 20}), ITER8_OK);
    cr_expect_str_eq(scratch_read("one.yaml"),
                     "# The first.\napiVersion: v1\nkind: R\nmetadata: {name: one}\n"
                     "to:\n- {v: old, w: 50} # stable\n- {v: new, w: 30}\n");
    cr_expect_str_eq(scratch_read("two.yaml"),
                     "apiVersion: v1\nkind: R\nmetadata: {name: two}\nw: 20\n");
    expect_read(NULL, (const int32_t[]){50, 30, 20});
}

Test(backends_file_sink, a_file_whose_weights_are_right_is_not_touched)
{
    struct stat before, after;
    make_objects(NULL);
    cr_assert_eq(stat(scratch_path("two.yaml"), &before), 0);
    cr_expect_eq(write_weights((const int32_t[]){60, 30, 10}), ITER8_OK);
    cr_assert_eq(stat(scratch_path("two.yaml"), &after), 0);
    cr_expect_eq(before.st_ino, after.st_ino);
}

enum { LONG_BYTES = 2000 };

/* The second object with a comment that makes its file a long one. */
static const char *long_two(void)
{
    static char text[2 * LONG_BYTES];
    snprintf(text, sizeof text, "%s# %0*d\n", two, LONG_BYTES, 0);
    return text;
}

static void forbid_long_files(void)
{
    const struct rlimit shorter = {LONG_BYTES, LONG_BYTES};
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &shorter), 0);
}

Test(backends_file_sink, traffic_is_taken_before_it_is_given)
{
    make_objects(NULL);
    cr_assert_eq(unlink(scratch_path("two.yaml")), 0);
    cr_assert_eq(mkdir(scratch_path("folder"), 0700), 0);
    cr_assert_eq(symlink("folder/two.yaml", scratch_path("two.yaml")), 0);
    scratch_write("folder/two.yaml", long_two());
    forbid_long_files(); /* so it cannot be written */
    expect_error(write_weights((const int32_t[]){60, 40, 0}), ITER8_ERR_REFUSED, "two.yaml: ");
    cr_expect_str_eq(scratch_read("one.yaml"), one); /* which gives, so it would come second */
    expect_error(write_weights((const int32_t[]){40, 20, 40}), ITER8_ERR_REFUSED, "two.yaml: ");
    cr_expect_str_eq(scratch_read("one.yaml"), one); /* which was put back */
}

Test(backends_file_sink, the_command_runs_after_each_write)
{
    const char *const reload[] = {"/bin/sh",
                                  "-c",
                                  "echo $1 >>$0; grep -c 'w: 10' $2 >>$0",
                                  scratch_path("log"),
                                  "one two",
                                  scratch_path("two.yaml"),
                                  NULL};
    make_objects(reload);
    expect_read(NULL, (const int32_t[]){70, 20, 10});
    cr_expect_str_eq(scratch_read("log"), "one two\n1\n");
    expect_read(NULL, (const int32_t[]){70, 20, 10});
    cr_expect_str_eq(scratch_read("log"), "one two\n1\n", "only the first call reloads");
    cr_expect_eq(write_weights((const int32_t[]){80, 20, 0}), ITER8_ERR_COMMAND);
    cr_expect_str_eq(scratch_read("log"), "one two\n1\none two\n0\n");
    cr_expect_eq(write_weights((const int32_t[]){70, 20, 10}), ITER8_OK);
    cr_expect_str_eq(scratch_read("log"), "one two\n1\none two\n0\none two\n1\n",
                     "it runs though no file changes");
}

Test(backends_file_sink, when_the_command_fails_the_files_are_as_they_were)
{
    const char *const reload[] = {"/bin/sh", "-c", "test ! -e $0", scratch_path("bad"), NULL};
    make_objects(reload);
    cr_expect_eq(write_weights((const int32_t[]){60, 30, 10}), ITER8_OK);
    char before[1000];
    snprintf(before, sizeof before, "%s", scratch_read("one.yaml"));
    scratch_write("bad", "");
    expect_error(write_weights((const int32_t[]){40, 40, 20}), ITER8_ERR_COMMAND,
                 "/bin/sh ended with 1");
    cr_expect_str_eq(scratch_read("one.yaml"), before);
    cr_expect_str_eq(scratch_read("two.yaml"), two);
    expect_read(NULL, (const int32_t[]){60, 30, 10});
}

/* The second candidate's traffic went to the other object. As another writer has changed that, what
 * it was given cannot be taken back, so the candidate does not get it back either. */
Test(backends_file_sink, what_cannot_be_taken_back_is_not_given_back)
{
    const char *const reload[] = {"/bin/sh", "-c", "echo '# mine' >>$0; false",
                                  scratch_path("one.yaml"), NULL};
    make_objects(reload);
    expect_error(write_weights((const int32_t[]){80, 20, 0}), ITER8_ERR_COMMAND,
                 "/bin/sh ended with 1");
    cr_expect_not_null(strstr(scratch_read("one.yaml"), "w: 80"));
    cr_expect_not_null(strstr(scratch_read("two.yaml"), "w: 0"));
}

Test(backends_file_sink, a_command_that_does_not_end_is_killed_with_its_children)
{
    /* The child holds the pipe open, so the read ends when it is gone too. */
    char text[2];
    int ends[2];
    char command[64];
    cr_assert_eq(pipe(ends), 0);
    snprintf(command, sizeof command, "sleep 600 >/dev/fd/%d & wait", ends[1]);
    const char *const reload[] = {"/bin/sh", "-c", command, NULL};
    const char *const files[] = {scratch_write("one.yaml", one), scratch_write("two.yaml", two)};
    iter8_file_sink_options options = {.struct_size = sizeof options,
                                       .files = files,
                                       .file_count = 2,
                                       .reload = reload,
                                       .reload_timeout_ms = 100};
    read_experiment(two_objects);
    cr_assert_eq(iter8_file_sink_new(&options, &sink), ITER8_OK);
    expect_error(write_weights((const int32_t[]){60, 30, 10}), ITER8_ERR_COMMAND,
                 "/bin/sh does not end in time");
    close(ends[1]);
    cr_expect_eq(read(ends[0], text, 1), 0);
    close(ends[0]);
    cr_expect_str_eq(scratch_read("one.yaml"), one);
}

Test(backends_file_sink, how_a_command_fails_is_told)
{
    static const struct {
        const char *reload[4];
        const char *text;
    } cases[] = {
        {{"no-such-program-anywhere", NULL}, "no-such-program-anywhere: there is no such program"},
        {{"/", NULL}, "/: it cannot be started"},
        {{"/bin/sh", "-c", "exit 7", NULL}, "/bin/sh ended with 7"},
        {{"/bin/sh", "-c", "kill -9 $$", NULL}, "/bin/sh was ended by signal 9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        make_objects(cases[i].reload);
        expect_error(write_weights((const int32_t[]){60, 30, 10}), ITER8_ERR_COMMAND,
                     cases[i].text);
        iter8_file_sink_free(sink);
        iter8_experiment_free(experiment);
    }
    sink = NULL;
    experiment = NULL;
}

Test(backends_file_sink, problems_of_files_are_told_with_their_place)
{
    static const struct {
        const char *text;
        int32_t rc;
        const char *problem;
    } cases[] = {
        {"a: [\n", ITER8_ERR_SYNTAX, "one.yaml:2:1: "},
        {"apiVersion: v1\nkind: R\nmetadata: {name: one}\nto: [{v: old, w: x}, {v: new, w: 1}]\n",
         ITER8_ERR_TYPE, "one.yaml:4:18: .to[v=old].w: the weight is not an integer in R one"},
        {"apiVersion: v1\nkind: R\nmetadata: {name: one}\nto: [{v: old, w: 5}, {v: old, w: 1}, {v: "
         "new, w: 1}]\n",
         ITER8_ERR_AMBIGUOUS, "one.yaml:4:5: .to[v=old].w: the filter fits several items"},
    };
    int32_t weights[3];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        make_objects(NULL);
        scratch_write("one.yaml", cases[i].text);
        expect_error(write_weights((const int32_t[]){60, 30, 10}), cases[i].rc, cases[i].problem);
        iter8_route route = routes_to(experiment, NULL);
        expect_error(router_read(iter8_file_sink_router(sink), &route, weights), cases[i].rc,
                     cases[i].problem);
        iter8_file_sink_free(sink);
        iter8_experiment_free(experiment);
    }
    make_objects(NULL);
    cr_assert_eq(unlink(scratch_path("two.yaml")), 0);
    expect_error(write_weights((const int32_t[]){60, 30, 10}), ITER8_ERR_NOT_FOUND,
                 "two.yaml: there is no such file");
    scratch_write("one.yaml", "a: 1\n");
    scratch_write("two.yaml", "a: 1\n");
    expect_error(write_weights((const int32_t[]){60, 30, 10}), ITER8_ERR_NOT_FOUND,
                 "no object in the files holds a version's weight");
}

Test(backends_file_sink, a_template_is_filled_and_read_back)
{
    make_template("${new?}new ${new}%;\nrest ${host};\n", NULL);
    expect_read((const int32_t[]){80, 20}, (const int32_t[]){80, 20});
    cr_expect_eq(write_weights((const int32_t[]){90, 10}), ITER8_OK);
    cr_expect_str_eq(scratch_read("output"), "new 10%;\nrest ${host};\n");
    expect_read((const int32_t[]){80, 20}, (const int32_t[]){-1, 10});
    cr_expect_eq(write_weights((const int32_t[]){100, 0}), ITER8_OK);
    cr_expect_str_eq(scratch_read("output"), "rest ${host};\n");
    expect_read((const int32_t[]){80, 20}, (const int32_t[]){-1, 0});
    scratch_write("output", "new 33%;\nrest ${host};\n"); /* somebody else */
    expect_read((const int32_t[]){80, 20}, (const int32_t[]){-1, 33});
}

Test(backends_file_sink, an_output_that_is_not_the_templates_is_told)
{
    int32_t weights[2];
    make_template("new ${new}%;\n", NULL);
    scratch_write("output", "something else\n");
    iter8_route route = routes_to(experiment, (const int32_t[]){80, 20});
    expect_error(router_read(iter8_file_sink_router(sink), &route, weights), ITER8_ERR_REPLY,
                 "output: it is not what the template makes");
}

Test(backends_file_sink, a_template_without_a_candidate_is_told)
{
    make_template("old ${old}%;\n", NULL);
    expect_error(write_weights((const int32_t[]){90, 10}), ITER8_ERR_NOT_FOUND,
                 "template: there is no place for the weight of new");
}

Test(backends_file_sink, an_output_that_the_server_refuses_is_put_back)
{
    const char *const reload[] = {"/bin/sh", "-c", "! grep -q 66 $0", scratch_path("output"), NULL};
    make_template("new ${new}%;\n", reload);
    cr_expect_eq(write_weights((const int32_t[]){90, 10}), ITER8_OK);
    expect_error(write_weights((const int32_t[]){34, 66}), ITER8_ERR_COMMAND, "ended with 1");
    cr_expect_str_eq(scratch_read("output"), "new 10%;\n");
}

Test(backends_file_sink, what_was_taken_since_the_decision_waits_for_the_next_one)
{
    static const char *const names[] = {"old", "new"};
    make_template("new ${new}%;\n", NULL);
    iter8_experiment_free(experiment);
    experiment = routes_lived_experiment(names, 10);
    scratch_write("output", "new 0%;\n");
    iter8_route route = routes_at(experiment, (const int32_t[]){80, 20}, 1, 100);
    expect_error(router_write(iter8_file_sink_router(sink), &route), ITER8_ERR_CONFLICT,
                 "another writer has taken traffic from new");
    cr_expect_str_eq(scratch_read("output"), "new 0%;\n");
    route.now_ns += 10 * INT64_C(1000000000);
    cr_expect_eq(router_write(iter8_file_sink_router(sink), &route), ITER8_OK);
    cr_expect_str_eq(scratch_read("output"), "new 20%;\n");
}

/* Where nothing can be read there is nothing that could have been taken. */
Test(backends_file_sink, an_output_that_tells_nothing_is_written_anew)
{
    static const char *const names[] = {"old", "new"};
    make_template("new ${new}%;\n", NULL);
    iter8_experiment_free(experiment);
    experiment = routes_lived_experiment(names, 10);
    cr_expect_eq(write_weights((const int32_t[]){80, 20}), ITER8_OK);
    cr_expect_str_eq(iter8_file_sink_error(sink), "");
    scratch_write("output", "something else\n");
    cr_expect_eq(write_weights((const int32_t[]){80, 20}), ITER8_OK);
    cr_expect_str_eq(scratch_read("output"), "new 20%;\n");
}

Test(backends_file_sink, options_are_checked)
{
    static const char *const files[] = {"a"};
    static const char *const nothing[] = {NULL};
    const iter8_file_sink_options bad[] = {
        {.struct_size = sizeof bad[0]},
        {.struct_size = sizeof bad[0], .files = files},
        {.struct_size = sizeof bad[0], .template_file = "a"},
        {.struct_size = sizeof bad[0], .output_file = "a"},
        {.struct_size = sizeof bad[0], .files = files, .file_count = 1, .output_file = "a"},
        {.struct_size = sizeof bad[0],
         .files = files,
         .file_count = 1,
         .template_file = "a",
         .output_file = "a"},
        {.struct_size = sizeof bad[0], .files = files, .file_count = 1, .reload = nothing},
        {.struct_size = sizeof bad[0], .files = files, .file_count = 1, .reload_timeout_ms = -1},
        {.struct_size = 1, .files = files, .file_count = 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_expect_eq(iter8_file_sink_new(&bad[i], &sink), ITER8_ERR_ARGUMENT, "%zu", i);
        cr_expect_null(sink);
    }
    cr_expect_eq(iter8_file_sink_new(NULL, &sink), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_file_sink_new(&bad[0], NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(router_write(iter8_file_sink_router(NULL), NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(router_read(iter8_file_sink_router(NULL), NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_str_eq(iter8_file_sink_error(NULL), "");
    iter8_file_sink_free(NULL);
}

Test(backends_file_sink, files_have_one_writer)
{
    make_objects(NULL);
    cr_expect_eq(write_weights((const int32_t[]){60, 30, 10}), ITER8_OK);
    iter8_file_sink *first = sink;
    const char *const files[] = {scratch_path("two.yaml"), scratch_path("one.yaml")};
    iter8_file_sink_options options = {
        .struct_size = sizeof options, .files = files, .file_count = 2};
    cr_assert_eq(iter8_file_sink_new(&options, &sink), ITER8_OK);
    cr_expect_eq(write_weights((const int32_t[]){10, 80, 10}), ITER8_ERR_REFUSED);
    cr_expect_not_null(strstr(iter8_file_sink_error(sink), " is writing it already"), "%s",
                       iter8_file_sink_error(sink));
    iter8_file_sink_free(first);
    cr_expect_eq(write_weights((const int32_t[]){60, 20, 20}), ITER8_OK);
}

/* Also by a link: it is read, locked and written once. */
Test(backends_file_sink, a_file_may_be_named_twice)
{
    const char *const files[] = {scratch_write("one.yaml", one), scratch_path("link"),
                                 scratch_write("two.yaml", two), scratch_path("one.yaml")};
    iter8_file_sink_options options = {
        .struct_size = sizeof options, .files = files, .file_count = 4};
    cr_assert_eq(symlink(files[0], files[1]), 0);
    read_experiment(two_objects);
    cr_assert_eq(iter8_file_sink_new(&options, &sink), ITER8_OK);
    cr_expect_eq(write_weights((const int32_t[]){60, 30, 10}), ITER8_OK, "%s",
                 iter8_file_sink_error(sink));
    expect_read((const int32_t[]){60, 30, 10}, (const int32_t[]){60, 30, 10});
}

Test(backends_file_sink, an_output_has_one_writer)
{
    make_template("a ${old} b ${new}\n", NULL);
    cr_expect_eq(write_weights((const int32_t[]){60, 40}), ITER8_OK);
    iter8_file_sink *first = sink;
    iter8_file_sink_options options = {.struct_size = sizeof options,
                                       .template_file = scratch_path("template"),
                                       .output_file = scratch_path("output")};
    cr_assert_eq(iter8_file_sink_new(&options, &sink), ITER8_OK);
    cr_expect_eq(write_weights((const int32_t[]){10, 90}), ITER8_ERR_REFUSED);
    iter8_file_sink_free(first);
    cr_expect_eq(write_weights((const int32_t[]){10, 90}), ITER8_OK);
}

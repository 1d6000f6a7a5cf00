/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/extract.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "questions.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char secret[] = "t\xc3\xb6p-s3cret";
static iter8__jq_cache cache;
static iter8_experiment *experiment;
static iter8_query *query; /* which has a secret */

static int32_t look_up(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
{
    (void)wanted;
    (void)data;
    return iter8_secret_value_set(value, secret, strlen(secret));
}

static void render(void)
{
    iter8_query_options options = {.struct_size = sizeof options, .look_up = look_up};
    struct metric_text metric = {.path = "/",
                                 .more = "authType: APIKey, secret: s, "
                                         "headerTemplates: [{name: X-Key, value: \"${mykey}\"}]"};
    experiment = questions_experiment(&metric, 1);
    cr_assert_eq(iter8_query_render(experiment, 0, 0, 1, &options, &query), 0);
}

static void forget(void)
{
    iter8__jq_cache_clear(&cache);
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

TestSuite(backends_extract, .init = render, .fini = forget);

static iter8__answer extract_within(const char *program, const char *body, int64_t limit_ms)
{
    iter8__answer answer;
    iter8__extraction from = {&cache, program, body, strlen(body), limit_ms, query};
    iter8__extract(&from, &answer);
    return answer;
}

static iter8__answer extract(const char *program, const char *body)
{
    return extract_within(program, body, ITER8__JQ_LIMIT_MS);
}

struct sample {
    const char *program;
    const char *body;
    int32_t state;
    double value;
    const char *reason;
};

static void check(const struct sample *sample)
{
    iter8__answer answer = extract(sample->program, sample->body);
    cr_expect_eq(answer.state, sample->state, "%s: state %d: %s", sample->program, answer.state,
                 answer.reason.bytes);
    cr_expect_eq(answer.value, sample->value, "%s: value %g", sample->program, answer.value);
    cr_expect_str_eq(answer.reason.bytes, sample->reason, "%s on %s: %s", sample->program,
                     sample->body, answer.reason.bytes);
}

#define CHECK_ALL(samples)                                                                         \
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)                                \
    check(&samples[i])

#define FIRST_VALUE ".data.result[0].value[1] | tonumber"
#define VECTOR(text)                                                                               \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"      \
    "\"value\":[1600000000.5,\"" text "\"]}]}}"
#define EMPTY "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"

Test(backends_extract, takes_the_value_of_a_prometheus_vector)
{
    static const struct sample samples[] = {
        {FIRST_VALUE, VECTOR("0.25"), ITER8_VALUE_PRESENT, 0.25, ""},
        {FIRST_VALUE, VECTOR("-1e3"), ITER8_VALUE_PRESENT, -1000, ""},
        {FIRST_VALUE, VECTOR("0"), ITER8_VALUE_PRESENT, 0, ""},
        {FIRST_VALUE, VECTOR("NaN"), ITER8_VALUE_NAN, 0, "the jq program gives NaN"},
        {FIRST_VALUE, VECTOR("+Inf"), ITER8_VALUE_INFINITE, 0, "the jq program gives an infinity"},
        {FIRST_VALUE, VECTOR("-Inf"), ITER8_VALUE_INFINITE, 0, "the jq program gives an infinity"},
        {FIRST_VALUE, VECTOR("1e999"), ITER8_VALUE_INFINITE, 0, "the jq program gives an infinity"},
        {FIRST_VALUE, EMPTY, ITER8_VALUE_ABSENT, 0, "the result is empty"},
    };
    CHECK_ALL(samples);
}

Test(backends_extract, takes_only_a_number_for_a_value)
{
    static const struct sample samples[] = {
        {".", "1 ", ITER8_VALUE_PRESENT, 1, ""},
        {".[]", "[7]", ITER8_VALUE_PRESENT, 7, ""},
        {".[]", "[7, 8]", ITER8_VALUE_ERROR, 7, "the jq program gives several outputs, not one"},
        {"null, 1", "1", ITER8_VALUE_ERROR, 0, "the jq program gives several outputs, not one"},
        {"1, error(\"half\")", "1", ITER8_VALUE_ABSENT, 1, "jq: half"},
        {"null", "1", ITER8_VALUE_ABSENT, 0, "the jq program gives null, not a number"},
        {".", "true", ITER8_VALUE_ABSENT, 0, "the jq program gives a boolean, not a number"},
        {".", "false", ITER8_VALUE_ABSENT, 0, "the jq program gives a boolean, not a number"},
        {".", "\"1\"", ITER8_VALUE_ABSENT, 0, "the jq program gives a string, not a number"},
        {".", "[1]", ITER8_VALUE_ABSENT, 0, "the jq program gives an array, not a number"},
        {".", "{}", ITER8_VALUE_ABSENT, 0, "the jq program gives an object, not a number"},
        {"empty", "1", ITER8_VALUE_ABSENT, 0, "the jq program gives nothing"},
        {".[]", "[]", ITER8_VALUE_ABSENT, 0, "the jq program gives nothing"},
        {"infinite", "1", ITER8_VALUE_INFINITE, 0, "the jq program gives an infinity"},
        {"nan", "1", ITER8_VALUE_NAN, 0, "the jq program gives NaN"},
    };
    CHECK_ALL(samples);
}

Test(backends_extract, leaves_the_values_of_the_answer_out_of_the_reason)
{
    static const struct sample samples[] = {
        {"tonumber", "\"hidden\"", ITER8_VALUE_ABSENT, 0,
         "jq: Invalid numeric literal at EOF at line 1, column 6"},
        {"tonumber", "\"a) hidden (b\"", ITER8_VALUE_ABSENT, 0,
         "jq: Invalid numeric literal at line 1, column 3"},
        {". + 1", "{\"hidden\":1}", ITER8_VALUE_ABSENT, 0, "jq: object cannot be added"},
        {".[]", "\"hidden\"", ITER8_VALUE_ABSENT, 0, "jq: Cannot iterate over string"},
        {".a", "3", ITER8_VALUE_ABSENT, 0, "jq: Cannot index number with string \"a\""},
        {"error(\"no\\ndata\\u00e9\")", "1", ITER8_VALUE_ABSENT, 0, "jq: no data??"},
        {"error({a: 1})", "1", ITER8_VALUE_ABSENT, 0, "jq: the program raises an error"},
    };
    CHECK_ALL(samples);
}

/* What is shown of a message is cut and made printable, and only then too short or too strange to
 * be recognized. */
Test(backends_extract, shows_no_part_of_a_secret_that_a_program_raises)
{
    char body[300], filling[240];
    memset(filling, 'x', sizeof filling);
    for (int filled = 0; filled < (int)sizeof filling; filled++) {
        snprintf(body, sizeof body, "\"%.*s%s\"", filled, filling, secret);
        const iter8__answer answer = extract("error", body);
        cr_expect_eq(strcspn(answer.reason.bytes, "t-s3cr"), strlen(answer.reason.bytes), "%s",
                     answer.reason.bytes);
    }
    cr_expect_str_eq(extract("error", "\"no t\\u00f6p-s3cret\"").reason.bytes, "jq: no ***");
}

Test(backends_extract, counts_what_is_not_json_or_no_program_as_an_error)
{
    static const char no_json[] = "the answer is not JSON";
    static const struct sample samples[] = {
        {".", "", ITER8_VALUE_ERROR, 0, "the answer is empty, not JSON"},
        {".", " \n", ITER8_VALUE_ERROR, 0, "the answer is empty, not JSON"},
        {".", "\n<html></html>", ITER8_VALUE_ERROR, 0, "the answer is HTML or XML, not JSON"},
        {".", "{\"a\":", ITER8_VALUE_ERROR, 0, no_json},
        {".", "1 2", ITER8_VALUE_ERROR, 0, no_json},
        {".a as", "1", ITER8_VALUE_ERROR, 0,
         "jq: syntax error, unexpected $end, expecting '$' or '[' or '{' at <top-level>, line 1"},
        {"\n\nfoo(1)", "1", ITER8_VALUE_ERROR, 0,
         "jq: foo/1 is not defined at <top-level>, line 3"},
    };
    CHECK_ALL(samples);
}

Test(backends_extract, does_not_choke_on_deep_or_binary_answers)
{
    char deep[20001];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    cr_expect_str_eq(extract(".", deep).reason.bytes, "the answer is not JSON");
    cr_expect_eq(extract("length", "\"\xff\xfe\"").state, ITER8_VALUE_PRESENT);
}

Test(backends_extract, gives_programs_nothing_but_the_answer)
{
    static const struct sample samples[] = {
        {"env", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use env"},
        {"env.HOME", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use env"},
        {"def f: env; f | length", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use env"},
        {"$ENV", "1", ITER8_VALUE_ABSENT, 0, "the jq program gives null, not a number"},
        {"\"\\($ENV | length)\" | tonumber", "1", ITER8_VALUE_PRESENT, 0, ""},
        {"input", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use input"},
        {"[inputs]", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use inputs"},
        {"input_filename", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use input_filename"},
        {"\"a\" | modulemeta", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use modulemeta"},
        {"get_search_list", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use get_search_list"},
        {"halt", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use halt"},
        {"halt_error(3)", "1", ITER8_VALUE_ABSENT, 0, "jq: a metric may not use halt_error"},
        {"debug", "1", ITER8_VALUE_PRESENT, 1, ""},
        {"stderr", "1", ITER8_VALUE_PRESENT, 1, ""},
        {"import \"a\" as a; 1", "1", ITER8_VALUE_ERROR, 0,
         "jq: syntax error, unexpected import at <top-level>, line 1"},
        {"include \"a\"; 1", "1", ITER8_VALUE_ERROR, 0,
         "jq: syntax error, unexpected include at <top-level>, line 1"},
        {"1; import \"/etc/passwd\" as $a; $a", "1", ITER8_VALUE_ERROR, 0,
         "jq: syntax error, unexpected ';', expecting $end at <top-level>, line 1"},
        {"module {}; 1", "1", ITER8_VALUE_ERROR, 0,
         "jq: syntax error, unexpected module at <top-level>, line 1"},
    };
    CHECK_ALL(samples);
}

Test(backends_extract, lets_names_of_refused_things_be_fields_and_texts)
{
    static const struct sample samples[] = {
        {".env", "{\"env\":2}", ITER8_VALUE_PRESENT, 2, ""},
        {"{input: 3} | .input", "1", ITER8_VALUE_PRESENT, 3, ""},
        {".[] | select(.import == \"include\") | .v", "[{\"import\":\"include\",\"v\":4}]",
         ITER8_VALUE_PRESENT, 4, ""},
        {". as $v | def f: $v; f # comment", "5", ITER8_VALUE_PRESENT, 5, ""},
        {"def f: 1; def g: f + 1; g", "5", ITER8_VALUE_PRESENT, 2, ""},
    };
    CHECK_ALL(samples);
}

Test(backends_extract, ends_programs_that_do_not_end)
{
    static const char *const programs[] = {"def f: f; f", "until(false; .)", "last(range(1e18))"};
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        iter8__answer answer = extract_within(programs[i], "1", 20);
        cr_expect_eq(answer.state, ITER8_VALUE_ERROR, "%s", programs[i]);
        cr_expect_str_eq(answer.reason.bytes, "the jq program takes too long", "%s", programs[i]);
    }
}

Test(backends_extract, uses_a_program_again_after_it_was_ended)
{
    static const char program[] = "if . == 1 then until(false; .) else . end";
    cr_expect_eq(extract_within(program, "1", 20).state, ITER8_VALUE_ERROR);
    cr_expect_eq(extract(program, "2").value, 2);
    cr_expect_eq(cache.count, 1);
}

Test(backends_extract, has_no_opinion_on_the_decimal_comma)
{
    /* Where no such locale is installed this says nothing, but harms nobody. */
    (void)setlocale(LC_ALL, "de_DE.UTF-8");
    cr_expect_eq(extract(FIRST_VALUE, VECTOR("2.75")).value, 2.75);
    cr_expect_eq(extract(". + 0.5", "0.25").value, 0.75);
}

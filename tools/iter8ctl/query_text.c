/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/snapshots.h"
#include "query.h"

#include <string.h>

enum { SHOWN_BYTES = 400 };

static void begin(const iter8_experiment *experiment, int64_t elapsed_s, const char *why)
{
    say_line(stdout, "Experiment %s, elapsedTime %lld s (%s)", iter8_spec_of(experiment).name,
             (long long)elapsed_s, why);
}

/* A text in one line, without the white space at its end: a jq program may have several lines. */
static void print_line(const char *text, size_t length)
{
    size_t start = 0;
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == ' '))
        length--;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && text[i] != '\n' && text[i] != '\r' && text[i] != '\t') continue;
        put_shown(text + start, i - start, stdout);
        if (i < length) putchar(' ');
        start = i + 1;
    }
}

static void print_field(const char *label, const char *name, const char *value)
{
    printf("  %-9s", label);
    if (name != NULL) say(stdout, "%s: ", name);
    print_line(value, strlen(value));
    putchar('\n');
}

static int is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* A placeholder that is still there has no value: the most common mistake in a Metric. */
static void print_leftovers(const char *text, const char *why)
{
    for (const char *at = strchr(text, '$'); at != NULL; at = strchr(at + 1, '$')) {
        const char *name = at + 1 + (at[1] == '{');
        size_t length = 0;
        while (is_name_char(name[length]) ||
               (length > 0 && name[length] >= '0' && name[length] <= '9'))
            length++;
        if (length > 0) printf("  note     $%.*s %s\n", (int)length, name, why);
    }
}

static void print_headers(const iter8_query *query)
{
    for (size_t i = 0; i < iter8_request_of(query).header_count; i++) {
        const char *value = iter8_header_of(query, i).value;
        print_field("header", iter8_header_of(query, i).name, value);
        print_leftovers(value, "is not filled in: it takes a secret and authType Bearer or APIKey");
    }
}

static void print_request(const iter8_http_exchange *exchange)
{
    static const char no_value[] = "has no value for this version";
    const iter8_query *query = exchange->query;
    const char *body = iter8_request_of(query).body;
    print_field(iter8_request_of(query).method, NULL, exchange->url);
    print_leftovers(exchange->url, "is not filled in: the Metric names no secret");
    for (size_t i = 0; i < iter8_request_of(query).param_count; i++) {
        print_field("param", iter8_param_of(query, i).name, iter8_param_of(query, i).value);
        print_leftovers(iter8_param_of(query, i).value, no_value);
    }
    print_headers(query);
    if (body == NULL) return;
    print_field("body", NULL, body);
    print_leftovers(body, no_value);
}

static void print_answer(const iter8_http_exchange *exchange)
{
    if (exchange->status == 0) return;
    printf("  answer   HTTP %d, %lld bytes\n", (int)exchange->status,
           (long long)exchange->answer_bytes);
    if (exchange->body == NULL || exchange->body_length == 0) return;
    int cut = exchange->body_length > SHOWN_BYTES;
    fputs("           ", stdout);
    print_line(exchange->body, cut ? SHOWN_BYTES : exchange->body_length);
    puts(cut ? " ..." : "");
}

static void print_value(const iter8_measurement *answer)
{
    char number[40];
    if (answer->state == ITER8_VALUE_PRESENT) {
        query_number(answer->value, number, sizeof number);
        print_field("value", NULL, number);
        return;
    }
    printf("  no value (%s): ", query_state_name(answer->state));
    print_line(answer->reason != NULL ? answer->reason : "",
               answer->reason != NULL ? strlen(answer->reason) : 0);
    putchar('\n');
}

static void value(const iter8_http_exchange *exchange, const char *own, size_t index)
{
    (void)index;
    putchar('\n');
    say_line(stdout, "%s of %s", exchange->question->metric, exchange->question->version);
    if (exchange->query != NULL) {
        print_request(exchange);
        print_answer(exchange);
        print_field("jq", NULL, iter8_request_of(exchange->query).jq);
    }
    if (own != NULL) printf("  %s\n", own);
    print_value(exchange->answer);
}

static void end(void)
{
}

const struct query_format query_text = {begin, value, end};

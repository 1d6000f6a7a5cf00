/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/snapshots.h"
#include "query.h"

#include <string.h>

static void print_bytes(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    putchar('"');
    for (size_t i = 0; i < length;) {
        size_t size = character_size(text + i, length - i);
        int code = size > 0 ? control_code(text + i, size) : 0xfffd;
        if (code > 0xffff) /* two halves */
            printf("\\u%04x\\u%04x", 0xd7c0U + ((unsigned)code >> 10),
                   0xdc00U + ((unsigned)code & 0x3ff));
        else if (code >= 0)
            printf("\\u%04x", (unsigned)code);
        else if (bytes[i] == '"' || bytes[i] == '\\')
            printf("\\%c", bytes[i]);
        else
            fwrite(bytes + i, 1, size, stdout);
        i += size > 0 ? size : 1;
    }
    putchar('"');
}

static void print_string(const char *before, const char *text)
{
    fputs(before, stdout);
    print_bytes(text, strlen(text));
}

static void print_pair(size_t index, const char *name, const char *value)
{
    print_string(index > 0 ? ", {\"name\": " : "{\"name\": ", name);
    print_string(", \"value\": ", value);
    putchar('}');
}

static void begin(const iter8_experiment *experiment, int64_t elapsed_s, const char *why)
{
    (void)why;
    print_string("{\n  \"experiment\": ", iter8_spec_of(experiment).name);
    printf(",\n  \"elapsedTime\": %lld,\n  \"values\": [", (long long)elapsed_s);
}

static void print_request(const iter8_http_exchange *exchange)
{
    const iter8_query *query = exchange->query;
    print_string(",\n      \"provider\": ", iter8_request_of(query).provider);
    print_string(",\n      \"request\": {\"method\": ", iter8_request_of(query).method);
    print_string(", \"url\": ", exchange->url);
    fputs(",\n        \"params\": [", stdout);
    for (size_t i = 0; i < iter8_request_of(query).param_count; i++)
        print_pair(i, iter8_param_of(query, i).name, iter8_param_of(query, i).value);
    fputs("],\n        \"headers\": [", stdout);
    for (size_t i = 0; i < iter8_request_of(query).header_count; i++)
        print_pair(i, iter8_header_of(query, i).name, iter8_header_of(query, i).value);
    putchar(']');
    if (iter8_request_of(query).body != NULL)
        print_string(",\n        \"body\": ", iter8_request_of(query).body);
    print_string("},\n      \"jqExpression\": ", iter8_request_of(query).jq);
}

static void print_response(const iter8_http_exchange *exchange)
{
    printf(",\n      \"response\": {\"status\": %d, \"bytes\": %lld, \"body\": ",
           (int)exchange->status, (long long)exchange->answer_bytes);
    print_bytes(exchange->body != NULL ? exchange->body : "", exchange->body_length);
    putchar('}');
}

static void print_answer(const iter8_measurement *answer)
{
    char number[40];
    print_string(",\n      \"state\": ", query_state_name(answer->state));
    if (answer->state == ITER8_VALUE_PRESENT) {
        query_number(answer->value, number, sizeof number);
        printf(",\n      \"value\": %s", number);
    }
    if (answer->reason != NULL) print_string(",\n      \"reason\": ", answer->reason);
}

static void value(const iter8_http_exchange *exchange, const char *own, size_t index)
{
    fputs(index > 0 ? "," : "", stdout);
    print_string("\n    {\"metric\": ", exchange->question->metric);
    print_string(",\n      \"version\": ", exchange->question->version);
    if (own != NULL) printf(",\n      \"%s\": true", own);
    if (exchange->query != NULL) print_request(exchange);
    if (exchange->status != 0) print_response(exchange);
    print_answer(exchange->answer);
    putchar('}');
}

static void end(void)
{
    puts("]\n}");
}

const struct query_format query_json = {begin, value, end};

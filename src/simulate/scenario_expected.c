/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* spec.expect of a Scenario: what makes it a test. */
#include "simulate/scenario.h"
#include "simulate/scenario_fields.h"

#include "base/decimal.h"
#include "iter8/error.h"
#include "simulate/figures.h"

#include <string.h>

static size_t skip_spaces(const char *text, size_t at)
{
    while (text[at] == ' ')
        at++;
    return at;
}

static int is_share(int32_t figure)
{
    return figure <= ITER8_FIGURE_CUT_SHORT;
}

/* "<= 0.05", or of a share "<= 5 %"; returns 0 when it is neither. */
static int parse(const char *text, iter8__expectation *out)
{
    size_t at = skip_spaces(text, 0);
    if (text[at] != '<' && text[at] != '>') return 0;
    int or_equal = text[at + 1] == '=';
    if (text[at] == '<')
        out->relation = or_equal ? ITER8__AT_MOST : ITER8__LESS;
    else
        out->relation = or_equal ? ITER8__AT_LEAST : ITER8__MORE;
    at = skip_spaces(text, at + 1 + (size_t)or_equal);
    size_t end = strcspn(text + at, " %") + at;
    if (!iter8__double_parse(text + at, end - at, &out->limit)) return 0;
    at = skip_spaces(text, end);
    if (text[at] == '%' && is_share(out->figure)) {
        out->limit /= 100;
        at = skip_spaces(text, at + 1);
    }
    return text[at] == '\0';
}

static void check_share(iter8__decoder *decoder, const iter8__expectation *expected)
{
    if (is_share(expected->figure) && !(expected->limit >= 0 && expected->limit <= 1))
        iter8__decoder_member_problem(decoder, expected->name, ITER8_ERR_RANGE,
                                      "a share lies between 0 and 1, or 0 % and 100 %");
}

static void decode_one(iter8__decoder *decoder, const iter8__node *node, int32_t figure,
                       iter8__scenario *out)
{
    const char *key = iter8__word(&iter8__figures, figure);
    const char *text = iter8__decode_string(decoder, node, key, ITER8__OPTIONAL);
    if (text == NULL) return;
    iter8__expectation expected = {.name = key, .wanted = text, .figure = figure};
    if (!parse(text, &expected)) {
        iter8__decoder_member_problem(decoder, key, ITER8_ERR_SYNTAX,
                                      is_share(figure)
                                          ? "a limit is wanted, such as \"<= 0.05\" or \">= 90 %\""
                                          : "a limit is wanted, such as \"<= 20\" or \"> 0.5\"");
        return;
    }
    check_share(decoder, &expected);
    if (out->expected_count < ITER8__MAX_EXPECTED) out->expected[out->expected_count++] = expected;
}

static int is_known(const char *key)
{
    return strcmp(key, "confidence") == 0 || iter8__word_number(&iter8__figures, key) > 0;
}

/* A misspelt expectation would be one that is always met. */
static void refuse_unknown(iter8__decoder *decoder, const iter8__node *node)
{
    for (iter8__cursor *c = iter8__node_first(node); c != NULL; c = iter8__node_next(node, c)) {
        if (!is_known(iter8__cursor_key(c)))
            iter8__decoder_member_problem(decoder, iter8__cursor_key(c), ITER8_ERR_ENUM,
                                          "nothing of this name can be expected");
    }
}

void iter8__expected_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out)
{
    const iter8__node *node =
        iter8__decode_member(decoder, spec, "expect", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "expect");
    refuse_unknown(decoder, node);
    out->confidence = iter8__decode_number(decoder, node, "confidence", 0.5, 0.999999, 0.99);
    for (int32_t figure = 1; figure < (int32_t)iter8__figures.count; figure++)
        decode_one(decoder, node, figure, out);
    iter8__decoder_leave(decoder, mark);
}

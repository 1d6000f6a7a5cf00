/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "file/template.h"

#include "common/line.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <string.h>

enum kind { LITERAL, WEIGHT, CONDITION };

/* A stretch of a line of the template. */
typedef struct piece {
    enum kind kind;
    const char *start; /* of a literal */
    size_t length;
    size_t version; /* of the others */
} piece;

/* The version that a name of @p length bytes belongs to, or the number of versions. */
static size_t version_of(const iter8_experiment *experiment, const char *name, size_t length)
{
    size_t count = iter8_spec_of(experiment).version_count;
    for (size_t v = 0; v < count; v++) {
        const char *other = iter8_version_of(experiment, v).name;
        if (strlen(other) == length && memcmp(other, name, length) == 0) return v;
    }
    return count;
}

/* The bytes of the placeholder that stands at @p at, 0 if none does. */
static size_t read_placeholder(const char *at, const char *end, const iter8_experiment *experiment,
                               piece *out)
{
    if (end - at < 3 || at[0] != '$' || at[1] != '{') return 0;
    const char *close = memchr(at, '}', (size_t)(end - at));
    if (close == NULL) return 0;
    size_t length = (size_t)(close - at) - 2;
    int condition = length > 0 && close[-1] == '?';
    *out = (piece){condition ? CONDITION : WEIGHT, NULL, 0,
                   version_of(experiment, at + 2, length - (condition ? 1 : 0))};
    return out->version < iter8_spec_of(experiment).version_count ? length + 3 : 0;
}

/* Takes the next piece of a line; 0 at its end. */
static int next_piece(const char **at, const char *end, const iter8_experiment *experiment,
                      piece *out)
{
    piece behind;
    if (*at == end) return 0;
    size_t length = read_placeholder(*at, end, experiment, out);
    if (length == 0) {
        *out = (piece){LITERAL, *at, 0, 0};
        do {
            length++;
        } while (*at + length < end &&
                 read_placeholder(*at + length, end, experiment, &behind) == 0);
        out->length = length;
    }
    *at += length;
    return 1;
}

/* The end of the line that begins at @p at, behind its newline. */
static const char *line_end(const char *at)
{
    const char *newline = strchr(at, '\n');
    return newline != NULL ? newline + 1 : at + strlen(at);
}

const char *iter8__template_lacks(const char *text, const iter8_experiment *experiment)
{
    size_t count = iter8_spec_of(experiment).version_count;
    for (size_t v = 1; v < count; v++) {
        const char *at = text;
        const char *end = text + strlen(text);
        piece one;
        int found = 0;
        while (!found && next_piece(&at, end, experiment, &one))
            found = one.kind == WEIGHT && one.version == v;
        if (!found) return iter8_version_of(experiment, v).name;
    }
    return NULL;
}

static int is_left_out(const char *at, const char *end, const iter8_experiment *experiment,
                       const int32_t *weights)
{
    piece one;
    while (next_piece(&at, end, experiment, &one)) {
        if (one.kind == CONDITION && weights[one.version] == 0) return 1;
    }
    return 0;
}

static int fill_line(const char *at, const char *end, const iter8_experiment *experiment,
                     const int32_t *weights, iter8__buffer *out)
{
    piece one;
    int rc = ITER8_OK;
    if (is_left_out(at, end, experiment, weights)) return ITER8_OK;
    while (rc == ITER8_OK && next_piece(&at, end, experiment, &one)) {
        iter8__line digits = {.length = 0};
        if (one.kind == LITERAL) rc = iter8__buffer_add(out, one.start, one.length);
        if (one.kind != WEIGHT) continue;
        iter8__line_add_integer(&digits, weights[one.version]);
        rc = iter8__buffer_add_text(out, digits.bytes);
    }
    return rc;
}

int iter8__template_fill(const char *text, const iter8_experiment *experiment,
                         const int32_t *weights, iter8__buffer *out)
{
    int rc = ITER8_OK;
    while (rc == ITER8_OK && *text != '\0') {
        const char *end = line_end(text);
        rc = fill_line(text, end, experiment, weights, out);
        text = end;
    }
    return rc;
}

/* Reads a weight; the bytes of it, 0 if there is none. */
static size_t read_weight(const char *at, int32_t *out)
{
    size_t length = strspn(at, "0123456789");
    *out = 0;
    if (length > 3 || (length > 1 && *at == '0')) return 0;
    for (size_t i = 0; i < length; i++)
        *out = *out * 10 + (at[i] - '0');
    return *out <= 100 ? length : 0;
}

/* The bytes of @p filled that a piece stands for, -1 if it does not stand for any of them. */
static int match_piece(const piece *one, const char *filled, int32_t *weights)
{
    int32_t weight;
    if (one->kind == LITERAL)
        return strncmp(filled, one->start, one->length) == 0 ? (int)one->length : -1;
    if (one->kind == CONDITION) return weights[one->version] == 0 ? -1 : 0;
    size_t length = read_weight(filled, &weight);
    if (length == 0 || (weights[one->version] >= 0 && weights[one->version] != weight)) return -1;
    weights[one->version] = weight;
    return (int)length;
}

/* A line with a condition that is not there says that a weight is 0, and nothing of others,
 * whatever its beginning looked like. */
static int pass_over(const char *at, const char *end, const iter8_experiment *experiment,
                     int32_t *weights)
{
    size_t count = iter8_spec_of(experiment).version_count;
    size_t absent = count;
    piece one;
    while (next_piece(&at, end, experiment, &one)) {
        if (one.kind == WEIGHT) weights[one.version] = -1;
        if (one.kind == CONDITION) absent = one.version;
    }
    if (absent == count) return 0;
    weights[absent] = 0;
    return 1;
}

static int match_line(const char *at, const char *end, const iter8_experiment *experiment,
                      const char **filled, int32_t *weights)
{
    const char *start = at;
    const char *rest = *filled;
    piece one;
    int length = 0;
    while (length >= 0 && next_piece(&at, end, experiment, &one)) {
        length = match_piece(&one, rest, weights);
        if (length > 0) rest += length;
    }
    if (length < 0) return pass_over(start, end, experiment, weights);
    *filled = rest;
    return 1;
}

static int find_weights(const char *text, const iter8_experiment *experiment, const char *filled,
                        int32_t *weights)
{
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++)
        weights[v] = -1;
    while (*text != '\0') {
        const char *end = line_end(text);
        if (!match_line(text, end, experiment, &filled, weights)) return 0;
        text = end;
    }
    return *filled == '\0';
}

int iter8__template_match(const char *text, const iter8_experiment *experiment, const char *filled,
                          int32_t *weights)
{
    iter8__buffer again = {.limit = strlen(filled)};
    if (!find_weights(text, experiment, filled, weights)) return ITER8_ERR_REPLY;
    int rc = iter8__template_fill(text, experiment, weights, &again);
    if (rc == ITER8_OK)
        rc = strcmp(again.bytes != NULL ? again.bytes : "", filled) == 0 ? rc : ITER8_ERR_REPLY;
    if (rc == ITER8_ERR_TOO_LARGE) rc = ITER8_ERR_REPLY;
    iter8__buffer_clear(&again);
    return rc;
}

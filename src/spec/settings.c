/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/settings.h"

#include "base/decimal.h"
#include "base/nearest.h"
#include "base/text.h"
#include "decode/annotation_names.h"
#include "iter8/error.h"

#include <string.h>

enum {
    DEFAULT_CARRY = 3,
    DEFAULT_GIVE_UP_S = 10,
    DEFAULT_HOLD = 3,
    AT_ONCE = 100,
    MAX_HOLD = 100,
    WEEK_S = 7 * 24 * 3600
};

void iter8__settings_init(iter8__settings *settings)
{
    *settings = (iter8__settings){.carry_intervals = DEFAULT_CARRY,
                                  .on_change = ITER8__CHANGE_RESTART,
                                  .give_up_s = DEFAULT_GIVE_UP_S,
                                  .hold_intervals = DEFAULT_HOLD,
                                  .rollback_step = AT_ONCE,
                                  .met_for = 1,
                                  .floor_when_failing = ITER8__FLOOR_EXPLORED,
                                  .algorithm = 1,
                                  .exploration = -1.0};
}

/* Takes the next word of a list that is separated by blanks and commas; its length, 0 at the end.
 */
static size_t next_word(const char **at)
{
    static const char separators[] = ", \t\r\n";
    *at += strspn(*at, separators);
    return strcspn(*at, separators);
}

/* A word by itself, for a message. */
static const char *copy_word(iter8__decoder *decoder, const char *word, size_t length)
{
    const char *copy = iter8__arena_text(decoder->arena, word, length);
    if (copy == NULL) decoder->out_of_memory = 1;
    return copy != NULL ? copy : "";
}

static int is_digits(const char *text, size_t length)
{
    size_t digits = 0;
    while (digits < length && text[digits] >= '0' && text[digits] <= '9')
        digits++;
    return length > 0 && digits == length;
}

/* A whole number from @p least to @p most; -1, reported, when it is none. */
static int32_t whole_number(iter8__decoder *decoder, const char *text, size_t length, int32_t least,
                            int32_t most)
{
    int64_t value = 0;
    for (size_t i = 0; i < length && value <= most; i++)
        value = value * 10 + (text[i] - '0');
    if (is_digits(text, length) && value >= least && value <= most) return (int32_t)value;
    char low[ITER8__INTEGER_BYTES];
    char high[ITER8__INTEGER_BYTES];
    (void)iter8__integer_format(least, low);
    (void)iter8__integer_format(most, high);
    iter8__decoder_problem(decoder, ITER8_ERR_RANGE, "a whole number in ", low, "..", high,
                           " is wanted, not \"", copy_word(decoder, text, length), "\"",
                           (char *)NULL);
    return -1;
}

static void set_number(iter8__decoder *decoder, const char *text, int32_t least, int32_t most,
                       int32_t *out)
{
    int32_t value = whole_number(decoder, text, strlen(text), least, most);
    if (value >= 0) *out = value;
}

static void decode_carry(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    set_number(decoder, text, 0, ITER8__MAX_CARRY, &settings->carry_intervals);
}

static void decode_warm_up(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    set_number(decoder, text, 0, WEEK_S, &settings->warm_up_s);
}

static void decode_give_up(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    set_number(decoder, text, 0, WEEK_S, &settings->give_up_s);
}

static void decode_hold(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    set_number(decoder, text, 0, MAX_HOLD, &settings->hold_intervals);
}

static void decode_rollback_step(iter8__decoder *decoder, const char *text,
                                 iter8__settings *settings)
{
    set_number(decoder, text, 1, AT_ONCE, &settings->rollback_step);
}

static void decode_on_change(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    int32_t word = iter8__word_number(&iter8__on_change_words, text);
    if (word > 0) {
        settings->on_change = word;
        return;
    }
    iter8__decoder_problem(decoder, ITER8_ERR_ENUM, "\"", text,
                           "\" is not one of restart, refuse or keep", (char *)NULL);
}

static void decode_profile(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    if (strcmp(text, "iter8-v2alpha2") == 0) {
        settings->quirks = ITER8__ALL_QUIRKS;
        settings->carry_intervals = 0;
    } else if (strcmp(text, "default") == 0) {
        settings->quirks = 0;
        settings->carry_intervals = DEFAULT_CARRY;
    } else {
        iter8__decoder_problem(decoder, ITER8_ERR_ENUM, "\"", text,
                               "\" is not one of default or iter8-v2alpha2", (char *)NULL);
    }
}

/* In the order of enum iter8__quirk. */
static const char *const quirk_names[] = {"rollback-keeps-traffic",   "rollback-looks-finished",
                                          "missing-rolls-back",       "failed-writes-count",
                                          "failed-reads-fail",        "weights-by-position",
                                          "bare-metrics-unavailable", "no-objective-wins",
                                          "compare-not-finite",       "errors-move-traffic",
                                          "unanswered-succeed",       "failure-runs-nothing",
                                          "drift-becomes-plan",       "changes-unnoticed",
                                          "unknown-fields-ignored",   "any-sum-of-weights",
                                          "errors-without-reasons",   "drift-unseen",
                                          "unmeasured-succeeds",      "weights-need-not-hold",
                                          "trouble-untold",           NULL};

/* The bit of a quirk; 0 for a word that names none. */
static uint32_t quirk_of(const char *word, size_t length)
{
    for (size_t i = 0; quirk_names[i] != NULL; i++) {
        if (strlen(quirk_names[i]) == length && memcmp(quirk_names[i], word, length) == 0)
            return UINT32_C(1) << i;
    }
    return 0;
}

static void unknown_quirk(iter8__decoder *decoder, const char *word)
{
    const char *nearest = iter8__nearest_of(word, quirk_names);
    iter8__decoder_problem(decoder, ITER8_ERR_ENUM, "\"", word,
                           "\" is none of Iter8's ways that can be asked for",
                           nearest != NULL ? " (did you mean " : "", nearest != NULL ? nearest : "",
                           nearest != NULL ? "?)" : "", (char *)NULL);
}

static void decode_quirks(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    size_t length;
    for (const char *at = text; (length = next_word(&at)) > 0; at += length) {
        uint32_t quirk = quirk_of(at, length);
        settings->quirks |= quirk;
        if (quirk == 0) unknown_quirk(decoder, copy_word(decoder, at, length));
    }
}

static void decode_steps(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    int32_t *steps = iter8__decoder_alloc(decoder, ITER8__MAX_STEPS, sizeof *steps);
    size_t count = 0;
    size_t length;
    for (const char *at = text; steps != NULL && (length = next_word(&at)) > 0; at += length) {
        int32_t step = whole_number(decoder, at, length, 1, 100);
        if (step < 0) return;
        if (count > 0 && step <= steps[count - 1]) {
            iter8__decoder_problem(decoder, ITER8_ERR_RANGE, "the steps in \"", text,
                                   "\" do not rise", (char *)NULL);
            return;
        }
        steps[count++] = step;
    }
    if (count > 0 && steps[0] > ITER8__MAX_FLOOR)
        iter8__decoder_warning(decoder, ITER8_ERR_RANGE,
                               "the first step gives a candidate more than half of the traffic at "
                               "its first good verdict",
                               (char *)NULL);
    settings->steps = count > 0 ? steps : NULL;
    settings->step_count = count;
}

static void decode_floor(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    if (strcmp(text, "explored") == 0)
        settings->floor_when_failing = ITER8__FLOOR_EXPLORED;
    else if (strcmp(text, "as-wanted") == 0)
        settings->floor_when_failing = ITER8__FLOOR_AS_WANTED;
    else if (is_digits(text, strlen(text)))
        set_number(decoder, text, 0, ITER8__MAX_FLOOR, &settings->floor_when_failing);
    else
        iter8__decoder_problem(decoder, ITER8_ERR_ENUM, "\"", text,
                               "\" is not explored, as-wanted or a percentage", (char *)NULL);
}

static void decode_algorithm(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    (void)decoder;
    settings->algorithm_name = text;
}

static void decode_exploration(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    int32_t percent = -1;
    set_number(decoder, text, 0, 100, &percent);
    if (percent >= 0) settings->exploration = percent;
}

static void decode_rounding(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    settings->stochastic = strcmp(text, "stochastic") == 0;
    if (settings->stochastic || strcmp(text, "largest-remainder") == 0) return;
    iter8__decoder_problem(decoder, ITER8_ERR_ENUM, "\"", text,
                           "\" is not one of largest-remainder or stochastic", (char *)NULL);
}

static void decode_seed(iter8__decoder *decoder, const char *text, iter8__settings *settings)
{
    int32_t seed = 0;
    set_number(decoder, text, 0, INT32_MAX, &seed);
    settings->seed = (uint64_t)seed;
}

/* An annotation that has no decoder is another room's or library's. */
static const struct {
    const char *name;
    void (*decode)(iter8__decoder *decoder, const char *text, iter8__settings *settings);
} annotations[] = {{"profile", decode_profile},
                   {"as-iter8", decode_quirks},
                   {"carry-forward", decode_carry},
                   {"warm-up-seconds", decode_warm_up},
                   {"give-up-seconds", decode_give_up},
                   {"weights-hold-intervals", decode_hold},
                   {"weight-steps", decode_steps},
                   {"rollback-step", decode_rollback_step},
                   {"floor-when-failing", decode_floor},
                   {"weight-algorithm", decode_algorithm},
                   {"exploration-percent", decode_exploration},
                   {"rounding", decode_rounding},
                   {"rounding-seed", decode_seed},
                   {"on-change", decode_on_change},
                   {"state", NULL},
                   {"haproxy-backend", NULL}};

enum { ANNOTATIONS = sizeof annotations / sizeof annotations[0] };

/* The names of the table, for what is misspelt. */
static const char *annotation_name(size_t index)
{
    return index < ANNOTATIONS ? annotations[index].name : NULL;
}

static void decode_annotation(iter8__decoder *decoder, const iter8__node *list, size_t index,
                              iter8__settings *settings)
{
    char key[64] = ITER8__ANNOTATION_PREFIX;
    memcpy(key + strlen(key), annotations[index].name, strlen(annotations[index].name) + 1);
    const char *text = iter8__decode_string(decoder, list, key, ITER8__OPTIONAL);
    if (text == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, key);
    annotations[index].decode(decoder, text, settings);
    iter8__decoder_leave(decoder, mark);
}

/* In the order of the table: the profile comes before what changes a part of it. */
void iter8__settings_decode(iter8__decoder *decoder, const iter8__node *root,
                            iter8__settings *settings)
{
    const iter8__node *metadata = iter8__node_member(root, "metadata");
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    const iter8__node *list = iter8__decode_member(decoder, metadata, "annotations",
                                                   ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    iter8__annotation_names_check(decoder, metadata, annotation_name);
    (void)iter8__decoder_enter(decoder, "annotations");
    for (size_t i = 0; i < ANNOTATIONS; i++) {
        if (annotations[i].decode != NULL) decode_annotation(decoder, list, i, settings);
    }
    iter8__decoder_leave(decoder, mark);
}

int iter8__settings_are_lenient(const iter8__settings *settings)
{
    return (settings->quirks & ITER8__UNKNOWN_FIELDS_IGNORED) != 0;
}

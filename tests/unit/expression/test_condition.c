/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Conditions that hold, that do not, and that turn out to be none. */
#include "base/memory.h"
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"
#include "sample_schema.h"

#include <criterion/criterion.h>
#include <string.h>

static const char tree[] =
    "head: {name: me, labels: {app.io/name: shop, empty: ''}}\n"
    "text: abc\nnumber: 12\n'yes': true\nlimit: 10m\n"
    "items: [{name: one, fail_fast: true}, {name: 'it''s'}]\n"
    "free: {deep: [1, {x: z}], limit: '50', flag: false, word: w, none: null}\n";

enum { BAD = -1 };

static const struct {
    const char *text;
    int holds;
} cases[] = {
    {"true", 1},
    {"false", 0},
    {" \n(true)\t", 1},
    {"not true", 0},
    {"!true", 0},
    {"not not true", 1},
    {"! not !false", 1},
    {"not(false)", 1},
    {"nottrue == nil", BAD},
    /* Functions. */
    {"Won()", 1},
    {"Lost()", 0},
    {"not Lost ( )", 1},
    {"Won() and Lost()", 0},
    {"Won() or Lost()", 1},
    {"Lost() && Won() || Won()", 1},
    {"Won() || Won() && Lost()", 1},
    {"(Won() || Won()) && Lost()", 0},
    {"not Won() or Won()", 1},
    {"not (Won() or Won())", 0},
    /* Fields by either name. */
    {"text == 'abc'", 1},
    {"Text == \"abc\"", 1},
    {".text == 'abc'", 1},
    {".Head.Name == 'me'", BAD},
    {"Heading.Name == 'me'", 1},
    {"head.name == 'me'", 1},
    {"Name == 'me'", 1},
    {"name == 'me'", BAD},
    {"items[0].name == 'one'", 1},
    {"Items[0].FailFast", 1},
    {"items[0].fail_fast", 1},
    {"items[0].Fail_fast", BAD},
    {"items[1].fail_fast", 0},
    {"not items[1].fail_fast", 1},
    {"items[7].name == 'one'", 0},
    {"items[1].name == 'it\\'s'", 1},
    {"items[1].name == \"it's\"", 1},
    {"head.labels['app.io/name'] == 'shop'", 1},
    {"head.labels[\"app.io/name\"] == 'shop'", 1},
    {"head.labels.empty == ''", 1},
    {"head['name'] == 'me'", 1},
    {"free.deep[1].x == 'z'", 1},
    {"free.deep[0] == 1", 1},
    {"free.flag", 0},
    {"not free.flag", 1},
    {"free.word", BAD},
    {"free.word or true", BAD},
    {"true or free.word", 1},
    {"false and free.word", 0},
    {"free", BAD},
    /* Numbers. */
    {"number == 12", 1},
    {"number == 12.0", 1},
    {"number == 1.2e1", 1},
    {"number == 120E-1", 1},
    {"number != 12", 0},
    {"number < 12", 0},
    {"number <= 12", 1},
    {"number > -5", 1},
    {"number >= 12.5", 0},
    {"3 < number", 1},
    {"1 < 2", 1},
    /* Texts. */
    {"text < 'abd'", 1},
    {"text < 'ab'", 0},
    {"text > 'ab'", 1},
    {"text >= ''", 1},
    {"text != 'x'", 1},
    {"'a\\n\\t\\r\\\\\\\"b' == \"a\\n\\t\\r\\\\\\\"b\"", 1},
    /* Truth. */
    {"yes", 1},
    {"yes == true", 1},
    {"yes != true", 0},
    {"Won() == Lost()", 0},
    {"(number > 1) == yes", 1},
    /* Quantities are numbers, however they are written. */
    {"limit == 0.01", 1},
    {"limit < 0.02", 1},
    {"0.009 < limit", 1},
    {"limit == limit", 1},
    {"free.limit == 50", 1},
    {"free.limit > 7", 1},
    {"free.limit == '50'", 1},
    /* Types that only turn out later: different, and without order. */
    {"free.word == 1", 0},
    {"free.word != 1", 1},
    {"free.word < 1", 0},
    {"free.flag != 0", 1},
    {"free.deep == free.deep", 0},
    /* What is not there. */
    {"free.nothing == nil", 1},
    {"free.nothing != nil", 0},
    {"free.none == nil", 1},
    {"nil == free.none", 1},
    {"nil == nil", 1},
    {"text == nil", 0},
    {"text != nil", 1},
    {"items != nil", 1},
    {"free.nothing == 'x'", 0},
    {"free.nothing != 'x'", 0},
    {"free.nothing < 1", 0},
    {"free.nothing > 1", 0},
    {"free.nothing == free.nothing", 0},
    {"free.nothing", 0},
    {"head.labels.other == 'x'", 0},
    {"not (head.labels.other == 'x')", 1},
    {"free.word.deeper.still == nil", 1},
};

static int holds(const char *text, const iter8__node *root)
{
    static const uint8_t facts[] = {1, 0};
    const iter8__scope scope = {sample_schema, root, facts};
    iter8_allocator allocator = {0};
    iter8__arena arena;
    const iter8__expression *condition;
    iter8__fault fault;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    iter8__arena_init(&arena, &allocator);
    int result = iter8__condition_parse(text, &sample_names, &arena, &condition, &fault);
    if (result == ITER8_OK) result = iter8__condition_holds(condition, &scope, &fault);
    cr_expect(result >= 0 || (result == ITER8_ERR_EXPRESSION && fault.message != NULL));
    iter8__arena_clear(&arena);
    return result < 0 ? BAD : result;
}

Test(expression_condition, each_holds_when_it_should)
{
    iter8_document *document = only_document_of(tree);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int result = holds(cases[i].text, iter8__document_root(document));
        cr_expect_eq(result, cases[i].holds, "%s: %d", cases[i].text, result);
    }
    iter8_document_free(document);
}

Test(expression_condition, nothing_is_there_without_a_tree)
{
    cr_expect_eq(holds("text == nil and free.x == nil and not yes", NULL), 1);
    cr_expect_eq(holds("text == 'abc' or number < 100 or yes", NULL), 0);
}

/* a chain or nest of so many parts */
static void check_parts(const char *before, const char *part, const char *end, int count,
                        int wanted)
{
    char text[4000] = "";
    for (int i = 0; i < count; i++)
        (void)strcat(text, before);
    (void)strcat(text, part);
    for (int i = 0; i < count; i++)
        (void)strcat(text, end);
    int result = holds(text, NULL);
    cr_expect_eq(result, wanted, "%d of %s%s: %d", count, before, end, result);
}

Test(expression_condition, its_depth_has_a_limit)
{
    check_parts("(", "true", ")", 32, 1);
    check_parts("(", "true", ")", 33, BAD);
    check_parts("true and ", "true", "", 60, 1);
    check_parts("true and ", "true", "", 200, BAD);
    check_parts("", "false", " or true", 60, 1);
    check_parts("", "false", " or true", 200, BAD);
    check_parts("not ", "true", "", 901, 0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_line.h"

#include "base/memory.h"
#include "document/document.h"
#include "document/write.h"
#include "iter8/analysis.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "log/log_state.h"
#include "log/log_words.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static iter8_allocator allocator;
static iter8__text line;

static void setup(void)
{
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    iter8__text_init(&line, &allocator);
}

static void teardown(void)
{
    iter8__text_clear(&line);
}

TestSuite(log_line, .init = setup, .fini = teardown);

Test(log_line, commas_stand_between_members_and_items)
{
    iter8__log_open(&line, NULL, '{');
    iter8__log_string(&line, "a", "x\"{");
    iter8__log_open(&line, "b", '[');
    iter8__log_integer(&line, NULL, 1);
    iter8__log_number(&line, NULL, 0.1);
    iter8__log_open(&line, NULL, '{');
    iter8__log_close(&line, '}');
    iter8__log_boolean(&line, NULL, 0);
    iter8__log_close(&line, ']');
    iter8__log_flag(&line, "c", 0);
    iter8__log_flag(&line, "d", 1);
    iter8__log_close(&line, '}');
    cr_expect_str_eq(iter8__text_string(&line),
                     "{\"a\":\"x\\\"{\",\"b\":[1,0.1,{},false],\"d\":true}");
}

Test(log_line, results_and_words_read_back)
{
    static const int32_t codes[] = {0, 1,        2,        ITER8_ERR_HOST, ITER8_ERR_VERSION,
                                    3, -1000000, INT32_MIN};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        int32_t code;
        const char *name = iter8__log_result_name(codes[i]);
        iter8__node *node =
            name != NULL ? iter8__node_make_string(name) : iter8__node_make_integer(codes[i]);
        cr_expect(iter8__log_read_result(node, &code) && code == codes[i], "%d", (int)codes[i]);
        iter8__node_release(node);
    }
    int32_t number;
    iter8__node *node = iter8__node_make_string("nonsense");
    cr_expect_not(iter8__log_read_result(node, &number));
    cr_expect_not(iter8__log_read_word(node, &iter8__value_states, &number));
    iter8__node_release(node);
}

Test(log_line, every_reason_has_a_word)
{
    cr_expect_str_eq(iter8__word(&iter8__verdict_reasons, ITER8_VERDICT_NO_LIMITS), "noLimits");
    cr_expect_str_eq(iter8__word(&iter8__verdict_reasons, ITER8_VERDICT_NO_BASELINE), "noBaseline");
    cr_expect_str_eq(iter8__word(&iter8__winner_reasons, ITER8_WINNER_NO_OBJECTIVES),
                     "noObjectives");
    cr_expect_str_eq(iter8__word(&iter8__weight_reasons, ITER8_WEIGHT_NO_ROOM), "noRoom");
    cr_expect_str_eq(iter8__word(&iter8__weight_reasons, ITER8_WEIGHT_STEP), "step");
    cr_expect_str_eq(iter8__word(&iter8__value_states, ITER8_VALUE_ERROR + 1), "error");
    cr_expect_eq(iter8__verdict_reasons.count, ITER8_VERDICT_NO_BASELINE + 1);
    cr_expect_str_eq(iter8__word(&iter8__winner_reasons, ITER8_WINNER_TOO_SOON), "tooSoon");
    cr_expect_eq(iter8__winner_reasons.count, ITER8_WINNER_TOO_SOON + 1);
    cr_expect_str_eq(iter8__word(&iter8__weight_reasons, ITER8_WEIGHT_LOST), "lost");
    cr_expect_eq(iter8__weight_reasons.count, ITER8_WEIGHT_LOST + 1);
}

Test(log_line, the_hash_is_fnv_1a)
{
    cr_expect_eq(iter8__log_hash("", 0), UINT64_C(0xcbf29ce484222325));
    cr_expect_eq(iter8__log_hash("a", 1), UINT64_C(0xaf63dc4c8601ec8c));
    cr_expect_eq(iter8__log_hash("foobar", 6), UINT64_C(0x85944171f73967e8));
    iter8__log_hash_add(&line, UINT64_C(0x0123456789abcdef));
    cr_expect_str_eq(iter8__text_string(&line), "\"hash\":\"fnv1a64:0123456789abcdef\"");
}

Test(log_line, sorted_json_has_its_members_by_the_bytes_of_their_names)
{
    static const char json[] =
        "{\"b\":{\"z\":1,\"a\":[{\"y\":1,\"x\":2}]},\"B\":1,\"\xC3\xA9\":0,\"a\":{}}";
    iter8_documents *documents = NULL;
    cr_assert_eq(iter8_documents_read(json, strlen(json), NULL, NULL, &documents), ITER8_OK);
    iter8__json_write_sorted(iter8__document_root(iter8_documents_at(documents, 0)), &line);
    cr_expect_str_eq(iter8__text_string(&line),
                     "{\"B\":1,\"a\":{},\"b\":{\"a\":[{\"x\":2,\"y\":1}],\"z\":1},\"\xC3\xA9\":0}");
    iter8_documents_free(documents);
}

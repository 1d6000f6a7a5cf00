/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/document.h"
#include "iter8/error.h"
#include "outcome.h"

#include <criterion/criterion.h>
#include <string.h>

struct place_case {
    const char *path;
    uint32_t line;
    uint32_t column;
};

static void check_all(const char *text, size_t index, const struct place_case *cases, size_t count)
{
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    for (size_t i = 0; i < count; i++) {
        uint32_t line, column;
        iter8_document_locate(iter8_documents_at(documents, index), cases[i].path, &line, &column);
        cr_expect(line == cases[i].line && column == cases[i].column, "%s: %u:%u", cases[i].path,
                  line, column);
    }
    iter8_documents_free(documents);
}

#define CHECK_ALL(text, index, cases) check_all(text, index, cases, sizeof cases / sizeof *cases)

static const char stream[] = "# a comment\n"
                             "first: 1\n"
                             "---\n"
                             "---\n"
                             "spec: &s\n"
                             "  criteria:\n"
                             "    objectives:\n"
                             "    - metric: m\n"
                             "      upperLimit: 5\n"
                             "    - {metric: \"\xC3\xA9\", upperLimit: !!int 7}\n"
                             "    - |\n"
                             "      text\n"
                             "  'a.b':\n"
                             "copy: *s\n"
                             "merged:\n"
                             "  <<: *s\n"
                             "  own: 1\n";

Test(document_locate, values_stand_where_they_begin)
{
    static const struct place_case cases[] = {
        {"spec.criteria", 7, 5},
        {".spec.criteria.objectives", 8, 5},
        {"spec.criteria.objectives[0]", 8, 7},
        {"spec.criteria.objectives[0].metric", 8, 15},
        {"spec.criteria.objectives[0].upperLimit", 9, 19},
        {"spec.criteria.objectives[1]", 10, 7},
        {"spec.criteria.objectives[1].upperLimit", 10, 33},
        {"spec.criteria.objectives[2]", 11, 7},
        {"spec['a.b']", 13, 9},
        {"merged.own", 17, 8},
        {"", 5, 1},
        {"spec.criteria.objectives[metric=m].upperLimit", 9, 19},
        {"spec.criteria.objectives[upperLimit=7].metric", 10, 16},
    };
    CHECK_ALL(stream, 1, cases);
}

Test(document_locate, a_path_that_leads_on_is_placed_at_its_deepest_part)
{
    static const struct place_case cases[] = {
        {"none", 5, 1},
        {"spec.criteria.objectives[3]", 8, 5},
        {"spec.criteria.objectives[0].none.at.all", 8, 7},
        {"spec.criteria.objectives[0].upperLimit.more", 9, 19},
        {"spec[0]", 5, 7},
        {"spec.criteria.objectives.metric", 8, 5},
        {"copy", 14, 7},
        {"copy.criteria.objectives[0]", 14, 7},
        {"merged.criteria", 16, 3},
        {"spec.criteria..x", 7, 5},
        {".[", 5, 1},
        {"spec.criteria.objectives[metric=none].upperLimit", 8, 5},
    };
    CHECK_ALL(stream, 1, cases);
}

Test(document_locate, each_document_has_its_own_places)
{
    static const struct place_case cases[] = {{"", 2, 1}, {"first", 2, 8}, {"spec", 2, 1}};
    CHECK_ALL(stream, 0, cases);
}

Test(document_locate, json_has_places_too)
{
    static const char text[] =
        "{\n  \"a\": {\"b\": [1, \"x\",\n\t2]},\n  \"\xE2\x82\xAC\": true\n}\n";
    static const struct place_case cases[] = {
        {"a.b[0]", 2, 15}, {"a.b[1]", 2, 18}, {"a.b[2]", 3, 2}, {"\xE2\x82\xAC", 4, 8}, {"", 1, 1}};
    CHECK_ALL(text, 0, cases);
}

Test(document_locate, json_that_libyaml_does_not_read_has_none)
{
    static const struct place_case cases[] = {{"a", 0, 0}, {"b", 0, 0}};
    CHECK_ALL("{\"a\": \"\\ud83d\\ude00\", \"b\": 1}", 0, cases);
}

Test(document_locate, what_did_not_come_from_text_has_no_place)
{
    uint32_t line = 9, column = 9;
    iter8_document *copy = document_of("a: 1\n");
    iter8_document_locate(copy, "a", &line, &column);
    cr_expect_eq(line, 0);
    cr_expect_eq(column, 0);
    line = column = 9;
    iter8_document_locate(NULL, "a", &line, &column);
    cr_expect_eq(line, 0);
    cr_expect_eq(column, 0);
    iter8_document_locate(copy, NULL, NULL, NULL);
    iter8_document_free(copy);
}

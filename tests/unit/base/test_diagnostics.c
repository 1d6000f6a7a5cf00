/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/diagnostics.h"
#include "counting_allocator.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <string.h>

static iter8_diagnostics *make(const iter8_allocator *allocator)
{
    iter8_diagnostics *list;
    cr_assert_eq(iter8_diagnostics_new(allocator, &list), ITER8_OK);
    return list;
}

static iter8_diagnostic at(const iter8_diagnostics *list, size_t index)
{
    iter8_diagnostic item = {.struct_size = sizeof item};
    cr_assert_eq(iter8_diagnostics_get(list, index, &item), ITER8_OK);
    return item;
}

Test(base_diagnostics, keeps_every_part_of_a_problem)
{
    iter8_diagnostics *list = make(NULL);
    char path[] = "spec.criteria", message[] = "is missing";
    iter8_diagnostics_add(list, &(iter8_diagnostic){sizeof(iter8_diagnostic), path, message,
                                                    ITER8_ERR_REQUIRED, ITER8_SEVERITY_WARNING, 3,
                                                    7, 0, 0});
    path[0] = message[0] = '#';
    cr_assert_eq(iter8_diagnostics_count(list), 1);
    iter8_diagnostic item = at(list, 0);
    cr_assert_eq(item.struct_size, sizeof item);
    cr_assert_str_eq(item.path, "spec.criteria");
    cr_assert_str_eq(item.message, "is missing");
    cr_assert_eq(item.code, ITER8_ERR_REQUIRED);
    cr_assert_eq(item.severity, ITER8_SEVERITY_WARNING);
    cr_assert_eq(item.line, 3);
    cr_assert_eq(item.column, 7);
    iter8_diagnostics_free(list);
}

Test(base_diagnostics, keeps_the_order)
{
    iter8_diagnostics *list = make(NULL);
    for (uint32_t i = 0; i < 1000; i++)
        iter8_diagnostics_add(list, &(iter8_diagnostic){sizeof(iter8_diagnostic), NULL, NULL,
                                                        ITER8_ERR_ENUM, ITER8_SEVERITY_ERROR, i, 0,
                                                        0, 0});
    cr_assert_eq(iter8_diagnostics_count(list), 1000);
    for (uint32_t i = 0; i < 1000; i++)
        cr_assert_eq(at(list, i).line, i);
    cr_assert_str_eq(at(list, 999).path, "");
    cr_assert_str_eq(at(list, 999).message, "");
    iter8_diagnostics_free(list);
}

Test(base_diagnostics, joins_the_parts_of_a_message)
{
    iter8_diagnostics *list = make(NULL);
    iter8__diagnose(list, ITER8_ERR_ENUM, 1, 2, "spec.strategy", "unknown value '", "Kanary", "'",
                    (const char *)NULL);
    iter8__diagnose(list, ITER8_ERR_RANGE, 0, 0, "", "alone", (const char *)NULL);
    iter8__diagnose(list, ITER8_ERR_RANGE, 0, 0, "x", (const char *)NULL);
    cr_assert_str_eq(at(list, 0).message, "unknown value 'Kanary'");
    cr_assert_str_eq(at(list, 0).path, "spec.strategy");
    cr_assert_eq(at(list, 0).code, ITER8_ERR_ENUM);
    cr_assert_eq(at(list, 0).severity, ITER8_SEVERITY_ERROR);
    cr_assert_eq(at(list, 0).line, 1);
    cr_assert_eq(at(list, 0).column, 2);
    cr_assert_str_eq(at(list, 1).message, "alone");
    cr_assert_str_eq(at(list, 2).message, "");
    iter8_diagnostics_free(list);
}

Test(base_diagnostics, a_missing_list_is_fine)
{
    iter8_diagnostic item = {.struct_size = sizeof item};
    iter8_diagnostics_add(NULL,
                          &(iter8_diagnostic){sizeof(iter8_diagnostic), "a", "b", ITER8_ERR_ENUM,
                                              ITER8_SEVERITY_ERROR, 1, 1, 0, 0});
    iter8__diagnose(NULL, ITER8_ERR_ENUM, 1, 1, "a", "b", (const char *)NULL);
    iter8_diagnostics_clear(NULL);
    iter8_diagnostics_free(NULL);
    cr_assert_eq(iter8_diagnostics_count(NULL), 0);
    cr_assert_eq(iter8_diagnostics_lost(NULL), 0);
    cr_assert_eq(iter8_diagnostics_get(NULL, 0, &item), ITER8_ERR_ARGUMENT);
}

Test(base_diagnostics, wrong_arguments_are_refused)
{
    cr_assert_eq(iter8_diagnostics_new(NULL, NULL), ITER8_ERR_ARGUMENT);
    iter8_allocator incomplete = {.struct_size = sizeof incomplete};
    iter8_diagnostics *list = (iter8_diagnostics *)&incomplete;
    cr_assert_eq(iter8_diagnostics_new(&incomplete, &list), ITER8_ERR_ARGUMENT);
    cr_assert_null(list);
    list = make(NULL);
    iter8_diagnostic item = {.struct_size = sizeof item};
    cr_assert_eq(iter8_diagnostics_get(list, 0, &item), ITER8_ERR_NOT_FOUND);
    cr_assert_eq(iter8_diagnostics_get(list, 0, NULL), ITER8_ERR_ARGUMENT);
    iter8_diagnostics_add(list,
                          &(iter8_diagnostic){sizeof(iter8_diagnostic), "a", "b", ITER8_ERR_ENUM,
                                              ITER8_SEVERITY_ERROR, 1, 1, 0, 0});
    item.struct_size = 0;
    cr_assert_eq(iter8_diagnostics_get(list, 0, &item), ITER8_ERR_ARGUMENT);
    iter8_diagnostics_free(list);
}

Test(base_diagnostics, a_shorter_struct_is_filled_as_far_as_it_reaches)
{
    iter8_diagnostics *list = make(NULL);
    iter8_diagnostics_add(list,
                          &(iter8_diagnostic){sizeof(iter8_diagnostic), "a", "b", ITER8_ERR_ENUM,
                                              ITER8_SEVERITY_ERROR, 4, 5, 0, 0});
    iter8_diagnostic item = {.struct_size = offsetof(iter8_diagnostic, line), .line = 77};
    cr_assert_eq(iter8_diagnostics_get(list, 0, &item), ITER8_OK);
    cr_assert_str_eq(item.path, "a");
    cr_assert_eq(item.severity, ITER8_SEVERITY_ERROR);
    cr_assert_eq(item.line, 77);
    iter8_diagnostics_free(list);
}

Test(base_diagnostics, can_be_used_again_after_clear)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8_diagnostics *list = make(&counting.allocator);
    for (int round = 0; round < 3; round++) {
        iter8__diagnose(list, ITER8_ERR_ENUM, 1, 1, "a", "b", (const char *)NULL);
        cr_assert_eq(iter8_diagnostics_count(list), 1);
        iter8_diagnostics_clear(list);
        cr_assert_eq(iter8_diagnostics_count(list), 0);
    }
    iter8_diagnostics_free(list);
    cr_assert_eq(counting.live, 0);
}

enum { PROBLEMS = 60 };

static void report_problems(iter8_diagnostics *list)
{
    char part[100];
    memset(part, 'x', sizeof part - 1);
    part[sizeof part - 1] = '\0';
    for (int i = 0; i < PROBLEMS; i++)
        iter8__diagnose(list, ITER8_ERR_ENUM, 1, 1, part, part, part, (const char *)NULL);
}

Test(base_diagnostics, counts_what_memory_ran_out_for)
{
    for (size_t n = 1;; n++) {
        counting_allocator counting;
        counting_allocator_init(&counting);
        counting.fail_at = n;
        iter8_diagnostics *list;
        int rc = iter8_diagnostics_new(&counting.allocator, &list);
        if (rc != ITER8_OK) {
            cr_assert_eq(rc, ITER8_ERR_NOMEM);
            cr_assert_null(list);
            cr_assert_eq(counting.live, 0);
            continue;
        }
        report_problems(list);
        size_t lost = counting.calls < n ? 0 : 1;
        cr_assert_eq(iter8_diagnostics_lost(list), lost, "call %zu", n);
        cr_assert_eq(iter8_diagnostics_count(list), PROBLEMS - lost);
        for (size_t i = 0; i < PROBLEMS - lost; i++)
            cr_assert_eq(strlen(at(list, i).message), 198, "no message is cut short");
        iter8_diagnostics_clear(list);
        cr_assert_eq(iter8_diagnostics_lost(list), 0);
        iter8_diagnostics_free(list);
        cr_assert_eq(counting.live, 0);
        if (lost == 0) break;
    }
}

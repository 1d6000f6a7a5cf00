/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* sample_schema.h - a small tree of fields for tests: one of each kind. */
#ifndef ITER8_TESTS_SAMPLE_SCHEMA_H
#define ITER8_TESTS_SAMPLE_SCHEMA_H

#include "expression/condition.h"

static const iter8__schema sample_text = {NULL, NULL, NULL, ITER8__KIND_TEXT, NULL};
static const iter8__schema sample_item[] = {
    {"name", NULL, NULL, ITER8__KIND_TEXT, NULL},
    {"fail_fast", "FailFast", NULL, ITER8__KIND_BOOLEAN, NULL},
    {NULL, NULL, NULL, ITER8__KIND_NIL, NULL}};
static const iter8__schema sample_one_item = {NULL, NULL, NULL, ITER8__KIND_MAPPING, sample_item};
static const iter8__schema sample_head[] = {{"name", NULL, NULL, ITER8__KIND_TEXT, NULL},
                                            {"labels", NULL, NULL, ITER8__KIND_TABLE, &sample_text},
                                            {NULL, NULL, NULL, ITER8__KIND_NIL, NULL}};
static const iter8__schema sample_schema[] = {
    {"head", "Heading", NULL, ITER8__KIND_MAPPING, sample_head},
    {"text", NULL, NULL, ITER8__KIND_TEXT, NULL},
    {"number", NULL, NULL, ITER8__KIND_NUMBER, NULL},
    {"yes", NULL, NULL, ITER8__KIND_BOOLEAN, NULL},
    {"limit", NULL, NULL, ITER8__KIND_QUANTITY, NULL},
    {"items", NULL, NULL, ITER8__KIND_LIST, &sample_one_item},
    {"free", NULL, NULL, ITER8__KIND_ANY, NULL},
    {"name", "Name", "head", ITER8__KIND_TEXT, NULL},
    {NULL, NULL, NULL, ITER8__KIND_NIL, NULL}};

static const char *const sample_facts[] = {"Won", "Lost", NULL};
static const iter8__names sample_names = {sample_schema, sample_facts};

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * schema.h - what a tree may hold, so that a field that cannot be there is told before it is looked
 * for; and how a text that names fields is complained of.
 */
#ifndef ITER8_EXPRESSION_SCHEMA_H
#define ITER8_EXPRESSION_SCHEMA_H

#include <stddef.h>

enum iter8__kind {
    ITER8__KIND_ANY, /* whatever is there */
    ITER8__KIND_NIL, /* only of the literal */
    ITER8__KIND_BOOLEAN,
    ITER8__KIND_NUMBER,
    ITER8__KIND_TEXT,
    ITER8__KIND_QUANTITY, /* a number, or a text that is one, such as "10m" */
    ITER8__KIND_LIST,     /* all items are as `of` says */
    ITER8__KIND_MAPPING,  /* the members are in the list `of` */
    ITER8__KIND_TABLE     /* a mapping with any keys, all values as `of` says */
};

typedef struct iter8__schema {
    const char *key;     /* as a document writes it; NULL ends a list of members */
    const char *go_name; /* in Iter8's program; NULL: the key with a capital letter */
    const char *within;  /* the member of a sibling that this stands for, by its Go name only; NULL:
                            a member itself */
    enum iter8__kind kind;
    const struct iter8__schema *of;
} iter8__schema;

/* A part of a text that is borrowed. */
typedef struct iter8__span {
    const char *text;
    size_t length;
} iter8__span;

/* What is wrong with a text, and where: the message, and behind it a word of the text in quotes. */
typedef struct iter8__fault {
    const char *message; /* a literal; NULL: nothing is */
    iter8__span word;    /* of length 0 for none */
    size_t offset;       /* bytes from the beginning of the text */
} iter8__fault;

#endif

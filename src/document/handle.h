/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * handle.h - what a document handle is.
 */
#ifndef ITER8_DOCUMENT_HANDLE_H
#define ITER8_DOCUMENT_HANDLE_H

#include "document/node.h"
#include "iter8/document.h"

struct iter8_document {
    iter8_allocator allocator;
    iter8__node *root; /* one reference */
    const char *text;  /* that it was read from; of the list it stands in, else NULL */
    size_t length;     /* bytes of text */
    size_t index;      /* of the text's document that it is, or is an item of */
    iter8__node *list; /* the List that it is an item of, one reference, or NULL */
    char *place;       /* field path of the item in it */
};

#endif

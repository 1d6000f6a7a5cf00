/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * locate.h - where a field stands in a text.
 */
#ifndef ITER8_DOCUMENT_LOCATE_H
#define ITER8_DOCUMENT_LOCATE_H

#include "document/node.h"
#include "document/reader.h"

/* The place of the value that @p field_path names in the document number @p index of a text, whose
 * tree is @p root, or of the deepest part of the path that is there; an alias is not followed. 0, 0
 * where libyaml does not read the text that far. */
iter8__place iter8__locate(const char *text, size_t length, size_t index, const iter8__node *root,
                           const char *field_path);

#endif

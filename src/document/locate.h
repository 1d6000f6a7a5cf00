/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * locate.h - where a field stands in a text.
 */
#ifndef ITER8_DOCUMENT_LOCATE_H
#define ITER8_DOCUMENT_LOCATE_H

#include "document/handle.h"
#include "document/reader.h"

/* The place of the value that @p field_path names in a document that was read from a text, or of
 * the deepest part of the path that is there; an alias is not followed. 0, 0 where libyaml does not
 * read the text that far. */
iter8__place iter8__locate(const iter8_document *document, const char *field_path);

#endif

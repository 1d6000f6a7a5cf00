/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * locate.h - where fields stand in a text, which is read once for all of them.
 */
#ifndef ITER8_DOCUMENT_LOCATE_H
#define ITER8_DOCUMENT_LOCATE_H

#include "document/reader.h"
#include "iter8/document.h"

/* The places of the values that @p count field paths name in a document, or of the deepest part of
 * a path that is there; an alias is not followed. Line 0 where libyaml does not read the text.
 * Returns 0 or ITER8_ERR_NOMEM. */
int iter8__locate(const iter8_document *document, const char *const *paths, size_t count,
                  iter8__place *places);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * provider_words.h - what a provider says of a request that it does not answer.
 */
#ifndef ITER8_BACKENDS_PROVIDER_WORDS_H
#define ITER8_BACKENDS_PROVIDER_WORDS_H

#include "http/transfer.h"
#include "iter8/query.h"

/* Adds to "HTTP 400" what the answer says, in one masked line: the members of JSON that people are
 * meant to read, or the text itself; nothing of a page of HTML. Of a redirect it is where to,
 * without user and query. */
void iter8__provider_words(const iter8__transfer *transfer, const iter8_query *query,
                           iter8__line *reason);

#endif

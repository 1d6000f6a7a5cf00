/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/line.h"
#include "http/jq_cache.h"
#include "iter8/backends/http_source.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

static void give(const iter8__line *from, char *problem, size_t size)
{
    if (size == 0) return;
    size_t length = from->length < size ? from->length : size - 1;
    memcpy(problem, from->bytes, length);
    problem[length] = '\0';
}

int iter8_http_source_check_jq(const char *program, char *problem, size_t size)
{
    iter8__line line;
    if (program == NULL || (problem == NULL && size > 0)) return ITER8_ERR_ARGUMENT;
    iter8__line_clear(&line);
    iter8__jq_cache *cache = calloc(1, sizeof *cache);
    int good = cache != NULL && iter8__jq_cache_get(cache, program, &line) != NULL;
    if (cache != NULL) iter8__jq_cache_clear(cache);
    free(cache);
    if (good) iter8__line_clear(&line);
    give(&line, problem, size);
    if (good) return ITER8_OK;
    int without_memory = line.length == 0 || strcmp(line.bytes, "out of memory") == 0;
    return without_memory ? ITER8_ERR_NOMEM : ITER8_ERR_SYNTAX;
}

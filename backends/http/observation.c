/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/observation.h"

#include "http/mask.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <stdlib.h>
#include <string.h>

void iter8__observation_take(iter8__observation *seen, const iter8__transfer *transfer,
                             const iter8_query *query)
{
    const iter8__buffer *body = &transfer->body;
    size_t length;
    seen->status = iter8__transfer_status(transfer);
    seen->answer_bytes = (int64_t)body->length;
    seen->body = iter8__mask_text(query, body->bytes, body->length, &length);
    if (seen->body == NULL) return;
    seen->body_length = length < ITER8__SHOWN_BYTES ? length : ITER8__SHOWN_BYTES;
    seen->body[seen->body_length] = '\0';
}

void iter8__observation_clear(iter8__observation *seen)
{
    free(seen->body);
    memset(seen, 0, sizeof *seen);
}

void iter8__observation_tell(const iter8__observation *seen, const iter8__settings *settings,
                             const iter8_question *question, const iter8_measurement *answer)
{
    if (settings->observe == NULL) return;
    iter8_query *query;
    iter8_query_options options = {.struct_size = sizeof options,
                                   .elapsed_s = question->elapsed_s > 0 ? question->elapsed_s : 0,
                                   .masked = 1};
    int rc = iter8_query_render(question->experiment, question->metric_index,
                                question->version_index, question->now_ns, &options, &query);
    char *moved = rc == ITER8_OK ? iter8__request_shown_url(query, settings) : NULL;
    iter8_http_exchange exchange = {.struct_size = sizeof exchange,
                                    .question = question,
                                    .answer = answer,
                                    .query = query,
                                    .url = moved != NULL ? moved : iter8_request_of(query).url,
                                    .body = seen->body,
                                    .body_length = seen->body_length,
                                    .answer_bytes = seen->answer_bytes,
                                    .status = seen->status};
    settings->observe(&exchange, settings->observe_data);
    curl_free(moved);
    iter8_query_free(query);
}

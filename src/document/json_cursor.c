/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Where the JSON reader stands. */
#include "document/json.h"

#include "iter8/error.h"

iter8__place iter8__json_place(iter8__json *json, const char *at)
{
    iter8__place_move(&json->place, json->placed_to, at);
    json->placed_to = at;
    return json->place;
}

int iter8__json_fail(iter8__json *json, const char *at, const char *message)
{
    return iter8__reader_fail(json->reader, ITER8_ERR_SYNTAX, iter8__json_place(json, at), message,
                              NULL);
}

int iter8__json_take(iter8__json *json, char c)
{
    if (json->at == json->end || *json->at != c) return 0;
    json->at++;
    return 1;
}

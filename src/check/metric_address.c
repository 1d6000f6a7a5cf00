/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Addresses that no metrics source can ask, as far as placeholders let it be known. */
#include "check/check.h"

#include "document/handle.h"
#include "iter8/error.h"

#include <string.h>

enum { LARGEST_PORT = 65535 };

static const char field[] = "spec.urlTemplate";

static int begins_with(const char *text, const char *small_letters)
{
    for (; *small_letters != '\0'; text++, small_letters++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
        if (c != *small_letters) return 0;
    }
    return 1;
}

/* Behind http:// or https://; NULL where there is neither. */
static const char *behind_scheme(const char *url)
{
    if (begins_with(url, "http://")) return url + sizeof "http://" - 1;
    return begins_with(url, "https://") ? url + sizeof "https://" - 1 : NULL;
}

/* Whether the first bytes of a text are the number of a port; empty is the usual one. */
static int is_port(const char *text, size_t length)
{
    int32_t number = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return 0;
        number = number * 10 + (text[i] - '0');
        if (number > LARGEST_PORT) return 0;
    }
    return 1;
}

/* Behind a user and a password. */
static const char *find_host(const char *text, size_t *length)
{
    const char *host = text;
    for (size_t i = 0; i < *length; i++) {
        if (text[i] == '@') host = text + i + 1;
    }
    *length -= (size_t)(host - text);
    return host;
}

static size_t name_length(const char *host, size_t length)
{
    const char *end = memchr(host, *host == '[' ? ']' : ':', length);
    if (end == NULL) return length;
    return (size_t)(end - host) + (*host == '[');
}

/* Why a host and a port cannot be asked; NULL where they can be. */
static const char *problem_of(const char *host, size_t length)
{
    size_t name = length > 0 ? name_length(host, length) : 0;
    if (name == 0) return "the address names no host";
    if (memchr(host, ' ', length) != NULL) return "the host has a space in it";
    if (name == length) return NULL;
    if (host[name] == ':' && is_port(host + name + 1, length - name - 1)) return NULL;
    return "the port of the address is none";
}

void iter8__check_address(iter8__check *check)
{
    const iter8__node *spec = iter8__node_member(check->document->root, "spec");
    const char *url = iter8__node_string(iter8__node_member(spec, "urlTemplate"));
    if (url == NULL || *url == '$') return;
    const char *rest = behind_scheme(url);
    if (rest == NULL) {
        iter8__check_problem(check, ITER8_ERR_INVALID, field,
                             "the address begins neither with http:// nor with https://",
                             (char *)NULL);
        return;
    }
    size_t length = strcspn(rest, "/?#");
    if (memchr(rest, '$', length) != NULL) return;
    const char *host = find_host(rest, &length);
    const char *problem = problem_of(host, length);
    if (problem != NULL)
        iter8__check_problem(check, ITER8_ERR_INVALID, field, problem, (char *)NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The first line of a log: who wrote it, and for which host. */
#include "log/replay_player.h"

#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"
#include "iter8/version.h"

#include <string.h>

/* "1.2.3" as ITER8_VERSION_NUMBER counts it; -1 for what is no version. */
static int64_t version_number(const char *text)
{
    int64_t number = 0;
    for (int part = 0; part < 3; part++) {
        int64_t digits = 0;
        if (*text < '0' || *text > '9') return -1;
        for (; *text >= '0' && *text <= '9' && digits < 1000000; text++)
            digits = 10 * digits + (*text - '0');
        if (*text != (part < 2 ? '.' : '\0')) return -1;
        number = 1000 * number + digits;
        text += part < 2;
    }
    return number;
}

static int check_version(iter8__player *p)
{
    const iter8__node *format = iter8__player_member(p, "format");
    const char *library = iter8__node_string(iter8__player_member(p, "library"));
    int64_t number = library != NULL ? version_number(library) : -1;
    if (iter8__node_integer(format) > ITER8__LOG_FORMAT)
        return iter8__lines_fail(&p->lines, ITER8_ERR_VERSION,
                                 "the log has a format that is newer than this version",
                                 (char *)NULL);
    if (number > ITER8_VERSION_NUMBER)
        return iter8__lines_fail(&p->lines, ITER8_ERR_VERSION,
                                 "the log was written by a newer version, ", library, "; this is ",
                                 iter8_version(), (char *)NULL);
    if (iter8__node_integer(format) == ITER8__LOG_FORMAT && number >= 0) return ITER8_OK;
    return iter8__lines_fail(&p->lines, ITER8_ERR_INVALID,
                             "the line does not say format and library as a decision log does",
                             (char *)NULL);
}

static int read_seed(const char *text, uint64_t *out)
{
    *out = 0;
    if (text == NULL || *text == '\0') return 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        uint64_t digit = (uint64_t)(*text - '0');
        if (*out > (UINT64_MAX - digit) / 10) return 0;
        *out = 10 * *out + digit;
    }
    return *text == '\0';
}

static int make_recorder(iter8__player *p, const iter8_host *host)
{
    iter8_document *defaults = NULL;
    const iter8__node *node = iter8__player_member(p, "defaults");
    int rc = ITER8_OK;
    if (node != NULL)
        rc = iter8__document_wrap(iter8__node_copy(node), &p->replay->allocator, &defaults);
    iter8_recorder_options options = {.struct_size = sizeof options,
                                      .allocator = &p->replay->allocator,
                                      .defaults = defaults,
                                      .write = iter8__player_compare,
                                      .user_data = p};
    iter8_recorder_free(p->recorder);
    p->recorder = NULL;
    if (rc == ITER8_OK) rc = iter8_recorder_new(&options, host, &p->recorder);
    iter8_document_free(defaults);
    if (rc == ITER8_OK) p->recorder->library = p->library;
    return rc;
}

static int keep_library(iter8__player *p)
{
    const char *library = iter8__node_string(iter8__player_member(p, "library"));
    size_t size = strlen(library) + 1;
    iter8__release(&p->replay->allocator, p->library);
    p->library = iter8__alloc_zero(&p->replay->allocator, size, 1);
    if (p->library == NULL) return ITER8_ERR_NOMEM;
    memcpy(p->library, library, size);
    return ITER8_OK;
}

int iter8__player_begin(iter8__player *p)
{
    iter8__host host = iter8__replay_host(&p->answers);
    int rc = check_version(p);
    if (rc == ITER8_OK) rc = keep_library(p);
    if (rc != ITER8_OK) return rc;
    if (!iter8__asked_restrict(iter8__player_member(p, "host"), &host) ||
        !read_seed(iter8__node_string(iter8__player_member(p, "seed")), &host.own.seed))
        return iter8__lines_fail(&p->lines, ITER8_ERR_INVALID,
                                 "the line does not say host and seed as a decision log does",
                                 (char *)NULL);
    iter8_experiment_free(p->experiment);
    p->experiment = NULL;
    p->expected[ITER8__LINE_LOG] = p->lines.line;
    iter8_host answering = iter8__host_public(&host);
    return make_recorder(p, &answering);
}

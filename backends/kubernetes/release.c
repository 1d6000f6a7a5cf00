/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Giving marks back: what is missed is taken over when it is old. */
#include "common/documents.h"
#include "iter8/error.h"
#include "kubernetes/claim.h"
#include "kubernetes/patch_text.h"

#include <string.h>

enum { TRIES = 4, PATCH_LIMIT = 1024 * 1024 };

/* Takes our entry out of the marks, unless another process goes by our name by now. Returns 1
 * where there was one. */
static int take_out(iter8__marks *marks, const iter8__mark_owner *self, const char *process)
{
    iter8__mark mark;
    for (size_t i = 0; iter8__marks_get(marks, i, &mark); i++) {
        if (iter8__mark_is_of(&mark, self))
            return strcmp(mark.process, process) == 0 && iter8__marks_remove(marks, i) == ITER8_OK;
    }
    return 0;
}

static int send_patch(const iter8__marks *marks, const iter8_document *object, const char *path,
                      iter8__client *client)
{
    iter8__buffer patch = {.limit = PATCH_LIMIT};
    int rc = iter8__patch_begin(object, &patch);
    if (rc == ITER8_OK) rc = iter8__patch_test_marks(object, marks, &patch);
    if (rc == ITER8_OK) rc = iter8__marks_operation(marks, &patch);
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(&patch, "]");
    if (rc == ITER8_OK) rc = iter8__client_patch(client, path, &patch);
    iter8__buffer_clear(&patch);
    return rc;
}

/* Returns 0, also where there is no mark of ours, or why it did not come off. */
static int release(const iter8__claim *claim, const iter8__owner *owner, iter8__client *client)
{
    const iter8__mark_owner self = {owner->holder, claim->target};
    iter8_documents *documents;
    iter8__marks marks;
    int rc = iter8__client_get(client, claim->path);
    if (rc == ITER8_OK) rc = iter8__documents_parse(&client->answer, NULL, &documents);
    if (rc != ITER8_OK) return rc;
    const iter8_document *object = iter8_documents_at(documents, 0);
    rc = iter8__marks_read(&marks, object);
    if (rc == ITER8_OK && take_out(&marks, &self, owner->process))
        rc = send_patch(&marks, object, claim->path, client);
    iter8__marks_close(&marks);
    iter8_documents_free(documents);
    return rc;
}

void iter8__owner_release(iter8__owner *owner, iter8__client *client, const char *target)
{
    for (iter8__claim *claim = owner->claims; claim != NULL; claim = claim->next) {
        int rc = ITER8_ERR_CONFLICT;
        if (claim->renewed_ms == 0 || (target != NULL && strcmp(claim->target, target) != 0))
            continue;
        for (int left = TRIES; left > 0 && rc == ITER8_ERR_CONFLICT; left--)
            rc = release(claim, owner, client);
        claim->renewed_ms = 0;
        claim->owned = claim->superseded = 0;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/patch_text.h"

#include "common/documents.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"
#include "kubernetes/json_text.h"

enum { TEXT_LIMIT = 1024 * 1024 };

/* Its text, or NULL. */
static const char *version_of(const iter8_document *object)
{
    const char *version;
    int rc = iter8_document_string(object, ".metadata.resourceVersion", &version);
    return rc == ITER8_OK ? version : NULL;
}

int iter8__patch_begin(const iter8_document *object, iter8__buffer *out)
{
    static const char test[] = "{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":";
    const char *version = version_of(object);
    int rc = iter8__buffer_add_text(out, "[");
    if (rc != ITER8_OK || version == NULL) return rc;
    rc = iter8__buffer_add_text(out, test);
    if (rc == ITER8_OK) rc = iter8__json_add_string(out, version);
    return rc == ITER8_OK ? iter8__buffer_add_text(out, "}") : rc;
}

int iter8__patch_test_marks(const iter8_document *object, const iter8__marks *marks,
                            iter8__buffer *out)
{
    return version_of(object) == NULL ? iter8__marks_test(marks, out) : ITER8_OK;
}

int iter8__patch_add_all(iter8__buffer *out, const iter8_document *operations)
{
    iter8__buffer text = {.limit = TEXT_LIMIT};
    int rc = iter8__documents_write(operations, ITER8_FORMAT_JSON_COMPACT, &text);
    if (rc == ITER8_OK && text.length > 2) {
        rc = iter8__json_add_comma(out);
        if (rc == ITER8_OK) rc = iter8__buffer_add(out, text.bytes + 1, text.length - 2);
    }
    iter8__buffer_clear(&text);
    return rc;
}

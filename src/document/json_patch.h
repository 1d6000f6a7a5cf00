/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * json_patch.h - JSON Patch (RFC 6902).
 */
#ifndef ITER8_DOCUMENT_JSON_PATCH_H
#define ITER8_DOCUMENT_JSON_PATCH_H

#include "document/node.h"
#include "iter8/diagnostics.h"

/* Makes a patched copy of a tree. Returns 0, ITER8_ERR_PATCH with a diagnostic, ITER8_ERR_NOMEM. */
int iter8__patch_apply(const iter8__node *root, const iter8__node *patch,
                       const iter8_allocator *allocator, iter8_diagnostics *diagnostics,
                       iter8__node **out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * members.h - the members of a mapping in the order of their keys.
 */
#ifndef ITER8_DOCUMENT_MEMBERS_H
#define ITER8_DOCUMENT_MEMBERS_H

#include "base/memory.h"
#include "document/node.h"

/* As many cursors as the mapping has members, by the bytes of their keys; valid as long as the
 * mapping is not changed. Release with iter8__release(); NULL without memory. */
iter8__cursor **iter8__members_sorted(const iter8__node *mapping, const iter8_allocator *allocator);

#endif

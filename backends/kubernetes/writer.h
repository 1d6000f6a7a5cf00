/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * writer.h - who has written an object last, as metadata.managedFields knows it.
 */
#ifndef ITER8_BACKENDS_WRITER_H
#define ITER8_BACKENDS_WRITER_H

#include "common/line.h"
#include "iter8/document.h"

/* Adds " (last written by MANAGER at TIME)", unless nobody knows, or it was this library. */
void iter8__writer_add(iter8__line *line, const iter8_document *object);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * headers.h - the headers of a query: headerTemplates, and Authorization where authType is Basic.
 */
#ifndef ITER8_METRICS_HEADERS_H
#define ITER8_METRICS_HEADERS_H

#include "metrics/secrets.h"

/* Fills the query of @p secrets with its headers. Returns as iter8_query_render(). */
int iter8__headers_fill(iter8__secrets *secrets, const iter8__metric *metric);

#endif

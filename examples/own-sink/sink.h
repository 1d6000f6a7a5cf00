/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Callbacks of an iter8_router that reads each version's weight from FOLDER/VERSION. */
#ifndef OWN_SINK_H
#define OWN_SINK_H

#include <iter8/iter8.h>

struct own_sink {
    const char *folder;
};

int32_t own_sink_read(const iter8_route *route, int32_t *weights, void *sink);
int32_t own_sink_write(const iter8_route *route, void *sink);

#endif

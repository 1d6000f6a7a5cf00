/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/locate_events.h"

int iter8__locator_next(iter8__locator *l)
{
    yaml_event_delete(&l->event);
    return yaml_parser_parse(&l->parser, &l->event) && l->event.type != YAML_STREAM_END_EVENT;
}

int iter8__locator_skip(iter8__locator *l)
{
    size_t open = 0;
    for (;;) {
        yaml_event_type_t type = l->event.type;
        if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT) open++;
        if (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT) open--;
        if (open == 0) return 1;
        if (!iter8__locator_next(l)) return 0;
    }
}

int iter8__locator_document(iter8__locator *l, size_t index)
{
    for (;;) {
        if (!iter8__locator_next(l)) return 0;
        if (l->event.type != YAML_DOCUMENT_START_EVENT) continue;
        if (!iter8__locator_next(l)) return 0;
        if (iter8__yaml_is_empty(&l->event)) continue;
        if (index-- == 0) return 1;
        if (!iter8__locator_skip(l)) return 0;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * yaml_scalar.h - scalars, keys and tags of YAML as nodes.
 */
#ifndef ITER8_DOCUMENT_YAML_SCALAR_H
#define ITER8_DOCUMENT_YAML_SCALAR_H

#include "document/yaml.h"

/* Makes the value of a scalar event. Returns 0, ITER8_ERR_NOMEM, or the code of the problem. */
int iter8__yaml_scalar(iter8__reader *reader, const yaml_event_t *event, iter8__node **out);

/* Makes the text of a key from its value. Returns 0, ITER8_ERR_NOMEM, or ITER8_ERR_SYNTAX (nothing
 * is noted) for a value that cannot be a key. */
int iter8__yaml_key(iter8__node *value, iter8__node **out);

/* Refuses a tag of the other kinds on a list or mapping. Returns 0 or ITER8_ERR_SYNTAX. */
int iter8__yaml_check_tag(iter8__reader *reader, const yaml_event_t *event);

/* Whether a key event is the merge key. */
int iter8__yaml_is_merge(const yaml_event_t *event);

#endif

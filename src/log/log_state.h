/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_state.h - the experiment's document as a log holds it, and its hash.
 */
#ifndef ITER8_LOG_LOG_STATE_H
#define ITER8_LOG_LOG_STATE_H

#include "base/text.h"
#include "experiment/experiment.h"

#include <stdint.h>

/* The document with its status, without what a Metric itself holds of secrets: made, or NULL
 * without memory. */
iter8__node *iter8__log_document(const iter8_experiment *experiment);

/* FNV-1a, 64 bits. */
uint64_t iter8__log_hash(const char *bytes, size_t length);

/* Adds "hash":"fnv1a64:0123456789abcdef" */
void iter8__log_hash_add(iter8__text *line, uint64_t hash);

#endif

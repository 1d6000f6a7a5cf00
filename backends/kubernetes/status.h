/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * status.h - what the HTTP status of an answer means: whether it will pass by itself.
 */
#ifndef ITER8_BACKENDS_STATUS_H
#define ITER8_BACKENDS_STATUS_H

#include "kubernetes/client.h"

/* Judges the answer that has just come. Returns as iter8__client_get(), and says in the problem
 * what the server says. Where the server asks for patience, the client will have it. */
int iter8__status_judge(iter8__client *client);

/* 0, or ITER8_ERR_REPLY while the server has asked not to be asked, and says so. */
int iter8__status_wait(const iter8__client *client);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * kubeconfig.h - the cluster, user and namespace of a kubeconfig's current context.
 */
#ifndef ITER8_BACKENDS_KUBECONFIG_H
#define ITER8_BACKENDS_KUBECONFIG_H

#include "kubernetes/cluster.h"

/* Reads a kubeconfig. Paths in it count from its folder. Returns 0; ITER8_ERR_INVALID where it does
 * not say enough, or something that this backend does not do; or as iter8__file_read() and
 * iter8_documents_read(). Says in @p problem what is wrong, without any value of the file. */
int iter8__kubeconfig_read(const char *path, iter8__cluster *cluster, iter8__line *problem);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * check.h - the parts of checking a document among others.
 */
#ifndef ITER8_CHECK_CHECK_H
#define ITER8_CHECK_CHECK_H

#include "iter8/check.h"

/* What is checked. */
typedef struct iter8__check {
    iter8_document *const *documents;
    size_t count;
    size_t index; /* of the document */
    const iter8_document *document;
    const iter8_experiment_options *options;
    iter8_diagnostics *diagnostics;
    int problems; /* errors of this room's own */
} iter8__check;

/* What a document is taken for. One without a kind is an experiment: so it is told what it lacks,
 * and callers of Iter8's analytics send such. */
enum iter8__role {
    ITER8__ROLE_EXPERIMENT,
    ITER8__ROLE_METRIC,
    ITER8__ROLE_SCENARIO,
    ITER8__ROLE_TALLY,
    ITER8__ROLE_UNKNOWN, /* none that Iter8's API has */
    ITER8__ROLE_OTHER    /* another's, such as a routing object */
};

enum iter8__role iter8__role_of(const iter8_document *document);

/* Reports an error at a field of the document: all strings up to a NULL pointer. */
void iter8__check_problem(iter8__check *check, int code, const char *path, ...);
/* The same for a warning, which is an error where the caller is strict. */
void iter8__check_warning(iter8__check *check, int code, const char *path, ...);

/* Reports a kind or an apiVersion that there is not. */
void iter8__check_names(iter8__check *check, enum iter8__role role);
/* Reports a document that stands before this one as well. */
void iter8__check_repeated(iter8__check *check);
/* Reports metrics that an experiment, which is @p experiment, has no resource for. */
int iter8__check_metrics(iter8__check *check, iter8_experiment *experiment);
/* Warns of versions whose weights are in an object that is not given, where one is that may be
 * meant. */
void iter8__check_references(iter8__check *check, const iter8_experiment *experiment);
/* Reports an address of a Metric that nobody can ask. */
void iter8__check_address(iter8__check *check);
/* Warns of mock values for versions that none of the experiments has. */
void iter8__check_mock(iter8__check *check);
/* Reports weights that cannot be used, for all experiments among the documents. */
int iter8__check_weights(iter8__check *check);

#endif

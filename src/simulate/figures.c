/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/figures.h"

static const char *const words[] = {"",
                                    "promoted",
                                    "rolledBack",
                                    "undecided",
                                    "cutShort",
                                    "iterations",
                                    "seconds",
                                    "requestsServed",
                                    "errorsServed",
                                    "slowServed",
                                    "candidateErrorsServed"};
const iter8__words iter8__figures = {words, sizeof words / sizeof *words};

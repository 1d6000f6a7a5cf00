/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * algorithm_names.h - the one table of weight algorithms: X(name, function, exploration percent,
 * most candidates; 0: any). A new one is a line here and a file in src/decide/algorithms/.
 */
#ifndef ITER8_SPEC_ALGORITHM_NAMES_H
#define ITER8_SPEC_ALGORITHM_NAMES_H

#define ITER8__ALGORITHM_MAP(X)                                                                    \
    X("progressive", progressive, 10, 0)                                                           \
    X("bayesian-progressive", bayesian_progressive, 10, 0)                                         \
    X("top_2", top_2, 10, 0)                                                                       \
    X("uniform", uniform, 10, 0)                                                                   \
    X("check-and-increment", check_and_increment, 0, 1)                                            \
    X("epsilon-greedy", epsilon_greedy, 0, 1)                                                      \
    X("posterior-routing", posterior_routing, 0, 1)                                                \
    X("optimistic-routing", optimistic_routing, 0, 1)                                              \
    X("steps", steps, 0, 0)

#endif

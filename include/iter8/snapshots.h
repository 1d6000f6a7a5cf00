/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Snapshots as results, so that a single value of an experiment is read in one line of C:
 *
 *     printf("%s\n", iter8_status_of(experiment).recommended);
 *
 * Where there is nothing to read (no experiment, no such version) texts are "" and everything else
 * is as in an experiment that was never reconciled. These are functions of the header alone; what
 * they call is in experiment.h.
 */
#ifndef ITER8_SNAPSHOTS_H
#define ITER8_SNAPSHOTS_H

#include "iter8/experiment.h"
#include "iter8/init.h"
#include "iter8/query.h"
#include "iter8/simulate.h"

#include <math.h>

/** What an experiment asks for; see iter8_experiment_spec(). */
static inline iter8_spec iter8_spec_of(const iter8_experiment *from)
{
    iter8_spec spec = ITER8_INIT(iter8_spec);
    spec.name = spec.name_space = spec.target = "";
    (void)!iter8_experiment_spec(from, &spec);
    return spec;
}

/** How far an experiment is; see iter8_experiment_status(). */
static inline iter8_status iter8_status_of(const iter8_experiment *from)
{
    iter8_status status = ITER8_INIT(iter8_status);
    status.recommended = "";
    status.winner = -1;
    status.start_ns = status.last_update_ns = ITER8_NO_TIME;
    (void)!iter8_experiment_status(from, &status);
    return status;
}

/** A version by its index; its name is NULL where there is none; see iter8_experiment_version(). */
static inline iter8_version_status iter8_version_of(const iter8_experiment *from, size_t version)
{
    iter8_version_status status = ITER8_INIT(iter8_version_status);
    (void)!iter8_experiment_version(from, version, &status);
    return status;
}

/** A condition; see iter8_experiment_condition(). */
static inline iter8_condition iter8_condition_of(const iter8_experiment *from, int32_t type)
{
    iter8_condition condition = ITER8_INIT(iter8_condition);
    condition.reason = "";
    condition.transition_ns = ITER8_NO_TIME;
    (void)!iter8_experiment_condition(from, type, &condition);
    return condition;
}

/** What a query sends; see iter8_query_request(). */
static inline iter8_request iter8_request_of(const iter8_query *query)
{
    iter8_request request = ITER8_INIT(iter8_request);
    request.method = request.url = request.base_url = request.jq = request.provider = "";
    (void)!iter8_query_request(query, &request);
    return request;
}

/** A param by its index; see iter8_query_param(). */
static inline iter8_named_text iter8_param_of(const iter8_query *query, size_t index)
{
    iter8_named_text param = ITER8_INIT(iter8_named_text);
    param.name = param.value = "";
    (void)!iter8_query_param(query, index, &param);
    return param;
}

/** A header by its index; see iter8_query_header(). */
static inline iter8_named_text iter8_header_of(const iter8_query *query, size_t index)
{
    iter8_named_text header = ITER8_INIT(iter8_named_text);
    header.name = header.value = "";
    (void)!iter8_query_header(query, index, &header);
    return header;
}

/** What a tally is of; see iter8_tally_count(). */
static inline iter8_tally_counts iter8_counts_of(const iter8_tally *tally)
{
    iter8_tally_counts counts = ITER8_INIT(iter8_tally_counts);
    (void)!iter8_tally_count(tally, &counts);
    return counts;
}

/** A version of a tally by its index; see iter8_tally_version(). */
static inline iter8_version_tally iter8_version_tally_of(const iter8_tally *tally, size_t version)
{
    iter8_version_tally counted = ITER8_INIT(iter8_version_tally);
    (void)!iter8_tally_version(tally, version, &counted);
    return counted;
}

/** An objective of a tally by its index; see iter8_tally_objective(). */
static inline iter8_objective_tally iter8_objective_tally_of(const iter8_tally *tally,
                                                             size_t objective)
{
    iter8_objective_tally counted = ITER8_INIT(iter8_objective_tally);
    (void)!iter8_tally_objective(tally, objective, &counted);
    return counted;
}

/** The scenario of a simulation; see iter8_simulation_scenario(). */
static inline iter8_scenario iter8_scenario_of(const iter8_simulation *simulation)
{
    iter8_scenario scenario = ITER8_INIT(iter8_scenario);
    scenario.name = "";
    scenario.slow_ms = HUGE_VAL;
    (void)!iter8_simulation_scenario(simulation, &scenario);
    return scenario;
}

#endif /* ITER8_SNAPSHOTS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The host that a simulated experiment talks to: metrics from its world, weights to its world. */
#include "simulate/simulation.h"

#include "base/times.h"
#include "iter8/error.h"

#include <math.h>

/* An answer is pending until a time. Returns 0 when that has come. */
static int is_awaited(iter8__schedule_of_run *run, int64_t until_ns)
{
    if (run->clock_ns >= until_ns) return 0;
    if (until_ns > run->ready_ns) run->ready_ns = until_ns;
    return 1;
}

static void read_metric(iter8_simulation *simulation, const iter8_question *question,
                        int64_t asked_ns, int64_t seen_ns, iter8_measurement *answer)
{
    const iter8__rule *rule = simulation->rules[question->metric_index];
    iter8__instrument instrument = {&simulation->world, &simulation->probits};
    iter8__reading_take(&instrument, rule, question->version_index, asked_ns, seen_ns, answer);
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    iter8_simulation *simulation = user_data;
    iter8__schedule_of_run *run = &simulation->run;
    int64_t asked_ns = question->now_ns - run->result.start_ns;
    int64_t seen_ns = asked_ns - simulation->scenario.scrape_delay_ns;
    const iter8__fault *fault = NULL;
    int32_t trouble =
        iter8__outage_of_source(simulation, question->metric, question->version, asked_ns, &fault);
    switch (trouble) {
    case ITER8__ANSWER_SLOW:
        if (is_awaited(run, question->now_ns + fault->delay_ns)) return ITER8_PENDING;
        break;
    case ITER8__ANSWER_ERROR: answer->reason = "simulated error"; return ITER8_ERR_TRANSPORT;
    case ITER8__ANSWER_MISSING: answer->reason = "simulated gap"; return ITER8_OK;
    case ITER8__ANSWER_NAN: answer->state = ITER8_VALUE_NAN; return ITER8_OK;
    case ITER8__ANSWER_STALE:
        seen_ns -= asked_ns - fault->from_ns;
        asked_ns = fault->from_ns;
        break;
    default: break;
    }
    iter8__world_advance(&simulation->world, asked_ns);
    read_metric(simulation, question, asked_ns, seen_ns, answer);
    return ITER8_OK;
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    iter8_simulation *simulation = user_data;
    iter8__schedule_of_run *run = &simulation->run;
    if (route->ticket != run->write_ticket) {
        run->write_ticket = route->ticket;
        run->write_ns = run->clock_ns;
    }
    const iter8__fault *fault = NULL;
    int64_t time_ns = run->clock_ns - run->result.start_ns;
    int64_t asked_ns = run->write_ns - run->result.start_ns;
    int32_t trouble = iter8__outage_of_sink(simulation, asked_ns, &fault);
    if (trouble == ITER8__ANSWER_SLOW && is_awaited(run, run->write_ns + fault->delay_ns))
        return ITER8_PENDING;
    if (trouble == ITER8__ANSWER_ERROR) {
        run->write_ticket = 0; /* the next try is a new one */
        return ITER8_ERR_TRANSPORT;
    }
    iter8__world_advance(&simulation->world, time_ns);
    for (size_t v = 0; v < route->count; v++)
        simulation->world.weights[v] = route->weights[v];
    return ITER8_OK;
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    const iter8_simulation *simulation = user_data;
    for (size_t v = 0; v < route->count; v++)
        weights[v] = simulation->world.weights[v];
    return ITER8_OK;
}

void iter8__simulated_host(iter8_simulation *simulation, iter8_host *host)
{
    simulation->host = (iter8__host){
        .source = {.struct_size = sizeof(iter8_metrics_source),
                   .user_data = simulation,
                   .measure = measure},
        .router = {.struct_size = sizeof(iter8_router),
                   .user_data = simulation,
                   .read_weights = read_weights,
                   .write_weights = write_weights},
        .own = {.struct_size = sizeof *host, .seed = simulation->world.seed},
    };
    *host = iter8__host_public(&simulation->host);
}

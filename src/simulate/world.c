/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/world.h"

#include "base/elementary.h"

#include <math.h>
#include <string.h>

/* What names the streams of random numbers that belong to no segment. */
enum { STREAM_SCRAPES = 1 };

int iter8__world_init(iter8__world *world, const iter8_allocator *allocator,
                      const iter8__scenario *scenario, const iter8__timeline *timeline,
                      const iter8__actor *const *actors)
{
    size_t versions = timeline->versions;
    size_t classes = timeline->latency_classes > 1 ? timeline->latency_classes : 0;
    *world =
        (iter8__world){.allocator = allocator,
                       .timeline = timeline,
                       .actors = actors,
                       .versions = versions,
                       .buckets = ITER8__COLUMNS + timeline->yields + classes,
                       .stride = ITER8__COLUMNS + timeline->yields + classes + timeline->buckets,
                       .rules = scenario->rules,
                       .rule_count = scenario->rule_count,
                       .scrape_interval_ns = scenario->scrape_interval_ns};
    world->weights = iter8__alloc_zero(allocator, versions, sizeof *world->weights);
    world->now = iter8__alloc_zero(allocator, versions * world->stride, sizeof *world->now);
    return world->weights != NULL && world->now != NULL;
}

void iter8__world_clear(iter8__world *world)
{
    if (world->allocator == NULL) return;
    iter8__release(world->allocator, world->weights);
    iter8__release(world->allocator, world->now);
    iter8__release(world->allocator, world->times);
    iter8__release(world->allocator, world->kept);
    world->allocator = NULL;
}

static size_t row_size(const iter8__world *world)
{
    return world->versions * world->stride;
}

void iter8__world_begin(iter8__world *world, uint64_t seed)
{
    world->seed = seed;
    world->now_ns = 0;
    world->phase = 0;
    world->kept_count = 0;
    world->out_of_memory = 0;
    memset(world->now, 0, row_size(world) * sizeof *world->now);
    memset(world->weights, 0, world->versions * sizeof *world->weights);
    world->weights[0] = 100;
    for (size_t v = 0; world->actors[0]->weight >= 0 && v < world->versions; v++)
        world->weights[v] = world->actors[v]->weight;
    world->next_scrape_ns = INT64_MAX;
    if (world->scrape_interval_ns == 0) return;
    /* Nobody knows how scrapes and the experiment's start lie to each other. */
    iter8__random random = {seed};
    iter8__random_mix(&random, STREAM_SCRAPES);
    world->next_scrape_ns =
        (int64_t)(iter8__random_uniform(&random) * (double)world->scrape_interval_ns);
}

/* A gamma distribution with this mean, by the cube of Wilson and Hilferty (1931). */
static double gamma_of(double mean, double square_of_variation, double normal)
{
    double ninth = square_of_variation / 9; /* 1 / (9 shape) */
    double root = 1 - ninth + sqrt(ninth) * normal;
    return root > 0 ? mean * root * root * root : 0;
}

/* The time that a number of requests takes, with the mean and the variance of their sum: as gamma
 * distributions add up, or as lognormal ones nearly do (Fenton 1960). */
static double latency_sum(const iter8__latency *latency, double requests, double normal)
{
    double sum = requests * latency->mean;
    if (latency->variance <= 0 || sum <= 0) return sum;
    double square = latency->variance / (latency->mean * sum);
    if (latency->shape != ITER8__LATENCY_LOGNORMAL) return gamma_of(sum, square, normal);
    double scale = iter8__log1p(square);
    return sum * iter8__exp(sqrt(scale) * normal - scale / 2);
}

static double draw_yield(iter8__random *random, int is_rate, double mean, double deviation,
                         double requests)
{
    if (is_rate) {
        iter8__odds odds = iter8__odds_of(mean);
        return (double)iter8__draw_binomial(random, (int64_t)requests, &odds);
    }
    return requests * mean + sqrt(requests) * deviation * iter8__random_normal(random);
}

static void draw_yields(const iter8__world *world, iter8__random *random, size_t version,
                        const iter8__conduct *conduct, double requests, double *row)
{
    const iter8__actor *actor = world->actors[version];
    for (size_t i = 0; i < actor->yield_count; i++)
        row[ITER8__COLUMNS + i] +=
            draw_yield(random, actor->yields[i].is_rate, conduct->yield_means[i],
                       conduct->yield_deviations[i], requests);
}

/* Which bucket of each histogram the requests fall into: of those that are in none before, how many
 * are in the next. */
static void draw_buckets(const iter8__world *world, iter8__random *random,
                         const iter8__conduct *conduct, int64_t count, double *row)
{
    for (size_t r = 0; r < world->rule_count; r++) {
        const iter8__rule *rule = &world->rules[r];
        int64_t left = count;
        for (size_t i = rule->first_bucket; i < rule->first_bucket + rule->bucket_count; i++) {
            int64_t inside = iter8__draw_binomial(random, left, &conduct->buckets[i]);
            row[world->buckets + i] += (double)inside;
            left -= inside;
        }
    }
}

/* The requests of a version in a segment. */
static void draw(iter8__world *world, size_t version, int64_t end_ns, double expected)
{
    const iter8__conduct *conduct = &world->timeline->phases[world->phase].conducts[version];
    double *row = &world->now[version * world->stride];
    iter8__random random = {world->seed};
    iter8__random_mix(&random, (uint64_t)end_ns);
    iter8__random_mix(&random, version);
    int64_t count = iter8__draw_poisson(&random, expected);
    if (count == 0) return;
    double requests = (double)count;
    row[ITER8__REQUESTS] += requests;
    row[ITER8__ERRORS] += (double)iter8__draw_binomial(&random, count, &conduct->errors);
    if (conduct->latency.shape != 0) {
        double normals[2];
        iter8__random_normals(&random, normals);
        const iter8__latency *latency = &conduct->latency;
        row[ITER8__LATENCY_SUM] += latency_sum(latency, requests, normals[0]);
        row[ITER8__SCORE] +=
            sqrt(requests) * (latency->with_tail * normals[0] + latency->without_tail * normals[1]);
    }
    draw_yields(world, &random, version, conduct, requests, row);
    if (world->timeline->buckets > 0) draw_buckets(world, &random, conduct, count, row);
    if (world->timeline->latency_classes > 1)
        row[ITER8__COLUMNS + world->timeline->yields + conduct->latency_class] += requests;
}

/* A segment to its end. */
static void pass(iter8__world *world, int64_t end_ns)
{
    const iter8__phase *phase = &world->timeline->phases[world->phase];
    double requests = phase->requests_per_ns * (double)(end_ns - world->now_ns) / 100;
    for (size_t v = 0; v < world->versions; v++) {
        if (world->weights[v] > 0) draw(world, v, end_ns, requests * world->weights[v]);
    }
    world->now_ns = end_ns;
}

static void keep(iter8__world *world)
{
    size_t count = world->kept_count + 1;
    int64_t *times =
        iter8__grow(world->allocator, world->times, count, &world->times_capacity, sizeof *times);
    if (times != NULL) world->times = times;
    double *kept = iter8__grow(world->allocator, world->kept, count * row_size(world),
                               &world->kept_capacity, sizeof *kept);
    if (kept != NULL) world->kept = kept;
    if (times == NULL || kept == NULL) {
        world->out_of_memory = 1;
        return;
    }
    times[world->kept_count] = world->now_ns;
    memcpy(&kept[world->kept_count * row_size(world)], world->now, row_size(world) * sizeof *kept);
    world->kept_count = count;
}

void iter8__world_advance(iter8__world *world, int64_t time_ns)
{
    while (world->now_ns < time_ns) {
        int64_t end_ns = time_ns;
        int64_t phase_end_ns = world->timeline->phases[world->phase].until_ns;
        if (phase_end_ns < end_ns) end_ns = phase_end_ns;
        if (world->next_scrape_ns < end_ns) end_ns = world->next_scrape_ns;
        if (end_ns > world->now_ns) pass(world, end_ns);
        int scrapes = world->scrape_interval_ns > 0;
        if (scrapes && end_ns == world->next_scrape_ns) {
            keep(world);
            world->next_scrape_ns += world->scrape_interval_ns;
        }
        if (end_ns == phase_end_ns) {
            if (!scrapes) keep(world);
            world->phase++;
        }
    }
}

/* How many of the times that were kept are at most @p time_ns. */
static size_t kept_until(const iter8__world *world, int64_t time_ns)
{
    size_t low = 0, high = world->kept_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (world->times[middle] <= time_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

iter8__view iter8__world_view(const iter8__world *world, int64_t from_ns, int64_t until_ns)
{
    iter8__view view = {NULL, NULL};
    if (world->scrape_interval_ns == 0 && until_ns >= world->now_ns) {
        view.end = world->now;
        return view;
    }
    size_t end = kept_until(world, until_ns);
    if (end == 0) return view;
    view.end = &world->kept[(end - 1) * row_size(world)];
    if (world->scrape_interval_ns == 0 || from_ns < 0) return view;
    /* From the first scrape of the window on: what was before it cannot be told. */
    size_t start = kept_until(world, from_ns - 1);
    if (start >= end - 1) return (iter8__view){NULL, NULL};
    view.start = &world->kept[start * row_size(world)];
    return view;
}

double iter8__view_column(const iter8__world *world, const iter8__view *view, size_t version,
                          size_t column)
{
    size_t at = version * world->stride + column;
    return view->start != NULL ? view->end[at] - view->start[at] : view->end[at];
}

double iter8__view_class(const iter8__world *world, const iter8__view *view, size_t version,
                         size_t latency_class)
{
    if (world->timeline->latency_classes <= 1)
        return iter8__view_column(world, view, version, ITER8__REQUESTS);
    return iter8__view_column(world, view, version,
                              ITER8__COLUMNS + world->timeline->yields + latency_class);
}

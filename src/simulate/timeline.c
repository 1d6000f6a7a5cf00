/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/timeline.h"

#include "base/times.h"
#include "iter8/error.h"

#include <math.h>

/* A ramp, and a period of daily traffic, is cut into so many steps. */
enum { RAMP_STEPS = 20, DAILY_STEPS = 96 };

/* What the phases are made of. */
struct plan {
    const iter8__scenario *scenario;
    const iter8__actor *const *actors;
    size_t versions;
};

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t daily_turn(const iter8__daily *daily, int64_t time_ns)
{
    if (daily->amplitude <= 0) return INT64_MAX;
    int64_t step = daily->period_ns / DAILY_STEPS;
    return (time_ns / step + 1) * step;
}

static int64_t actor_turn(const iter8__actor *actor, int64_t time_ns)
{
    int64_t turn = iter8__schedule_turn(&actor->error_rate, time_ns, RAMP_STEPS);
    turn = sooner(turn, iter8__schedule_turn(&actor->latency_mean, time_ns, RAMP_STEPS));
    turn = sooner(turn, iter8__schedule_turn(&actor->latency_p95, time_ns, RAMP_STEPS));
    for (size_t i = 0; i < actor->yield_count; i++) {
        const iter8__yield *yield = &actor->yields[i];
        turn = sooner(turn, iter8__schedule_turn(&yield->mean, time_ns, RAMP_STEPS));
        turn = sooner(turn, iter8__schedule_turn(&yield->deviation, time_ns, RAMP_STEPS));
    }
    return turn;
}

/* An answer that is stale is as old as its fault, so what was then must be kept. */
static int64_t fault_turn(const iter8__scenario *scenario, int64_t time_ns)
{
    int64_t turn = INT64_MAX;
    for (size_t i = 0; i < scenario->fault_count; i++) {
        const iter8__fault *fault = &scenario->faults[i];
        if (fault->answer == ITER8__ANSWER_STALE && fault->from_ns > time_ns)
            turn = sooner(turn, fault->from_ns);
    }
    return turn;
}

static int64_t next_turn(const struct plan *plan, int64_t time_ns)
{
    const iter8__scenario *scenario = plan->scenario;
    int64_t turn = iter8__schedule_turn(&scenario->requests_per_s, time_ns, RAMP_STEPS);
    turn = sooner(turn, daily_turn(&scenario->daily, time_ns));
    turn = sooner(turn, fault_turn(scenario, time_ns));
    for (size_t v = 0; v < plan->versions; v++)
        turn = sooner(turn, actor_turn(plan->actors[v], time_ns));
    return turn;
}

/* The cosine of a number of turns, by its series around the nearest quarter: the C library's last
 * digit differs between platforms. */
static double cosine_of_turns(double turns)
{
    static const double two_pi = 6.283185307179586;
    double x = two_pi * (turns - floor(turns + 0.5)); /* from -pi to pi */
    double square = x * x, term = 1, sum = 1;
    for (int n = 1; n < 16; n++) {
        term *= -square / ((2 * n - 1) * (2 * n));
        sum += term;
    }
    return sum;
}

static double requests_per_ns(const iter8__scenario *scenario, int64_t time_ns)
{
    const iter8__daily *daily = &scenario->daily;
    double rate = iter8__schedule_at(&scenario->requests_per_s, time_ns) / (double)ITER8__NS_PER_S;
    if (daily->amplitude <= 0) return rate;
    double turns = (double)(time_ns - daily->peak_ns) / (double)daily->period_ns;
    double factor = 1 + daily->amplitude * cosine_of_turns(turns);
    return factor > 0 ? rate * factor : 0;
}

/* The class of a latency that an earlier phase has already, or the next one. */
static size_t latency_class(const iter8__timeline *timeline, size_t version,
                            const iter8__latency *latency)
{
    size_t next = 0;
    for (size_t i = timeline->count; i-- > 0;) {
        const iter8__conduct *earlier = &timeline->phases[i].conducts[version];
        if (iter8__latency_equal(&earlier->latency, latency)) return earlier->latency_class;
        if (earlier->latency_class + 1 > next) next = earlier->latency_class + 1;
    }
    return next;
}

static int set_yields(iter8__arena *arena, const iter8__actor *actor, int64_t time_ns,
                      iter8__conduct *out)
{
    out->yield_means = iter8__arena_alloc(arena, actor->yield_count, sizeof(double));
    out->yield_deviations = iter8__arena_alloc(arena, actor->yield_count, sizeof(double));
    if (out->yield_means == NULL || out->yield_deviations == NULL) return 0;
    for (size_t i = 0; i < actor->yield_count; i++) {
        out->yield_means[i] = iter8__schedule_at(&actor->yields[i].mean, time_ns);
        out->yield_deviations[i] = iter8__schedule_at(&actor->yields[i].deviation, time_ns);
    }
    return 1;
}

/* The buckets of one histogram, one after the other. */
static void set_histogram(const iter8__rule *rule, iter8__conduct *out)
{
    double below = 0;
    for (size_t i = 0; i < rule->bucket_count; i++) {
        double until = iter8__latency_cdf(&out->latency, rule->buckets[i]);
        double share = below < 1 ? (until - below) / (1 - below) : 0;
        out->buckets[rule->first_bucket + i] = iter8__odds_of(share);
        below = until;
    }
}

static int set_buckets(const iter8__scenario *scenario, iter8__arena *arena, iter8__conduct *out)
{
    out->buckets = iter8__arena_alloc(arena, scenario->bucket_count, sizeof *out->buckets);
    if (out->buckets == NULL) return 0;
    for (size_t i = 0; i < scenario->rule_count && out->latency.shape != 0; i++)
        set_histogram(&scenario->rules[i], out);
    return 1;
}

static int set_conduct(iter8__timeline *timeline, iter8__arena *arena, const struct plan *plan,
                       size_t version, int64_t time_ns)
{
    const iter8__actor *actor = plan->actors[version];
    iter8__conduct *out = &timeline->phases[timeline->count].conducts[version];
    out->errors = iter8__odds_of(iter8__schedule_at(&actor->error_rate, time_ns));
    if (actor->shape != 0)
        out->latency =
            iter8__latency_of(actor->shape, iter8__schedule_at(&actor->latency_mean, time_ns),
                              iter8__schedule_at(&actor->latency_p95, time_ns));
    out->latency_class = latency_class(timeline, version, &out->latency);
    if (out->latency_class + 1 > timeline->latency_classes)
        timeline->latency_classes = out->latency_class + 1;
    if (actor->shape != 0) timeline->has_latency = 1;
    if (actor->yield_count > timeline->yields) timeline->yields = actor->yield_count;
    return set_yields(arena, actor, time_ns, out) && set_buckets(plan->scenario, arena, out);
}

/* What holds during a phase is what holds in its middle. */
static int add_phase(iter8__timeline *timeline, iter8__arena *arena, const struct plan *plan,
                     int64_t from_ns, int64_t until_ns)
{
    iter8__phase *phase = &timeline->phases[timeline->count];
    int64_t middle_ns = until_ns == INT64_MAX ? from_ns : from_ns + (until_ns - from_ns) / 2;
    phase->until_ns = until_ns;
    phase->requests_per_ns = requests_per_ns(plan->scenario, middle_ns);
    phase->conducts = iter8__arena_alloc(arena, plan->versions, sizeof *phase->conducts);
    if (phase->conducts == NULL) return 0;
    for (size_t v = 0; v < plan->versions; v++) {
        if (!set_conduct(timeline, arena, plan, v, middle_ns)) return 0;
    }
    timeline->count++;
    return 1;
}

static size_t count_phases(const struct plan *plan, int64_t horizon_ns)
{
    size_t count = 1;
    for (int64_t t = next_turn(plan, 0); t < horizon_ns; t = next_turn(plan, t)) {
        if (++count > ITER8__MAX_PHASES) break;
    }
    return count;
}

static iter8__odds odds_of_slow(const iter8__latency *latency, double slow_ms)
{
    int can_be = latency->shape != 0 && slow_ms < INFINITY;
    return iter8__odds_of(can_be ? 1 - iter8__latency_cdf(latency, slow_ms) : 0);
}

static int list_latencies(iter8__timeline *timeline, iter8__arena *arena, double slow_ms)
{
    size_t count = timeline->versions * timeline->latency_classes;
    timeline->latencies = iter8__arena_alloc(arena, count, sizeof *timeline->latencies);
    timeline->slow = iter8__arena_alloc(arena, count, sizeof *timeline->slow);
    if (timeline->latencies == NULL || timeline->slow == NULL) return 0;
    for (size_t i = 0; i < timeline->count * timeline->versions; i++) {
        size_t v = i % timeline->versions;
        const iter8__conduct *conduct = &timeline->phases[i / timeline->versions].conducts[v];
        timeline->latencies[v * timeline->latency_classes + conduct->latency_class] =
            conduct->latency;
    }
    for (size_t i = 0; i < count; i++)
        timeline->slow[i] = odds_of_slow(&timeline->latencies[i], slow_ms);
    return 1;
}

const iter8__odds *iter8__timeline_slow(const iter8__timeline *timeline, size_t version,
                                        size_t latency_class)
{
    return &timeline->slow[version * timeline->latency_classes + latency_class];
}

const iter8__latency *iter8__timeline_latency(const iter8__timeline *timeline, size_t version,
                                              size_t latency_class)
{
    return &timeline->latencies[version * timeline->latency_classes + latency_class];
}

int iter8__timeline_init(iter8__timeline *timeline, iter8__arena *arena,
                         const iter8__scenario *scenario, const iter8__actor *const *actors,
                         size_t versions, int64_t horizon_ns)
{
    struct plan plan = {scenario, actors, versions};
    size_t count = count_phases(&plan, horizon_ns);
    *timeline = (iter8__timeline){.versions = versions, .buckets = scenario->bucket_count};
    if (count > ITER8__MAX_PHASES) return ITER8_ERR_RANGE;
    timeline->phases = iter8__arena_alloc(arena, count, sizeof *timeline->phases);
    if (timeline->phases == NULL) return ITER8_ERR_NOMEM;
    int64_t from_ns = 0;
    while (timeline->count < count) {
        int64_t until_ns = timeline->count + 1 < count ? next_turn(&plan, from_ns) : INT64_MAX;
        if (!add_phase(timeline, arena, &plan, from_ns, until_ns)) return ITER8_ERR_NOMEM;
        from_ns = until_ns;
    }
    return list_latencies(timeline, arena, scenario->slow_ms) ? ITER8_OK : ITER8_ERR_NOMEM;
}

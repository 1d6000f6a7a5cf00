/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/iteration.h"

#include "base/times.h"
#include "decide/decide.h"
#include "decide/facts.h"
#include "experiment/builtin_values.h"
#include "experiment/values.h"
#include "iter8/analysis.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "lifecycle/conflict.h"
#include "lifecycle/due.h"
#include "lifecycle/holding.h"
#include "lifecycle/notices.h"
#include "lifecycle/observe.h"
#include "lifecycle/outage.h"
#include "lifecycle/progress.h"
#include "lifecycle/retry.h"
#include "lifecycle/ticket.h"
#include "metrics/mock.h"
#include "metrics/query.h"

#include <string.h>

static size_t value_count(const iter8_experiment *experiment)
{
    return experiment->metric_count * experiment->spec.version_count;
}

int iter8__iteration_prepare(struct iter8__transient *run, iter8_experiment *experiment)
{
    if (run->answered != NULL && run->next.metric_count == experiment->metric_count) return 1;
    run->under_way = 0;
    run->weights = iter8__arena_alloc(&experiment->arena, experiment->spec.version_count,
                                      sizeof *run->weights);
    run->listed =
        iter8__arena_alloc(&experiment->arena, experiment->spec.version_count, sizeof *run->listed);
    run->counted = iter8__arena_alloc(&experiment->arena, experiment->spec.version_count,
                                      sizeof *run->counted);
    run->drifted = iter8__arena_alloc(&experiment->arena, experiment->spec.version_count,
                                      sizeof *run->drifted);
    run->has_drifted = 0;
    run->answered = iter8__arena_alloc(&experiment->arena, value_count(experiment), 1);
    if (run->facts == NULL) run->facts = iter8__facts_new(&experiment->arena, &experiment->spec);
    int ok = iter8__decision_init(&run->next, &experiment->arena, &experiment->spec,
                                  experiment->metric_count);
    if (ok && run->weights != NULL && run->listed != NULL && run->counted != NULL &&
        run->drifted != NULL && run->answered != NULL && run->facts != NULL)
        return 1;
    run->answered = NULL;
    return 0;
}

static void begin(iter8__step *step)
{
    struct iter8__transient *run = step->transient;
    iter8__status *status = &step->experiment->status;
    if (status->start_ns == ITER8_NO_TIME) {
        status->start_ns = step->now_ns;
        iter8__progress_touch(step);
    }
    run->under_way = 1;
    run->began_ns = step->now_ns;
    run->observed = 0;
    run->blind = NULL;
    size_t values = value_count(step->experiment);
    memset(run->answered, 0, values);
    memset(run->next.values, 0, values * sizeof *run->next.values);
}

/* An iteration that cannot see is begun anew later: it would otherwise be as old as the trouble. */
static enum iter8__flow hold(iter8__step *step, const iter8__failure *failure)
{
    step->transient->under_way = 0;
    enum iter8__flow flow = iter8__outage_wait(step, failure);
    if (!iter8__retry_is_hopeless(step, ITER8__CALL_READ)) return flow;
    iter8__outage_give_up(step, failure);
    return iter8__step_save(step);
}

/* To Iter8 the iteration is made, but not counted: it reads at the end of it. */
static int give_in(iter8__step *step, const iter8__failure *failure)
{
    iter8_experiment *experiment = step->experiment;
    char line[ITER8__WHY_BYTES];
    iter8__text message;
    if (!iter8__due_has_quirk(experiment, ITER8__FAILED_READS_FAIL)) return 0;
    int is_said = failure->why != NULL && *failure->why != '\0';
    iter8__line_copy(line, sizeof line, is_said ? failure->why : iter8_strerror(failure->code));
    iter8__text_init(&message, &experiment->allocator);
    iter8__text_add_strings(&message, "Specification of version weightObjRef invalid: ", line,
                            (char *)NULL);
    step->transient->blind =
        iter8__arena_text(&experiment->arena, iter8__text_string(&message), message.length);
    if (step->transient->blind == NULL)
        step->transient->blind = "Specification of version weightObjRef invalid";
    iter8__text_clear(&message);
    return 1;
}

static int names_an_object(const iter8__spec *spec)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        if (spec->versions[v].weight != NULL) return 1;
    }
    return 0;
}

/* Whether an iteration needs weights that cannot be read. To Iter8 each object that is named must
 * be there, also where its weight is not moved; that too few are named is then no trouble. */
static int needs_weights(const iter8__step *step, int32_t answer)
{
    const iter8_experiment *experiment = step->experiment;
    if (iter8__due_moves_traffic(experiment)) return 1;
    return iter8__due_has_quirk(experiment, ITER8__FAILED_READS_FAIL) &&
           answer != ITER8_ERR_RANGE && names_an_object(&experiment->spec);
}

/* Iter8 reads weights before it measures for the first time. */
static int fails_at_once(const iter8__step *step)
{
    return step->transient->blind != NULL && step->experiment->status.completed_iterations == 0;
}

static enum iter8__flow fail_blind(iter8__step *step)
{
    step->transient->under_way = 0;
    iter8__progress_fail(step, "InvalidExperiment", step->transient->blind);
    return iter8__step_save(step);
}

/* Whether weights that nobody reads are those that were written: where none are, nobody knows them,
 * but for an only version's. */
static int trusts_last_known(const iter8__step *step)
{
    return iter8__due_moves_traffic(step->experiment) || step->experiment->status.has_weights ||
           step->experiment->spec.version_count == 1;
}

/* Where weights are only looked at, those that stand nowhere are nothing to complain of. */
static int is_missed(const iter8__step *step)
{
    return !iter8__due_moves_traffic(step->experiment) &&
           !iter8__due_has_quirk(step->experiment, ITER8__FAILED_READS_FAIL) &&
           names_an_object(&step->experiment->spec);
}

/* Looks at what is really there. */
static enum iter8__flow look(iter8__step *step)
{
    struct iter8__transient *run = step->transient;
    iter8__failure failure;
    int reads = step->host.router.read_weights != NULL;
    int32_t answer = iter8__observe(step, run->began_ns, &failure);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    run->has_weights = answer == ITER8_OK && (reads || trusts_last_known(step));
    if (answer != ITER8_OK && needs_weights(step, answer) && !give_in(step, &failure))
        return hold(step, &failure);
    if (fails_at_once(step)) return fail_blind(step);
    if (answer != ITER8_OK && is_missed(step)) iter8__outage_note(step, &failure);
    if (answer == ITER8_OK) iter8__outage_over(step, ITER8__CALL_READ);
    if (run->has_weights) iter8__conflict_notice(step);
    run->observed = 1;
    return ITER8__GO_ON;
}

static int32_t ask_host(iter8__step *step, size_t metric, size_t version, iter8_measurement *answer)
{
    const iter8_experiment *experiment = step->experiment;
    if (step->host.source.measure == NULL) {
        answer->reason = "there is no metrics source";
        answer->state = ITER8_VALUE_ERROR;
        return ITER8_OK;
    }
    iter8_question question = {sizeof question,
                               iter8__ticket(step, ITER8__TICKET_MEASURE, step->transient->began_ns,
                                             metric * experiment->spec.version_count + version),
                               step->transient->began_ns,
                               experiment,
                               experiment->metrics[metric].name,
                               experiment->spec.versions[version].name,
                               (uint32_t)metric,
                               (uint32_t)version,
                               iter8__elapsed_s(experiment, step->transient->began_ns)};
    int32_t rc = step->host.source.measure(&question, answer, step->host.source.user_data);
    if (rc == ITER8_OK || rc == ITER8_PENDING) return rc;
    answer->state = ITER8_VALUE_ERROR;
    if (answer->reason == NULL) answer->reason = "the metrics source failed";
    return ITER8_OK;
}

/* Asks one question; 1 when it is answered. */
static int ask(iter8__step *step, size_t metric, size_t version)
{
    size_t index = metric * step->experiment->spec.version_count + version;
    iter8__value *value = &step->transient->next.values[index];
    iter8_measurement answer = {.struct_size = sizeof answer};
    if (iter8__is_mock(step->experiment, metric)) {
        iter8__mock_measure(step->experiment, metric, version, step->transient->began_ns,
                            step->host.own.seed, &answer);
        iter8__value_take(&step->experiment->spec.settings, value, &answer);
    } else if (iter8__is_builtin(step->experiment, metric)) {
        iter8__builtin_take(step->experiment, metric, version, value);
    } else {
        if (ask_host(step, metric, version, &answer) == ITER8_PENDING) return 0;
        iter8__value_take(&step->experiment->spec.settings, value, &answer);
    }
    step->transient->answered[index] = 1;
    return 1;
}

static enum iter8__flow measure(iter8__step *step)
{
    size_t versions = step->experiment->spec.version_count;
    int missing = 0;
    for (size_t i = 0; i < value_count(step->experiment); i++) {
        if (!step->transient->answered[i] && !ask(step, i / versions, i % versions)) missing = 1;
    }
    return missing ? iter8__step_wait(step) : ITER8__GO_ON;
}

/* To Iter8 an iteration that ends in a rollback has not been completed. */
static void count(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    if (status->state.rolled &&
        iter8__due_has_quirk(step->experiment, ITER8__ROLLBACK_LOOKS_FINISHED)) {
        iter8__progress_touch(step);
        return;
    }
    int32_t done = ++status->completed_iterations;
    int32_t per_loop = step->experiment->spec.iterations_per_loop;
    iter8__progress_advance(step, "IterationUpdate", "Completed Iteration ", done);
    if (!status->state.rolled && done % per_loop == 0)
        iter8__progress_advance(step, "IterationUpdate", "Completed Loop ", done / per_loop);
}

/* What was decided becomes the status, what was the status is the room for the next iteration. */
static void take_over(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    iter8__decision old = status->analysis;
    status->analysis = step->transient->next;
    step->transient->next = old;
    status->analysis.has_values = 1;
    status->state.rolled = iter8__due_must_roll_back(step->experiment);
    step->transient->under_way = 0;
    iter8__progress_touch(step);
}

/* Iter8 writes what differs from what it has last seen, not from what is there. */
static int is_passed_over(const iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    if (!status->has_weights || !iter8__due_has_quirk(step->experiment, ITER8__DRIFT_UNSEEN))
        return 0;
    for (size_t v = 0; v < step->experiment->spec.version_count; v++) {
        if (status->analysis.weights[v].weight != status->weights[v]) return 0;
    }
    return 1;
}

/* A rollback is written also where it is what was read: for a candidate that is down a router may
 * hold a weight by which it would serve again. */
static void roll_back(iter8__step *step)
{
    iter8_experiment *experiment = step->experiment;
    iter8__status *status = &experiment->status;
    iter8__roll_back_weights(&experiment->spec, step->transient->counted, &status->analysis);
    if (!iter8__due_owes_traffic(experiment)) status->state.unsure = 1;
}

/* All at once: what was seen and what was decided become the status. */
static void commit(iter8__step *step)
{
    struct iter8__transient *run = step->transient;
    iter8_experiment *experiment = step->experiment;
    iter8__status *status = &experiment->status;
    iter8__holding_notice(step);
    take_over(step);
    if (run->blind != NULL && !status->state.rolled) {
        iter8__progress_fail(step, "InvalidExperiment", run->blind);
        return;
    }
    run->passed_over = is_passed_over(step);
    status->has_weights = run->has_weights;
    if (run->has_weights)
        memcpy(status->weights, run->weights,
               experiment->spec.version_count * sizeof *status->weights);
    status->last_update_ns = step->now_ns;
    status->state.unsure = 0;
    run->guarded = 1;
    if (!iter8__due_has_quirk(experiment, ITER8__CHANGES_UNNOTICED))
        status->state.judged = run->judged;
    if (iter8__due_returns_traffic(experiment)) roll_back(step);
    run->retries[ITER8__CALL_WRITE].at_ns = INT64_MIN;
    count(step);
    iter8__history_record(&experiment->history, status, run->weights);
    iter8__progress_recommend(step);
    iter8__notices_of_budgets(step, &run->next);
    iter8__notices_of_limits(step, &run->next);
}

/* Iter8 decides before it looks: by what it saw after the iteration before. */
static const int32_t *last_seen(iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    const int32_t *counted = iter8__conflict_counted(step);
    int unseen = iter8__due_has_quirk(step->experiment, ITER8__DRIFT_UNSEEN);
    return unseen && status->has_weights ? status->weights : counted;
}

/* Iter8 lists the weights that it could read first and the one that follows from them last, and
 * then takes the list for one in the order of the versions. */
static const int32_t *old_weights(iter8__step *step)
{
    const iter8__spec *spec = &step->experiment->spec;
    struct iter8__transient *run = step->transient;
    const int32_t *weights = last_seen(step);
    if (!iter8__due_has_quirk(step->experiment, ITER8__WEIGHTS_BY_POSITION)) return weights;
    size_t count = 0;
    for (int has_reference = 1; has_reference >= 0; has_reference--) {
        for (size_t v = 0; v < spec->version_count; v++) {
            if ((spec->versions[v].weight != NULL) == has_reference)
                run->listed[count++] = weights[v];
        }
    }
    return run->listed;
}

enum iter8__flow iter8__iteration_run(iter8__step *step)
{
    struct iter8__transient *run = step->transient;
    enum iter8__flow flow = ITER8__GO_ON;
    int64_t retry_ns = run->retries[ITER8__CALL_READ].at_ns;
    if (!run->under_way && step->now_ns < retry_ns && iter8__due_moves_traffic(step->experiment))
        return iter8__step_sleep(step, retry_ns);
    if (!run->under_way) begin(step);
    if (!run->observed) flow = look(step);
    if (flow == ITER8__GO_ON) flow = measure(step);
    if (flow != ITER8__GO_ON) return flow;
    const iter8__spec *spec = &step->experiment->spec;
    const iter8__decision *earlier = &step->experiment->status.analysis;
    iter8__situation situation = {iter8__weight_limits_of(spec, 1),
                                  old_weights(step),
                                  earlier->failures,
                                  earlier->streaks,
                                  run->facts,
                                  step->experiment->status.completed_iterations + 1};
    iter8__outage_of_metrics(step);
    iter8__carry_forward(spec, earlier, &run->next);
    iter8__values_complete(step->experiment, earlier, 1, &run->next);
    /* What is drawn at random hangs on the time of the iteration. */
    run->next.time_ns = run->began_ns;
    iter8__decide(spec, &situation, &run->next);
    commit(step);
    return iter8__step_save(step);
}

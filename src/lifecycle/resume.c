/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/resume.h"

#include "base/text.h"
#include "decide/decide.h"
#include "experiment/change.h"
#include "experiment/claims.h"
#include "iter8/analysis.h"
#include "iter8/error.h"
#include "lifecycle/due.h"
#include "lifecycle/observe.h"
#include "lifecycle/outage.h"
#include "lifecycle/progress.h"
#include "lifecycle/retry.h"
#include "lifecycle/traffic.h"

#include <string.h>

void iter8__resume_judge(const iter8__spec *spec, iter8__decision *analysis)
{
    iter8__judge_objectives(spec, analysis);
    iter8__weigh_failures(spec, analysis);
}

static int has_won(const iter8_experiment *experiment)
{
    return experiment->status.analysis.winner > 0;
}

static int check_winner(iter8__step *step)
{
    iter8_experiment *experiment = step->experiment;
    iter8__decision *analysis = &experiment->status.analysis;
    int32_t winner = analysis->winner;
    if (!has_won(experiment)) return 0;
    iter8__find_winner(&experiment->spec, analysis);
    if (analysis->winner == winner) return 0;
    analysis->touched = 1;
    iter8__progress_touch(step);
    iter8__progress_tell(step, "WinnerDecidedAnew",
                         "the winner that the status names is none by the values in it", 1);
    return 1;
}

/* What a command recommends is seen to when it is told. */
static int check_recommended(iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    const char *before = experiment->status.recommended;
    if (experiment->status.stage < ITER8_STAGE_RUNNING || experiment->spec.version_count == 0 ||
        experiment->status.state.command != 0)
        return 0;
    iter8__progress_recommend(step);
    return experiment->status.recommended != before;
}

static const char *what_follows(int32_t change)
{
    return change == ITER8__CHANGE_KEEP ? "; the experiment goes on with what was measured before"
                                        : "; the experiment starts over";
}

static void tell_change(iter8__step *step)
{
    const iter8__state *memory = &step->experiment->status.state;
    iter8__text message;
    iter8__text_init(&message, &step->experiment->allocator);
    iter8__text_add_string(&message, "the experiment was changed since its last iteration (");
    iter8__change_parts_write(memory->changed_parts, &message);
    iter8__text_add_strings(&message, ")", what_follows(memory->changed), (char *)NULL);
    iter8__progress_tell(step, "ExperimentChanged", iter8__text_string(&message), 1);
    iter8__text_clear(&message);
}

/* What was found when it was read is told once. */
static int check_change(iter8__step *step)
{
    iter8__state *memory = &step->experiment->status.state;
    if (memory->changed == 0) return 0;
    if (memory->changed == ITER8__CHANGE_REFUSE)
        iter8__progress_fail(step, "ExperimentChanged",
                             "the experiment was changed since its last iteration");
    else
        tell_change(step);
    memory->changed = 0;
    iter8__progress_touch(step);
    return 1;
}

int iter8__resume_check(iter8__step *step)
{
    if (step->transient->checked) return 0;
    step->transient->checked = 1;
    int changed = check_change(step);
    changed |= check_winner(step);
    changed |= check_recommended(step);
    return changed;
}

enum iter8__flow iter8__resume_take_back(iter8__step *step)
{
    if (step->experiment->status.stage >= ITER8_STAGE_RUNNING ||
        !iter8__due_is(step->experiment, ITER8_CONDITION_TARGET_ACQUIRED) ||
        !iter8__claims_nothing(step->experiment))
        return ITER8__GO_ON;
    return iter8__traffic_write(step, INT64_MAX);
}

void iter8__resume_roll_back_unseen(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    iter8__roll_back_weights(&step->experiment->spec, status->weights, &status->analysis);
    step->transient->guarded = 0;
    iter8__progress_touch(step);
}

void iter8__resume_roll_back(iter8__step *step)
{
    iter8__resume_roll_back_unseen(step);
    step->transient->guarded = 1;
}

static void tell(iter8__step *step, const char *fault, size_t version)
{
    const iter8_experiment *experiment = step->experiment;
    iter8__text message;
    iter8__text_init(&message, &experiment->allocator);
    if (version > 0) iter8__text_add_string(&message, experiment->spec.versions[version].name);
    iter8__text_add_strings(&message, fault,
                            " by the weights that the status says were decided, beside what is "
                            "really there; they are decided anew",
                            (char *)NULL);
    iter8__progress_tell(step, "WeightsDecidedAnew", iter8__text_string(&message), 1);
    iter8__text_clear(&message);
}

/* What was found is what there is. */
static enum iter8__flow decide_anew(iter8__step *step, const char *fault, size_t version)
{
    iter8__status *status = &step->experiment->status;
    tell(step, fault, version);
    memcpy(status->weights, step->transient->weights,
           step->experiment->spec.version_count * sizeof *status->weights);
    status->has_weights = 1;
    status->state.unsure = iter8__due_returns_traffic(step->experiment);
    status->analysis.has_weights = 0;
    iter8__progress_touch(step);
    if (iter8__due_returns_traffic(step->experiment)) iter8__resume_roll_back(step);
    return iter8__step_save(step);
}

static int can_compare(const iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    return step->host.router.read_weights != NULL && !iter8__claims_nothing(experiment) &&
           !iter8__due_has_quirk(experiment, ITER8__WEIGHTS_BY_POSITION);
}

/* A rollback does not wait for what cannot be read: its weights only fall, by what is known. */
static enum iter8__flow cannot_read(iter8__step *step, const iter8__failure *failure,
                                    int64_t deadline_ns)
{
    if (iter8__due_rolls_back(step->experiment)) {
        step->transient->guarded = 1;
        return ITER8__GO_ON;
    }
    enum iter8__flow flow = iter8__outage_wait(step, failure);
    if (iter8__retry_is_hopeless(step, ITER8__CALL_READ)) {
        iter8__outage_give_up(step, failure);
        return iter8__step_save(step);
    }
    if (deadline_ns < step->next_ns) step->next_ns = deadline_ns;
    return flow;
}

enum iter8__flow iter8__resume_guard(iter8__step *step, int64_t deadline_ns)
{
    struct iter8__transient *run = step->transient;
    if (run->guarded || !iter8__due_owes_traffic(step->experiment)) return ITER8__GO_ON;
    run->guarded = !can_compare(step);
    if (run->guarded) return ITER8__GO_ON;
    int64_t retry_ns = run->retries[ITER8__CALL_READ].at_ns;
    if (deadline_ns < retry_ns) retry_ns = deadline_ns;
    if (step->now_ns < retry_ns) return iter8__step_sleep(step, retry_ns);
    /* The same request after a restart: it is about the same decision. */
    run->under_way = 0;
    iter8__failure failure;
    int32_t answer = iter8__observe(step, step->experiment->status.last_update_ns, &failure);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    if (answer != ITER8_OK) return cannot_read(step, &failure, deadline_ns);
    iter8__outage_over(step, ITER8__CALL_READ);
    size_t version;
    const char *fault = iter8__claims_fault(step->experiment, run->weights, &version);
    if (fault != NULL) return decide_anew(step, fault, version);
    run->guarded = 1;
    return ITER8__GO_ON;
}

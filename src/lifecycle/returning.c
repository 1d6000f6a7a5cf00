/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/returning.h"

#include "base/text.h"
#include "decide/decide.h"
#include "iter8/error.h"
#include "lifecycle/due.h"
#include "lifecycle/observe.h"
#include "lifecycle/outage.h"
#include "lifecycle/progress.h"
#include "lifecycle/retry.h"
#include "lifecycle/split.h"

#include <string.h>

/* After a restart the weights are made anew: what a status says of them is not trusted. */
enum iter8__flow iter8__returning_begin(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    iter8__state *memory = &status->state;
    if (!iter8__due_gives_back(step->experiment)) return ITER8__GO_ON;
    int is_new = memory->returning == ITER8__RETURN_NONE;
    if (!is_new && step->transient->guarded) return ITER8__GO_ON;
    iter8__return_weights(&step->experiment->spec, &status->analysis);
    step->transient->guarded = 1;
    step->transient->under_way = 0;
    memory->unsure = 1;
    if (!is_new) return ITER8__GO_ON;
    memory->returning = ITER8__RETURN_UNDER_WAY;
    memory->given_up = 0;
    iter8__retry_begin(&step->transient->retries[ITER8__CALL_WRITE]);
    iter8__retry_begin(&step->transient->retries[ITER8__CALL_READ]);
    iter8__progress_recommend(step);
    iter8__progress_touch(step);
    return iter8__step_save(step);
}

static int is_all_baseline(const iter8__step *step, const int32_t *weights)
{
    for (size_t v = 1; v < step->experiment->spec.version_count; v++) {
        if (weights[v] != 0) return 0;
    }
    return 1;
}

/* What was read last is what is known. */
static void take_found(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    memcpy(status->weights, step->transient->weights,
           step->experiment->spec.version_count * sizeof *status->weights);
    status->has_weights = 1;
}

/* "the router still holds baseline 60, candidate 40" */
static void add_what_is_held(const iter8__step *step, int is_seen, iter8__text *text)
{
    const iter8_experiment *experiment = step->experiment;
    if (!experiment->status.has_weights) {
        iter8__text_add_string(text, "what the router holds is not known");
        return;
    }
    iter8__text_add_string(text, is_seen ? "the router still holds "
                                         : "as far as is known the router still holds ");
    iter8__split_write(&experiment->spec, experiment->status.weights, text);
}

static const char *said(const iter8__step *step, int32_t type)
{
    const char *text = step->experiment->status.conditions[type].message.text;
    return text != NULL ? text : "";
}

/* What is held comes first: a line that is too long is cut off at its end. */
static void make_text(const iter8__step *step, int is_seen, const char *before, iter8__text *out)
{
    iter8__text_init(out, &step->experiment->allocator);
    add_what_is_held(step, is_seen, out);
    iter8__text_add_strings(out, *before != '\0' ? "; " : "", before, (char *)NULL);
}

/* In the event, in both conditions, and so in what is said last. */
static void tell_held(iter8__step *step, int is_seen)
{
    iter8__text text;
    make_text(step, is_seen, "the traffic is not back at the baseline", &text);
    iter8__progress_tell(step, ITER8__NOT_RETURNED, iter8__text_string(&text), 1);
    iter8__text_clear(&text);
    make_text(step, is_seen, said(step, ITER8_CONDITION_ROUTER_AVAILABLE), &text);
    (void)iter8__progress_condition(step, ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_FALSE,
                                    ITER8__NOT_RETURNED, iter8__text_string(&text));
    iter8__text_clear(&text);
    make_text(step, is_seen, said(step, ITER8_CONDITION_FAILED), &text);
    iter8__progress_fail_for(step,
                             step->experiment->status.conditions[ITER8_CONDITION_FAILED].reason,
                             iter8__text_string(&text));
    iter8__text_clear(&text);
}

/* Whatever else has failed, this says who gets the traffic. */
static enum iter8__flow finish(iter8__step *step, int is_seen)
{
    iter8__status *status = &step->experiment->status;
    if (status->has_weights && is_all_baseline(step, status->weights) &&
        (is_seen || (!status->state.given_up && status->state.unheld == 0))) {
        status->state.returning = ITER8__RETURN_DONE;
        status->state.unsure = 0;
        iter8__progress_tell(step, "TrafficReturned", "the baseline has all traffic", 0);
    } else {
        status->state.returning = ITER8__RETURN_FAILED;
        tell_held(step, is_seen);
    }
    iter8__progress_touch(step);
    return iter8__step_save(step);
}

/* A router that was found not to do what it is told is written to again, for a while. */
static enum iter8__flow write_again(iter8__step *step)
{
    const iter8__failure failure = {ITER8__CALL_WRITE, ITER8_ERR_REFUSED, "the weights do not hold",
                                    NULL};
    enum iter8__flow flow = iter8__outage_wait(step, &failure);
    take_found(step);
    step->experiment->status.state.unsure = 1;
    iter8__progress_touch(step);
    if (!iter8__retry_is_spent(step, ITER8__CALL_WRITE)) return flow;
    step->experiment->status.state.given_up = 1;
    return finish(step, 1);
}

enum iter8__flow iter8__returning_end(iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    int given_up = experiment->status.state.given_up;
    if (!iter8__due_gives_back(experiment)) return ITER8__GO_ON;
    if (step->host.router.read_weights == NULL) return finish(step, 0);
    int64_t retry_ns = step->transient->retries[ITER8__CALL_READ].at_ns;
    if (!given_up && step->now_ns < retry_ns) return iter8__step_sleep(step, retry_ns);
    iter8__failure failure;
    int32_t answer = iter8__observe(step, experiment->status.last_update_ns, &failure);
    if (answer == ITER8_PENDING) return iter8__step_wait(step);
    if (answer != ITER8_OK && given_up) return finish(step, 0);
    if (answer != ITER8_OK) {
        enum iter8__flow flow = iter8__outage_wait(step, &failure);
        return iter8__retry_is_spent(step, ITER8__CALL_READ) ? finish(step, 0) : flow;
    }
    if (!given_up && !is_all_baseline(step, step->transient->weights)) return write_again(step);
    take_found(step);
    return finish(step, 1);
}

const char *iter8__returning_words(const iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    return status->state.returning == ITER8__RETURN_FAILED
               ? status->conditions[ITER8_CONDITION_FAILED].message.text
               : NULL;
}

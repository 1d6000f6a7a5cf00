/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/replay_host.h"

#include "iter8/error.h"
#include "log/log_line.h"
#include "log/log_words.h"

#include <string.h>

static int says(const iter8__node *input, const char *key, const char *text)
{
    const char *value = iter8__node_string(iter8__node_member(input, key));
    return value != NULL && strcmp(value, text) == 0;
}

/* The next input, if it is of this kind; else NULL. */
static const iter8__node *take(iter8__answers *answers, const char *ask)
{
    const iter8__node *input = iter8__node_item(answers->inputs, answers->next++);
    return says(input, "ask", ask) ? input : NULL;
}

static int32_t answer_of(const iter8__node *input)
{
    int32_t code;
    int known = iter8__log_read_result(iter8__node_member(input, "answer"), &code);
    return known ? code : ITER8_ERR_HOST;
}

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    const iter8__node *input = take(user_data, "measure");
    int32_t state;
    if (!says(input, "metric", question->metric) || !says(input, "version", question->version))
        return ITER8_ERR_HOST;
    if (iter8__log_read_word(iter8__node_member(input, "state"), &iter8__value_states, &state))
        answer->state = state - 1;
    (void)iter8__log_read_number(iter8__node_member(input, "value"), &answer->value);
    answer->reason = iter8__node_string(iter8__node_member(input, "reason"));
    return answer_of(input);
}

static int32_t read_weights(const iter8_route *route, int32_t *weights, void *user_data)
{
    const iter8__node *input = take(user_data, "readWeights");
    const iter8__node *list = iter8__node_member(input, "weights");
    for (size_t v = 0; v < route->count && v < iter8__node_count(list); v++)
        weights[v] = (int32_t)iter8__node_integer(iter8__node_item(list, v));
    iter8_route_explain(route, iter8__node_string(iter8__node_member(input, "reason")));
    return answer_of(input);
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    const iter8__node *input = take(user_data, "writeWeights");
    iter8_route_explain(route, iter8__node_string(iter8__node_member(input, "reason")));
    return answer_of(input);
}

static int32_t acquire_target(const iter8_experiment *experiment, void *user_data)
{
    (void)experiment;
    return answer_of(take(user_data, "acquireTarget"));
}

static int32_t run_action(const iter8_action *action, void *user_data)
{
    (void)action;
    return answer_of(take(user_data, "runAction"));
}

static int32_t run_task(const iter8_task *task, void *user_data)
{
    (void)task;
    return answer_of(take(user_data, "runTask"));
}

iter8__host iter8__replay_host(iter8__answers *answers)
{
    return (iter8__host){
        .source = {.struct_size = sizeof(iter8_metrics_source),
                   .user_data = answers,
                   .measure = measure},
        .router = {.struct_size = sizeof(iter8_router),
                   .user_data = answers,
                   .read_weights = read_weights,
                   .write_weights = write_weights},
        .own = {.struct_size = sizeof(iter8_host),
                .user_data = answers,
                .acquire_target = acquire_target,
                .run_task = run_task,
                .run_action = run_action},
    };
}

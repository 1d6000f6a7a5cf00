/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/snapshots.h"
#include "rollout.h"

#include <stdlib.h>
#include <string.h>

enum { BAR = 20 };

/* Seconds from the start of the experiment to its last iteration. */
static long long elapsed_s(const iter8_experiment *experiment)
{
    int64_t start = iter8_status_of(experiment).start_ns;
    int64_t last = iter8_status_of(experiment).last_update_ns;
    return start == ITER8_NO_TIME || last < start ? 0 : (long long)((last - start) / 1000000000);
}

/* Dots for the baseline, another character for each candidate. */
static void print_bar(const iter8_experiment *experiment, FILE *to)
{
    static const char marks[] = ".#=+*%";
    size_t versions = iter8_spec_of(experiment).version_count;
    int32_t sum = 0;
    int drawn = 0;
    fputc('[', to);
    for (size_t v = 0; v < versions; v++) {
        sum += iter8_version_of(experiment, v).weight;
        for (; drawn < (sum * BAR + 50) / 100; drawn++)
            fputc(marks[v < sizeof marks - 1 ? v : sizeof marks - 2], to);
    }
    fputc(']', to);
}

static void print_explanation(const iter8_experiment *experiment, const iter8_analysis *analysis,
                              size_t version, FILE *to)
{
    char text[512];
    size_t length;
    int rc = iter8_analysis_explain(analysis, version, text, sizeof text, &length);
    if (rc == ITER8_OK) say(to, "  %s: %s", iter8_version_of(experiment, version).name, text);
}

static void print_reasons(const iter8_experiment *experiment, FILE *to)
{
    iter8_analysis *analysis;
    size_t versions = iter8_spec_of(experiment).version_count;
    if (iter8_analyze(experiment, NULL, NULL, &analysis) != ITER8_OK) return;
    for (size_t v = versions > 1 ? 1 : 0; v < versions; v++)
        print_explanation(experiment, analysis, v, to);
    iter8_analysis_free(analysis);
}

/* Lines go where the experiment does not. */
static FILE *stream_of(const struct rollout *rollout)
{
    const char *output = rollout->arguments->output;
    return output != NULL && strcmp(output, "-") == 0 ? stderr : stdout;
}

static void print_inputs(const iter8_document *inputs, FILE *to)
{
    size_t length;
    if (iter8_document_write(inputs, ITER8_FORMAT_JSON_COMPACT, NULL, 0, &length) !=
        ITER8_ERR_BUFFER)
        return;
    char *text = malloc(length + 1);
    if (text != NULL && iter8_document_write(inputs, ITER8_FORMAT_JSON_COMPACT, text, length + 1,
                                             &length) == ITER8_OK)
        say(to, "  %s", text);
    free(text);
}

void rollout_print_task(const struct rollout *rollout, const iter8_task *task)
{
    FILE *to = stream_of(rollout);
    say(to, "task %u/%u of %s", (unsigned)task->index + 1, (unsigned)task->count, task->action);
    if (task->loop > 0) fprintf(to, " %d", (int)task->loop);
    say(to, ", not run here: %s", task->name);
    if (task->script != NULL)
        say(to, "  %.*s", (int)strcspn(task->script, "\n"), task->script);
    else if (task->inputs != NULL)
        print_inputs(task->inputs, to);
    fputc('\n', to);
    fflush(to);
}

void rollout_print(struct rollout *rollout)
{
    const iter8_experiment *experiment = rollout->experiment;
    int32_t completed = iter8_status_of(experiment).completed_iterations;
    if (completed == rollout->printed) return;
    rollout->printed = completed;
    FILE *to = stream_of(rollout);
    long long seconds = elapsed_s(experiment);
    int32_t winner = iter8_status_of(experiment).winner;
    fprintf(to, "iteration %d/%d  %02lld:%02lld:%02lld", (int)completed,
            (int)iter8_spec_of(experiment).iterations, seconds / 3600, seconds / 60 % 60,
            seconds % 60);
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++)
        say(to, "  %s %3d", iter8_version_of(experiment, v).name,
            (int)iter8_version_of(experiment, v).weight);
    fputs("  ", to);
    print_bar(experiment, to);
    fputs("  winner ", to);
    paint(to, winner > 0 ? GREEN : PLAIN);
    say(to, "%s", winner >= 0 ? iter8_version_of(experiment, (size_t)winner).name : "none");
    paint(to, PLAIN);
    print_reasons(experiment, to);
    fputc('\n', to);
    fflush(to);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "rollout.h"

#include "iter8/snapshots.h"
#include "outputs.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

/* Where virtual time begins for an experiment that was never run: 2021-01-01T00:00:00Z. */
#define VIRTUAL_EPOCH_NS INT64_C(1609459200000000000)
#define NS_PER_S         INT64_C(1000000000)

enum { WAIT_MS = 1000 };

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = interrupt};
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

static int64_t real_time_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* At most a second at a time: a signal that comes just before the sleep does not end it, and the
 * clock may be set. A call that comes too early does nothing. */
static void sleep_towards(int64_t time_ns)
{
    int64_t left_ns = time_ns - real_time_ns();
    if (left_ns <= 0 || interrupted) return;
    if (left_ns > NS_PER_S) left_ns = NS_PER_S;
    struct timespec span = {(time_t)(left_ns / NS_PER_S), (long)(left_ns % NS_PER_S)};
    (void)nanosleep(&span, NULL);
}

static void start_clock(struct rollout *rollout)
{
    int64_t last = iter8_status_of(rollout->experiment).last_update_ns;
    if (!rollout->arguments->virtual_time)
        rollout->now_ns = real_time_ns();
    else
        rollout->now_ns = last != ITER8_NO_TIME ? last : VIRTUAL_EPOCH_NS;
}

/* Lets time pass until the library wants to be called again. */
static int wait_for(struct rollout *rollout, const iter8_outcome *outcome)
{
    if (outcome->pending) {
        int32_t rc = iter8_http_source_wait(rollout->http, WAIT_MS);
        if (rc < 0) {
            complain("metrics source: %s", iter8_strerror(rc));
            return EXIT_TROUBLE;
        }
    } else if (!rollout->arguments->virtual_time) {
        sleep_towards(outcome->next_ns);
    }
    rollout->now_ns = rollout->arguments->virtual_time ? outcome->next_ns : real_time_ns();
    return EXIT_DONE;
}

static int is_trouble(struct rollout *rollout, int rc)
{
    /* The callbacks have said what failed; the library tries again. */
    iter8_diagnostics_clear(rollout->inputs->diagnostics);
    if (rc == ITER8_OK || (rc == ITER8_ERR_HOST && !rollout->arguments->virtual_time)) return 0;
    complain("%s", iter8_strerror(rc));
    return 1;
}

/* A rollback that only a person can bring about: the library goes on trying, but whoever waits for
 * this command is to know. */
static int has_stuck_rollback(const struct rollout *rollout, const iter8_outcome *outcome)
{
    const char *reason =
        iter8_condition_of(rollout->experiment, ITER8_CONDITION_ROUTER_AVAILABLE).reason;
    return outcome->next_ns > rollout->now_ns && strcmp(reason, "RollbackFailed") == 0;
}

static int stop_stuck(const struct rollout *rollout)
{
    const char *file = rollout->arguments->output;
    complain("the rollback is not carried out: the traffic may still be as it was");
    if (file != NULL && strcmp(file, "-") != 0)
        complain("when the router is mended, go on with -f %s", file);
    return EXIT_TROUBLE;
}

static int stop_interrupted(const struct rollout *rollout)
{
    const char *file = rollout->arguments->output;
    if (file != NULL && strcmp(file, "-") != 0)
        complain("interrupted; the experiment is kept: go on with -f %s", file);
    else
        complain("interrupted");
    return EXIT_TROUBLE;
}

static int run_to_end(struct rollout *rollout)
{
    const iter8_host host = rollout_host(rollout);
    iter8_outcome outcome = {.struct_size = sizeof outcome};
    start_clock(rollout);
    if (rollout_restore(rollout) != EXIT_DONE) return EXIT_TROUBLE;
    for (;;) {
        int rc = log_file_reconcile(&rollout->log, &host, rollout->experiment, rollout->now_ns,
                                    rollout->inputs->diagnostics, &outcome);
        if (outcome.changed && rollout_keep(rollout) != EXIT_DONE) return EXIT_TROUBLE;
        if (is_trouble(rollout, rc)) return EXIT_TROUBLE;
        if (outcome.done || outcome.next_ns > rollout->now_ns) rollout_print(rollout);
        if (outcome.done) return EXIT_DONE;
        if (has_stuck_rollback(rollout, &outcome)) return stop_stuck(rollout);
        if (wait_for(rollout, &outcome) != EXIT_DONE) return EXIT_TROUBLE;
        if (interrupted) return stop_interrupted(rollout);
    }
}

static int conclude(const struct rollout *rollout)
{
    char message[256];
    size_t length;
    const iter8_experiment *experiment = rollout->experiment;
    const char *output = rollout->arguments->output;
    int to_stdout = output != NULL && strcmp(output, "-") == 0;
    if (iter8_experiment_message(experiment, message, sizeof message, &length) == ITER8_OK)
        say_line(to_stdout ? stderr : stdout, "%s; %s: %s", message,
                 goes_back(experiment) ? "the version that stays" : "recommended for promotion",
                 iter8_status_of(experiment).recommended);
    if (to_stdout && print_text(write_experiment, experiment, ITER8_FORMAT_YAML) != EXIT_DONE)
        return EXIT_TROUBLE;
    return iter8_condition_of(experiment, ITER8_CONDITION_FAILED).status == ITER8_CONDITION_TRUE
               ? EXIT_NO
               : EXIT_DONE;
}

static int check_metrics(const struct rollout *rollout)
{
    int rc = EXIT_DONE;
    for (size_t m = 0; m < iter8_spec_of(rollout->experiment).metric_count; m++) {
        if (iter8_experiment_has_metric(rollout->experiment, m)) continue;
        complain("there is no Metric %s in the files",
                 iter8_experiment_metric_name(rollout->experiment, m));
        rc = EXIT_TROUBLE;
    }
    return rc;
}

static int open_backends(struct rollout *rollout)
{
    const struct arguments *arguments = rollout->arguments;
    int rc = EXIT_DONE;
    if (!arguments->virtual_time) rc = metrics_open(&rollout->secrets, NULL, NULL, &rollout->http);
    if (rc != EXIT_DONE) return rc;
    rc = sink_open(&rollout->sink, arguments, rollout->inputs, rollout->experiment);
    if (rc == EXIT_DONE) rc = outputs_keep_only(arguments, rollout->inputs);
    if (rc == EXIT_DONE) rc = sink_claim(&rollout->sink, rollout->experiment, real_time_ns());
    if (rc == EXIT_DONE) rc = rollout_claim(rollout);
    if (rc != EXIT_DONE) return rc;
    const iter8_host host = rollout_host(rollout);
    return log_file_open(&rollout->log, arguments, rollout->inputs, &host);
}

/* In real time one may well think that traffic moves. */
static void tell_of_no_router(const struct rollout *rollout)
{
    if (rollout->arguments->virtual_time || rollout->sink.object != NULL ||
        !moves_weights(rollout->experiment))
        return;
    complain("no traffic moves: there is no router; --haproxy, --kubeconfig, --write-routes or "
             "--render name one");
}

static int run_experiment(struct rollout *rollout)
{
    int rc = metrics_add(rollout->inputs, rollout->experiment);
    if (rc == EXIT_DONE) rc = check_metrics(rollout);
    if (rc == EXIT_DONE) rc = open_backends(rollout);
    if (rc == EXIT_DONE) {
        tell_of_no_router(rollout);
        catch_signals();
        rc = run_to_end(rollout);
    }
    if (rc == EXIT_DONE) rc = conclude(rollout);
    if (rc == EXIT_DONE) rc = log_file_check(&rollout->log);
    iter8_http_source_free(rollout->http);
    sink_close(&rollout->sink);
    log_file_close(&rollout->log);
    iter8_file_writer_free(rollout->kept);
    return rc;
}

int command_run(const struct arguments *arguments)
{
    if (arguments->virtual_time && arguments->prometheus != NULL) {
        complain("--virtual-time and --prometheus exclude each other: a server has its own time");
        return EXIT_USAGE;
    }
    if (sink_check(arguments) != EXIT_DONE ||
        outputs_check(arguments, arguments->output, 1) != EXIT_DONE)
        return EXIT_USAGE;
    struct inputs inputs;
    struct rollout rollout = {
        .arguments = arguments, .inputs = &inputs, .secrets = {arguments, &inputs}};
    int rc = inputs_read(&inputs, arguments, EXIT_TROUBLE);
    if (rc == EXIT_DONE) {
        rollout.experiment = inputs_experiment(&inputs, 0);
        rollout.printed = iter8_status_of(rollout.experiment).completed_iterations;
        rc = rollout.experiment != NULL ? run_experiment(&rollout) : EXIT_TROUBLE;
        iter8_experiment_free(rollout.experiment);
    }
    inputs_free(&inputs);
    return rc;
}

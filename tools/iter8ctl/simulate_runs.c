/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate.h"

#include <stdlib.h>
#include <unistd.h>

enum { BAR = 30, PARTS = 200 };

int write_trial(const void *trial, int format, char *buffer, size_t capacity, size_t *length)
{
    const struct trial *one = trial;
    return iter8_simulation_write(one->simulation, one->tally, format, buffer, capacity, length);
}

static void show_progress(uint64_t done, uint64_t count)
{
    int filled = (int)((double)done / (double)count * BAR);
    fputs("\r[", stderr);
    for (int i = 0; i < BAR; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "] %llu of %llu runs", (unsigned long long)done, (unsigned long long)count);
}

static void hide_progress(void)
{
    fprintf(stderr, "\r%*s\r", BAR + 50, "");
}

int simulate_runs(const struct arguments *arguments, struct trial *trial, run_callback *each,
                  void *user_data)
{
    uint64_t count = arguments->runs, part = count / PARTS + 1;
    int shows = isatty(STDERR_FILENO) && count > part;
    iter8_series series = {.struct_size = sizeof series,
                           .seed = arguments->seed,
                           .each = each,
                           .user_data = user_data};
    int rc = ITER8_OK;
    for (uint64_t done = 0; done < count && rc == ITER8_OK; done += part) {
        if (part > count - done) part = count - done;
        series.first = arguments->first + done;
        series.count = part;
        rc = iter8_simulate(trial->simulation, &series, trial->tally);
        if (shows) show_progress(done + part, count);
    }
    if (shows) hide_progress();
    if (rc == ITER8_OK) return EXIT_DONE;
    complain("%s: %s", trial->file, iter8_strerror(rc));
    return EXIT_TROUBLE;
}

/* What is kept of a run of ours, to be compared with the other's. */
struct kept {
    int32_t verdict;
    int64_t numbers[3];
};

struct pairs {
    struct kept *kept;
    uint64_t first;
    struct comparison *comparison;
};

static struct kept keep(const iter8_run *run)
{
    return (struct kept){run->verdict,
                         {run->errors, run->slow, (run->end_ns - run->start_ns) / 1000000}};
}

static void keep_ours(const iter8_run *run, void *user_data)
{
    struct pairs *pairs = user_data;
    pairs->kept[run->number - pairs->first] = keep(run);
}

static void compare_other(const iter8_run *run, void *user_data)
{
    struct pairs *pairs = user_data;
    struct comparison *comparison = pairs->comparison;
    const struct kept *ours = &pairs->kept[run->number - pairs->first];
    struct kept other = keep(run);
    if (ours->verdict != other.verdict) {
        comparison->only_ours[ours->verdict]++;
        comparison->only_other[other.verdict]++;
    }
    for (int i = 0; i < 3; i++) {
        double difference = (double)(ours->numbers[i] - other.numbers[i]);
        comparison->sums[i] += difference;
        comparison->squares[i] += difference * difference;
    }
}

int simulate_both(const struct arguments *arguments, struct trial *ours, struct trial *other,
                  struct comparison *comparison)
{
    *comparison = (struct comparison){0};
    struct pairs pairs = {calloc((size_t)arguments->runs, sizeof *pairs.kept), arguments->first,
                          comparison};
    if (pairs.kept == NULL) {
        complain("out of memory");
        return EXIT_TROUBLE;
    }
    int rc = simulate_runs(arguments, ours, keep_ours, &pairs);
    if (rc == EXIT_DONE) rc = simulate_runs(arguments, other, compare_other, &pairs);
    free(pairs.kept);
    return rc;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * sample-app.c - one version of an app whose speed and errors are given.
 *
 * It answers "/" after a lognormal delay and "/metrics" with a histogram like that of Knative's
 * queue proxy. What happens to the n-th request (its delay, and whether it fails) depends on the
 * seed and n alone, so two runs that serve the same requests see the same latencies and errors.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <getopt.h>
#include <math.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The upper bounds of the histogram's buckets, in milliseconds; one more bucket takes the rest. */
static const double bucket_ms[] = {5,   10,  20,  40,  60,  80,   100,  150,  200,
                                   250, 300, 400, 500, 700, 1000, 2000, 5000, 10000};
enum { BUCKETS = sizeof bucket_ms / sizeof bucket_ms[0] };

enum response_class { CLASS_2XX, CLASS_5XX, CLASSES };
static const char *const class_name[CLASSES] = {"2xx", "5xx"};

struct options {
    uint16_t port;
    const char *revision;
    const char *version_text;
    double mean_ms;
    double p95_ms;
    double error_rate;
    uint64_t seed;
};

struct histogram {
    uint64_t count[BUCKETS + 1]; /* not cumulative */
    double sum_ms;
};

struct app {
    struct options options;
    double mu;            /* mean of the delay's logarithm */
    double sigma;         /* its standard deviation */
    pthread_mutex_t lock; /* guards what follows */
    uint64_t random_state;
    /* Both classes are there from the start: a counter that first appears at 1 has, for Prometheus,
     * never increased. */
    struct histogram latencies[CLASSES];
};

struct fate {
    double delay_ms;
    enum response_class class;
};

/* Uniform in (0, 1); splitmix64. */
static double draw_uniform(uint64_t *state)
{
    uint64_t bits = *state += UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    bits ^= bits >> 31;
    return ((double)(bits >> 11) + 0.5) / 9007199254740992.0;
}

/* Standard normal; Box and Muller. */
static double draw_normal(uint64_t *state)
{
    double radius = sqrt(-2.0 * log(draw_uniform(state)));
    return radius * cos(6.283185307179586 * draw_uniform(state));
}

static struct fate draw_fate(struct app *app)
{
    struct fate fate;
    pthread_mutex_lock(&app->lock);
    bool fails = draw_uniform(&app->random_state) < app->options.error_rate;
    fate.class = fails ? CLASS_5XX : CLASS_2XX;
    fate.delay_ms = exp(app->mu + app->sigma * draw_normal(&app->random_state));
    pthread_mutex_unlock(&app->lock);
    return fate;
}

static void record(struct app *app, enum response_class class, double latency_ms)
{
    size_t bucket = 0;
    while (bucket < BUCKETS && latency_ms > bucket_ms[bucket])
        bucket++;
    pthread_mutex_lock(&app->lock);
    app->latencies[class].count[bucket]++;
    app->latencies[class].sum_ms += latency_ms;
    pthread_mutex_unlock(&app->lock);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void sleep_ms(double duration_ms)
{
    time_t seconds = (time_t)(duration_ms / 1e3);
    long nanoseconds = (long)((duration_ms - (double)seconds * 1e3) * 1e6);
    nanosleep(&(struct timespec){.tv_sec = seconds, .tv_nsec = nanoseconds}, NULL);
}

/* Queues @p text, which the server frees. */
static enum MHD_Result respond(struct MHD_Connection *connection, unsigned status, char *text)
{
    if (text == NULL) return MHD_NO;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE);
    if (response == NULL) {
        free(text);
        return MHD_NO;
    }
    MHD_add_response_header(response, "Content-Type", "text/plain; version=0.0.4");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result serve_page(struct app *app, struct MHD_Connection *connection)
{
    double start_ms = now_ms();
    struct fate fate = draw_fate(app);
    sleep_ms(fate.delay_ms);
    record(app, fate.class, now_ms() - start_ms);

    bool fails = fate.class == CLASS_5XX;
    char *text = NULL;
    if (asprintf(&text, "%s %s %s\n", app->options.version_text, app->options.revision,
                 fails ? "error" : "hello") < 0)
        return MHD_NO;
    return respond(connection, fails ? 500 : 200, text);
}

static void write_histogram(FILE *out, const char *revision, const char *class,
                            const struct histogram *histogram)
{
    static const char name[] = "revision_app_request_latencies";
    char labels[256];
    snprintf(labels, sizeof labels, "revision_name=\"%.200s\",response_code_class=\"%s\"", revision,
             class);
    uint64_t total = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        total += histogram->count[i];
        fprintf(out, "%s_bucket{%s,le=\"%g\"} %llu\n", name, labels, bucket_ms[i],
                (unsigned long long)total);
    }
    total += histogram->count[BUCKETS];
    fprintf(out, "%s_bucket{%s,le=\"+Inf\"} %llu\n", name, labels, (unsigned long long)total);
    fprintf(out, "%s_sum{%s} %.6f\n", name, labels, histogram->sum_ms);
    fprintf(out, "%s_count{%s} %llu\n", name, labels, (unsigned long long)total);
}

static enum MHD_Result serve_metrics(struct app *app, struct MHD_Connection *connection)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) return MHD_NO;
    fputs("# HELP revision_app_request_latencies The response time in milliseconds\n"
          "# TYPE revision_app_request_latencies histogram\n",
          out);
    pthread_mutex_lock(&app->lock);
    for (int class = 0; class < CLASSES; class ++)
        write_histogram(out, app->options.revision, class_name[class], &app->latencies[class]);
    pthread_mutex_unlock(&app->lock);
    fclose(out);
    return respond(connection, 200, text);
}

/* Called twice for a request: when its head has been read, and when all of it has been. */
static enum MHD_Result serve(void *user_data, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload,
                             size_t *upload_size, void **seen)
{
    static int marker;
    (void)method, (void)version, (void)upload;
    if (*seen == NULL) {
        *seen = &marker;
        return MHD_YES;
    }
    *upload_size = 0;
    if (strcmp(method, "GET") != 0) return respond(connection, 405, strdup("GET only\n"));
    if (strcmp(url, "/metrics") == 0) return serve_metrics(user_data, connection);
    return serve_page(user_data, connection);
}

/* Exits on what is not a number between @p low and @p high. */
static double read_number(const char *text, double low, double high)
{
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || !(number >= low && number <= high)) {
        fprintf(stderr, "sample-app: %s is not a number from %g to %g\n", text, low, high);
        exit(2);
    }
    return number;
}

static struct options read_options(int argc, char **argv)
{
    static const struct option names[] = {
        {"port", required_argument, NULL, 'p'},         {"revision", required_argument, NULL, 'r'},
        {"mean-ms", required_argument, NULL, 'm'},      {"p95-ms", required_argument, NULL, 't'},
        {"error-rate", required_argument, NULL, 'e'},   {"seed", required_argument, NULL, 's'},
        {"version-text", required_argument, NULL, 'v'}, {NULL, 0, NULL, 0}};
    struct options options = {
        .revision = "sample-app", .version_text = "v1", .mean_ms = 20, .p95_ms = 40};
    int name;
    while ((name = getopt_long(argc, argv, "", names, NULL)) != -1) {
        switch (name) {
        case 'p': options.port = (uint16_t)read_number(optarg, 0, UINT16_MAX); break;
        case 'r': options.revision = optarg; break;
        case 'm': options.mean_ms = read_number(optarg, 0.001, 60000); break;
        case 't': options.p95_ms = read_number(optarg, 0.001, 60000); break;
        case 'e': options.error_rate = read_number(optarg, 0, 1); break;
        case 's': options.seed = (uint64_t)read_number(optarg, 0, 1e15); break;
        case 'v': options.version_text = optarg; break;
        default: exit(2);
        }
    }
    return options;
}

/* Finds the lognormal distribution with a mean and a 95th percentile: with z the normal one,
 * log(p95 / mean) = z sigma - sigma^2 / 2, of whose two solutions the narrower is taken. */
static bool fit_delay(struct app *app)
{
    const double z = 1.6448536269514722;
    double log_ratio = log(app->options.p95_ms / app->options.mean_ms);
    if (log_ratio < 0 || log_ratio > z * z / 2) return false;
    app->sigma = z - sqrt(z * z - 2 * log_ratio);
    app->mu = log(app->options.mean_ms) - app->sigma * app->sigma / 2;
    return true;
}

static struct MHD_Daemon *start_server(struct app *app)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(app->options.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION,
                            app->options.port, NULL, NULL, serve, app, MHD_OPTION_SOCK_ADDR,
                            (struct sockaddr *)&address, MHD_OPTION_END);
}

int main(int argc, char **argv)
{
    struct app app = {.options = read_options(argc, argv), .lock = PTHREAD_MUTEX_INITIALIZER};
    app.random_state = app.options.seed;
    if (!fit_delay(&app)) {
        fputs("sample-app: --p95-ms must be 1 to 3.86 times --mean-ms\n", stderr);
        return 2;
    }
    /* The server's threads inherit the mask, so the signals wait for sigwait(). */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);

    struct MHD_Daemon *server = start_server(&app);
    if (server == NULL) {
        fprintf(stderr, "sample-app: cannot listen on port %d\n", app.options.port);
        return 1;
    }
    printf("listening on %d\n", MHD_get_daemon_info(server, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    int received;
    sigwait(&ends, &received);
    MHD_stop_daemon(server);
    return 0;
}

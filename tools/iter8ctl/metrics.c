/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics.h"

#include "iter8/backends/secrets.h"

int metrics_add(struct inputs *inputs, iter8_experiment *experiment)
{
    /* Twice: a metric may be needed only because another one names it as sample size. */
    for (int round = 0; round < 2; round++) {
        const char *name;
        const iter8_document *document;
        for (size_t i = 0; (document = inputs_document(inputs, i, &name)) != NULL; i++) {
            if (document_role(document) != ROLE_METRIC) continue;
            /* What is wrong with it was told when all documents were checked. */
            int rc = iter8_experiment_add_metric(experiment, document, NULL);
            if (rc == ITER8_OK) continue;
            complain("%s: %s", name, iter8_strerror(rc));
            return EXIT_TROUBLE;
        }
    }
    return EXIT_DONE;
}

static int is_missing(int32_t rc)
{
    return rc == ITER8_ERR_NO_SECRET || rc == ITER8_ERR_NO_KEY;
}

/* What one source after the other says. A secret that lacks the key says more than one that is not
 * there; only the environment cannot tell. */
static int32_t look_up(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
{
    const struct secrets *secrets = data;
    const struct arguments *arguments = secrets->arguments;
    int32_t rc = ITER8_ERR_NO_SECRET;
    for (size_t i = 0; i < secrets->inputs->source_count && rc == ITER8_ERR_NO_SECRET; i++)
        rc = iter8_secrets_in_documents(wanted, value, secrets->inputs->sources[i].documents);
    int32_t missing = rc;
    if (is_missing(rc) && arguments->secrets_dir != NULL) {
        rc = iter8_secrets_in_directory(wanted, value, arguments->secrets_dir);
        if (missing == ITER8_ERR_NO_SECRET) missing = rc;
    }
    if (is_missing(rc) && arguments->secrets_env != NULL)
        rc = iter8_secrets_in_environment(wanted, value, arguments->secrets_env);
    return is_missing(rc) ? missing : rc;
}

int metrics_open(struct secrets *secrets,
                 void (*observe)(const iter8_http_exchange *exchange, void *data), void *data,
                 iter8_http_source **out)
{
    const struct arguments *arguments = secrets->arguments;
    iter8_http_source_options options = {.struct_size = sizeof options,
                                         .prometheus_url = arguments->prometheus,
                                         .ca_file = arguments->ca_file,
                                         .look_up = look_up,
                                         .look_up_data = secrets,
                                         .observe = observe,
                                         .observe_data = data};
    int rc = iter8_http_source_new(&options, out);
    if (rc == ITER8_OK) return EXIT_DONE;
    if (rc == ITER8_ERR_ARGUMENT) { /* the URL itself may hold a password */
        complain("--prometheus takes a URL of http or https");
        return EXIT_USAGE;
    }
    if (rc == ITER8_ERR_NOT_FOUND)
        complain("--ca-file %s: there is no such file", arguments->ca_file);
    else if (rc == ITER8_ERR_REFUSED)
        complain("--ca-file %s: it cannot be read, or is no regular file", arguments->ca_file);
    else
        complain("%s", iter8_strerror(rc));
    return EXIT_TROUBLE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "outputs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An option and the file that it names; NULL where it names none. */
struct named {
    const char *option;
    const char *path;
};

enum { MAX_NAMED = 2 * MAX_FILES + 12 };

/* Two texts one behind the other, in memory from malloc; NULL without. */
static char *join(const char *head, size_t length, const char *tail)
{
    size_t size = length + strlen(tail) + 1;
    char *both = malloc(size);
    if (both != NULL) (void)snprintf(both, size, "%.*s%s", (int)length, head, tail);
    return both;
}

/* A path whose folder has been resolved, in memory from malloc; NULL where that is not possible. */
static char *resolve_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    char *folder = join(path, length, ".");
    char *real = folder != NULL ? realpath(folder, NULL) : NULL;
    char *start = real != NULL ? join(real, strlen(real), "/") : NULL;
    char *full = start != NULL ? join(start, strlen(start), path + length) : NULL;
    free(folder);
    free(real);
    free(start);
    return full;
}

static int will_be_same(const char *one, const char *other)
{
    char *a = resolve_folder(one);
    char *b = resolve_folder(other);
    int same = a != NULL && b != NULL && strcmp(a, b) == 0;
    free(a);
    free(b);
    return same;
}

int same_file(const char *one, const char *other)
{
    struct stat a, b;
    int found = (stat(one, &a) == 0) + (stat(other, &b) == 0);
    if (found == 2) return S_ISREG(a.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
    return found == 0 && will_be_same(one, other);
}

static int is_file(const char *path)
{
    return path != NULL && strcmp(path, "-") != 0;
}

static void add(struct named *list, size_t *count, const char *option, const char *path)
{
    if (is_file(path)) list[(*count)++] = (struct named){option, path};
}

/* The parts of --render TEMPLATE=FILE; the first is in memory from malloc. */
static const char *split_render(const char *render, char **template)
{
    const char *equals = render != NULL ? strchr(render, '=') : NULL;
    *template = equals != NULL ? strndup(render, (size_t)(equals - render)) : NULL;
    return equals != NULL ? equals + 1 : NULL;
}

static int refuse(const struct named *one, const struct named *other)
{
    complain("%s and %s name one file, %s", one->option, other->option, one->path);
    return EXIT_USAGE;
}

static int may_share(const struct named *output, const struct named *other)
{
    return strcmp(output->option, "-o") == 0 && strcmp(other->option, "-f") == 0;
}

/* The first named ones are outputs. */
static int compare(const struct named *all, size_t outputs, size_t count, int keeps)
{
    for (size_t i = 0; i < outputs; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (keeps && may_share(&all[i], &all[j])) continue;
            if (same_file(all[i].path, all[j].path)) return refuse(&all[i], &all[j]);
        }
    }
    return EXIT_DONE;
}

int outputs_check(const struct arguments *arguments, const char *output, int keeps)
{
    struct named all[MAX_NAMED];
    size_t count = 0;
    char *template;
    const char *rendered = split_render(arguments->render, &template);
    add(all, &count, "-o", output);
    add(all, &count, "--log", arguments->log);
    add(all, &count, "--junit", arguments->junit);
    add(all, &count, "--render", rendered);
    size_t outputs = count;
    for (size_t i = 0; i < arguments->file_count; i++)
        add(all, &count, "-f", arguments->files[i]);
    for (size_t i = 0; i < arguments->scenario_count; i++)
        add(all, &count, "-s", arguments->scenarios[i]);
    add(all, &count, "--defaults", arguments->defaults);
    add(all, &count, "--compare", arguments->compare);
    add(all, &count, "--kubeconfig", arguments->kubeconfig);
    add(all, &count, "--ca-file", arguments->ca_file);
    add(all, &count, "the template of --render", template);
    int rc = compare(all, outputs, count, keeps);
    free(template);
    return rc;
}

int outputs_keep_only(const struct arguments *arguments, const struct inputs *inputs)
{
    if (!is_file(arguments->output)) return EXIT_DONE;
    for (size_t i = 0; i < inputs->source_count; i++) {
        const struct source *source = &inputs->sources[i];
        if (!same_file(arguments->output, source->name)) continue;
        if (iter8_documents_count(source->documents) <= 1 &&
            document_role(iter8_documents_at(source->documents, 0)) == ROLE_EXPERIMENT)
            continue;
        complain("-o would write the experiment over all that %s holds", source->name);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

/* Opened the wrong way round, so that reading and writing fail as with the closed ones. */
void outputs_guard(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0) continue;
        (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

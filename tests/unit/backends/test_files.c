/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/files.h"
#include "iter8/backends/file_sink.h"
#include "iter8/error.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(backends_files, .init = scratch_make, .fini = scratch_remove);

static int replace(const char *name, const char *text)
{
    return iter8_file_replace(scratch_path(name), text, strlen(text));
}

static mode_t mode_of(const char *name)
{
    struct stat status;
    cr_assert_eq(lstat(scratch_path(name), &status), 0);
    return status.st_mode & 07777;
}

Test(backends_files, a_file_gets_new_content_and_keeps_its_permissions)
{
    scratch_write("a", "old and longer");
    cr_assert_eq(chmod(scratch_path("a"), 0640), 0);
    cr_expect_eq(replace("a", "new"), ITER8_OK);
    cr_expect_str_eq(scratch_read("a"), "new");
    cr_expect_eq(mode_of("a"), 0640);
    cr_expect_eq(scratch_count(), 1);
}

Test(backends_files, a_file_that_is_not_there_is_made_as_the_umask_says)
{
    umask(027);
    cr_expect_eq(replace("a", "new"), ITER8_OK);
    cr_expect_str_eq(scratch_read("a"), "new");
    cr_expect_eq(mode_of("a"), 0640);
}

Test(backends_files, who_reads_the_old_file_goes_on_reading_it)
{
    char text[8] = "";
    int fd = open(scratch_write("a", "old"), O_RDONLY);
    cr_expect_eq(replace("a", "new"), ITER8_OK);
    cr_expect_eq(read(fd, text, sizeof text), 3);
    cr_expect_str_eq(text, "old");
    close(fd);
}

Test(backends_files, a_link_stays_one)
{
    struct stat status;
    scratch_write("a", "old");
    cr_assert_eq(symlink("a", scratch_path("link")), 0);
    cr_expect_eq(replace("link", "new"), ITER8_OK);
    cr_assert_eq(lstat(scratch_path("link"), &status), 0);
    cr_expect(S_ISLNK(status.st_mode));
    cr_expect_str_eq(scratch_read("a"), "new");
}

Test(backends_files, a_file_of_the_user_beside_it_is_left_alone)
{
    scratch_write("a", "old");
    scratch_write("a.new", "the user's own");
    cr_assert_eq(mkdir(scratch_path("a.tmp"), 0700), 0);
    cr_expect_eq(replace("a", "new"), ITER8_OK);
    cr_expect_str_eq(scratch_read("a"), "new");
    cr_expect_str_eq(scratch_read("a.new"), "the user's own");
    cr_expect_eq(scratch_count(), 3);
    cr_assert_eq(rmdir(scratch_path("a.tmp")), 0);
}

Test(backends_files, a_name_as_long_as_names_may_be_can_be_replaced)
{
    char name[NAME_MAX + 1];
    memset(name, 'n', NAME_MAX);
    name[NAME_MAX] = '\0';
    scratch_write(name, "old");
    cr_expect_eq(replace(name, "new"), ITER8_OK);
    cr_expect_str_eq(scratch_read(name), "new");
    cr_expect_eq(scratch_count(), 1);
}

static void expect_not_read(const char *path, const char *why)
{
    iter8__line problem = {.length = 0};
    iter8__buffer text = {.limit = 100};
    cr_expect_eq(iter8__file_read(path, &text, &problem), ITER8_ERR_REFUSED);
    cr_expect_str_eq(problem.bytes + strlen(path), why);
    cr_expect_null(text.bytes);
}

Test(backends_files, nobody_waits_for_a_pipe_or_reads_a_device)
{
    cr_assert_eq(mkfifo(scratch_path("pipe"), 0600), 0);
    expect_not_read(scratch_path("pipe"), ": it is no regular file");
    expect_not_read("/dev/zero", ": it is no regular file");
    expect_not_read(scratch_path("."), ": it is a folder");
}

Test(backends_files, a_device_is_written_to_and_not_replaced)
{
    struct stat status;
    cr_expect_eq(iter8_file_replace("/dev/null", "new", 3), ITER8_OK);
    cr_assert_eq(stat("/dev/null", &status), 0);
    cr_expect(S_ISCHR(status.st_mode));
}

Test(backends_files, a_write_that_fails_leaves_the_old_file)
{
    static char much[100000];
    const struct rlimit small = {1000, 1000};
    scratch_write("a", "old");
    memset(much, 'x', sizeof much - 1);
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    cr_expect_eq(replace("a", much), ITER8_ERR_REFUSED);
    cr_expect_eq(errno, EFBIG);
    cr_expect_str_eq(scratch_read("a"), "old");
    cr_expect_eq(scratch_count(), 1);
}

Test(backends_files, places_that_cannot_be_written_are_told)
{
    scratch_write("a", "old");
    cr_expect_eq(replace("none/a", "new"), ITER8_ERR_REFUSED);
    cr_expect_eq(errno, ENOENT);
    cr_expect_eq(replace("a/b", "new"), ITER8_ERR_REFUSED);
    cr_expect_eq(errno, ENOTDIR);
    cr_expect_eq(replace(".", "new"), ITER8_ERR_REFUSED);
    cr_expect_eq(errno, EISDIR);
    cr_expect_eq(iter8_file_replace(NULL, "new", 3), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_file_replace("a", NULL, 3), ITER8_ERR_ARGUMENT);
}

static int replace_found(const char *name, const char *found, const char *text,
                         iter8__line *problem)
{
    iter8__buffer before = {.limit = 100};
    iter8__replacement replacement = {.path = scratch_path(name),
                                      .bytes = text,
                                      .length = strlen(text),
                                      .found = found != NULL ? &before : NULL,
                                      .absent = found == NULL};
    if (found != NULL) cr_assert_eq(iter8__buffer_add_text(&before, found), 0);
    int rc = iter8__file_replace(&replacement, problem);
    iter8__buffer_clear(&before);
    return rc;
}

/* Somebody may write between our reading and our rename. */
Test(backends_files, what_another_writer_has_put_there_stays)
{
    iter8__line problem = {.length = 0};
    scratch_write("a", "theirs");
    cr_expect_eq(replace_found("a", "found", "ours", &problem), ITER8_ERR_CONFLICT);
    cr_expect_not_null(strstr(problem.bytes, "/a: another writer has just changed it"));
    cr_expect_eq(replace_found("a", "their", "ours", &problem), ITER8_ERR_CONFLICT);
    cr_expect_eq(replace_found("a", NULL, "ours", &problem), ITER8_ERR_CONFLICT);
    cr_expect_eq(replace_found("gone", "found", "ours", &problem), ITER8_ERR_CONFLICT);
    cr_expect_str_eq(scratch_read("a"), "theirs");
    cr_expect_eq(scratch_count(), 1);
    cr_expect_eq(replace_found("a", "theirs", "ours", &problem), ITER8_OK);
    cr_expect_eq(replace_found("b", NULL, "ours", &problem), ITER8_OK);
    cr_expect_str_eq(scratch_read("a"), "ours");
    cr_expect_str_eq(scratch_read("b"), "ours");
    cr_expect_eq(scratch_count(), 2);
}

static int32_t take(iter8__lock *lock, const char *name, iter8__line *problem)
{
    return iter8__lock_take(lock, scratch_path(name), NULL, problem);
}

/* Half of a secret is not kept, and no memory is lost. */
Test(backends_files, a_file_that_is_too_large_leaves_nothing_behind)
{
    iter8__buffer text = {.limit = 5000};
    iter8__line problem;
    scratch_write("a", "");
    cr_assert_eq(truncate(scratch_path("a"), 100000), 0);
    cr_expect_eq(iter8__file_read(scratch_path("a"), &text, &problem), ITER8_ERR_TOO_LARGE);
    cr_expect_null(text.bytes);
    cr_expect_eq(text.length, 0);
}

Test(backends_files, a_lock_follows_the_file)
{
    char words[80];
    iter8__lock ours = {0}, theirs = {0};
    iter8__line problem = {.length = 0};
    scratch_write("a", "old");
    cr_assert_eq(symlink(scratch_path("a"), scratch_path("link")), 0);
    cr_expect_eq(take(&ours, "a", &problem), ITER8_OK);
    cr_expect_eq(take(&ours, "link", &problem), ITER8_OK, "it is the same");
    cr_expect_eq(take(&theirs, "link", &problem), ITER8_ERR_REFUSED);
    snprintf(words, sizeof words, "/link: process %ld is writing it already", (long)getpid());
    cr_expect_not_null(strstr(problem.bytes, words), "%s", problem.bytes);
    iter8__replacement replacement = {
        .path = scratch_path("link"), .bytes = "new", .length = 3, .lock = &ours};
    cr_expect_eq(iter8__file_replace(&replacement, &problem), ITER8_OK);
    cr_expect_eq(take(&theirs, "a", &problem), ITER8_ERR_REFUSED);
    iter8__lock_release(&ours);
    cr_expect_eq(take(&theirs, "a", &problem), ITER8_OK);
    /* Somebody without a lock puts another file there: it has to be locked anew. */
    cr_expect_eq(replace("a", "newer"), ITER8_OK);
    cr_expect_eq(take(&ours, "a", &problem), ITER8_OK);
    cr_expect_eq(take(&theirs, "a", &problem), ITER8_ERR_REFUSED);
    iter8__lock_release(&ours);
    iter8__lock_release(&theirs);
}

Test(backends_files, what_is_no_file_needs_no_lock)
{
    iter8__lock one = {0}, other = {0};
    iter8__line problem = {.length = 0};
    cr_expect_eq(iter8__lock_take(&one, "/dev/null", NULL, &problem), ITER8_OK);
    cr_expect_eq(iter8__lock_take(&other, "/dev/null", NULL, &problem), ITER8_OK);
    cr_expect_eq(take(&one, "none", &problem), ITER8_OK);
    cr_expect(!one.held && !other.held);
}

Test(backends_files, a_lock_dies_with_its_process)
{
    int held[2];
    char byte;
    iter8__lock ours = {0};
    iter8__line problem = {.length = 0};
    scratch_write("a", "old");
    cr_assert_eq(pipe(held), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)!write(held[1], take(&ours, "a", &problem) == ITER8_OK ? "y" : "n", 1);
        for (;;)
            pause();
    }
    cr_assert_eq(read(held[0], &byte, 1), 1);
    cr_expect_eq(byte, 'y');
    cr_expect_eq(take(&ours, "a", &problem), ITER8_ERR_REFUSED);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    cr_expect_eq(take(&ours, "a", &problem), ITER8_OK, "%s", problem.bytes);
    iter8__lock_release(&ours);
}

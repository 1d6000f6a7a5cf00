/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/backends/file_sink.h"
#include "iter8/error.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
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

Test(backends_files, what_a_dead_process_left_behind_does_not_matter)
{
    scratch_write("a", "old");
    scratch_write("a.new", "half");
    cr_expect_eq(replace("a", "new"), ITER8_OK);
    cr_expect_str_eq(scratch_read("a"), "new");
    cr_expect_eq(scratch_count(), 1);
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

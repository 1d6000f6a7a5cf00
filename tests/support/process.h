/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * process.h - programs that a test starts, and a folder of its own for their files.
 *
 * What is started dies with the test, however the test ends.
 */
#ifndef ITER8_TESTS_PROCESS_H
#define ITER8_TESTS_PROCESS_H

#include <sys/types.h>

/* Starts a program with its output in @p log, a file. Returns its id, or -1.
 * @param argv  the program, looked for in PATH, and its arguments, ended by NULL. */
pid_t process_start(const char *const argv[], const char *log);
/* As process_start(), and waits until it is over. Returns what it exits with, or -1. */
int process_run(const char *const argv[], const char *log);
/* Kills a program and waits for its end; ids that are none are passed over. */
void process_stop(pid_t pid);

/* Wait until someone accepts connections there, for some seconds at most. Return 1, or 0 if nobody
 * does or the program is over. */
int process_await_unix(pid_t pid, const char *path);
int process_await_tcp(pid_t pid, int port);
/* A TCP port of the loopback interface that was free a moment ago, or -1. */
int process_free_port(void);

/* Makes a folder with a short name. Returns 1 if it could be made. */
int process_folder_make(char *path, size_t size);
/* Removes a folder and all in it. */
void process_folder_remove(const char *path);

#endif

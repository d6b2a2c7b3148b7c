/* SPDX-License-Identifier: MIT */
/*
 * A program that says what a tracer must see. Built on raw.S, it makes exactly the syscalls that it asks for, and
 * finish() prints them, one fact a line, in the order of their first call:
 *
 *   syscall ARCHITECTURE NAME          it made this call
 *   error ARCHITECTURE NAME ERRNO      and this is an error that the call ended with
 */
#ifndef WITNESS_H
#define WITNESS_H

#include <asm/unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE "x86_64"
#elif defined(__i386__)
#define ARCHITECTURE "i386"
#elif defined(__aarch64__)
#define ARCHITECTURE "aarch64"
#elif defined(__arm__)
#define ARCHITECTURE "arm"
#endif

/* Makes a call and remembers it: CALL(openat, AT_FDCWD, "/", O_RDONLY). Returns what the kernel did: -errno or a result. */
#define CALL(name, ...) CALL_PADDED(name, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL_PADDED(name, ...) CALL_SIX(name, __VA_ARGS__)
#define CALL_SIX(name, a, b, c, d, e, f, ...) \
	witness(ARCHITECTURE, #name, raw(__NR_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)))

long raw(long number, long a, long b, long c, long d, long e, long f);

/* Remembers a call and, if it failed, its error; returns result. */
long witness(const char *architecture, const char *name, long result);

/* How many errors are remembered: the same error of the same call counts once. */
int failures(void);

/* Prints what is remembered, with its own two calls (write, exit_group), and ends with the exit status. */
__attribute__((noreturn)) void finish(int status);

/* Prints a line at once, as a call to write like any other. */
void say(const char *line);

/* What the program does; raw.S calls it. */
void entry(void);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* What check.bpf.c is told to look for, and what it has counted. */
#ifndef CTRACE_ABI_CHECK_H
#define CTRACE_ABI_CHECK_H

#include "common.h"
#include "target.h"

/* What ctrace check has to say of a call, by its counter's number. */
enum verdict {
	CALL_ALLOWED = 0,
	CALL_FORBIDDEN = 1,
	CALL_FORBIDDEN_UNLESS = 2, /* one of its rules matches the arguments */
	CALL_FORBIDDEN_IF = 3,
};

struct verdicts {
	__u8 of[COUNTERS];
};

struct rule_key {
	__u32 call;
	__u32 number; /* from 0 up, without gaps */
};

/* Whether an argument, masked, lies from low to high; negated: whether it does not. */
struct condition {
	__u64 mask;
	__u64 low;
	__u64 high;
	__u32 argument;
	__u32 negated;
};

#define CONDITIONS 6
#define RULES 64

/* All of its conditions. */
struct rule {
	__u32 count;
	__u32 zero;
	struct condition conditions[CONDITIONS];
};

#define EXE_KEY_SIZE 256
#define EXE_OTHER 0xffffffffu /* there was no room for its path */

struct exe_key {
	__u64 container; /* the number of the command's container that it is of; 0 is none */
	char path[EXE_KEY_SIZE]; /* its end, where it is longer */
};

struct need_key {
	__u32 exe;
	__u32 call;
	__u16 capability;
	__u16 denied;
};

struct use_key {
	__u32 exe;
	__u32 call;
};

struct failure_key {
	__u32 exe;
	__u32 call;
	__u32 error;
};

struct books {
	__u64 lost; /* what found no room in a map */
};

#endif

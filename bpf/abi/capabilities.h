/* SPDX-License-Identifier: GPL-2.0 */
/* What capabilities.bpf.c tells of a capability check. */
#ifndef CTRACE_ABI_CAPABILITIES_H
#define CTRACE_ABI_CAPABILITIES_H

#include "cgroups.h"
#include "common.h"
#include "target.h"

enum capability_flags {
	CAPABILITY_GRANTED = 1,
	CAPABILITY_AUDITED = 2,
	CAPABILITY_BORROWED = 4, /* asked of credentials that are not the task's own (overlayfs: the mounter's) */
	CAPABILITY_OWN_LACK = 16, /* not granted: the task would not have it either where its container was given it (lib/lack.h) */
	EXE_CUT = 8,             /* the executable's path is longer than there is room */
};

/* A check; behind it lie exe_size bytes of the executable's path, EXE_SIZE at most. */
struct capability_event {
	__u64 time;           /* CLOCK_BOOTTIME, nanoseconds */
	__u32 process;
	__u32 thread;
	__u32 own_process;    /* the same two as the task's own pid namespace has them */
	__u32 own_thread;
	__u32 user;           /* uid, in the initial user namespace */
	__u32 user_namespace; /* the one that the capability is asked for: its inode number */
	__u32 call;           /* the syscall in progress, by its counter, or NO_CALL */
	__u16 exe_size;
	__u8 capability;
	__u8 flags;
	char comm[COMM_SIZE];
	char container[ID_SIZE]; /* zeros outside of containers */
};

struct capability_settings {
	struct target target;
	__u32 unaudited; /* show what nobody audits as well */
	__u32 executed;  /* name programs as they were executed, and leave out what recordings do */
};

#endif

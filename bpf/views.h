/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the live views' probes and the program agree on. Every layout has its twin in src/Ctrace/Probes; the live
 * tests read every member of them.
 */
#ifndef CTRACE_VIEWS_H
#define CTRACE_VIEWS_H

enum target_kind {
	TARGET_SYSTEM = 0,
	TARGET_CONTAINER = 1, /* a cgroup and all below, once the runtime has handed over */
	TARGET_PROCESS = 2,
	TARGET_COMMAND = 3, /* the next program that ctrace starts */
};

/* Whom to show; set before the object is loaded. Process ids are those of the initial pid namespace. */
struct target {
	__u32 kind;
	__u32 self;    /* ctrace's own process: never shown, nor its children before their exec */
	__u32 process; /* TARGET_PROCESS */
	__u32 follow;  /* children that it, or the command, starts from now on */
	__u32 v1_hierarchy;
	__u32 zero;
	__u64 since;  /* a container's tasks that started before ran before the view, CLOCK_MONOTONIC; 0: none did */
	__u64 v2_top; /* the directories at the top of what ctrace sees: container.h */
	__u64 v1_top;
};

/* How the view is getting on; shared with the program. */
struct view {
	__u32 generation; /* moves on whenever a task may have changed its container */
	__u32 armed;      /* the next child of ctrace is the command */
	__u32 cgroups;    /* enum place_bits: the directories that the container has */
	__u32 ended;      /* the process, or the container, is gone */
	__u32 executed;   /* a program of the container's own was executed; only where that is watched (executed.h) */
};

/* What a task is to a view. */
struct member {
	__u32 generation;
	__u8 inside;
	__u8 own;     /* it runs the container's own file, or descends from a task that did */
	__u8 hidden;  /* a child of ctrace that has not executed anything yet */
	__u8 command; /* and which is the command */
	__u32 executable; /* check: its number in the table of executables; 0 is not known */
	__u32 in_flight;  /* check: 0 not known, 1 outside of a call, 2 inside */
};

/* One a processor, so that they do not share cache lines. What was made was either written to the ring or lost. */
struct accounting {
	__u64 made;
	__u64 lost;
	__u64 zero[6];
};

#define EXE_SIZE 1024
#define COMM_SIZE 16
#define NO_CALL 0xffffffffu

enum capability_flags {
	CAPABILITY_GRANTED = 1,
	CAPABILITY_AUDITED = 2,
	CAPABILITY_BORROWED = 4, /* asked of credentials that are not the task's own (overlayfs: the mounter's) */
	CAPABILITY_OWN_LACK = 16, /* not granted: the task would not have it either where its container was given it (lack.h) */
	EXE_CUT = 8,             /* the executable's path is longer than there is room */
};

struct capability_event {
	__u64 time;           /* CLOCK_BOOTTIME, nanoseconds */
	__u32 process;
	__u32 thread;
	__u32 own_process;    /* the same two as the task's own pid namespace has them */
	__u32 own_thread;
	__u32 user;           /* uid, in the initial user namespace */
	__u32 user_namespace; /* the one that the capability is asked for: its inode number */
	__u32 call;           /* the syscall in progress, as counters are numbered (events.h); NO_CALL outside of one */
	__u16 exe_size;
	__u8 capability;
	__u8 flags;
	char comm[COMM_SIZE];
	char container[ID_SIZE]; /* zeros outside of containers */
	char exe[EXE_SIZE];      /* only exe_size bytes of it are sent */
};

/* Where the program's reader expects it: CapabilityEvent. */
_Static_assert(__builtin_offsetof(struct capability_event, exe) == 120, "capability_event");

struct capability_settings {
	struct target target;
	__u32 unaudited; /* show what nobody audits as well */
	__u32 executed;  /* name programs as they were executed, and leave out what recordings do */
};

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

struct check_settings {
	struct target target;
};

#endif

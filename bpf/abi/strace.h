/* SPDX-License-Identifier: GPL-2.0 */
/* What strace.bpf.c is told to copy of a call, and what it tells. */
#ifndef CTRACE_ABI_STRACE_H
#define CTRACE_ABI_STRACE_H

#include "common.h"
#include "target.h"

#define STEPS 6

/* One piece of memory to copy: docs/decoding.md says what each kind means. */
struct capture_step {
	__u8 argument;
	__u8 phase;
	__u8 kind;
	__u8 other;
	__u16 size;
	__u16 limit;
};

enum capture_phase {
	PHASE_ENTER = 0,
	PHASE_EXIT = 1,
	PHASE_BOTH = 2,
	PHASE_NONE = 3,
};

enum capture_kind {
	CAPTURE_NONE = 0,
	CAPTURE_STRING = 1,
	CAPTURE_FIXED = 2,
	CAPTURE_BUFFER = 3,
	CAPTURE_RESULT = 4,
	CAPTURE_ARRAY = 5,
	CAPTURE_RESULT_ARRAY = 6,
	CAPTURE_POINTED = 7,
	CAPTURE_VECTOR = 8,
	CAPTURE_MESSAGE = 9,
	CAPTURE_MESSAGES = 10,
	CAPTURE_STRINGS = 11,
	CAPTURE_POINTERS = 12,
};

/* What is done with one call, by its counter. */
struct call_plan {
	__u32 wanted;
	__u32 replaces; /* it gives the task other memory (execve): what was not read at its entry is gone */
	__u32 logged;   /* the filter may let it happen and have it logged; looked at with denials */
	struct capture_step steps[STEPS];
};

enum call_event_kind {
	CALL_ENTER = 0,
	CALL_EXIT = 1,
	CALL_SIGNAL = 2, /* values: signal, errno, code as the first 48 bytes of siginfo_t */
	CALL_END = 3,    /* of a thread; values: its exit code as wait(2) has it */
	CALL_PROGRAM = 4, /* which executable the next entry of this thread is of: one record, its path */
};

enum call_event_flags {
	CALL_LATE = 1,    /* an entry told at the exit: a filter answered, or the call began before the view */
	CALL_COMMAND = 2, /* the call that may become the command */
	CALL_LOGGED = 4,  /* a call under a filter that may have it logged */
};

#define VALUES ARGUMENTS

/* Behind it lie records. */
struct call_event {
	__u64 time;    /* CLOCK_MONOTONIC, nanoseconds */
	__u64 task;    /* the same for all events of a thread, also when execve gives it another id */
	__u32 process; /* in the initial pid namespace */
	__u32 thread;
	__u32 own_process; /* as the task's own pid namespace has them */
	__u32 own_thread;
	__u32 number;
	__u8 abi; /* enum abi */
	__u8 kind; /* enum call_event_kind */
	__u8 flags;
	__u8 container; /* of a command's containers, its number; 0 is none */
	__u64 values[VALUES]; /* entry: the arguments; exit: the result */
};

/* One copy, followed by its bytes, rounded up to eight. */
struct call_record {
	__u8 argument;
	__u8 phase;
	__u8 kind;
	__u8 truncated;
	__u32 size;
	__u64 address;
};

/* Records of an entry that are no memory of a call's arguments: the kinds are beyond enum capture_kind's. */
enum stack_kind {
	STACK_USER = 32,   /* struct call_stack, with as many frames as there are */
	STACK_KERNEL = 33, /* addresses alone */
};

#define USER_FRAMES 64
#define KERNEL_FRAMES 32

/* The first two say which program's memory the frames are in: the same as long as no other code is mapped. */
struct call_stack {
	__u64 start; /* of the stack when the program began (mm_struct, start_stack) */
	__u64 code;  /* pages of executable mappings (mm_struct, exec_vm) */
	__u64 frames[USER_FRAMES]; /* the innermost first */
};

/* Of one call on one processor. */
struct call_total {
	__u64 calls;
	__u64 errors;
	__u64 nanoseconds;
};

/* A call whose number has no counter, in maps by what it is; the last counter has those that found no room there. */
struct odd_call {
	__u32 abi;
	__u32 number;
};

#define ODD_CALLS 1024

/* How a call ended; CallStatus in the program. */
enum call_end {
	END_SUCCESSFUL = 1,
	END_FAILED = 2,
	END_UNFINISHED = 4,
};

#define NUMBERS 1024

struct call_settings {
	struct target target;
	__u32 lines;   /* send events */
	__u32 totals;  /* keep totals */
	__u32 execve; /* the indexes of the calls by which a command can start */
	__u32 execveat;
	__u32 ends; /* enum call_end */
	__u32 denials; /* of a container: only what its seccomp filter refused or may have logged, from the filter's first call on */
	__u32 stacks; /* an entry has the stacks of its thread */
	__u32 zero;
	__u8 numbers[NUMBERS]; /* whether a call of this number (of x32 without its bit) is wanted in any ABI */
};

#endif

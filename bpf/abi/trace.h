/* SPDX-License-Identifier: GPL-2.0 */
/* What lies in the maps of trace.bpf.c: slots, and what is kept of each. */
#ifndef CTRACE_ABI_TRACE_H
#define CTRACE_ABI_TRACE_H

#include "cgroups.h"
#include "common.h"

/* What a capability has to be held for, though the kernel never asks for it (lib/held.h). */
enum holding {
	HELD_BY_FILE = 0,    /* a file with it was executed */
	HELD_BY_CAPSET = 1,  /* capset(2) kept or raised it */
	HELD_BY_AMBIENT = 2, /* prctl(2) made it ambient */
};

#define HOLDINGS (HELD_BY_AMBIENT + 1)

#define NO_SLOT 0xffffffffu

enum slot_state {
	SLOT_FREE = 0,
	SLOT_LIVE = 1,  /* its cgroup exists */
	SLOT_ENDED = 2, /* its cgroup is gone; user space has yet to collect what it holds */
	SLOT_CLOSED = 3, /* user space is collecting: a container that is started again gets another slot */
};

enum slot_flags {
	SLOT_UNCONFINED = 1, /* a call was counted of a task without a filter */
	SLOT_ARMED = 2,      /* a command: counts nothing before the first exec */
	SLOT_STARTED = 4,    /* something of the container's own was executed */
	SLOT_COMMAND = 8,    /* not a container: no filter and no own root file system to go by */
	SLOT_NO_NEW_PRIVILEGES = 16, /* the first program of its own ran with no_new_privs */
	SLOT_RAN_BEFORE = 32,        /* a container that ran before the probe came */
	SLOT_CALLERS_LOST = 64,      /* not all is known of who made which call */
	SLOT_LOOKS_LOST = 128,       /* not all files are known whose capabilities are to be read */
	SLOT_CONFIRMED = 256,        /* user space knows whose it is */
	SLOT_RESTARTED = 512,        /* it was started again: the next program of its own begins another start */
};

/* What is kept in hash maps that all slots share. Each slot is sure of its share of the room; beyond that it borrows of a pool. */
enum room {
	ROOM_EXECUTABLES = 0,
	ROOM_OUTCOMES = 1,
	ROOM_FIRST_USES = 2,
	ROOM_ARGUMENTS = 3,
	ROOM_USES = 4,
	ROOM_DIRECTORIES = 5,
	ROOM_LOOKS = 6,
};

#define ROOMS (ROOM_LOOKS + 1)
typedef __u32 room_counts[ROOMS];

struct slot {
	__u32 state;
	__u32 flags;
	__u32 user_namespace; /* inode number of the container's own; 0: not known yet */
	__u32 cgroups;        /* enum place_bits: which directories lead here */
	__u64 unknown;        /* calls whose number no table can have */
	__u64 lost;           /* things that did not fit into a map */
	__u64 first_ns;       /* when it was registered, CLOCK_MONOTONIC */
	__u32 callers;        /* how many programs were told apart */
	__u32 first_uses;     /* how often something was used by a caller for the first time */
	room_counts taken;    /* entries, of its share */
	room_counts borrowed; /* and of the pool */
	char name[NAME_SIZE]; /* the cgroup directory's own name */
	__u64 granted[CAPABILITIES];
	__u64 denied[CAPABILITIES];
	__u64 held[HOLDINGS]; /* capabilities that had to be held, a bit each, by enum holding */
	__u64 bounding;       /* the bounding set with which its first program of its own began; 0: not known */
	__u64 root;           /* the file system of the root directory that the engine gave it; 0: not known */
};

struct counters {
	__u64 calls[COUNTERS];
};

enum outcome_kind {
	OUTCOME_DENIED = 0, /* an exit without an entry: a seccomp filter answered */
	OUTCOME_FAILED = 1,
};

struct outcome_key {
	__u32 slot;
	__u16 number;
	__u8 abi;
	__u8 kind;
	__u32 error;
};

struct executable_key {
	__u32 slot;
	__u32 zero;
	char path[PATH_SIZE];
};

struct executable {
	__u64 count;
	__u32 caller;
	__u32 zero;
};

/* A file that was executed, and whose capabilities user space has to read (lib/looks.h). */
struct look_key {
	__u32 slot;
	__u32 device; /* of its file system: the minor number in the lower 20 bits */
	__u64 inode;
};

struct look {
	__u64 time;   /* of its first exec, CLOCK_MONOTONIC */
	__u64 bounding; /* of who executed it */
	__u64 file;   /* what user space has found: what it is not executed without */
	__u32 caller;
	__u32 seen;   /* user space has looked */
};

struct look_event {
	struct look_key key;
	__u32 process;
	__u32 parent;
	__u32 size;
	__u32 zero;
	char path[EXE_SIZE]; /* as the process sees it: only size bytes of it count */
};

/* Who makes calls in a slot: its programs, in the order in which they were executed first. */
#define CALLERS 64 /* a slot; a power of two */

enum caller {
	CALLER_NONE = 0,    /* not looked at yet */
	CALLER_RUNTIME = 1, /* before the container's own first program */
	CALLER_UNKNOWN = 2, /* it ran before the probe came */
	CALLER_FIRST = 3,
	CALLER_OTHERS = CALLERS - 1, /* all programs that there is no number left for */
};

/* A call by its counter, COUNTERS + a capability, or HELD_USES + CAPABILITIES * enum holding + a capability. */
#define HELD_USES (COUNTERS + CAPABILITIES)
#define USES (HELD_USES + HOLDINGS * CAPABILITIES)

struct caller_uses {
	__u64 made[USES / 64];
	__u64 calls; /* while shared.tally was set; roughly: two processors can count one call for both */
};

struct caller_key {
	__u32 slot;
	__u32 caller;
	__u32 use;
	__u32 zero;
};

/* What of a call's arguments is recorded, by counter. */
struct argument_plan {
	__u32 place; /* of its number of combinations, 1 to ARGUMENT_CALLS - 1; 0: nothing of it is recorded */
	__u32 pointed; /* what counts are the first eight bytes that argument 0 points at (clone3) */
	__u64 masks[ARGUMENTS]; /* what counts; 0: nothing */
	__u32 note; /* enum note_kind */
	__u32 unused;
};

#define ARGUMENT_CALLS 256
#define ARGUMENT_TUPLES 32 /* as many combinations are kept of a call in a slot: RecordedArguments.MaxEntries */
#define ARGUMENTS_ANY 0x80000000u /* there are more than are kept */

/* How many combinations there are of each call in a slot. */
struct argument_counts {
	__u32 combinations[ARGUMENT_CALLS];
};

struct argument_key {
	__u32 slot;
	__u32 index; /* the counter */
	__u64 values[ARGUMENTS]; /* masked */
};

/* What is looked at in a call (lib/notes.h). */
enum note_kind {
	NOTE_NOTHING = 0,
	NOTE_BIND = 1,
	NOTE_SOCKET = 2,
	NOTE_SETSOCKOPT = 3,
	NOTE_SOCKETCALL = 4,
	NOTE_SECCOMP = 5,
	NOTE_PRCTL = 6,
	NOTE_SCHEDULER = 7,
	NOTE_ATTRIBUTES = 8,
	NOTE_PRIORITY = 9,
	NOTE_LOCK = 10,
	NOTE_CAPSET = 11,
};

enum noted_flags {
	NOTED_PING = 1,  /* an ICMP datagram socket */
	NOTED_PING6 = 2,
	NOTED_FILTER_NOTIFIES = 4, /* a filter of its own that asks a supervisor */
	NOTED_FILTER_TRACES = 8,   /* one that asks a ptrace tracer */
	NOTED_FILTER_UNKNOWN = 16, /* one that was not read to the end, or returns what it computes */
	NOTED_REALTIME = 32, /* a real-time policy, under a limit that allows one */
	NOTED_NICE = 64,     /* a negative nice value, likewise */
	NOTED_LOCKED = 128,  /* memory locked under a limit above the usual one */
};

enum noted_protocol {
	NOTED_TCP,
	NOTED_UDP,
	NOTED_SCTP,
	NOTED_DCCP,
	NOTED_UDPLITE,
	NOTED_MPTCP,
	NOTED_OTHER,
};

#define NOTED_PROTOCOLS (NOTED_OTHER + 1)
#define NOTED_PORTS 1024

struct notes {
	__u32 seen; /* enum noted_flags */
	__u32 zero;
	__u64 ports[NOTED_PROTOCOLS * NOTED_PORTS / 64]; /* that were bound to, a bit each, by protocol */
};

/* Which signals arrived at a container's processes, a bit each. */
enum arrival {
	ARRIVED_FIRST = 0,   /* at the first process: it has a handler, or waits for it */
	ARRIVED_DEFAULT = 1, /* added: it has none */
	ARRIVED_OTHERS = 2,  /* at others, likewise */
};

#define ARRIVALS 4
#define STARTS 8 /* kept of a slot: a container that is started again before its slot is collected begins another; a power of two */

struct start {
	__u64 born;     /* of its first process, CLOCK_BOOTTIME */
	__u64 first_ns; /* since when it is seen, CLOCK_MONOTONIC */
	__u64 end_ns;   /* when that process ended; 0: not yet */
	__u64 signals[ARRIVALS];
	__u32 process;  /* its first process, as the kernel counts; 0: not known */
	__u32 status;   /* how it ended, as of wait(2) */
};

struct life {
	__u32 starts;
	__u32 zero;
	struct start at[STARTS];
};

/* What was refused to a program of a slot, and why. */
#define REFUSALS 256 /* kept of a slot */

enum lack {
	LACK_GIVEN = 1, /* the container was not given it */
	LACK_OWN = 2,   /* the task gave it up, or is a user that has none */
};

struct refusal_key {
	__u32 slot;
	__u32 caller;
	__u32 use;    /* as of a caller_key */
	__u32 reason; /* of a call the error; of a capability enum lack */
	__u64 values[ARGUMENTS]; /* of a call, masked by its plan */
};

struct refusal_room {
	__u64 lost; /* refusals that found no room */
	__u32 taken;
	__u32 zero;
};

/* A container that found no free slot. */
struct untraced {
	char name[NAME_SIZE];
};

/* What the probe's objects and the program write together. */
struct shared {
	__u32 generation;  /* moves on whenever a task may have changed its container: every task then looks again */
	__u32 unconfirmed; /* slots that a name alone has taken */
	__u64 misplaced;   /* directories that are named like a container's, where no engine makes one */
	__u64 missed;      /* events of tasks of which nothing could be kept */
	room_counts borrowed; /* by all slots together */
	__u32 tally;       /* count how many calls each program makes: somebody looks on */
	char misplaced_name[NAME_SIZE]; /* the last of them */
};

/* Set before the object is loaded, so that the verifier removes what is not asked for. */
#define BOOT_TICK 10000000 /* nanoseconds: proc_pid_stat(5) has a process's birth in these (USER_HZ, include/asm-generic/param.h) */

/* A process that is recorded with its future children. Its number can be another's, once it has ended. */
struct followed {
	__u64 born; /* since boot, in BOOT_TICKs */
	__u32 slot;
	__u32 zero;
};

struct settings {
	__u32 slots;
	__u32 stripes;      /* counters a slot, so that processors do not share cache lines; a power of two */
	__u32 v1_hierarchy; /* a cgroup v1 hierarchy to look at beside v2; 0: none */
	__u32 runtime;      /* count the runtime's own set-up as well */
	__u32 debug;        /* say everything on the trace pipe */
	__u32 commands;     /* something outside of containers is recorded */
	__u32 self;         /* this program's own process */
	__u32 failures;     /* record calls that fail */
	__u32 refusals;     /* record what is refused, and to whom */
	__u32 unconfirmed;  /* how many slots names alone may take */
	__u32 hidden;       /* capability checks may be a part of who asks, where no probe sees them: lib/held.h */
	__u32 followed;     /* processes and their future children are recorded, and no cgroups: map followed */
	__u64 v2_top;       /* the directories at the top of what this program sees: lib/container.h */
	__u64 v1_top;
	room_counts share; /* entries that each slot is sure of */
	room_counts pool;  /* entries that are lent to whoever has more; no slot gets more than a quarter of them */
};

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* Whom a live view shows, how it is getting on, and the books of its ring. */
#ifndef CTRACE_ABI_TARGET_H
#define CTRACE_ABI_TARGET_H

#include "cgroups.h"

enum target_kind {
	TARGET_SYSTEM = 0,
	TARGET_CONTAINER = 1, /* a cgroup and all below, once the runtime has handed over */
	TARGET_PROCESS = 2,
	TARGET_COMMAND = 3, /* the next program that ctrace starts */
};

#define NAMED_PROCESSES 32 /* of one view: bits of a word tell which have ended */

/* Whom to show; set before the object is loaded. Process ids are those of the initial pid namespace. */
struct target {
	__u32 kind;    /* enum target_kind */
	__u32 self;    /* ctrace's own process: never shown, nor its children before their exec */
	__u32 processes; /* TARGET_PROCESS: how many are named */
	__u32 follow;  /* children that it, or the command, starts from now on */
	__u32 v1_hierarchy;
	__u32 containers; /* TARGET_COMMAND: the containers that it has an engine start are shown as well */
	__u64 since;  /* a container's tasks that started before ran before the view, CLOCK_MONOTONIC; 0: none did */
	__u64 v2_top; /* the directories at the top of what ctrace sees: lib/container.h */
	__u64 v1_top;
	__u32 write; /* the numbers of the calls by which a client can ask its engine, in the machine's own numbering */
	__u32 writev;
	__u32 sendto;
	__u32 sendmsg;
	__u32 connect;
	__u32 zero;
	__u32 process[NAMED_PROCESSES];
};

/* How the view is getting on; shared with the program. */
struct view {
	__u32 generation; /* moves on whenever a task may have changed its container */
	__u32 armed;      /* the next child of ctrace is the command */
	__u32 cgroups;    /* enum place_bits: the directories that the container has */
	__u32 ended;      /* all processes that were named, or the container, are gone */
	__u32 gone;       /* a bit for each process that was named: it has ended */
	__u32 executed;   /* a program of the container's own was executed; only where that is watched (programs/executed.h) */
	__u32 containers; /* containers of the command that were given a number, from 1 up; above WATCHED_CONTAINERS they are not watched */
	__u32 unreadable; /* the command may have asked an engine for containers in a way that cannot be read: encrypted, or as a build */
	__u64 started;    /* a bit for each number, from the lowest up: a directory was made for that container */
	__u32 unlisted;   /* requests, or others' containers, that found no room in their map */
	__u32 connected;  /* a program of the command that is no engine's client connected to a socket in the file system */
	__u32 zero;
	__u32 clients;    /* an engine's client was executed: it is not shown, nor what it starts */
};

#define WATCHED_CONTAINERS 64 /* of one command */
#define REQUEST_SIZE 128

/* The first line of what a command's process sent to a socket; zeros behind it. */
struct request {
	char text[REQUEST_SIZE];
};


/* One a processor, so that they do not share cache lines. What was made was either written to the ring or lost. */
struct accounting {
	__u64 made;
	__u64 lost;
	__u64 zero[6];
};

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* Which calls use files, networks, signals and mounts, and what files.bpf.c keeps of that. */
#ifndef CTRACE_ABI_FILES_H
#define CTRACE_ABI_FILES_H

/* What is done with a call that succeeded, by its counter. */
enum file_action {
	FILE_IGNORED = 0,
	FILE_OPENED = 1,   /* the result is a descriptor; first: the argument with the flags, or OPEN_CREATES, OPEN_POINTS */
	FILE_NAMED = 2,    /* a path; first: its directory's descriptor or CURRENT, second: the path, kind: what it names */
	FILE_MOVED = 3,    /* two paths: of what was, with modes r and w; of what is, with w */
	FILE_LINKED = 4,   /* two paths: of what was, and of what is beside it */
	FILE_GIVEN = 5,    /* first: a descriptor */
	FILE_CONTROLLED = 6, /* fcntl: a descriptor, and a command that may be a lock's */
	FILE_MAPPED = 7,   /* mmap: if it is executable */
	FILE_MAPPED_OLD = 8, /* i386's mmap: the arguments lie in memory */
	FILE_SOCKET = 9,   /* socket, socketpair */
	FILE_SOCKETCALL = 10, /* i386's: which call, and where its arguments lie */
	FILE_ADDRESS = 11, /* bind, or connect, of which kind is ADDRESS_OF_PEER */
	FILE_SIGNAL = 12,  /* first: the signal */
	FILE_MOUNT = 13,
	FILE_UMOUNT = 14,
	FILE_PIVOT = 15,
	FILE_MOVE_MOUNT = 16,
};

#define CURRENT 0xff      /* no descriptor: the path is relative to the current directory */
#define OPEN_CREATES 0xff /* creat */
#define OPEN_POINTS 0xfe  /* openat2: flags in memory */
#define ADDRESS_OF_PEER 1

struct file_plan {
	__u8 action; /* enum file_action */
	__u8 first;
	__u8 second;
	__u8 kind;
	__u32 modes;
};

/* Ctrace.Core.Traces.FileModes has the same numbers. */
enum file_modes {
	MODE_READ = 1,
	MODE_WRITE = 2,
	MODE_APPEND = 4,
	MODE_LOCK = 8,
	MODE_MAP = 16,
	MODE_EXECUTE = 32,
};

enum use_kind {
	USE_FILE = 0,      /* a path that the kernel resolved */
	USE_DIRECTORY = 1, /* likewise; it ends with a slash */
	USE_PATH = 2,      /* a path as the program said it, behind that of the directory it is relative to */
	USE_PATH_DIRECTORY = 3,
	USE_PATH_EITHER = 4, /* a file or a directory */
	USE_PATH_BY_FLAG = 5, /* unlinkat: only in plans; its third argument tells */
	USE_LINK = 6,      /* two paths: the new one first */
	USE_NETWORK = 7,   /* value: the family, shifted by 16, and the type */
	USE_SIGNAL = 8,    /* value: the signal */
	USE_MOUNT = 9,     /* value: flags; texts: target, source, type */
	USE_UMOUNT = 10,   /* value: flags; a path */
	USE_PIVOT = 11,    /* two paths: the new root, where the old one goes */
	USE_MOVE_MOUNT = 12, /* two paths: where to, where from */
};

/* As Ctrace.Core.Traces.FileSet.MostNames: past it, a directory's files are counted as one. */
#define NAMES_IN_DIRECTORY 128

/* A hash's key has 512 bytes at most before Linux 5.11. */
#define USE_TEXT 496

/* Texts one behind the other, each with a NUL, then zeros. */
struct resource_key {
	__u32 slot;
	__u8 kind; /* enum use_kind */
	__u8 any; /* the path is a directory's, and stands for what is in it */
	__u16 zero;
	__u32 value;
	__u32 zero_too;
	char text[USE_TEXT];
};

struct file_state {
	__u32 lost; /* that did not fit, or whose path is too long or could not be read */
};

#endif

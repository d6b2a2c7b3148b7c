/* SPDX-License-Identifier: GPL-2.0 */
/* What all objects and the program number alike: calls, by counter, and capabilities. */
#ifndef CTRACE_ABI_COMMON_H
#define CTRACE_ABI_COMMON_H

/* One numbering of syscalls: an index into a slot's counters. */
enum abi {
	ABI_NATIVE = 0,
	ABI_COMPAT = 1, /* i386 on x86_64 (32-bit programs and int 0x80), arm on aarch64 */
	ABI_X32 = 2,
};

/* Counters: native numbers from 0, compat from 512, x32 (bit 30 taken off) from 1024. */
#define COMPAT_BASE 512
#define X32_BASE 1024
#define COUNTERS 2048

#define NO_CALL 0xffffffffu /* in place of a counter: outside of calls, or a number that no table can have */

#define ARGUMENTS 6 /* of a call */
#define CAPABILITIES 64
#define EXE_SIZE 1024 /* of an executable's path, as its process sees it */
#define PATH_SIZE 248 /* of the name of a program that was executed (lib/program.h) */
#define COMM_SIZE 16

/* Addresses of the kernel, the end excluded. */
struct range {
	__u64 start;
	__u64 end;
};

/* Kernel functions whose capability checks nobody audits; unused ones are zeros. */
#define NOISES 8
typedef struct range noise_ranges[NOISES];

#endif

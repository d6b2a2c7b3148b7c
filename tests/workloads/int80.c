/* SPDX-License-Identifier: MIT */
/*
 * 64-bit code that also calls the kernel through int 0x80: the same number then is another call. 20 is getpid there and
 * writev here, 102 socketcall there and getuid here (arch/x86/entry/syscalls/syscall_32.tbl and syscall_64.tbl).
 */
#include "witness.h"

long raw_int80(long number, long a, long b, long c);

#define CALL_I386(name, number) witness("i386", #name, raw_int80(number, 0, 0, 0))

void entry(void)
{
	CALL(getuid);
	CALL(sched_yield);
	CALL_I386(getpid, 20);
	CALL_I386(getuid32, 199);
	CALL_I386(gettid, 224);
	CALL_I386(sched_yield, 158);
	finish(failures() ? 1 : 0);
}

/* SPDX-License-Identifier: GPL-2.0 */
/* Which call a task makes, its number and in whose numbering, and how it ends. */
#ifndef CTRACE_CALL_H
#define CTRACE_CALL_H

#include "task.h"
#include "../abi/common.h"

#define X32_BIT 0x40000000u /* arch/x86/include/uapi/asm/unistd.h */

#ifdef __TARGET_ARCH_x86
#define TS_COMPAT 2                 /* arch/x86/include/asm/thread_info.h */
static __always_inline bool is_compat(struct task_struct *task)
{
	return FIELD(task, thread_info.status) & TS_COMPAT;
}
static __always_inline __u32 number_of(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, orig_ax);
}

/* The six arguments of the call in progress: arch/x86/include/asm/syscall.h, syscall_get_arguments. */
static __always_inline void read_arguments(struct pt_regs *regs, __u64 *to, bool compat)
{
	to[0] = compat ? (__u32)BPF_CORE_READ(regs, bx) : BPF_CORE_READ(regs, di);
	to[1] = compat ? (__u32)BPF_CORE_READ(regs, cx) : BPF_CORE_READ(regs, si);
	to[2] = compat ? (__u32)BPF_CORE_READ(regs, dx) : BPF_CORE_READ(regs, dx);
	to[3] = compat ? (__u32)BPF_CORE_READ(regs, si) : BPF_CORE_READ(regs, r10);
	to[4] = compat ? (__u32)BPF_CORE_READ(regs, di) : BPF_CORE_READ(regs, r8);
	to[5] = compat ? (__u32)BPF_CORE_READ(regs, bp) : BPF_CORE_READ(regs, r9);
}

/* Where it goes on in its program. */
static __always_inline __u64 program_counter(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, ip);
}
#else
#define TIF_32BIT (1ul << 22)       /* arch/arm64/include/asm/thread_info.h */
static __always_inline bool is_compat(struct task_struct *task)
{
	return FIELD(task, thread_info.flags) & TIF_32BIT;
}
static __always_inline __u32 number_of(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, syscallno);
}

/* arch/arm64/include/asm/syscall.h: at an exit the first register is the result's. */
static __always_inline void read_arguments(struct pt_regs *regs, __u64 *to, bool compat)
{
	to[0] = BPF_CORE_READ(regs, orig_x0);
	for (int i = 1; i < 6; i++)
		to[i] = BPF_CORE_READ(regs, regs[i]);
}

static __always_inline __u64 program_counter(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, pc);
}
#endif

/* Where a call is counted, or NO_CALL for a number that no kernel has. */
static __always_inline __u32 index_of(struct task_struct *task, __u32 number)
{
	if (is_compat(task))
		return number < X32_BASE - COMPAT_BASE ? COMPAT_BASE + number : NO_CALL;
	if (number & X32_BIT) {
		number &= ~X32_BIT;
		return number < COUNTERS - X32_BASE ? X32_BASE + number : NO_CALL;
	}
	return number < COMPAT_BASE ? number : NO_CALL;
}

/* The call that a task is in; none for kernel threads and in faults, which set orig_ax to -1 (arch/x86/entry/entry_64.S). */
static __always_inline __u32 call_of(struct task_struct *task)
{
	return FIELD(task, flags) & PF_KTHREAD ? NO_CALL : index_of(task, number_of(registers_of(task)));
}

static __always_inline bool has_failed(long result)
{
	return result < 0 && result >= -MAX_ERRNO;
}

/* Whether the kernel makes the call again, and its result reaches nobody. */
static __always_inline bool is_restarted(long result)
{
	return result <= -ERESTARTSYS && result >= -ERECALLCONFLICT;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* Which call a task makes: its number, and in whose numbering. */
#ifndef CTRACE_CALL_H
#define CTRACE_CALL_H

#define UNKNOWN_CALL 0xffffffffu

#ifdef __TARGET_ARCH_x86
#define TS_COMPAT 2                 /* arch/x86/include/asm/thread_info.h */
#define X32_BIT 0x40000000u         /* arch/x86/include/uapi/asm/unistd.h */
static __always_inline bool is_compat(struct task_struct *task)
{
	return task->thread_info.status & TS_COMPAT;
}
static __always_inline __u32 number_of(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, orig_ax);
}
#else
#define TIF_32BIT (1ul << 22)       /* arch/arm64/include/asm/thread_info.h */
#define X32_BIT 0x40000000u
static __always_inline bool is_compat(struct task_struct *task)
{
	return task->thread_info.flags & TIF_32BIT;
}
static __always_inline __u32 number_of(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, syscallno);
}
#endif

/* Where a call is counted, or UNKNOWN_CALL for a number that no kernel has. */
static __always_inline __u32 index_of(struct task_struct *task, __u32 number)
{
	if (is_compat(task))
		return number < X32_BASE - COMPAT_BASE ? COMPAT_BASE + number : UNKNOWN_CALL;
	if (number & X32_BIT) {
		number &= ~X32_BIT;
		return number < COUNTERS - X32_BASE ? X32_BASE + number : UNKNOWN_CALL;
	}
	return number < COMPAT_BASE ? number : UNKNOWN_CALL;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The running task, and what is kept of each task. Linux 5.13 lets tracing programs keep it in the task itself
 * (commit a10787e6d58c); for kernels before, every object is compiled once more with OLD_KERNEL (Bpf.targets), which
 * does without: it keeps the same in a hash map, by the task's address, and reads the running task (whose type the
 * verifier knows from 5.11 on) by helpers. What an atomic operation returns can be had from 5.12 on.
 */
#ifndef CTRACE_TASK_H
#define CTRACE_TASK_H

#include "maps.h"

#ifdef OLD_KERNEL

#define TASKS 32768 /* at once, with something kept of them; pid_max where nobody raised it */

#define TASK_MAP(map, kept) HASH_MAP(map, 0, TASKS, __u64, kept)

static __always_inline struct task_struct *current_task(void)
{
	return (struct task_struct *)bpf_get_current_task();
}

#define FIELD(pointer, member) BPF_CORE_READ(pointer, member)

static __always_inline void *kept_of(void *map, struct task_struct *task)
{
	__u64 key = (__u64)task;
	return bpf_map_lookup_elem(map, &key);
}

static __always_inline void *keep_of(void *map, struct task_struct *task, const void *fresh)
{
	__u64 key = (__u64)task;
	void *kept = bpf_map_lookup_elem(map, &key);
	if (kept)
		return kept;
	bpf_map_update_elem(map, &key, fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(map, &key);
}

#define keep_zeros_of(map, task, type) ((type *)keep_of(map, task, &(type){}))

/* Before the address can be another task's: it is used again only after this tracepoint (kernel/exit.c, delayed_put_task_struct). */
static __always_inline void forget(void *map, struct task_struct *task)
{
	__u64 key = (__u64)task;
	if (map)
		bpf_map_delete_elem(map, &key);
}

/* What was there before, or more where another processor adds at the same moment. */
static __always_inline __u32 fetch_add(__u32 *word, __u32 added)
{
	__sync_fetch_and_add(word, added);
	return *(volatile __u32 *)word - added;
}

/* Two processors that set flags of one word at the same moment can lose one: the next event sets it again. */
#define set_flags(flags, set) ((void)((*(flags) & (set)) == (set) || (*(flags) |= (set))))
#define clear_flags(flags, cleared) ((void)(*(flags) &= ~(cleared)))

/* Never, since it has to be in one piece: the caller has another way. */
static __always_inline bool exchange(__u32 *word, __u32 from, __u32 to)
{
	return false;
}
/* The same where both sides cannot write at the same moment, or the other one writes again. */
#define replace(word, from, to) ((void)(*(word) == (from) && (*(word) = (to))))

#pragma GCC poison bpf_get_current_task_btf bpf_task_storage_get bpf_task_pt_regs

#else

#define TASK_MAP(map, kept)                              \
	struct {                                         \
		__uint(type, BPF_MAP_TYPE_TASK_STORAGE); \
		__uint(map_flags, BPF_F_NO_PREALLOC);    \
		__type(key, int);                        \
		__type(value, kept);                     \
	} map SEC(".maps")

#define current_task() bpf_get_current_task_btf()

/* A member of what the verifier knows the type of: a plain load. */
#define FIELD(pointer, member) ((pointer)->member)

#define kept_of(map, task) bpf_task_storage_get(map, task, 0, 0)
#define keep_of(map, task, fresh) bpf_task_storage_get(map, task, fresh, BPF_LOCAL_STORAGE_GET_F_CREATE)
#define keep_zeros_of(map, task, type) bpf_task_storage_get(map, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE)

#define fetch_add(word, added) __sync_fetch_and_add(word, added)
#define set_flags(flags, set) ((void)__sync_fetch_and_or(flags, set))
#define clear_flags(flags, cleared) ((void)__sync_fetch_and_and(flags, ~(cleared)))

#define exchange(word, from, to) (__sync_val_compare_and_swap(word, from, to) == (from))
#define replace(word, from, to) ((void)exchange(word, from, to))

#endif

static __always_inline bool has_filter(struct task_struct *task)
{
	return FIELD(task, seccomp.mode) == SECCOMP_MODE_FILTER;
}

/* An open file of the running task's, or NULL. */
static __always_inline struct file *file_at(__u32 descriptor)
{
	struct task_struct *task = current_task();
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file *file = NULL;
	if (table && descriptor < BPF_CORE_READ(table, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), BPF_CORE_READ(table, fd) + descriptor);
	return file;
}

/*
 * The registers with which a task came into the kernel. bpf_task_pt_regs is there from 5.15 on; before, they are found
 * where it does: at the end of the stack (arch/x86/include/asm/processor.h, arch/arm64/include/asm/processor.h,
 * task_pt_regs; 16 kB of it on both, with nothing behind them).
 */
#define STACK_SIZE 16384

static __always_inline struct pt_regs *registers_of(struct task_struct *task)
{
#ifndef OLD_KERNEL
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs))
		return (struct pt_regs *)bpf_task_pt_regs(task);
#endif
	return (void *)FIELD(task, stack) + STACK_SIZE - bpf_core_type_size(struct pt_regs);
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files whose capabilities only user space can read: those that root executed, or somebody with no_new_privs. That a look
 * is wanted stands in a map, so that none is forgotten; the ring only says that there is one, while the file can be found.
 */
#ifndef CTRACE_LOOKS_H
#define CTRACE_LOOKS_H

#include "exe.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, struct look_key);
	__type(value, struct look);
} looks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} wanted_looks SEC(".maps");

/* Too large for the stack. Tracepoint programs are not preempted. */
struct look_scratch {
	struct look_event event;
	struct exe_walk walk;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct look_scratch);
} look_scratches SEC(".maps");

/* Not static: the verifier looks at it once. */
__attribute__((noinline)) int tell_look(void)
{
	__u32 zero = 0;
	struct look_scratch *scratch = bpf_map_lookup_elem(&look_scratches, &zero);
	if (!scratch)
		return 0;
	struct task_struct *task = current_task();
	walk_exe(task, &scratch->walk);
	__u32 start = scratch->walk.start;
	if (start > EXE_SIZE || scratch->walk.cut)
		return 0;
	__u32 size = EXE_SIZE - start;
	scratch->event.process = FIELD(task, tgid);
	scratch->event.parent = BPF_CORE_READ(task, real_parent, tgid);
	scratch->event.size = size;
	asm volatile("%0 &= 1023" : "+r"(start)); /* what is left of start == EXE_SIZE copies nothing */
	bpf_probe_read_kernel(scratch->event.path, size, &scratch->walk.text[start]);
	bpf_ringbuf_output(&wanted_looks, &scratch->event, sizeof(scratch->event), 0);
	return 0;
}

static __always_inline void want_look(struct task_struct *task, struct task_entry *entry, struct slot *slot, __u64 bounding)
{
	struct inode *inode = BPF_CORE_READ(task, mm, exe_file, f_inode);
	struct look_key key = { .slot = entry->slot, .device = BPF_CORE_READ(inode, i_sb, s_dev), .inode = BPF_CORE_READ(inode, i_ino) };
	struct look *look = bpf_map_lookup_elem(&looks, &key);
	if (!look) {
		struct look fresh = { .caller = entry->caller, .time = bpf_ktime_get_ns(), .bounding = bounding };
		if (!add_entry(slot, ROOM_LOOKS, &looks, &key, &fresh) && !bpf_map_lookup_elem(&looks, &key))
			set_flags(&slot->flags, SLOT_LOOKS_LOST);
	} else if (look->seen) {
		return;
	}
	__u32 zero = 0;
	struct look_scratch *scratch = bpf_map_lookup_elem(&look_scratches, &zero);
	if (!scratch)
		return;
	scratch->event.key = key;
	tell_look();
}

#endif

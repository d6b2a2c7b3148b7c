/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files whose capabilities only user space can read: those that root executed, or somebody with no_new_privs. That a look
 * is wanted stands in a map, so that none is forgotten; the ring only says that there is one, while the file can be found.
 */
#ifndef CTRACE_LOOKS_H
#define CTRACE_LOOKS_H

#include "maps.h"
#include "path.h"
#include "slots.h"

HASH_MAP(looks, BPF_F_NO_PREALLOC, 16384, struct look_key, struct look);

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} wanted_looks SEC(".maps");

/* Too large for the stack. Tracepoint programs are not preempted. */
SCRATCH_MAP(look_events, struct look_event);

/* Not static: the verifier looks at it once. */
__attribute__((noinline)) int tell_look(void)
{
	struct look_event *event = first_of(&look_events);
	struct task_struct *task = current_task(), *parent = BPF_CORE_READ(task, real_parent);
	struct walk *walk = walk_exe(task);
	if (!event || !walk)
		return 0;
	__u32 start = walk->start;
	if (start > EXE_SIZE || walk->cut)
		return 0;
	__u32 size = EXE_SIZE - start;
	event->process = FIELD(task, tgid);
	/* Who made the container may look for it; what runs in it could show anything. */
	event->parent = is_in_slot(parent, event->key.slot) ? 0 : BPF_CORE_READ(parent, tgid);
	event->size = size;
	KEEP_BELOW(start, EXE_SIZE); /* what is left of start == EXE_SIZE copies nothing */
	bpf_probe_read_kernel(event->path, size, &walk->text[start]);
	bpf_ringbuf_output(&wanted_looks, event, sizeof(*event), 0);
	return 0;
}

/* include/uapi/linux/magic.h */
#define EXT4_SUPER_MAGIC 0xEF53
#define XFS_SUPER_MAGIC 0x58465342
#define BTRFS_SUPER_MAGIC 0x9123683E
#define TMPFS_MAGIC 0x01021994
#define FUSE_SUPER_MAGIC 0x65735546

/*
 * Whether a file system answers at once: the one that the engine made the container's root of, or one that needs nobody else. A
 * container may answer for others itself, and never (FUSE, or an overlay of that), with whoever asks waiting in the kernel.
 */
static __always_inline bool answers(struct super_block *files, struct slot *slot)
{
	__u64 magic = BPF_CORE_READ(files, s_magic);
	return magic == EXT4_SUPER_MAGIC || magic == XFS_SUPER_MAGIC || magic == BTRFS_SUPER_MAGIC || magic == TMPFS_MAGIC ||
	       (__u64)files == slot->root && magic != FUSE_SUPER_MAGIC;
}

static __always_inline void want_look(struct task_struct *task, struct task_entry *entry, struct slot *slot, __u64 bounding)
{
	struct inode *inode = BPF_CORE_READ(task, mm, exe_file, f_inode);
	struct look_key key = { .slot = entry->slot, .device = BPF_CORE_READ(inode, i_sb, s_dev), .inode = BPF_CORE_READ(inode, i_ino) };
	if (!answers(BPF_CORE_READ(inode, i_sb), slot)) {
		set_flags(&slot->flags, SLOT_LOOKS_LOST);
		return;
	}
	struct look *look = bpf_map_lookup_elem(&looks, &key);
	if (!look) {
		struct look fresh = { .caller = entry->caller, .time = bpf_ktime_get_ns(), .bounding = bounding };
		if (!add_entry(slot, ROOM_LOOKS, &looks, &key, &fresh) && !bpf_map_lookup_elem(&looks, &key))
			set_flags(&slot->flags, SLOT_LOOKS_LOST);
	} else if (look->seen) {
		return;
	}
	struct look_event *event = first_of(&look_events);
	if (!event)
		return;
	event->key = key;
	tell_look();
}

#endif

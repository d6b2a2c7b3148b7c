/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which slot a task belongs to, and whether it is the container's own. Objects that include
 * this share these maps, and the generation, with the one that was loaded first (src/Ctrace/Probes/FilesProbe.cs).
 */
#ifndef CTRACE_SLOTS_H
#define CTRACE_SLOTS_H

#include "container.h"
#include "maps.h"
#include "../abi/trace.h"

const volatile struct settings settings = { .slots = 1, .stripes = 1 };

struct shared shared = { .generation = 1 };

/* What a task is to us, redone when the generation moves on or the task executes something. */
struct task_entry {
	__u32 generation;
	__u32 slot;
	__u32 own;       /* it runs a file of the container's own, or descends from a task that did */
	__u32 in_flight; /* enum in_flight: lib/denials.h; only where exits are watched */
	__u32 caller;    /* of a process, in its first thread */
	__u32 caller_slot; /* whose number that is */
};

TASK_MAP(tasks, struct task_entry);

ARRAY_MAP(slots, BPF_F_MMAPABLE, 1, struct slot);

HASH_MAP(cgroups, 0, 1, struct cgroup_key, __u32);

static __u32 slot_of(struct cgroup *group, __u32 hierarchy)
{
	__u32 *slot = outermost_in(&cgroups, group, hierarchy);
	return slot ? *slot : NO_SLOT;
}

/* Not static: the verifier looks at it once, and not again on each way that leads here. */
__attribute__((noinline)) __u32 slot_of_set(__u64 address)
{
	struct css_set *set = (struct css_set *)address;
	__u32 slot = slot_of(BPF_CORE_READ(set, dfl_cgrp), 0);
	if (slot != NO_SLOT || !settings.v1_hierarchy)
		return slot;
	return slot_of(group_in(set, settings.v1_hierarchy), settings.v1_hierarchy);
}

HASH_MAP(followed, BPF_F_NO_PREALLOC, 32768, __u32, struct followed); /* by process */

static __always_inline __u64 birth_of(struct task_struct *process)
{
	return BPF_CORE_READ(process, start_boottime) / BOOT_TICK;
}

static __always_inline __u32 find_slot(struct task_struct *task)
{
	if (settings.followed) {
		__u32 process = BPF_CORE_READ(task, tgid);
		struct followed *known = bpf_map_lookup_elem(&followed, &process);
		return known && known->born == birth_of(BPF_CORE_READ(task, group_leader)) ? known->slot : NO_SLOT;
	}
	return slot_of_set((__u64)BPF_CORE_READ(task, cgroups));
}

static struct slot *slot_at(__u32 index)
{
	return bpf_map_lookup_elem(&slots, &index);
}

/* Not static: the verifier looks at it once, and not again for each of the generations below. Its task is only ever read. */
__attribute__((noinline)) __u32 slot_of_task(__u64 task)
{
	return find_slot((struct task_struct *)task);
}

static __always_inline bool is_in_slot(struct task_struct *task, __u32 slot)
{
	return slot_of_task((__u64)task) == slot;
}

__attribute__((noinline)) int has_left_for_slot(__u64 task, __u32 slot)
{
	return has_left((struct task_struct *)task, is_in_slot, slot);
}

enum borrowing {
	NO_ROOM = 0,
	OWN_ROOM = 1,
	BORROWED_ROOM = 2,
};

/* Room for one more entry of a kind. One container's flood is its own loss: it never takes what others are sure of. */
static __always_inline enum borrowing take_room(struct slot *slot, __u32 kind)
{
	if (fetch_add(&slot->taken[kind], 1) < settings.share[kind])
		return OWN_ROOM;
	__sync_fetch_and_add(&slot->taken[kind], -1);
	if (slot->borrowed[kind] <= settings.pool[kind] / 4) {
		if (fetch_add(&shared.borrowed[kind], 1) < settings.pool[kind]) {
			__sync_fetch_and_add(&slot->borrowed[kind], 1);
			return BORROWED_ROOM;
		}
		__sync_fetch_and_add(&shared.borrowed[kind], -1);
	}
	return NO_ROOM;
}

static __always_inline void give_back(struct slot *slot, __u32 kind, enum borrowing room)
{
	if (room == OWN_ROOM) {
		__sync_fetch_and_add(&slot->taken[kind], -1);
	} else if (room == BORROWED_ROOM) {
		__sync_fetch_and_add(&slot->borrowed[kind], -1);
		__sync_fetch_and_add(&shared.borrowed[kind], -1);
	}
}

/* Adds an entry to a map that all slots share; false without room, or when it is there already: the caller looks it up. */
#define add_entry(slot, kind, map, key, value)                                            \
	({                                                                                \
		enum borrowing room_ = take_room(slot, kind);                             \
		bool added_ = room_ && !bpf_map_update_elem(map, key, value, BPF_NOEXIST); \
		if (!added_)                                                              \
			give_back(slot, kind, room_);                                     \
		added_;                                                                   \
	})

/*
 * A process that ran before the probe came may have become anything since (a memory file, a mount namespace of its own): whether
 * it has left the host's mount namespace tells.
 */
static __always_inline bool ran_before(struct task_struct *task, struct slot *slot)
{
	return (slot->flags & SLOT_RAN_BEFORE) && BPF_CORE_READ(task, group_leader, start_time) < slot->first_ns;
}

/* Looks again at where the running task belongs. Not static: the verifier looks at it once, and not again on each way that leads here. */
__attribute__((noinline)) int refresh(__u32 now)
{
	struct task_struct *task = current_task();
	struct task_entry *entry = kept_of(&tasks, task);
	if (!entry)
		return 0;
	__u32 before = entry->slot;
	entry->slot = find_slot(task);
	entry->generation = now;
	if (entry->slot == NO_SLOT || entry->slot >= settings.slots) {
		entry->slot = NO_SLOT;
		entry->own = 0;
		return 0;
	}
	if (before != entry->slot)
		entry->own = 0;
	struct slot *slot = slot_at(entry->slot);
	if (!slot)
		return 0;
	if (!entry->own) {
		if (slot->flags & SLOT_COMMAND)
			entry->own = !(slot->flags & SLOT_ARMED);
		else
			entry->own = (runs_own_file(task) || ran_before(task, slot)) && has_left_for_slot(bpf_get_current_task(), entry->slot);
	}
	if (entry->own && !slot->user_namespace)
		slot->user_namespace = BPF_CORE_READ(task, real_cred, user_ns, ns.inum);
	return 0;
}

/*
 * Whether a task is the container's own is known from its exec on, and handed on by the task that makes another (on_fork). What
 * cannot be kept of a task is counted: the probe misses what that task does.
 */
static __always_inline struct task_entry *entry_of(struct task_struct *task)
{
	struct task_entry *entry = kept_of(&tasks, task);
	__u32 now = shared.generation;
	if (entry && entry->generation == now)
		return entry;
	if (!entry) {
		struct task_entry fresh = { .slot = NO_SLOT };
		entry = keep_of(&tasks, task, &fresh);
		if (!entry) {
			__sync_fetch_and_add(&shared.missed, 1);
			return NULL;
		}
	}
	refresh(now);
	return entry;
}

#endif

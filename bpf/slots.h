/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which slot a task belongs to, and whether it is the container's own. Whoever includes this has a struct settings; objects that
 * include it share these maps, and the generation, with the one that was loaded first (src/Ctrace/Probes/FileProbe.cs).
 */
#ifndef CTRACE_SLOTS_H
#define CTRACE_SLOTS_H

/* Moves on whenever a task may have changed its container: every task then looks again. */
__u32 generation = 1;

TASK_MAP(tasks, struct task_entry);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct cgroup_key);
	__type(value, __u32);
} cgroups SEC(".maps");

/* The slot of a cgroup or of the nearest ancestor that has one. */
static __u32 slot_of(struct cgroup *group, __u32 hierarchy)
{
	for (int level = 0; level < LEVELS && group; level++) {
		struct cgroup_key key = { .id = BPF_CORE_READ(group, kn, id), .hierarchy = hierarchy };
		__u32 *slot = bpf_map_lookup_elem(&cgroups, &key);
		if (slot)
			return *slot;
		group = parent_of(group);
	}
	return NO_SLOT;
}

static __u32 find_slot(struct task_struct *task)
{
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	__u32 slot = slot_of(BPF_CORE_READ(set, dfl_cgrp), 0);
	if (slot != NO_SLOT || !settings.v1_hierarchy)
		return slot;
	return slot_of(group_in(set, settings.v1_hierarchy), settings.v1_hierarchy);
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

static __attribute__((noinline)) int refresh(struct task_struct *task, struct task_entry *entry, __u32 now)
{
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
			entry->own = runs_own_file(task) && has_left(task, is_in_slot, entry->slot);
	}
	if (entry->own && !slot->user_namespace)
		slot->user_namespace = BPF_CORE_READ(task, real_cred, user_ns, ns.inum);
	return 0;
}

/* What a fresh task inherits: a child of the container's own program is its own, whatever it runs (a memory file). */
static void inherit(struct task_struct *task, struct task_entry *entry)
{
	struct task_entry *parent = kept_of(&tasks, FIELD(task, real_parent));
	if (parent && parent->own && parent->slot == entry->slot)
		entry->own = 1;
}

static __always_inline struct task_entry *entry_of(struct task_struct *task)
{
	struct task_entry *entry = kept_of(&tasks, task);
	__u32 now = generation;
	if (entry && entry->generation == now)
		return entry;
	if (!entry) {
		struct task_entry fresh = { .slot = NO_SLOT };
		entry = keep_of(&tasks, task, &fresh);
		if (!entry)
			return NULL;
	}
	refresh(task, entry, now);
	if (entry->slot != NO_SLOT && !entry->own)
		inherit(task, entry);
	return entry;
}

#endif

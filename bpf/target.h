/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whom a live view shows: decided in the kernel, so that what is not asked for costs next to nothing. Whoever
 * includes this has a `settings` with a struct target in it, and attaches the programs here that the target needs
 * (src/Ctrace/Probes/Target.cs).
 */
#ifndef CTRACE_TARGET_H
#define CTRACE_TARGET_H

struct view view = { .generation = 1 };

TASK_MAP(members, struct member);

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct cgroup_key);
	__type(value, __u32);
} target_cgroups SEC(".maps");

/* Ids of containers whose cgroup is yet to be made. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct container_key);
	__type(value, __u32);
} target_containers SEC(".maps");

static bool in_target(struct cgroup *group, __u32 hierarchy)
{
	__u32 own = group ? BPF_CORE_READ(group, level) : 0;
	for (__u32 level = 1; level < LEVELS && level <= own; level++) {
		struct cgroup_key key = { .id = id_at(group, level), .hierarchy = hierarchy };
		if (bpf_map_lookup_elem(&target_cgroups, &key))
			return true;
	}
	return false;
}

static bool is_inside(struct task_struct *task)
{
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	return in_target(BPF_CORE_READ(set, dfl_cgrp), 0) ||
	       settings.target.v1_hierarchy && in_target(group_in(set, settings.target.v1_hierarchy), settings.target.v1_hierarchy);
}

/* Not static: the verifier looks at it once, and not again for each of the generations below. Its task is only ever read. */
__attribute__((noinline)) int is_ancestor_inside(__u64 task)
{
	return is_inside((struct task_struct *)task);
}

static __always_inline bool is_relative_inside(struct task_struct *task, __u32 unused)
{
	return is_ancestor_inside((__u64)task);
}

/* One that ran before the view may have become anything since: whether it has left the host's mount namespace tells. */
static __always_inline bool ran_before(struct task_struct *task)
{
	return BPF_CORE_READ(task, group_leader, start_time) < settings.target.since;
}

static __attribute__((noinline)) int look_again(struct task_struct *task, struct member *member)
{
	member->generation = view.generation;
	member->inside = is_inside(task);
	if (!member->inside)
		member->own = 0;
	else if (!member->own)
		member->own = (runs_own_file(task) || ran_before(task)) && has_left(task, is_relative_inside, 0);
	return 0;
}

static __always_inline struct member *container_member(struct task_struct *task)
{
	struct member *member = keep_zeros_of(&members, task, struct member);
	if (member && member->generation != view.generation)
		look_again(task, member);
	return member;
}

/* Whether what this task does is shown. Of a container that is what its own programs do, not the runtime before them. */
static __always_inline bool is_shown(struct task_struct *task)
{
	if ((__u32)FIELD(task, tgid) == settings.target.self)
		return false;
	if (settings.target.kind == TARGET_CONTAINER) {
		struct member *member = container_member(task);
		return member && member->inside && member->own;
	}
	if (settings.target.kind == TARGET_PROCESS && (__u32)FIELD(task, tgid) == settings.target.process && !view.ended)
		return true;
	struct member *member = kept_of(&members, task);
	if (settings.target.kind == TARGET_SYSTEM)
		return !member || !member->hidden;
	return member && member->inside;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	bool thread = FIELD(parent, tgid) == FIELD(child, tgid);
	struct member fresh = {};
	if (settings.target.kind == TARGET_CONTAINER) {
		/* A child is the container's own if the task that makes it is, whatever it runs and wherever it mounts. */
		struct member *member = container_member(current_task());
		if (!member || !member->inside || !member->own)
			return 0;
		fresh.inside = fresh.own = 1;
		fresh.executable = member->executable;
	} else if ((__u32)FIELD(parent, tgid) == settings.target.self) {
		if (thread)
			return 0;
		fresh.hidden = 1;
		fresh.command = view.armed;
	} else {
		struct member *member = kept_of(&members, parent);
		bool first = settings.target.kind == TARGET_PROCESS && (__u32)FIELD(parent, tgid) == settings.target.process && !view.ended;
		if (!first && !(member && member->inside) || !thread && !settings.target.follow)
			return 0;
		fresh.inside = 1;
	}
	keep_of(&members, child, &fresh);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task)
{
	struct member *member = kept_of(&members, task);
	if (!member)
		return 0;
	member->executable = 0;
	if (settings.target.kind == TARGET_CONTAINER)
		look_again(task, member);
	if (member->command) {
		member->inside = 1;
		view.armed = 0;
	}
	member->hidden = 0;
	member->command = 0;
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	if ((__u32)FIELD(task, tgid) == settings.target.process && !BPF_CORE_READ(task, signal, live.counter))
		view.ended = 1;
	return 0;
}

static __always_inline bool watched(__u32 hierarchy)
{
	return hierarchy == 0 || hierarchy == settings.target.v1_hierarchy;
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_cgroup_mkdir, struct cgroup *group)
{
	__u32 hierarchy = BPF_CORE_READ(group, root, hierarchy_id);
	if (!watched(hierarchy))
		return 0;
	char name[NAME_SIZE];
	struct container_key id;
	const char *kernel_name = BPF_CORE_READ(group, kn, name);
	long length = bpf_probe_read_kernel_str(name, sizeof(name), kernel_name) - 1;
	if (!container_id(name, length, kernel_name, &id) || !bpf_map_lookup_elem(&target_containers, &id) ||
	    (view.cgroups & place_bit(hierarchy)) ||
	    !is_made_by_engine((__u64)parent_of(group), hierarchy ? settings.target.v1_top : settings.target.v2_top))
		return 0;
	struct cgroup_key key = { .id = BPF_CORE_READ(group, kn, id), .hierarchy = hierarchy };
	__u32 one = 1;
	if (!bpf_map_update_elem(&target_cgroups, &key, &one, BPF_NOEXIST)) {
		set_flags(&view.cgroups, place_bit(hierarchy));
		__sync_fetch_and_add(&view.generation, 1);
	}
	return 0;
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(on_cgroup_rmdir, struct cgroup *group)
{
	struct cgroup_key key = { .id = BPF_CORE_READ(group, kn, id), .hierarchy = BPF_CORE_READ(group, root, hierarchy_id) };
	if (!watched(key.hierarchy) || bpf_map_delete_elem(&target_cgroups, &key))
		return 0;
	clear_flags(&view.cgroups, place_bit(key.hierarchy));
	if (!view.cgroups)
		view.ended = 1;
	return 0;
}

SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(on_cgroup_attach)
{
	__sync_fetch_and_add(&view.generation, 1);
	return 0;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* What keeps track of a live view's target: of these, a view attaches those that its target needs (src/Ctrace/Probes/Target.cs). */
#ifndef CTRACE_PROGRAMS_TARGET_H
#define CTRACE_PROGRAMS_TARGET_H

#include "../lib/target.h"

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

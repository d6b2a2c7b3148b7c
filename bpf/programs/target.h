/* SPDX-License-Identifier: GPL-2.0 */
/* What keeps track of a live view's target: of these, a view attaches those that its target needs (src/Ctrace/Probes/Target.cs). */
#ifndef CTRACE_PROGRAMS_TARGET_H
#define CTRACE_PROGRAMS_TARGET_H

#include "../lib/requests.h"

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	bool thread = FIELD(parent, tgid) == FIELD(child, tgid);
	struct member fresh = {};
	if (shows_containers()) {
		/* A child is the container's own if the task that makes it is, whatever it runs and wherever it mounts. */
		struct member *member = container_member(current_task());
		if (member && member->container && member->own) {
			fresh.own = 1;
			fresh.container = member->container;
			fresh.executable = member->executable;
		}
	}
	if (settings.target.kind == TARGET_CONTAINER) {
		if (!fresh.own)
			return 0;
	} else if ((__u32)FIELD(parent, tgid) == settings.target.self) {
		if (thread)
			return 0;
		fresh.hidden = 1;
		fresh.command = view.armed;
	} else {
		struct member *member = kept_of(&members, parent);
		bool first = settings.target.kind == TARGET_PROCESS && named_process(FIELD(parent, tgid));
		bool shown = first || member && member->inside;
		fresh.inside = shown && (thread || settings.target.follow);
		if (member) {
			fresh.descends = member->descends;
			fresh.client = member->client;
		}
		if (!fresh.inside && !fresh.descends && !fresh.own)
			return 0;
	}
	keep_of(&members, child, &fresh);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	struct member *member = kept_of(&members, task);
	if (!member)
		return 0;
	member->executable = 0;
	if (shows_containers())
		look_again(task, member);
	if (member->command) {
		member->inside = 1;
		member->descends = 1;
		view.armed = 0;
	}
	member->hidden = 0;
	member->command = 0;
	if (settings.target.containers && member->descends)
		judge_client(task, bprm, member);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	__u32 named = named_process(FIELD(task, tgid));
	if (!named || BPF_CORE_READ(task, signal, live.counter))
		return 0;
	set_flags(&view.gone, named);
	__u32 all = settings.target.processes < NAMED_PROCESSES ? (1u << settings.target.processes) - 1 : ~0u;
	if ((view.gone & all) == all)
		view.ended = 1;
	return 0;
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_cgroup_mkdir, struct cgroup *group)
{
	struct container_key id;
	if (!is_new_container(group, &id))
		return 0;
	__u32 *known = bpf_map_lookup_elem(&target_containers, &id);
	if (settings.target.kind == TARGET_CONTAINER) {
		if (known && !(view.cgroups & place_bit(hierarchy_of(group))) && show_directory(group, *known))
			set_flags(&view.cgroups, place_bit(hierarchy_of(group)));
		return 0;
	}
	__u32 number = known ? *known : descends_from_command(current_task()) ? number_container(&id) : 0;
	if (number)
		show_directory(group, number);
	else
		note_stranger(&id);
	return 0;
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(on_cgroup_rmdir, struct cgroup *group)
{
	struct cgroup_key key = key_of(group);
	if (!watched(key.hierarchy) || bpf_map_delete_elem(&target_cgroups, &key) || settings.target.kind != TARGET_CONTAINER)
		return 0;
	clear_flags(&view.cgroups, place_bit(key.hierarchy));
	if (!view.cgroups)
		view.ended = 1;
	return 0;
}

SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(on_cgroup_attach, struct cgroup *group, const char *path, struct task_struct *task)
{
	/* A runtime that descends from the command had systemd make the directory (podman, without a daemon). */
	struct container_key id;
	if (settings.target.containers && descends_from_command(task) && is_new_container(group, &id))
		show_directory(group, number_container(&id));
	__sync_fetch_and_add(&view.generation, 1);
	return 0;
}

#endif

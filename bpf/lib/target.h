/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whom a live view shows: decided in the kernel, so that what is not asked for costs next to nothing. Whoever
 * includes this has a `settings` with a struct target in it, and the programs of programs/target.h.
 */
#ifndef CTRACE_TARGET_H
#define CTRACE_TARGET_H

#include "container.h"
#include "maps.h"
#include "../abi/target.h"

struct view view = { .generation = 1 };

/* What a task is to a view. */
struct member {
	__u32 generation;
	__u32 container; /* the number of the container that it is in, from 1 up; 0 is none */
	__u8 inside;     /* it is the process, the command, or a child that is shown with it */
	__u8 own;     /* it runs the container's own file, or descends from a task that did */
	__u8 hidden;  /* a child of ctrace that has not executed anything yet */
	__u8 command; /* and which is the command */
	__u8 descends; /* from the command, or is it, whether it is shown or not */
	__u8 client;   /* an engine's client, or a child of one */
	__u32 executable; /* check: its number in the table of executables; 0 is not known */
	__u32 in_flight;  /* check: enum in_flight, lib/denials.h */
};

TASK_MAP(members, struct member);

/* The directories of the containers that are shown, each with its container's number. */
HASH_MAP(target_cgroups, 0, 2 * WATCHED_CONTAINERS, struct cgroup_key, __u32);

/* Ids of containers whose cgroup is yet to be made, with their numbers. */
HASH_MAP(target_containers, 0, WATCHED_CONTAINERS, struct container_key, __u32);

static __always_inline bool shows_containers(void)
{
	return settings.target.kind == TARGET_CONTAINER || settings.target.containers;
}

static __always_inline __u32 container_in(struct cgroup *group, __u32 hierarchy)
{
	__u32 *number = outermost_in(&target_cgroups, group, hierarchy);
	return number ? *number : 0;
}

static __u32 container_of_task(struct task_struct *task)
{
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	__u32 number = container_in(BPF_CORE_READ(set, dfl_cgrp), 0);
	if (!number && settings.target.v1_hierarchy)
		number = container_in(group_in(set, settings.target.v1_hierarchy), settings.target.v1_hierarchy);
	return number;
}

/* Not static: the verifier looks at it once, and not again for each of the generations below. Its task is only ever read. */
__attribute__((noinline)) int is_ancestor_inside(__u64 task)
{
	return container_of_task((struct task_struct *)task) != 0;
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
	member->container = container_of_task(task);
	if (!member->container)
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

/* Which of the processes that were named this is, as a bit; 0 for none. The number of one that has ended may be another's. */
static __always_inline __u32 named_process(__u32 process)
{
	for (__u32 i = 0; i < NAMED_PROCESSES; i++) {
		if (i >= settings.target.processes)
			break;
		if (settings.target.process[i] == process)
			return (1u << i) & ~view.gone;
	}
	return 0;
}

/* Whether what this task does is shown. Of a container that is what its own programs do, not the runtime before them. */
static __always_inline bool is_shown(struct task_struct *task)
{
	if ((__u32)FIELD(task, tgid) == settings.target.self)
		return false;
	if (shows_containers()) {
		struct member *member = container_member(task);
		return member && (member->container && member->own || member->inside && !member->client);
	}
	if (settings.target.kind == TARGET_PROCESS && named_process(FIELD(task, tgid)))
		return true;
	struct member *member = kept_of(&members, task);
	if (settings.target.kind == TARGET_SYSTEM)
		return !member || !member->hidden;
	return member && member->inside;
}

static __always_inline bool watched(__u32 hierarchy)
{
	return hierarchy == 0 || hierarchy == settings.target.v1_hierarchy;
}

static __always_inline __u32 hierarchy_of(struct cgroup *group)
{
	return BPF_CORE_READ(group, root, hierarchy_id);
}

static __always_inline struct cgroup_key key_of(struct cgroup *group)
{
	return (struct cgroup_key){ .id = BPF_CORE_READ(group, kn, id), .hierarchy = hierarchy_of(group) };
}

/* Whether an engine makes, or fills, a container's directory here. */
static __always_inline bool is_new_container(struct cgroup *group, struct container_key *id)
{
	__u32 hierarchy = hierarchy_of(group);
	if (!watched(hierarchy))
		return false;
	char name[NAME_SIZE];
	const char *kernel_name = BPF_CORE_READ(group, kn, name);
	long length = bpf_probe_read_kernel_str(name, sizeof(name), kernel_name) - 1;
	return length >= ID_SIZE && container_id(name, length, kernel_name, id) &&
	       is_made_by_engine((__u64)parent_of(group), hierarchy ? settings.target.v1_top : settings.target.v2_top);
}

static __always_inline bool show_directory(struct cgroup *group, __u32 number)
{
	struct cgroup_key key = key_of(group);
	if (!number || bpf_map_update_elem(&target_cgroups, &key, &number, BPF_NOEXIST))
		return false;
	set_flags(&view.started, 1ull << ((number - 1) & (WATCHED_CONTAINERS - 1)));
	__sync_fetch_and_add(&view.generation, 1);
	return true;
}

#endif

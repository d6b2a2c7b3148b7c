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
	__u8 inside;
	__u8 own;     /* it runs the container's own file, or descends from a task that did */
	__u8 hidden;  /* a child of ctrace that has not executed anything yet */
	__u8 command; /* and which is the command */
	__u32 executable; /* check: its number in the table of executables; 0 is not known */
	__u32 in_flight;  /* check: enum in_flight, lib/denials.h */
};

TASK_MAP(members, struct member);

HASH_MAP(target_cgroups, 0, 16, struct cgroup_key, __u32);

/* Ids of containers whose cgroup is yet to be made. */
HASH_MAP(target_containers, 0, 16, struct container_key, __u32);

static bool in_target(struct cgroup *group, __u32 hierarchy)
{
	return outermost_in(&target_cgroups, group, hierarchy);
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

static __always_inline bool watched(__u32 hierarchy)
{
	return hierarchy == 0 || hierarchy == settings.target.v1_hierarchy;
}

#endif

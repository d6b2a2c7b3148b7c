/* SPDX-License-Identifier: GPL-2.0 */
/* Capability checks as they happen, one event each: ctrace captrace. */
#include "lib/kernel.h"
#include "abi/capabilities.h"

char LICENSE[] SEC("license") = "GPL";

const volatile struct capability_settings settings = {};

#include "lib/capset.h"
#include "lib/lack.h"
#include "lib/maps.h"
#include "lib/noise.h"
#include "lib/path.h"
#include "lib/pid.h"
#include "lib/ring.h"
#include "programs/executed.h"
#include "programs/forget.h"
#include "programs/requests.h"
#include "programs/target.h"

/* Too large for the stack. Programs of one kind do not interrupt each other on a processor. */
struct scratch {
	struct capability_event event;
	char exe[EXE_SIZE]; /* of which as much is sent behind the event as there is */
};

SCRATCH_MAP(scratches, struct scratch);

#define NAMED_LEVELS 16

/*
 * The outermost container on the way up: what runs in a container's containers is that container's. A name below a directory that
 * is not root's tells nothing: anybody can have given it.
 */
static __attribute__((noinline)) int name_container(struct cgroup *group, struct capability_event *event)
{
	if (!bpf_core_field_exists(struct cgroup___before_6_1, ancestor_ids) && group && BPF_CORE_READ(group, level) >= NAMED_LEVELS)
		group = ancestor_since_6_1(group, NAMED_LEVELS - 1);
	for (int level = 0; level < NAMED_LEVELS && group; level++) {
		char name[NAME_SIZE];
		struct container_key id;
		struct kernfs_node *directory = BPF_CORE_READ(group, kn);
		if (BPF_CORE_READ(directory, iattr, ia_uid.val))
			__builtin_memset(event->container, 0, sizeof(event->container));
		const char *kernel_name = BPF_CORE_READ(directory, name);
		long length = bpf_probe_read_kernel_str(name, sizeof(name), kernel_name) - 1;
		if (length >= ID_SIZE && container_id(name, length, kernel_name, &id))
			bpf_probe_read_kernel(event->container, sizeof(event->container), id.id);
		group = parent_of(group);
	}
	return 0;
}

/* A function of its own to the verifier, which looks at it once and not again on each way that leads here. */
__attribute__((noinline)) int describe(void)
{
	struct scratch *scratch = first_of(&scratches);
	if (!scratch)
		return 0;
	struct task_struct *task = current_task();
	struct capability_event *event = &scratch->event;
	event->time = bpf_ktime_get_boot_ns();
	event->process = FIELD(task, tgid);
	event->thread = FIELD(task, pid);
	event->own_process = own_id(BPF_CORE_READ(task, group_leader, thread_pid));
	event->own_thread = own_id(BPF_CORE_READ(task, thread_pid));
	event->user = bpf_get_current_uid_gid();
	event->call = call_of(task);
	bpf_get_current_comm(event->comm, sizeof(event->comm));

	__builtin_memset(event->container, 0, sizeof(event->container));
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	name_container(BPF_CORE_READ(set, dfl_cgrp), event);
	if (!event->container[0] && settings.target.v1_hierarchy)
		name_container(group_in(set, settings.target.v1_hierarchy), event);
	return 0;
}

__attribute__((noinline)) int find_exe(void)
{
	if (!settings.executed)
		walk_exe(current_task());
	return 0;
}

static __always_inline void send(struct scratch *scratch)
{
	struct capability_event *event = &scratch->event;
	if (settings.executed) {
		__u32 length = read_executed(current_task(), scratch->exe);
		KEEP_BELOW(length, 256);
		event->exe_size = length;
		emit(event, sizeof(*event) + length);
		return;
	}
	struct walk *walk = walk_here();
	__u32 start = walk ? walk->start : EXE_SIZE + 1;
	if (start > EXE_SIZE)
		return;
	__u32 size = EXE_SIZE - start;
	event->exe_size = size;
	if (walk->cut)
		event->flags |= EXE_CUT;
	KEEP_BELOW(start, EXE_SIZE); /* what is left of start == EXE_SIZE copies nothing */
	bpf_probe_read_kernel(scratch->exe, size, &walk->text[start]);
	emit(event, sizeof(*event) + size);
}

static __always_inline void on_check(void *ctx, const struct cred *cred, struct user_namespace *target, int capability, int result,
				     enum audit audit)
{
	struct task_struct *task = current_task();
	if (!is_shown(task))
		return;
	/* Credentials that the task has borrowed say nothing about its own. */
	bool borrowed = is_borrowed(task, cred, 0);
	if (borrowed && !settings.unaudited || audit == UNAUDITED && !settings.unaudited)
		return;
	if (settings.executed && result && is_idle_question(task, cred, capability))
		return;
	if (audit == AUDIT_UNKNOWN)
		audit = is_noise(ctx) ? UNAUDITED : AUDITED;
	if (audit == UNAUDITED && !settings.unaudited)
		return;
	struct scratch *scratch = first_of(&scratches);
	if (!scratch)
		return;
	scratch->event.capability = capability;
	scratch->event.flags = (result ? 0 : CAPABILITY_GRANTED) | (audit == AUDITED ? CAPABILITY_AUDITED : 0) |
			       (borrowed ? CAPABILITY_BORROWED : 0) | (result && lacks_by_itself(cred, capability) ? CAPABILITY_OWN_LACK : 0);
	scratch->event.user_namespace = BPF_CORE_READ(target, ns.inum);
	describe();
	find_exe();
	send(scratch);
}

#include "programs/capability.h"

FORGET_TASKS(&members, &checks, &executed)

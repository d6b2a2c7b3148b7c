/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counts, by container, what is asked of the kernel. Nothing here goes through a buffer that can overflow unseen:
 * syscalls and capabilities are counters at fixed places, the rest are map entries whose lack of room is counted.
 */
#include "lib/arguments.h"
#include "lib/denials.h"
#include "lib/life.h"
#include "lib/maps.h"
#include "lib/noise.h"
#include "lib/program.h"
#include "programs/forget.h"

char LICENSE[] SEC("license") = "GPL";

ARRAY_MAP(calls, 0, 1, struct counters);

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 1);
	__type(value, __u32);
} free_slots SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 256);
	__type(value, struct untraced);
} untraced SEC(".maps");

HASH_MAP(containers, 0, 1, struct container_key, __u32);

HASH_MAP(executables, BPF_F_NO_PREALLOC, 16384, struct executable_key, struct executable);

/*
 * Half of a stack, which a program shares with all functions that it calls: kernels before 6.13 add up the deepest chain of calls. Tracepoint
 * programs are not preempted.
 */
SCRATCH_MAP(executing, struct executable_key);

HASH_MAP(outcomes, BPF_F_NO_PREALLOC, 65536, struct outcome_key, __u64);

/*
 * Where a processor's tasks were found to belong, so that most calls need no look-up. A css_set stands for one
 * combination of cgroups. Its address can come back for another combination, but not with the same v2 cgroup: for
 * that, one would have had to be made (the generation moves on), or the task attached to it (likewise). The caller is that of one
 * program of one process.
 */
struct place {
	__u64 set;
	__u64 group;
	__u32 generation;
	__u32 slot;
	__u64 program; /* the process, and how often it has executed something */
	__u32 caller;
	__u32 zero;
};

#define PLACES 8

struct places {
	struct place at[PLACES];
};

ARRAY_MAP(places, 0, 1, struct places); /* one a processor */

#define debug(...)                              \
	do {                                    \
		if (settings.debug)             \
			bpf_printk(__VA_ARGS__); \
	} while (0)

/* ---- which container ------------------------------------------------------------------------------------- */

/* Where a task is at its syscall, and who: by the processor's own notes, which only programs that are not preempted may use. */
static __always_inline struct place *place_of(struct task_struct *task, __u32 processor)
{
	struct places *places_here = bpf_map_lookup_elem(&places, &processor);
	if (!places_here)
		return NULL;
	struct css_set *set = FIELD(task, cgroups);
	struct cgroup *group = FIELD(set, dfl_cgrp);
	__u32 now = shared.generation, process = FIELD(task, tgid);
	struct place *place = &places_here->at[process & (PLACES - 1)];
	/* Where processes are recorded, a place is that of one process. */
	bool another = settings.followed && (__u32)place->program != process;
	if (place->set != (__u64)set || place->group != (__u64)group || place->generation != now || another) {
		__u32 slot = find_slot(task);
		place->set = (__u64)set;
		place->group = (__u64)group;
		place->generation = now;
		place->slot = slot < settings.slots ? slot : NO_SLOT;
		place->program = settings.followed ? process : 0;
	}
	if (place->slot == NO_SLOT)
		return NULL;
	__u64 program = FIELD(task, self_exec_id) << 32 | process;
	if (place->program != program) {
		place->program = program;
		place->caller = caller_of(task, place->slot);
	}
	return place;
}

/* The mount namespace that this program runs in, once seen; as a rule the host's. */
__u64 home SEC(".data.home");

static __always_inline struct mnt_namespace *mounts_of(struct task_struct *task)
{
	struct nsproxy *namespaces = FIELD(task, nsproxy);
	return FIELD(namespaces, mnt_ns);
}

/*
 * A task without a filter, in the host's own mount namespace, is in no container: most of the host's tasks end here.
 */
static __always_inline bool is_at_home(struct task_struct *task)
{
	return !settings.commands && !settings.runtime && FIELD(task, seccomp.mode) == 0 && (__u64)mounts_of(task) == home;
}

static __always_inline void find_home(struct task_struct *task)
{
	if (!home && (__u32)FIELD(task, tgid) == settings.self)
		home = (__u64)mounts_of(task);
}

/* A child that a recorded process makes. What was noted of its number before is another process's. */
static __always_inline void follow(struct task_struct *child, __u32 slot)
{
	__u32 process = FIELD(child, pid);
	struct followed fresh = { .born = birth_of(child), .slot = slot };
	if (bpf_map_update_elem(&followed, &process, &fresh, BPF_ANY))
		__sync_fetch_and_add(&shared.missed, 1);
	__sync_fetch_and_add(&shared.generation, 1);
}

/* ---- tasks make tasks ------------------------------------------------------------------------------------ */

/*
 * A child is the container's own if the task that makes it is, whatever it runs and wherever it mounts; and a process goes on as the
 * program that forked it. Threads are found by their process there.
 */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	struct task_struct *task = current_task();
	struct place *place = is_at_home(task) ? NULL : place_of(task, bpf_get_smp_processor_id());
	if (!place)
		return 0;
	struct task_entry *entry = entry_of(task);
	if (!entry || entry->slot != place->slot)
		return 0;
	struct task_entry fresh = { .slot = entry->slot, .own = entry->own };
	if (FIELD(parent, tgid) != FIELD(child, tgid)) {
		struct task_entry *process = kept_of(&tasks, FIELD(parent, group_leader));
		if (process && process->caller) {
			fresh.caller = process->caller;
			fresh.caller_slot = process->caller_slot;
		}
		if (settings.followed)
			follow(child, place->slot);
	}
	if ((fresh.own || fresh.caller) && !keep_of(&tasks, child, &fresh))
		__sync_fetch_and_add(&shared.missed, 1);
	return 0;
}

/* ---- cgroups come and go --------------------------------------------------------------------------------- */

static bool watched(__u32 hierarchy)
{
	return hierarchy == 0 || hierarchy == settings.v1_hierarchy;
}

static __always_inline void tell_misplaced(struct untraced *named)
{
	bpf_probe_read_kernel(shared.misplaced_name, sizeof(shared.misplaced_name), named->name);
	__sync_fetch_and_add(&shared.misplaced, 1);
}

/* A slot for a container that has none, or NULL. */
static __always_inline struct slot *take_slot(struct untraced *named, struct container_key *id, __u32 *index)
{
	if (shared.unconfirmed >= settings.unconfirmed || bpf_map_pop_elem(&free_slots, index)) {
		bpf_map_push_elem(&untraced, named, BPF_ANY);
		return NULL;
	}
	struct slot *slot = slot_at(*index);
	if (!slot || bpf_map_update_elem(&containers, id, index, BPF_ANY)) {
		bpf_map_push_elem(&free_slots, index, BPF_ANY);
		bpf_map_push_elem(&untraced, named, BPF_ANY);
		return NULL;
	}
	bpf_probe_read_kernel(slot->name, sizeof(slot->name), named->name);
	slot->first_ns = bpf_ktime_get_ns();
	__sync_fetch_and_add(&shared.unconfirmed, 1);
	slot->state = SLOT_LIVE;
	return slot;
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_cgroup_mkdir, struct cgroup *group)
{
	/* The kernel makes cgroups one at a time (cgroup_mutex), so nothing here races with itself. */
	__sync_fetch_and_add(&shared.generation, 1);
	__u32 hierarchy = BPF_CORE_READ(group, root, hierarchy_id);
	if (!watched(hierarchy))
		return 0;
	struct untraced named = {};
	struct container_key id;
	const char *kernel_name = BPF_CORE_READ(group, kn, name);
	long length = bpf_probe_read_kernel_str(named.name, sizeof(named.name), kernel_name) - 1;
	if (!container_id(named.name, length, kernel_name, &id))
		return 0;
	if (slot_of(group, hierarchy) != NO_SLOT)
		return 0; /* inside of a container that is traced: what runs there is that container's */
	if (!is_made_by_engine((__u64)parent_of(group), hierarchy ? settings.v1_top : settings.v2_top)) {
		tell_misplaced(&named);
		return 0;
	}

	struct cgroup_key key = { .id = BPF_CORE_READ(group, kn, id), .hierarchy = hierarchy };
	__u32 *known = bpf_map_lookup_elem(&containers, &id);
	__u32 index = known ? *known : 0;
	struct slot *slot = known ? slot_at(index) : NULL;
	if (slot && slot->state == SLOT_LIVE) {
		/* Its directory in the other hierarchy; it has one in each. */
		if (slot->cgroups & place_bit(hierarchy)) {
			tell_misplaced(&named);
			return 0;
		}
	} else if (slot && exchange(&slot->state, SLOT_ENDED, SLOT_LIVE)) {
		/* Started again before its slot was collected, maybe in a user namespace of another making. */
		slot->user_namespace = 0;
		slot->root = 0;
		set_flags(&slot->flags, SLOT_RESTARTED);
	} else {
		slot = take_slot(&named, &id, &index);
	}
	if (!slot)
		return 0;
	if (!bpf_map_update_elem(&cgroups, &key, &index, BPF_ANY))
		slot->cgroups |= place_bit(hierarchy);
	debug("ctrace: container %s in slot %u", named.name, index);
	return 0;
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(on_cgroup_rmdir, struct cgroup *group)
{
	__u32 hierarchy = BPF_CORE_READ(group, root, hierarchy_id);
	if (!watched(hierarchy))
		return 0;
	struct cgroup_key key = { .id = BPF_CORE_READ(group, kn, id), .hierarchy = hierarchy };
	__u32 *index = bpf_map_lookup_elem(&cgroups, &key);
	if (!index)
		return 0;
	struct slot *slot = slot_at(*index);
	bpf_map_delete_elem(&cgroups, &key);
	if (!slot)
		return 0;
	slot->cgroups &= ~place_bit(hierarchy);
	if (!slot->cgroups)
		replace(&slot->state, SLOT_LIVE, SLOT_ENDED); /* one that user space has closed stays closed */
	return 0;
}

SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(on_cgroup_attach)
{
	__sync_fetch_and_add(&shared.generation, 1);
	return 0;
}

/* ---- execution ------------------------------------------------------------------------------------------- */

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	struct task_entry *entry = entry_of(task);
	if (!entry || entry->slot == NO_SLOT)
		return 0;
	struct slot *slot = slot_at(entry->slot);
	if (!slot)
		return 0;
	if (slot->flags & SLOT_ARMED)
		clear_flags(&slot->flags, SLOT_ARMED);
	/* The entry may stem from the program before: look again at what runs now. */
	entry->caller = CALLER_NONE;
	refresh(entry->generation);
	if (!entry->own)
		return 0;
	if (!(slot->flags & SLOT_STARTED) && (BPF_CORE_READ(task, atomic_flags) & PFA_NO_NEW_PRIVS))
		set_flags(&slot->flags, SLOT_NO_NEW_PRIVILEGES);
	if (!(slot->flags & (SLOT_STARTED | SLOT_RAN_BEFORE)) || (slot->flags & SLOT_RESTARTED)) {
		begin_start(entry->slot);
		clear_flags(&slot->flags, SLOT_RESTARTED);
	}
	set_flags(&slot->flags, SLOT_STARTED);
	if (!slot->root && !(slot->flags & SLOT_RAN_BEFORE))
		slot->root = (__u64)BPF_CORE_READ(task, fs, root.dentry, d_sb);

	struct executable_key *key = first_of(&executing);
	if (!key)
		return 0;
	__builtin_memset(key, 0, sizeof(*key));
	key->slot = entry->slot;
	name_program(task, bprm, key->path);
	struct executable *executable = bpf_map_lookup_elem(&executables, key);
	if (!executable) {
		struct executable fresh = { .caller = new_caller(slot) };
		add_entry(slot, ROOM_EXECUTABLES, &executables, key, &fresh);
		executable = bpf_map_lookup_elem(&executables, key);
	}
	entry->caller_slot = entry->slot;
	entry->caller = executable ? executable->caller : CALLER_OTHERS;
	__sync_fetch_and_add(executable ? &executable->count : &slot->lost, 1);
	hold_of_file(task, entry, slot);
	debug("ctrace: slot %u executes %s", entry->slot, key->path);
	return 0;
}

/* ---- a container's life ---------------------------------------------------------------------------------- */

/* The last thread of a process ends. Its status is what whoever waits for it gets (kernel/exit.c, wait_task_zombie). */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit)
{
	struct task_struct *task = current_task();
	if (is_at_home(task))
		return 0;
	/* A filter that kills one of several threads sends no signal (kernel/seccomp.c, __seccomp_filter). */
	bool is_last = !BPF_CORE_READ(task, signal, live.counter), is_killed = ((__u32)BPF_CORE_READ(task, exit_code) & 0x7f) == SIGSYS;
	if (!is_last && !is_killed)
		return 0;
	__u32 at = slot_of_task(bpf_get_current_task());
	if (at >= settings.slots)
		return 0;
	if (is_killed)
		miss_refusal(at);
	if (!is_last)
		return 0;
	__u32 status = BPF_CORE_READ(task, signal, flags) & SIGNAL_GROUP_EXIT ? BPF_CORE_READ(task, signal, group_exit_code)
		: BPF_CORE_READ(task, group_leader, exit_code);
	__u32 process = FIELD(task, tgid);
	end_start(at, process, status);
	if (settings.followed)
		bpf_map_delete_elem(&followed, &process);
	return 0;
}

/* Seen by whoever sends. What the end of a pid namespace does to all that is in it (zap_pid_ns_processes) is nobody's signal. */
SEC("tp_btf/signal_generate")
int BPF_PROG(on_signal, int number, struct kernel_siginfo *info, struct task_struct *task, int group, int result)
{
	if (result != TRACE_SIGNAL_DELIVERED && result != TRACE_SIGNAL_ALREADY_PENDING && result != TRACE_SIGNAL_LOSE_INFO)
		return 0;
	if (is_at_home(task) || (number == SIGKILL && (FIELD(current_task(), flags) & PF_EXITING)))
		return 0;
	/* The same pointer as a number, which is what functions that the verifier looks at once can take. */
	__u64 to = 0;
	bpf_probe_read_kernel(&to, sizeof(to), &ctx[2]);
	__u32 at = slot_of_task(to);
	if (at >= settings.slots)
		return 0;
	if (number == SIGSYS)
		miss_refusal(at);
	note_signal(to, at, number);
	return 0;
}

/* ---- syscalls -------------------------------------------------------------------------------------------- */

static __always_inline bool counts_now(struct task_struct *task, struct task_entry *entry)
{
	return settings.runtime || has_filter(task) || entry->own;
}

static __always_inline void count_call(struct task_struct *task, struct pt_regs *regs, struct place *place, __u32 processor, __u32 index)
{
	__u32 at = place->slot;
	if (!has_filter(task) || index >= COUNTERS || settings.debug) {
		struct slot *slot = slot_at(at);
		if (!slot)
			return;
		if ((slot->flags & SLOT_ARMED) && !settings.runtime)
			return;
		if (!has_filter(task) && (slot->flags & (SLOT_STARTED | SLOT_UNCONFINED)) == SLOT_STARTED)
			set_flags(&slot->flags, SLOT_UNCONFINED);
		debug("ctrace: slot %u call %u", at, index);
		if (index >= COUNTERS) {
			__sync_fetch_and_add(&slot->unknown, 1);
			return;
		}
	}
	__u32 stripe = at * settings.stripes + (processor & (settings.stripes - 1));
	struct counters *counters = bpf_map_lookup_elem(&calls, &stripe);
	if (!counters)
		return;
	KEEP_BELOW(index, COUNTERS);
	__sync_fetch_and_add(&counters->calls[index], 1);
	note_caller(at, place->caller, index);
	count_arguments(at, index, regs);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long number)
{
	struct task_struct *task = current_task();
	if (is_at_home(task))
		return 0;
	__u32 processor = bpf_get_smp_processor_id();
	struct place *place = place_of(task, processor);
	if (!place) {
		find_home(task);
		return 0;
	}
	/* With a filter, every call is the container's; without one, it depends on what the task runs. */
	if (!has_filter(task)) {
		struct task_entry *entry = entry_of(task);
		if (!entry || entry->slot != place->slot || !counts_now(task, entry))
			return 0;
	}
	count_call(task, regs, place, processor, index_of(task, number));
	return 0;
}

/* The same, where exits are watched too: it also marks the call as entered. */
SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter_marked, struct pt_regs *regs, long number)
{
	struct task_struct *task = current_task();
	if (is_at_home(task))
		return 0;
	__u32 processor = bpf_get_smp_processor_id();
	struct place *place = place_of(task, processor);
	if (!place) {
		find_home(task);
		return 0;
	}
	struct task_entry *entry = entry_of(task);
	if (!entry || entry->slot != place->slot)
		return 0;
	entry->in_flight = FLIGHT_INSIDE;
	if (counts_now(task, entry))
		count_call(task, regs, place, processor, index_of(task, number));
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long result)
{
	struct task_struct *task = current_task();
	/* Only a filter refuses: where nothing else is asked for, most tasks end here. */
	if (!settings.failures && !has_filter(task) || is_at_home(task))
		return 0;
	struct place *place = place_of(task, bpf_get_smp_processor_id());
	if (!place)
		return 0;
	struct task_entry *entry = entry_of(task);
	if (!entry || entry->slot == NO_SLOT)
		return 0;
	enum ending ending = end_flight(task, &entry->in_flight);
	if (ending == ENDING_UNKNOWN || !has_failed(result))
		return 0;
	if (ending == ENDING_ENTERED && (is_restarted(result) || !settings.failures))
		return 0;
	if (!counts_now(task, entry))
		return 0;
	struct slot *slot = slot_at(entry->slot);
	if (!slot || (slot->flags & SLOT_ARMED))
		return 0;
	__u32 index = index_of(task, number_of(regs));
	if (index >= COUNTERS)
		return 0;
	struct outcome_key key = {
		.slot = entry->slot,
		.abi = index < COMPAT_BASE ? ABI_NATIVE : index < X32_BASE ? ABI_COMPAT : ABI_X32,
		.kind = ending == ENDING_DENIED ? OUTCOME_DENIED : OUTCOME_FAILED,
		.error = -result,
	};
	key.number = key.abi == ABI_NATIVE ? index : key.abi == ABI_COMPAT ? index - COMPAT_BASE : index - X32_BASE;
	__u64 *count = bpf_map_lookup_elem(&outcomes, &key), one = 1;
	if (!count && !add_entry(slot, ROOM_OUTCOMES, &outcomes, &key, &one)) {
		/* Another processor may have been first. */
		count = bpf_map_lookup_elem(&outcomes, &key);
		if (!count)
			__sync_fetch_and_add(&slot->lost, 1);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
	if (ending == ENDING_DENIED)
		note_refused_call(entry->slot, place->caller, index, -result, regs);
	debug("ctrace: slot %u call %u ends with %d", entry->slot, index, (int)result);
	return 0;
}

/* ---- capabilities ---------------------------------------------------------------------------------------- */

static __always_inline void on_check(void *ctx, const struct cred *cred, struct user_namespace *target, int capability, int result,
				     enum audit audit)
{
	if (audit == UNAUDITED)
		return;
	struct task_struct *task = current_task();
	struct task_entry *entry = entry_of(task);
	if (!entry || entry->slot == NO_SLOT || !entry->own || capability < 0 || capability >= CAPABILITIES)
		return;
	struct slot *slot = slot_at(entry->slot);
	if (!slot || (slot->flags & SLOT_ARMED))
		return;
	if (BPF_CORE_READ(target, ns.inum) != slot->user_namespace)
		return;
	/* The credentials of whoever mounted a file system say nothing about the task. */
	if (is_borrowed(task, cred, slot->bounding))
		return;
	/* Granted for owning the namespace, not for holding the capability. */
	__u64 effective = 0;
	bpf_probe_read_kernel(&effective, sizeof(effective), &cred->cap_effective);
	if (result == 0 && !(effective >> capability & 1))
		return;
	if (audit == AUDIT_UNKNOWN && is_noise(ctx))
		return;
	if (capability == CAP_SETPCAP && is_call(call_of(task), CALL_CAPSET, COMPAT_CAPSET) &&
	    !hold_of_capset(task, cred, entry->slot, result == 0))
		return;
	__u32 at = capability;
	KEEP_BELOW(at, CAPABILITIES); /* the verifier has lost the bound across the calls */
	__u64 *count = result == 0 ? &slot->granted[at] : &slot->denied[at];
	__sync_fetch_and_add(count, 1);
	if (result == 0)
		note_caller(entry->slot, caller_of(task, entry->slot), COUNTERS + at);
	else
		note_refused_capability(entry->slot, caller_of(task, entry->slot), cred, at);
	debug("ctrace: slot %u capability %d: %d", entry->slot, capability, result);
}

#include "programs/capability.h"

FORGET_TASKS(&tasks, &checks, NULL)

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How much of a container's life was seen: its starts, how each ended, which signals arrived. Nothing here runs at a call: only when a
 * process ends, and when a signal is sent.
 */
#ifndef CTRACE_LIFE_H
#define CTRACE_LIFE_H

#include "maps.h"
#include "slots.h"

ARRAY_MAP(lives, 0, 1, struct life); /* one a slot */

#define SIGNAL_GROUP_EXIT 4u  /* include/linux/sched/signal.h */
#define TRACE_SIGNAL_DELIVERED 0 /* include/trace/events/signal.h, as the next ones */
#define TRACE_SIGNAL_ALREADY_PENDING 2
#define TRACE_SIGNAL_LOSE_INFO 4

/* The running process begins a start: it executes the container's own first program. Not static: the verifier looks at it once, as at the next ones. */
__attribute__((noinline)) int begin_start(__u32 at)
{
	struct life *life = bpf_map_lookup_elem(&lives, &at);
	if (!life)
		return 0;
	__u32 place = life->starts;
	if (place >= STARTS)
		return 0; /* user space has not looked for that long: fewer are told than there were */
	struct task_struct *leader = BPF_CORE_READ(current_task(), group_leader);
	struct start *start = &life->at[place & (STARTS - 1)];
	start->process = BPF_CORE_READ(leader, tgid);
	start->born = BPF_CORE_READ(leader, start_boottime);
	start->first_ns = bpf_ktime_get_ns();
	life->starts = place + 1;
	return 0;
}

/* The start that goes on, or went on last. */
static __always_inline struct start *last_start(__u32 at)
{
	struct life *life = bpf_map_lookup_elem(&lives, &at);
	if (!life || life->starts == 0 || life->starts > STARTS)
		return NULL;
	return &life->at[(life->starts - 1) & (STARTS - 1)];
}

__attribute__((noinline)) int end_start(__u32 at, __u32 process, __u32 status)
{
	struct start *start = last_start(at);
	if (!start || start->process != process || start->end_ns)
		return 0;
	start->status = status;
	start->end_ns = bpf_ktime_get_ns();
	return 0;
}

/*
 * A signal that was sent to a process and that it does not ignore. Blocked is what somebody may wait for (sigwait(3), signalfd(2)), of which
 * nothing is ever delivered: that is why sending is looked at.
 */
__attribute__((noinline)) int note_signal(__u64 to, __u32 at, __u32 number)
{
	struct task_struct *task = (struct task_struct *)to;
	struct start *start = last_start(at);
	if (!start || start->end_ns || number < 1 || number > 64)
		return 0;
	__u32 bit = number - 1;
	struct sighand_struct *handlers = BPF_CORE_READ(task, sighand);
	void *handler = (void *)handlers + bpf_core_field_offset(struct sighand_struct, action) +
		bpf_core_type_size(struct k_sigaction) * bit + bpf_core_field_offset(struct k_sigaction, sa.sa_handler);
	__u64 address = 0;
	bpf_probe_read_kernel(&address, sizeof(address), handler);
	__u64 blocked = BPF_CORE_READ(task, blocked.sig[0]) | BPF_CORE_READ(task, real_blocked.sig[0]);
	__u32 kind = (__u32)BPF_CORE_READ(task, tgid) == start->process ? ARRIVED_FIRST : ARRIVED_OTHERS;
	if (!address && !(blocked >> (bit & 63) & 1))
		kind += ARRIVED_DEFAULT;
	set_flags(&start->signals[kind & (ARRIVALS - 1)], 1ull << (bit & 63));
	return 0;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What calls are given: the combinations of those arguments that are constants and decide what a call can reach, by
 * container. Counted, as all that reaches a tracefile. Of a call with more of them than are kept, or of which one found no room, only that is known.
 * The plans always have the calls that an engine's default profile allows with some arguments only; the others where that was asked for.
 */
#ifndef CTRACE_ARGUMENTS_H
#define CTRACE_ARGUMENTS_H

#include "maps.h"
#include "notes.h"

ARRAY_MAP(argument_plans, 0, 1, struct argument_plan); /* one a counter */

ARRAY_MAP(argument_counts, 0, 1, struct argument_counts); /* one a slot */

HASH_MAP(arguments, BPF_F_NO_PREALLOC, 1, struct argument_key, __u64);

static __attribute__((noinline)) int count_combination(struct argument_plan *plan, __u32 at, __u32 index, struct pt_regs *regs)
{
	struct argument_counts *counts = bpf_map_lookup_elem(&argument_counts, &at);
	if (!counts)
		return 0;
	__u32 place = plan->place;
	KEEP_BELOW(place, ARGUMENT_CALLS);
	__u32 *combinations = &counts->combinations[place];
	if (*combinations & ARGUMENTS_ANY)
		return 0;

	struct argument_key key = { .slot = at, .index = index };
	read_arguments(regs, key.values, index >= COMPAT_BASE && index < X32_BASE);
	/* What lies in memory may be changed until the kernel reads it: whoever does that only misleads a profile of his own. */
	if (plan->pointed && bpf_probe_read_user(&key.values[0], sizeof(key.values[0]), (void *)key.values[0])) {
		set_flags(combinations, ARGUMENTS_ANY);
		return 0;
	}
	for (int i = 0; i < ARGUMENTS; i++)
		key.values[i] &= plan->masks[i];
	__u64 *count = bpf_map_lookup_elem(&arguments, &key), one = 1;
	if (count) {
		__sync_fetch_and_add(count, 1);
		return 0;
	}
	/* The room is taken first, so that processors which find new ones at the same time do not exceed it together. */
	if (fetch_add(combinations, 1) >= ARGUMENT_TUPLES) {
		set_flags(combinations, ARGUMENTS_ANY);
		return 0;
	}
	struct slot *slot = slot_at(at);
	if (slot && add_entry(slot, ROOM_ARGUMENTS, &arguments, &key, &one))
		return 0;
	count = bpf_map_lookup_elem(&arguments, &key);
	if (count) {
		/* Another processor was faster with the same. */
		__sync_fetch_and_add(count, 1);
		__sync_fetch_and_add(combinations, -1);
		return 0;
	}
	set_flags(combinations, ARGUMENTS_ANY);
	if (slot)
		__sync_fetch_and_add(&slot->lost, 1);
	return 0;
}

/* Most calls have no such arguments, and a call in the kernel costs more than all that is done for them here. */
static __always_inline void count_arguments(__u32 at, __u32 index, struct pt_regs *regs)
{
	struct argument_plan *plan = bpf_map_lookup_elem(&argument_plans, &index);
	if (plan && plan->place)
		count_combination(plan, at, index, regs);
	/* Not by note_call: its stack and what a set takes are more than old kernels have. */
	if (plan && plan->note == NOTE_CAPSET)
		hold_of_capset_call(at);
	else if (plan && plan->note)
		note_call(plan->note, at, index);
}

#endif

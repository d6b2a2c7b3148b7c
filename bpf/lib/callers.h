/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which program made a call or used a capability first, and when. No profile is made of this: it tells people why something
 * is in one. A bit for each caller and use keeps what is known already from costing more than a look at it.
 */
#ifndef CTRACE_CALLERS_H
#define CTRACE_CALLERS_H

#include "maps.h"
#include "slots.h"

ARRAY_MAP(caller_uses, 0, 1, struct caller_uses); /* CALLERS a slot */

HASH_MAP(first_uses, BPF_F_NO_PREALLOC, 1, struct caller_key, __u64); /* CLOCK_MONOTONIC */

/* A processor that is faster with the same wrote nearly the same time. Not static: the verifier looks at it once. */
__attribute__((noinline)) int note_first_use(__u32 at, __u32 caller, __u32 use)
{
	__u32 place = at * CALLERS + (caller & (CALLERS - 1));
	struct caller_uses *uses = bpf_map_lookup_elem(&caller_uses, &place);
	struct slot *slot = slot_at(at);
	if (!slot || !uses || use >= USES)
		return 0;
	struct caller_key key = { .slot = at, .caller = caller, .use = use };
	__u64 now = bpf_ktime_get_ns();
	if (!add_entry(slot, ROOM_FIRST_USES, &first_uses, &key, &now) && !bpf_map_lookup_elem(&first_uses, &key))
		set_flags(&slot->flags, SLOT_CALLERS_LOST);
	/* Only now, so that who sees the bit finds the time; and the number last, so that who has seen it sees the bit. */
	set_flags(&uses->made[use / 64], 1ull << (use & 63));
	__sync_fetch_and_add(&slot->first_uses, 1);
	return 0;
}

static __always_inline void note_caller(__u32 at, __u32 caller, __u32 use)
{
	__u32 place = at * CALLERS + (caller & (CALLERS - 1));
	struct caller_uses *uses = bpf_map_lookup_elem(&caller_uses, &place);
	if (!uses || use >= USES)
		return;
	if (!(uses->made[use / 64] >> (use & 63) & 1))
		note_first_use(at, caller, use);
	if (shared.tally && use < COUNTERS)
		uses->calls++;
}

/* Who a task's process is, in a slot: the program that it executed last, or that the process did which it was forked from. */
static __always_inline __u32 caller_of(struct task_struct *task, __u32 at)
{
	struct task_entry *process = kept_of(&tasks, FIELD(task, group_leader));
	if (process && process->caller && process->caller_slot == at)
		return process->caller;
	struct task_entry *entry = entry_of(task);
	return entry && entry->own ? CALLER_UNKNOWN : CALLER_RUNTIME;
}

/* The caller of a program that a process of the slot executes; a new one if nobody has executed it before. */
static __always_inline __u32 new_caller(struct slot *slot)
{
	if (slot->callers >= CALLERS)
		return CALLER_OTHERS;
	__u32 caller = CALLER_FIRST + fetch_add(&slot->callers, 1);
	return caller < CALLER_OTHERS ? caller : CALLER_OTHERS;
}

#endif

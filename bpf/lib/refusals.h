/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What was refused to whom: calls by a seccomp filter, with their error and the arguments that can decide, and capabilities, with
 * the reason. ctrace verify compares with it what a restriction refuses.
 */
#ifndef CTRACE_REFUSALS_H
#define CTRACE_REFUSALS_H

#include "call.h"
#include "lack.h"
#include "maps.h"
#include "slots.h"

ARRAY_MAP(deciding, 0, 1, struct argument_plan); /* one a counter */

ARRAY_MAP(refusal_rooms, 0, 1, struct refusal_room); /* one a slot */

HASH_MAP(refusals, BPF_F_NO_PREALLOC, 1, struct refusal_key, __u64);

static __attribute__((noinline)) int count_refusal(struct refusal_key *key)
{
	__u64 *count = bpf_map_lookup_elem(&refusals, key), one = 1;
	if (count) {
		__sync_fetch_and_add(count, 1);
		return 0;
	}
	__u32 at = key->slot;
	struct refusal_room *room = bpf_map_lookup_elem(&refusal_rooms, &at);
	if (!room)
		return 0;
	/* A slot has its share, so that nothing that one container does takes another's room. */
	if (room->taken >= REFUSALS || bpf_map_update_elem(&refusals, key, &one, BPF_NOEXIST)) {
		count = bpf_map_lookup_elem(&refusals, key); /* another processor may have been faster with the same */
		__sync_fetch_and_add(count ? count : &room->lost, 1);
		return 0;
	}
	__sync_fetch_and_add(&room->taken, 1);
	return 0;
}

static __always_inline void note_refused_call(__u32 at, __u32 caller, __u32 index, __u32 error, struct pt_regs *regs)
{
	if (!settings.refusals)
		return;
	struct refusal_key key = { .slot = at, .caller = caller, .use = index, .reason = error };
	struct argument_plan *plan = bpf_map_lookup_elem(&deciding, &index);
	if (plan && plan->place) {
		read_arguments(regs, key.values, index >= COMPAT_BASE && index < X32_BASE);
		for (int i = 0; i < ARGUMENTS; i++)
			key.values[i] &= plan->masks[i];
	}
	count_refusal(&key);
}

/*
 * A filter's SCMP_ACT_TRAP and SCMP_ACT_KILL_* end in a SIGSYS, not in an error: whose call that was is not noted, and the trace says that something
 * is missing.
 */
static __always_inline void miss_refusal(__u32 at)
{
	struct refusal_room *room = settings.refusals ? bpf_map_lookup_elem(&refusal_rooms, &at) : NULL;
	if (room)
		__sync_fetch_and_add(&room->lost, 1);
}

static __always_inline void note_refused_capability(__u32 at, __u32 caller, const struct cred *cred, __u32 capability)
{
	if (!settings.refusals)
		return;
	struct refusal_key key = {
		.slot = at, .caller = caller, .use = COUNTERS + capability, .reason = lacks_by_itself(cred, capability) ? LACK_OWN : LACK_GIVEN,
	};
	count_refusal(&key);
}

#endif

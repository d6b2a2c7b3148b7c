/* SPDX-License-Identifier: GPL-2.0 */
/* The way of events to user space, with books kept: what was made was either written or is counted as lost. */
#ifndef CTRACE_RING_H
#define CTRACE_RING_H

#include "maps.h"
#include "../abi/target.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 23);
} events SEC(".maps");

/* As many as there are processors. */
ARRAY_MAP(accounts, BPF_F_MMAPABLE, 1, struct accounting);

/*
 * The reader looks every few milliseconds anyway (EventWatch). To wake it for each event would cost the traced program
 * more than the event itself; only one that falls behind is woken.
 */
static __always_inline __u64 wake(void)
{
	return bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) > bpf_ringbuf_query(&events, BPF_RB_RING_SIZE) / 4 ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;
}

/* Sends an event, or counts that it could not be sent. */
static __always_inline void emit_with(void *event, __u64 size, __u64 flags)
{
	__u32 processor = bpf_get_smp_processor_id();
	struct accounting *account = bpf_map_lookup_elem(&accounts, &processor);
	if (!account)
		return;
	/* Atomic although nobody else has this entry: a program can be interrupted by another on the same processor. */
	__sync_fetch_and_add(&account->made, 1);
	if (bpf_ringbuf_output(&events, event, size, flags))
		__sync_fetch_and_add(&account->lost, 1);
}

static __always_inline void emit(void *event, __u64 size)
{
	emit_with(event, size, wake());
}

#endif

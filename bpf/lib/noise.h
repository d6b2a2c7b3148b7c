/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel asks without meaning it: for probes that do not see the audit flag. */
#ifndef CTRACE_NOISE_H
#define CTRACE_NOISE_H

#include "kernel.h"
#include "../abi/common.h"

/* None where the probe sees the audit flag itself. */
volatile noise_ranges noise;

#define FRAMES 16

/*
 * Whether the check comes out of a kernel function that asks without meaning it (no audit record, no refusal). An
 * unused range is all zeros and holds no kernel address. Without branches: the verifier would follow each of them.
 */
static bool is_noise(void *ctx)
{
	__u64 frames[FRAMES] = {}, found = 0;
	if (bpf_get_stack(ctx, frames, sizeof(frames), 0) <= 0)
		return false;
	for (int f = 0; f < FRAMES; f++) {
		__u64 at = frames[f];
		for (int n = 0; n < NOISES; n++)
			found |= ~((at - noise[n].start) | (noise[n].end - 1 - at)) >> 63; /* neither is negative */
	}
	return found;
}

enum audit {
	UNAUDITED = 0,
	AUDITED = 1,
	AUDIT_UNKNOWN = 2, /* ask is_noise */
};

#endif

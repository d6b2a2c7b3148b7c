/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel asks without meaning it: for probes that do not see the audit flag. */
#ifndef CTRACE_NOISE_H
#define CTRACE_NOISE_H

#define FRAMES 16

/* Whether the check comes out of a kernel function that asks without meaning it (no audit record, no refusal). */
static bool is_noise(void *ctx, const volatile struct range *noise, __u32 noises)
{
	__u64 frames[FRAMES] = {};
	long size = bpf_get_stack(ctx, frames, sizeof(frames), 0);
	if (size <= 0)
		return false;
	for (int f = 0; f < FRAMES; f++) {
		__u64 at = frames[f];
		if (!at)
			break;
		for (__u32 n = 0; n < NOISES; n++) {
			if (n >= noises)
				break;
			if (at >= noise[n].start && at < noise[n].end)
				return true;
		}
	}
	return false;
}

#define CAP_OPT_NOAUDIT 2 /* include/linux/security.h, since 5.1 */

#endif

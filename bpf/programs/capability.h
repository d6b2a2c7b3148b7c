/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ways to see capability checks. Whoever includes this has an on_check(ctx, cred, target, capability, result,
 * audit) and attaches one of them: src/Ctrace/Probes/CapabilityHook lists them, the best first.
 */
#ifndef CTRACE_PROGRAMS_CAPABILITY_H
#define CTRACE_PROGRAMS_CAPABILITY_H

#include "../lib/noise.h"
#include "../lib/task.h"

/* Linux 6.14 and later. Says nothing of the audit flag: hence the look at the stack. */
SEC("tp_btf/cap_capable")
int BPF_PROG(on_capability, const struct cred *cred, struct user_namespace *target, struct user_namespace *capable_ns, int capability,
	     int result)
{
	on_check(ctx, cred, target, capability, result, AUDIT_UNKNOWN);
	return 0;
}

#define CAP_OPT_NOAUDIT 2 /* include/linux/security.h, since 5.1 */

SEC("fexit/cap_capable")
int BPF_PROG(on_capability_exit, const struct cred *cred, struct user_namespace *target, int capability, unsigned int options, int result)
{
	on_check(ctx, cred, target, capability, result, options & CAP_OPT_NOAUDIT ? UNAUDITED : AUDITED);
	return 0;
}

/* Where neither is to be had: the arguments at the entry are kept for the return. */
struct check {
	const struct cred *cred;
	struct user_namespace *target;
	int capability;
	unsigned int options;
};

TASK_MAP(checks, struct check);

SEC("kprobe/cap_capable")
int BPF_KPROBE(on_capability_kprobe, const struct cred *cred, struct user_namespace *target, int capability, unsigned int options)
{
	struct check check = { cred, target, capability, options };
	struct check *kept = keep_of(&checks, current_task(), &check);
	if (kept)
		*kept = check;
	return 0;
}

SEC("kretprobe/cap_capable")
int BPF_KRETPROBE(on_capability_kretprobe, int result)
{
	struct check *check = kept_of(&checks, current_task());
	if (check)
		on_check(ctx, check->cred, check->target, check->capability, result, check->options & CAP_OPT_NOAUDIT ? UNAUDITED : AUDITED);
	return 0;
}

#endif

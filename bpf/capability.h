/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ways to see capability checks. Whoever includes this has an on_check(ctx, cred, target, capability, result,
 * audit) and attaches one of them: src/Ctrace/Probes/CapabilityProbe lists them, the best first.
 */
#ifndef CTRACE_CAPABILITY_H
#define CTRACE_CAPABILITY_H

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

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct check);
} checks SEC(".maps");

SEC("kprobe/cap_capable")
int BPF_KPROBE(on_capability_kprobe, const struct cred *cred, struct user_namespace *target, int capability, unsigned int options)
{
	struct check check = { cred, target, capability, options };
	struct check *kept = bpf_task_storage_get(&checks, bpf_get_current_task_btf(), &check, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (kept)
		*kept = check;
	return 0;
}

SEC("kretprobe/cap_capable")
int BPF_KRETPROBE(on_capability_kretprobe, int result)
{
	struct check *check = bpf_task_storage_get(&checks, bpf_get_current_task_btf(), 0, 0);
	if (check)
		on_check(ctx, check->cred, check->target, check->capability, result, check->options & CAP_OPT_NOAUDIT ? UNAUDITED : AUDITED);
	return 0;
}

#endif

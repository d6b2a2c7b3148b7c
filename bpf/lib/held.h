/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Capabilities that must be held though the kernel never asks for them: it compares sets, and refuses when one lacks
 * something. Noted is what was compared when that went well, by the container's own tasks:
 * - the capabilities of a file that was executed, which is not executed without them (capabilities(7), "Safety checking
 *   for capability-dumb binaries"). Of a user's exec the new effective set is the file's. Root gets all that its bounding
 *   set has, whatever the file says, and with no_new_privs the file's are taken away again, but both are refused a file
 *   whose capabilities the bounding set lacks: user space looks at such files (looks.h).
 * - what capset(2) was told to keep or to raise, which must be permitted.
 * - what prctl(2) made ambient, which must be permitted and inheritable.
 */
#ifndef CTRACE_HELD_H
#define CTRACE_HELD_H

#include "callers.h"
#include "capset.h"
#include "looks.h"
#include "refusals.h"

/* Of one caller; the same again costs a look at a word. */
/* Not static: the verifier looks at it once. */
__attribute__((noinline)) int hold(__u32 at, __u32 caller, __u32 by, __u64 capabilities)
{
	struct slot *slot = slot_at(at);
	if (!slot || by >= HOLDINGS || !capabilities)
		return 0;
	for (__u32 capability = 0; capability < CAPABILITIES; capability++) {
		if (capabilities >> capability & 1)
			note_caller(at, caller, HELD_USES + by * CAPABILITIES + capability);
	}
	set_flags(&slot->held[by], capabilities); /* last, so that who sees them sees who it was */
	return 0;
}

#define PFA_NO_NEW_PRIVS 1ul /* bit 0 of task_struct.atomic_flags, include/linux/sched.h */

/* What a user's exec has gained by the file. An ambient capability is no file's: a file with capabilities takes it away. */
static __always_inline void hold_of_file(struct task_struct *task, struct task_entry *entry, struct slot *slot)
{
	const struct cred *cred = BPF_CORE_READ(task, real_cred);
	if (BPF_CORE_READ(cred, user_ns, ns.inum) != slot->user_namespace)
		return;
	if (!slot->bounding)
		slot->bounding = CAPABILITIES_OF(cred, cap_bset);
	if (is_privileged_user(cred)) {
		want_look(task, entry, slot, CAPABILITIES_OF(cred, cap_bset));
		return;
	}
	if (BPF_CORE_READ(task, atomic_flags) & PFA_NO_NEW_PRIVS)
		want_look(task, entry, slot, CAPABILITIES_OF(cred, cap_bset));
	hold(entry->slot, entry->caller, HELD_BY_FILE, CAPABILITIES_OF(cred, cap_effective) & ~CAPABILITIES_OF(cred, cap_ambient));
}

/*
 * Whether a set was picked, so that a program that finds less of it fails, or was what it had but for a few: such a
 * program asks first what it has, and goes on with less. No constant of that many is known.
 */
#define PICKED 7

static __always_inline bool is_picked(__u64 set, __u64 of)
{
	int size = __builtin_popcountll(set);
	return size <= PICKED || size <= __builtin_popcountll(of & ~set);
}

/* Returns whether it matters if the task has CAP_SETPCAP. */
static __always_inline bool hold_given(struct task_struct *task, const struct cred *cred, __u32 at, bool granted, const struct capset *given)
{
	__u64 effective = given->effective, permitted = given->permitted, inheritable = given->inheritable;
	__u64 had = CAPABILITIES_OF(cred, cap_permitted), inherited = CAPABILITIES_OF(cred, cap_inheritable);
	bool exceeds = inheritable & ~(inherited | had);
	/* The same as cap_capset asks: what it refuses was not held. */
	if (permitted & ~had || effective & ~permitted || exceeds && !granted ||
	    inheritable & ~(inherited | CAPABILITIES_OF(cred, cap_bset)))
		return exceeds;
	__u64 held = 0, raised = effective & ~CAPABILITIES_OF(cred, cap_effective);
	/* Root that gives nothing up asks for what it has. */
	if ((permitted != had || !is_privileged_user(cred)) && is_picked(permitted, had))
		held = permitted;
	if (is_picked(raised, had) && (effective != had || !is_privileged_user(cred)))
		held |= raised;
	if (is_picked(inheritable & ~inherited, had) && inheritable != had)
		held |= inheritable & ~inherited;
	hold(at, caller_of(task, at), HELD_BY_CAPSET, held);
	return exceeds;
}

/*
 * Called while capset(2) asks for CAP_SETPCAP, which it always does and first (security/commoncap.c, cap_inh_is_capped):
 * what it was given has just been copied, and can be read.
 */
static __attribute__((noinline)) bool hold_of_capset(struct task_struct *task, const struct cred *cred, __u32 at, bool granted)
{
	struct capset given;
	return !read_capset(task, &given) || hold_given(task, cred, at, granted, &given);
}

/*
 * capset(2) and PR_SET_SECUREBITS ask for CAP_SETPCAP in the file of the function that answers (security/commoncap.c, cap_inh_is_capped,
 * cap_task_prctl): a compiler makes it a part of these, and then no probe on the function sees them ask (Debian's kernels 5.10 and 6.1). Not static:
 * the stack of the refusal is its own.
 */
__attribute__((noinline)) int count_hidden_check(__u32 at, __u32 caller)
{
	const struct cred *cred = BPF_CORE_READ(current_task(), real_cred);
	struct slot *slot = slot_at(at);
	if (!slot || !settings.hidden)
		return 0;
	if (CAPABILITIES_OF(cred, cap_effective) >> CAP_SETPCAP & 1) {
		__sync_fetch_and_add(&slot->granted[CAP_SETPCAP], 1);
		note_caller(at, caller, COUNTERS + CAP_SETPCAP);
	} else {
		__sync_fetch_and_add(&slot->denied[CAP_SETPCAP], 1);
		note_refused_capability(at, caller, cred, CAP_SETPCAP);
	}
	return 0;
}

/*
 * The same at the call's entry, for kernels where its question is not seen. What was not touched yet cannot be read here. Where the question is
 * always seen, this does nothing. Not static: the verifier looks at it once.
 */
__attribute__((noinline)) int hold_of_capset_call(__u32 at)
{
	struct capset given;
	struct task_struct *task = current_task();
	struct task_entry *entry = entry_of(task);
	struct slot *slot = slot_at(at);
	if (!settings.hidden || !slot || !entry || !entry->own || entry->slot != at)
		return 0;
	const struct cred *cred = BPF_CORE_READ(task, real_cred);
	if (BPF_CORE_READ(cred, user_ns, ns.inum) == slot->user_namespace && read_capset(task, &given) &&
	    hold_given(task, cred, at, CAPABILITIES_OF(cred, cap_effective) >> CAP_SETPCAP & 1, &given))
		count_hidden_check(at, caller_of(task, at));
	return 0;
}

/* include/uapi/linux/prctl.h */
#define PR_SET_SECUREBITS 28
#define PR_CAP_AMBIENT 47
#define PR_CAP_AMBIENT_RAISE 2
#define SECBIT_NO_CAP_AMBIENT_RAISE (1 << 6)

static __attribute__((noinline)) int hold_of_prctl(struct task_struct *task, struct pt_regs *regs, __u32 at)
{
	__u64 arguments[6];
	struct task_entry *entry = entry_of(task);
	struct slot *slot = slot_at(at);
	if (!slot || !entry || !entry->own || entry->slot != at)
		return 0;
	read_arguments(regs, arguments, is_compat(task));
	const struct cred *cred = BPF_CORE_READ(task, real_cred);
	if ((__u32)arguments[0] == PR_SET_SECUREBITS && BPF_CORE_READ(cred, user_ns, ns.inum) == slot->user_namespace)
		count_hidden_check(at, caller_of(task, at));
	if ((__u32)arguments[0] != PR_CAP_AMBIENT || arguments[1] != PR_CAP_AMBIENT_RAISE || arguments[2] >= CAPABILITIES || arguments[3] || arguments[4])
		return 0;
	__u64 raised = 1ull << (arguments[2] & 63) & CAPABILITIES_OF(cred, cap_permitted) & CAPABILITIES_OF(cred, cap_inheritable);
	if (BPF_CORE_READ(cred, user_ns, ns.inum) == slot->user_namespace && !(BPF_CORE_READ(cred, securebits) & SECBIT_NO_CAP_AMBIENT_RAISE))
		hold(at, caller_of(task, at), HELD_BY_AMBIENT, raised);
	return 0;
}

#endif

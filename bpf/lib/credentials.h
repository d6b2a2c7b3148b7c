/* SPDX-License-Identifier: GPL-2.0 */
/* What credentials say: their sets of capabilities, whether they are root's, and whether they are the task's own. */
#ifndef CTRACE_CREDENTIALS_H
#define CTRACE_CREDENTIALS_H

#include "kernel.h"

#define CAP_SETPCAP 8
#define CAP_SYS_ADMIN 21
#define CAP_SYS_RESOURCE 24
#define SECBIT_NOROOT 1 /* include/uapi/linux/securebits.h */

/* A set of them: two words before 6.3 and one since, the same eight bytes on little-endian machines. */
#define CAPABILITIES_OF(cred, set)                                            \
	({                                                                    \
		__u64 bits_ = 0;                                              \
		bpf_probe_read_kernel(&bits_, sizeof(bits_), &(cred)->set);   \
		bits_;                                                        \
	})

static __always_inline bool has(__u64 capabilities, __u32 capability)
{
	return capabilities >> capability & 1;
}

/* The superuser of a user namespace, as the initial one knows it. */
static __always_inline bool is_superuser(__u32 user, struct user_namespace *space)
{
	__u32 extents = BPF_CORE_READ(space, uid_map.nr_extents);
	struct uid_gid_extent *sorted = extents > 5 ? BPF_CORE_READ(space, uid_map.forward) : NULL;
	for (__u32 i = 0; i < 5; i++) {
		struct uid_gid_extent extent = {};
		if (i >= extents)
			break;
		bpf_probe_read_kernel(&extent, sizeof(extent), sorted ? sorted : &space->uid_map.extent[i]);
		if (extent.first == 0)
			return extent.lower_first == user;
		if (sorted)
			break;
	}
	return false;
}

/* Whether an exec gives it all that its bounding set has (capabilities(7), "Capabilities and execution of programs by root"). */
static __always_inline bool is_privileged_user(const struct cred *cred)
{
	struct user_namespace *space = BPF_CORE_READ(cred, user_ns);
	return !(BPF_CORE_READ(cred, securebits) & SECBIT_NOROOT) &&
	       (is_superuser(BPF_CORE_READ(cred, euid.val), space) || is_superuser(BPF_CORE_READ(cred, uid.val), space));
}

/*
 * Whether credentials that a task acts with are somebody else's: a file system's mounter's, as overlayfs uses them. A task
 * acts with others than its real ones for other reasons, too, which are its own affair: access(2) asks with a copy (for
 * every call before Linux 6.4), io_uring with those that were registered as a personality, or that were in force when the
 * operation was submitted, and some files with those of whoever opened them. So the pointer does not tell. What does:
 * - access(2) marks its copy (fs/open.c, access_override_creds).
 * - Who has mounted something has CAP_SYS_ADMIN in the user namespace. bounding is what the container started with: one
 *   that has never had it has not made such credentials.
 * - Overlayfs takes CAP_SYS_RESOURCE out of the effective set of its copy (fs/overlayfs/super.c, ovl_fill_super).
 * - Where the mounter had no CAP_SYS_RESOURCE to take out: a runtime gives each container a session keyring, and calls
 *   setgroups(2), which makes a list of groups of its own.
 */
static __attribute__((noinline)) bool is_borrowed(struct task_struct *task, const struct cred *cred, __u64 bounding)
{
	const struct cred *real = BPF_CORE_READ(task, real_cred);
	if (cred == real || (bpf_core_field_exists(cred->non_rcu) && BPF_CORE_READ(cred, non_rcu) == 1))
		return false;
	if (BPF_CORE_READ(cred, user_ns) != BPF_CORE_READ(real, user_ns))
		return true;
	__u64 permitted = CAPABILITIES_OF(cred, cap_permitted);
	if (!has(permitted, CAP_SYS_ADMIN))
		return false;
	if (!has(bounding | CAPABILITIES_OF(real, cap_bset), CAP_SYS_ADMIN))
		return true;
	if (has(permitted, CAP_SYS_RESOURCE))
		return !has(CAPABILITIES_OF(cred, cap_effective), CAP_SYS_RESOURCE);
	if (bpf_core_field_exists(cred->session_keyring)) {
		struct key *keyring = BPF_CORE_READ(real, session_keyring);
		if (keyring && BPF_CORE_READ(cred, session_keyring) == keyring)
			return false;
	}
	return !bounding || BPF_CORE_READ(cred, group_info) != BPF_CORE_READ(real, group_info);
}

#endif

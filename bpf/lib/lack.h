/* SPDX-License-Identifier: GPL-2.0 */
/* Why a task does not have a capability: whether it gave it up by itself, or was never given it. */
#ifndef CTRACE_LACK_H
#define CTRACE_LACK_H

#include "credentials.h"

/*
 * Whether the task would lack a capability that it has been refused also where its container had been given it. It would
 * when its bounding set allows it, or when it holds less than its bounding set allows: then it has given up what it had, or
 * is another user (capabilities(7)). With an empty bounding set the two are alike, but for the user.
 */
static __always_inline bool lacks_by_itself(const struct cred *cred, int capability)
{
	__u64 bounding = CAPABILITIES_OF(cred, cap_bset), permitted = CAPABILITIES_OF(cred, cap_permitted);
	if (has(bounding, capability & 63) || permitted != bounding || CAPABILITIES_OF(cred, cap_effective) != permitted)
		return true;
	return !permitted && !is_superuser(BPF_CORE_READ(cred, euid.val), BPF_CORE_READ(cred, user_ns));
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Calls that Docker's default profile refuses to a container without capabilities added, each with arguments that do
 * nothing where it is allowed. Exits 0: programs shrug such answers off and take another way.
 */
#include <linux/sched.h>
#include "witness.h"

static long zeroes[64];

void entry(void)
{
	/* The profile has ENOSYS for this one, so that libc falls back to clone. A size of 0 is EINVAL. */
	CALL(clone3, zeroes, 0);
	CALL(unshare, CLONE_NEWUTS);
	CALL(mount, 0, 0, 0, 0, 0);
	CALL(umount2, 0, 0);
	CALL(setns, -1, 0);
	CALL(keyctl, 0, -3, 0);
	CALL(add_key, 0, 0, 0, 0, 0);
	CALL(request_key, 0, 0, 0, 0);
	CALL(bpf, 0, 0, 0);
	CALL(perf_event_open, 0, 0, -1, -1, 0);
	CALL(userfaultfd, -1);
	CALL(open_by_handle_at, -1, 0, 0);
	CALL(kexec_load, 0, 0, 0, -1);
	CALL(reboot, 0, 0, 0, 0);
	CALL(swapon, 0, 0);
	CALL(acct, zeroes);
	CALL(getpid);
	finish(0);
}

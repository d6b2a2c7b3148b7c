/* SPDX-License-Identifier: MIT */
/*
 * Says that it is ready, then blocks in rt_sigtimedwait until SIGTERM, makes a call that it never made before and ends.
 * A tracer that starts while it is blocked sees no entry of the call that it is in.
 */
#include "witness.h"

static const unsigned long long sigterm = 1ULL << (15 - 1);

void entry(void)
{
	CALL(rt_sigprocmask, 0 /* SIG_BLOCK */, &sigterm, 0, sizeof(sigterm));
	say("ready");
	CALL(rt_sigtimedwait, &sigterm, 0, 0, sizeof(sigterm));
	CALL(getpriority, 0, 0);
	finish(failures() ? 1 : 0);
}

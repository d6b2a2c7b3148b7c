/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a filter's refusals are found: a call that a filter answers has no tracepoint at its entry, only at its exit, so that an exit without an
 * entry is a denial. Nothing is known until a task's first event: what was under way when the probe came, and a child's way out of clone, are no
 * false alarms.
 */
#ifndef CTRACE_DENIALS_H
#define CTRACE_DENIALS_H

#include "task.h"

enum in_flight {
	FLIGHT_UNKNOWN = 0,
	FLIGHT_OUTSIDE = 1,
	FLIGHT_INSIDE = 2,
};

enum ending {
	ENDING_UNKNOWN = 0, /* of no call that is known to be one */
	ENDING_DENIED = 1,
	ENDING_ENTERED = 2, /* of a call that entered */
};

/* What ends at a task's exit from a call; the task is outside of calls then. */
static __always_inline enum ending end_flight(struct task_struct *task, __u32 *in_flight)
{
	__u32 before = *in_flight;
	*in_flight = FLIGHT_OUTSIDE;
	if (before == FLIGHT_OUTSIDE)
		return has_filter(task) ? ENDING_DENIED : ENDING_UNKNOWN;
	return before == FLIGHT_INSIDE ? ENDING_ENTERED : ENDING_UNKNOWN;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* What empties maps of tasks (lib/task.h) as tasks are freed: an object names those that it has, or NULL. */
#ifndef CTRACE_PROGRAMS_FORGET_H
#define CTRACE_PROGRAMS_FORGET_H

#include "../lib/task.h"

#ifdef OLD_KERNEL
#define FORGET_TASKS(one, other, third)                 \
	SEC("tp_btf/sched_process_free")                \
	int BPF_PROG(on_free, struct task_struct *task) \
	{                                               \
		forget(one, task);                      \
		forget(other, task);                    \
		forget(third, task);                    \
		return 0;                               \
	}
#else
#define FORGET_TASKS(one, other, third)
#endif

#endif

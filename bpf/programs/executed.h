/* SPDX-License-Identifier: GPL-2.0 */
/* What keeps the names of lib/executed.h. */
#ifndef CTRACE_PROGRAMS_EXECUTED_H
#define CTRACE_PROGRAMS_EXECUTED_H

#include "../lib/executed.h"
#include "../lib/program.h"

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_executed, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	struct member *member = container_member(task);
	if (!member || !member->container || !member->own)
		return 0;
	view.executed = 1;
	struct executed *kept = keep_zeros_of(&executed, FIELD(task, group_leader), struct executed);
	if (!kept)
		return 0;
	__builtin_memset(kept, 0, sizeof(*kept));
	name_program(task, bprm, kept->path);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_handed_on, struct task_struct *parent, struct task_struct *child)
{
	if (FIELD(parent, tgid) == FIELD(child, tgid))
		return 0;
	struct executed *kept = kept_of(&executed, FIELD(parent, group_leader));
	if (kept)
		keep_of(&executed, child, kept);
	return 0;
}

#endif

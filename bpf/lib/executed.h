/* SPDX-License-Identifier: GPL-2.0 */
/*
 * By what name a container's processes were executed, as tracefiles have it (on_exec in trace.bpf.c): not the file that a link led
 * to. A child goes on as the program that forked it. For views of a container from its start on, with programs/executed.h.
 */
#ifndef CTRACE_EXECUTED_H
#define CTRACE_EXECUTED_H

#include "target.h"
#include "../abi/common.h"

struct executed {
	char path[PATH_SIZE];
};

TASK_MAP(executed, struct executed);

/* How long the name is that is written to a place of PATH_SIZE bytes; 0 where there is none: the runtime. */
static __always_inline __u32 read_executed(struct task_struct *task, char *to)
{
	struct executed *kept = kept_of(&executed, FIELD(task, group_leader));
	if (!kept)
		return 0;
	long length = bpf_probe_read_kernel_str(to, PATH_SIZE, kept->path);
	return length > 1 && length <= PATH_SIZE ? length - 1 : 0;
}

#endif

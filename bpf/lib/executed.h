/* SPDX-License-Identifier: GPL-2.0 */
/*
 * By what name a container's processes were executed, as tracefiles have it (lib/program.h): not the file that a link led
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

/* How long what is written to a place of PATH_SIZE bytes is: a name, and zeros behind it, or a claim; 0 where there is none: the runtime. */
static __always_inline __u32 read_executed(struct task_struct *task, char *to)
{
	struct executed *kept = kept_of(&executed, FIELD(task, group_leader));
	if (!kept)
		return 0;
	bpf_probe_read_kernel(to, PATH_SIZE, kept->path);
	return kept->path[0] ? PATH_SIZE : 0;
}

#endif

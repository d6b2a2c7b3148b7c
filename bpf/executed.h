/* SPDX-License-Identifier: GPL-2.0 */
/*
 * By what name a container's processes were executed, as tracefiles have it (on_exec in trace.bpf.c): not the file that a link led
 * to. A child goes on as the program that forked it. For views of a container from its start on.
 */
#ifndef CTRACE_EXECUTED_H
#define CTRACE_EXECUTED_H

struct executed {
	char path[PATH_SIZE];
};

TASK_MAP(executed, struct executed);

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_executed, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	struct member *member = container_member(task);
	if (!member || !member->inside || !member->own)
		return 0;
	view.executed = 1;
	struct executed *kept = keep_zeros_of(&executed, FIELD(task, group_leader), struct executed);
	if (kept)
		bpf_probe_read_kernel_str(kept->path, sizeof(kept->path), BPF_CORE_READ(bprm, filename));
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

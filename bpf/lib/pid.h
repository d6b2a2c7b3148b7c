/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CTRACE_PID_H
#define CTRACE_PID_H

#include "kernel.h"

/* A process or thread id as its own pid namespace has it: the innermost of its numbers (include/linux/pid.h). */
static __always_inline __u32 own_id(struct pid *pid)
{
	__u32 level = BPF_CORE_READ(pid, level), id = 0;
	void *number = (void *)pid + bpf_core_field_offset(struct pid, numbers) + level * bpf_core_type_size(struct upid);
	bpf_probe_read_kernel(&id, sizeof(id), number + bpf_core_field_offset(struct upid, nr));
	return id;
}

#endif

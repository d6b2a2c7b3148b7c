/* SPDX-License-Identifier: GPL-2.0 */
/* The floor of whatever looks at results: a program at the entry and one at the exit of every syscall. */
#include "../bpf/lib/kernel.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("raw_tp/sys_enter")
int at_entry(void *ctx)
{
	return 0;
}

SEC("raw_tp/sys_exit")
int at_exit(void *ctx)
{
	return 0;
}

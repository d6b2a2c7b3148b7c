/* SPDX-License-Identifier: GPL-2.0 */
/* The floor: what any program at the entry of syscalls costs at least. */
#include "../bpf/lib/kernel.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("raw_tp/sys_enter")
int nothing(void *ctx)
{
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0 */
/* What reads the requests of a command's processes to an engine: attached only where the command's containers are shown (Target.cs). */
#ifndef CTRACE_PROGRAMS_REQUESTS_H
#define CTRACE_PROGRAMS_REQUESTS_H

#include "../lib/requests.h"

#define IOV_SIZE 16 /* struct iovec (include/uapi/linux/uio.h): an address and a size */
#define MSG_IOV 16  /* where struct user_msghdr has the address of its vector (include/linux/socket.h) */

/* Where a call that may send takes its first bytes from, and how many there are. */
static __always_inline bool find_sent(const __u64 *arguments, __u32 number, __u64 *address, __u64 *size)
{
	*address = arguments[1];
	*size = arguments[2];
	if (number == settings.target.write || number == settings.target.sendto)
		return true;
	if (number == settings.target.sendmsg) {
		if (bpf_probe_read_user(address, sizeof(*address), (void *)(arguments[1] + MSG_IOV)))
			return false;
	} else if (number != settings.target.writev)
		return false;
	__u64 vector[IOV_SIZE / 8];
	if (bpf_probe_read_user(vector, sizeof(vector), (void *)*address))
		return false;
	*address = vector[0];
	*size = vector[1];
	return true;
}

SEC("tp_btf/sys_enter")
int BPF_PROG(on_request, struct pt_regs *regs, long number)
{
	struct task_struct *task = current_task();
	if (!descends_from_command(task) || is_compat(task))
		return 0;
	__u64 arguments[8], address, size;
	read_arguments(regs, arguments, false);
#ifdef __TARGET_ARCH_arm64
	arguments[0] = BPF_CORE_READ(regs, regs[0]); /* orig_x0 is its copy, but not of every kernel's at this point */
#endif
	struct member *member = kept_of(&members, task);
	if (number == settings.target.connect && member && !member->client)
		note_connection(arguments[1]);
	if (!find_sent(arguments, number, &address, &size))
		return 0;
	struct sent *sent = first_of(&sents);
	struct file *file = file_at(arguments[0]);
	if (!sent || !file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	__builtin_memset(sent, 0, sizeof(*sent));
	__u32 taken = size < REQUEST_SIZE ? size : REQUEST_SIZE;
	KEEP_BELOW(taken, 2 * REQUEST_SIZE);
	if (!bpf_probe_read_user(sent->request.text, taken, (void *)address))
		read_request();
	return 0;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Makes every syscall number once, for a tracer to name. A seccomp filter answers ENOSYS to all of them, so that none
 * has an effect; only exit_group(77) is let through, to end. Compiled for each architecture (-m32: i386).
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LAST 510
#define END 77

/* uretprobe (335) and uprobe (336) are not filtered (kernel/seccomp.c), and kill who calls them without a probe. */
static int is_probe(long number)
{
#ifdef __x86_64__
	return number == 335 || number == 336;
#else
	return 0;
#endif
}

int main(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, END, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	};
	struct sock_fprog program = { sizeof filter / sizeof *filter, filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 1;
	for (long number = 0; number <= LAST; number++)
		if (!is_probe(number))
			syscall(number, 0, 0, 0, 0, 0, 0);
	syscall(SYS_exit_group, END);
	return 1;
}

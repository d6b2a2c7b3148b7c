/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The name of a program that is being executed: the one that it was executed by, which for a script is the script, and for an applet that is
 * a link the applet. A name that leads through a process (/proc/self/exe) or a descriptor (/dev/fd/3, which is what the kernel makes of
 * fexecve(3)) says nothing: there it is the path of the file that runs, as the kernel has it, and behind its NUL what the program was told that
 * it is called, argv[0]. That is the container's own claim.
 */
#ifndef CTRACE_PROGRAM_H
#define CTRACE_PROGRAM_H

#include "path.h"

#define CLAIM_SIZE 64 /* what does not fit is cut, and user space passes it over */

static __always_inline bool says_nothing(const char *filename)
{
	char start[8] = {};
	bpf_probe_read_kernel_str(start, sizeof(start), filename);
	if (start[0] != '/')
		return false;
	return start[1] == 'p' && start[2] == 'r' && start[3] == 'o' && start[4] == 'c' && start[5] == '/' ||
	       start[1] == 'd' && start[2] == 'e' && start[3] == 'v' && start[4] == '/' && start[5] == 'f' && start[6] == 'd';
}

/* To PATH_SIZE bytes that are zeros. Of the task that executes, whose new memory is in place (fs/exec.c, exec_binprm). */
static __always_inline void name_program(struct task_struct *task, struct linux_binprm *bprm, char *to)
{
	const char *filename = BPF_CORE_READ(bprm, filename);
	struct walk *walk = says_nothing(filename) ? walk_exe(task) : NULL;
	__u32 start = walk && !walk->cut ? walk->start : EXE_SIZE;
	if (!walk || start >= EXE_SIZE) {
		bpf_probe_read_kernel_str(to, PATH_SIZE, filename);
		return;
	}
	KEEP_BELOW(start, EXE_SIZE);
	/* One comparison, without a sign: of two the compiler makes one with a copy, from which 5.10 and 6.1 do not learn how large it is.
	   An error is a large number, and nothing is no answer: there is always the NUL. */
	__u64 size = bpf_probe_read_kernel_str(to, PATH_SIZE, &walk->text[start]);
	if (size <= PATH_SIZE - CLAIM_SIZE)
		bpf_probe_read_user_str(to + size, CLAIM_SIZE, (void *)BPF_CORE_READ(task, mm, arg_start));
}

#endif

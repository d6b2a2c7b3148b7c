/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The path of a task's executable as the task itself sees it: from its own root directory, walked while it runs, so
 * that it is right even for a program that is gone a millisecond later.
 */
#ifndef CTRACE_EXE_H
#define CTRACE_EXE_H

#include "mounts.h"
#include "../abi/common.h"

#define COMPONENTS 64
#define NAME_ROOM 256

/* Written from the end of text, which has room for one name more than its mask allows to be addressed. */
struct exe_walk {
	char text[EXE_SIZE + NAME_ROOM];
	__u32 start; /* the path is text[start .. EXE_SIZE) */
	__u32 cut;
};

/* Puts "/name" in front; false when there is no room. */
static __always_inline bool prepend(struct exe_walk *walk, struct dentry *dentry)
{
	__u32 length = BPF_CORE_READ(dentry, d_name.len) & (NAME_ROOM - 1); /* NAME_MAX is 255 */
	__u32 at = walk->start;
	if (at < length + 1)
		return false;
	at -= length;
	asm volatile("%0 &= 1023" : "+r"(at));
	bpf_probe_read_kernel(&walk->text[at], length, BPF_CORE_READ(dentry, d_name.name));
	at--;
	asm volatile("%0 &= 1023" : "+r"(at));
	walk->text[at] = '/';
	walk->start = at;
	return true;
}

static __always_inline int walk_exe(struct task_struct *task, struct exe_walk *walk)
{
	walk->start = EXE_SIZE;
	walk->cut = 0;
	struct file *file = BPF_CORE_READ(task, mm, exe_file);
	if (!file)
		return 0;
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	struct vfsmount *mnt = BPF_CORE_READ(file, f_path.mnt);
	struct dentry *root = BPF_CORE_READ(task, fs, root.dentry);
	struct vfsmount *root_mnt = BPF_CORE_READ(task, fs, root.mnt);
	for (int i = 0; i < COMPONENTS; i++) {
		if (!dentry || !mnt || dentry == root && mnt == root_mnt)
			return 0;
		if (is_top_of_mount(mnt, dentry)) {
			if (!leave_mount(&mnt, &dentry))
				return 0;
			continue;
		}
		struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
		if (!prepend(walk, dentry))
			break;
		if (dentry == parent)
			return 0; /* in no directory: a memory file */
		dentry = parent;
	}
	walk->cut = 1;
	return 0;
}

#endif

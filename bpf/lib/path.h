/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file's path, walked up from it in the kernel's structures while they are there, so that it is right even for a program that is gone a
 * millisecond later: as AppArmor names it, from the top of the mount namespace, whatever the task's root is (security/apparmor/path.c,
 * d_namespace_path), or as a task sees it, from its own root.
 */
#ifndef CTRACE_PATH_H
#define CTRACE_PATH_H

#include "maps.h"
#include "../abi/common.h"

#define COMPONENTS 64
#define NAME_ROOM 256
#define PROC_SUPER_MAGIC 0x9fa0 /* include/uapi/linux/magic.h */
#define PID_DIGITS 8            /* the largest is 4194304: include/linux/threads.h, PID_MAX_LIMIT */

/*
 * Too large for the stack. Programs of one kind do not interrupt each other on a processor. Written from the end of text, which has room for one
 * name more than its mask allows to be addressed.
 */
struct walk {
	char text[EXE_SIZE + NAME_ROOM]; /* the path is text[start .. EXE_SIZE) */
	__u32 start;
	__u32 cut; /* its front is missing, for its length */
	struct vfsmount *mnt; /* where it is */
	struct dentry *dentry;
	__u64 root_mount; /* where it ends, or 0: where AppArmor ends */
	__u64 root_dentry;
	__u64 in_proc;
};

SCRATCH_MAP(walks, struct walk);

static __always_inline struct walk *walk_here(void)
{
	return first_of(&walks);
}

/* Without branches: the verifier would follow each of them. */
static __always_inline bool is_number(const unsigned char *name, __u32 length)
{
	unsigned char digits[PID_DIGITS] = {};
	if (!length || length > PID_DIGITS)
		return false;
	bpf_probe_read_kernel(digits, length, name);
	__u32 number = ~0u;
	for (__u32 i = 0; i < PID_DIGITS; i++)
		number &= ((__u8)(digits[i] - '0') - 10u) | (length - 1 - i); /* negative: a digit, or behind the name */
	return number >> 31;
}

/* Puts "/name" in front; false when there is no room. Processes come and go: a number in /proc is written 0, which none has. */
static __always_inline bool put_in_front(struct walk *walk, struct dentry *dentry)
{
	__u32 length = BPF_CORE_READ(dentry, d_name.len) & (NAME_ROOM - 1); /* NAME_MAX is 255 */
	const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
	bool number = walk->in_proc && is_number(name, length);
	if (number)
		length = 1;
	__u32 at = walk->start;
	if (at < length + 1)
		return false;
	at -= length;
	KEEP_BELOW(at, EXE_SIZE);
	if (number)
		walk->text[at] = '0';
	else
		bpf_probe_read_kernel(&walk->text[at], length, name);
	at--;
	KEEP_BELOW(at, EXE_SIZE);
	walk->text[at] = '/';
	walk->start = at;
	return true;
}

static __always_inline bool is_top_of_mount(struct vfsmount *mnt, struct dentry *dentry)
{
	return dentry == BPF_CORE_READ(mnt, mnt_root);
}

/* From the top of a mount to where that is mounted; false where it is mounted on nothing. */
static __always_inline bool leave_mount(struct vfsmount **mnt, struct dentry **dentry)
{
	struct mount *mount = (void *)*mnt - bpf_core_field_offset(struct mount, mnt);
	struct mount *below = BPF_CORE_READ(mount, mnt_parent);
	if (below == mount)
		return false;
	*dentry = BPF_CORE_READ(mount, mnt_mountpoint);
	*mnt = (void *)below + bpf_core_field_offset(struct mount, mnt);
	return true;
}

static __always_inline bool is_proc(struct dentry *dentry)
{
	return BPF_CORE_READ(dentry, d_sb, s_magic) == PROC_SUPER_MAGIC;
}

/* One step up: 1 when another may follow, 0 at the end, -1 when there is no room. Not static: the verifier looks at it once, and not at each step. */
__attribute__((noinline)) int step_up(void)
{
	struct walk *walk = walk_here();
	if (!walk)
		return -1;
	struct vfsmount *mnt = walk->mnt;
	struct dentry *dentry = walk->dentry;
	if ((__u64)dentry == walk->root_dentry && (__u64)mnt == walk->root_mount)
		return 0;
	if (is_top_of_mount(mnt, dentry)) {
		if (!leave_mount(&mnt, &dentry))
			return 0;
		walk->mnt = mnt;
		walk->dentry = dentry;
		walk->in_proc = !walk->root_mount && is_proc(dentry);
		return 1;
	}
	/* In no directory: attach_disconnected puts it below the root, and a task sees the name of a memory file. */
	struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
	if (dentry == parent && !walk->root_mount)
		return 0;
	if (!put_in_front(walk, dentry))
		return -1;
	walk->dentry = parent;
	return dentry != parent;
}

/* Into the walk; 0, or 1 when it is too long. Up to a root, or to none (0) as AppArmor does. Of a root the path is empty. */
__attribute__((noinline)) int walk_path(__u64 of_mount, __u64 of_dentry, __u64 root_mount, __u64 root_dentry)
{
	struct walk *walk = walk_here();
	if (!walk || !of_mount || !of_dentry)
		return 1;
	walk->start = EXE_SIZE;
	walk->mnt = (struct vfsmount *)of_mount;
	walk->dentry = (struct dentry *)of_dentry;
	walk->root_mount = root_mount;
	walk->root_dentry = root_dentry;
	walk->in_proc = !root_mount && is_proc(walk->dentry);
	int next = 1;
	for (int i = 0; i < COMPONENTS && next == 1; i++)
		next = step_up();
	return next != 0;
}

/* A task's executable, as the task itself sees it, into the walk; nothing where it has none. */
static __always_inline struct walk *walk_exe(struct task_struct *task)
{
	struct walk *walk = walk_here();
	if (!walk)
		return NULL;
	walk->start = EXE_SIZE;
	walk->cut = 0;
	struct file *file = BPF_CORE_READ(task, mm, exe_file);
	if (file)
		walk->cut = walk_path((__u64)BPF_CORE_READ(file, f_path.mnt), (__u64)BPF_CORE_READ(file, f_path.dentry),
				      (__u64)BPF_CORE_READ(task, fs, root.mnt), (__u64)BPF_CORE_READ(task, fs, root.dentry));
	return walk;
}

#endif

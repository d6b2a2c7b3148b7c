/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file's path as AppArmor names it: from the top of the mount namespace, whatever the task's root is
 * (security/apparmor/path.c, d_namespace_path).
 */
#ifndef CTRACE_PATH_H
#define CTRACE_PATH_H

#include "mounts.h"

#define PATH_COMPONENTS 64
#define PATH_NAME_ROOM 256
#define WALK_SIZE 1024
#define PROC_SUPER_MAGIC 0x9fa0 /* include/uapi/linux/magic.h */
#define PID_DIGITS 8            /* the largest is 4194304: include/linux/threads.h, PID_MAX_LIMIT */

/* Too large for the stack. Tracepoint programs are not preempted. */
struct walk {
	char text[WALK_SIZE + PATH_NAME_ROOM]; /* the path is text[start .. WALK_SIZE) */
	__u32 start;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct walk);
} walks SEC(".maps");

static __always_inline struct walk *walk_here(void)
{
	__u32 zero = 0;
	return bpf_map_lookup_elem(&walks, &zero);
}

static __always_inline bool is_number(const unsigned char *name, __u32 length)
{
	unsigned char digits[PID_DIGITS] = {};
	if (!length || length > PID_DIGITS)
		return false;
	bpf_probe_read_kernel(digits, length, name);
	bool number = true;
	for (__u32 i = 0; i < PID_DIGITS; i++)
		number &= i >= length || digits[i] - '0' < 10u;
	return number;
}

/*
 * Puts "/name" in front; 0 when there is no room. Processes come and go: a number in /proc is written 0, which none has. Not
 * static: the verifier looks at it once, and not again for each component.
 */
__attribute__((noinline)) int put_in_front(__u64 of_dentry, __u32 in_proc)
{
	struct walk *walk = walk_here();
	struct dentry *dentry = (struct dentry *)of_dentry;
	if (!walk)
		return 0;
	__u32 length = BPF_CORE_READ(dentry, d_name.len) & (PATH_NAME_ROOM - 1); /* NAME_MAX is 255 */
	const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
	bool number = in_proc && is_number(name, length);
	if (number)
		length = 1;
	__u32 at = walk->start;
	if (at < length + 1)
		return 0;
	at -= length;
	asm volatile("%0 &= 1023" : "+r"(at));
	if (number)
		walk->text[at] = '0';
	else
		bpf_probe_read_kernel(&walk->text[at], length, name);
	at--;
	asm volatile("%0 &= 1023" : "+r"(at));
	walk->text[at] = '/';
	walk->start = at;
	return 1;
}

static __always_inline bool is_proc(struct dentry *dentry)
{
	return BPF_CORE_READ(dentry, d_sb, s_magic) == PROC_SUPER_MAGIC;
}

/* Into the walk; 0, or 1 when it is too long. Of the root the path is empty. One function to the verifier, looked at once. */
__attribute__((noinline)) int walk_path(__u64 of_mount, __u64 of_dentry)
{
	struct walk *walk = walk_here();
	struct vfsmount *mnt = (struct vfsmount *)of_mount;
	struct dentry *dentry = (struct dentry *)of_dentry;
	if (!walk || !mnt || !dentry)
		return 1;
	walk->start = WALK_SIZE;
	bool in_proc = is_proc(dentry);
	for (int i = 0; i < PATH_COMPONENTS; i++) {
		if (is_top_of_mount(mnt, dentry)) {
			if (!leave_mount(&mnt, &dentry))
				return 0;
			in_proc = is_proc(dentry);
			continue;
		}
		struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
		if (dentry == parent)
			return 0; /* connected to nothing: attach_disconnected puts it below the root */
		if (!put_in_front((__u64)dentry, in_proc))
			return 1;
		dentry = parent;
	}
	return 1;
}

#endif

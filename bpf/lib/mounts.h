/* SPDX-License-Identifier: GPL-2.0 */
/* Steps of a walk up to the root, from one file system to the one that it is mounted on. */
#ifndef CTRACE_MOUNTS_H
#define CTRACE_MOUNTS_H

#include "kernel.h"

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

#endif

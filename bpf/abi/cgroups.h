/* SPDX-License-Identifier: GPL-2.0 */
/* How a container's cgroups are told apart from all others. */
#ifndef CTRACE_ABI_CGROUPS_H
#define CTRACE_ABI_CGROUPS_H

#define NAME_SIZE 128 /* of a cgroup directory's own name, with its NUL */
#define ID_SIZE 64

/* Which directories of a container there are: one a hierarchy. */
enum place_bits {
	PLACE_V2 = 1,
	PLACE_V1 = 2,
};

struct cgroup_key {
	__u64 id; /* kernfs: the directory's inode number; unique in one hierarchy only */
	__u32 hierarchy;
	__u32 zero;
};

struct container_key {
	char id[ID_SIZE] __attribute__((aligned(8))); /* 64 hexadecimal digits */
};

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* Cgroups, and how to tell a container's from others. */
#ifndef CTRACE_CONTAINER_H
#define CTRACE_CONTAINER_H

#include "task.h"
#include "../abi/cgroups.h"

/* An engine makes its containers' directories in a few levels, however deep a container then goes below its own. */
#define LEVELS 32

static __always_inline struct cgroup *parent_of(struct cgroup *group)
{
	/* cgroup.self is a css whose parent is the parent cgroup's self (include/linux/cgroup.h, cgroup_parent) */
	struct cgroup_subsys_state *parent = BPF_CORE_READ(group, self.parent);
	return parent ? (void *)parent - bpf_core_field_offset(struct cgroup, self) : NULL;
}

static __always_inline struct cgroup *ancestor_since_6_1(struct cgroup *group, __u32 level)
{
	struct cgroup *ancestor = NULL;
	bpf_probe_read_kernel(&ancestor, sizeof(ancestor),
			      (void *)group + bpf_core_field_offset(struct cgroup___6_1, ancestors) + level * sizeof(ancestor));
	return ancestor;
}

/* Which directory is at a level of a cgroup's way from the root; its own id at its own level. */
static __always_inline __u64 id_at(struct cgroup *group, __u32 level)
{
	if (!bpf_core_field_exists(struct cgroup___before_6_1, ancestor_ids))
		return BPF_CORE_READ(ancestor_since_6_1(group, level), kn, id);
	__u64 id = 0;
	bpf_probe_read_kernel(&id, sizeof(id),
			      (void *)group + bpf_core_field_offset(struct cgroup___before_6_1, ancestor_ids) + level * sizeof(id));
	return id;
}

/* What a map has by cgroup_key: of the outermost directory on a cgroup's way from the root that is in it, or NULL. */
static __always_inline __u32 *outermost_in(void *map, struct cgroup *group, __u32 hierarchy)
{
	__u32 own = group ? BPF_CORE_READ(group, level) : 0;
	for (__u32 level = 1; level < LEVELS && level <= own; level++) {
		struct cgroup_key key = { .id = id_at(group, level), .hierarchy = hierarchy };
		__u32 *found = bpf_map_lookup_elem(map, &key);
		if (found)
			return found;
	}
	return NULL;
}

/* The cgroup of a task in a v1 hierarchy. */
static __always_inline struct cgroup *group_in(struct css_set *set, __u32 hierarchy)
{
	for (__u32 i = 0; i < 16; i++) {
		if (i >= bpf_core_field_size(set->subsys) / sizeof(void *))
			break;
		struct cgroup *group = BPF_CORE_READ(set, subsys[i], cgroup);
		if (group && (__u32)BPF_CORE_READ(group, root, hierarchy_id) == hierarchy)
			return group;
	}
	return NULL;
}

/*
 * Whether the running program lies in the task's own mount namespace. The runtime's own binary does not: it was
 * opened on the host, or is a memory file, which lies in no namespace.
 */
static bool runs_own_file(struct task_struct *task)
{
	struct vfsmount *mnt = BPF_CORE_READ(task, mm, exe_file, f_path.mnt);
	if (!mnt)
		return false;
	struct mount *mount = (void *)mnt - bpf_core_field_offset(struct mount, mnt);
	return BPF_CORE_READ(mount, mnt_ns) == BPF_CORE_READ(task, nsproxy, mnt_ns);
}

#define GENERATIONS 16

/*
 * Whether a task has a mount namespace other than the nearest of its ancestors outside of its container has. The runtime
 * enters the cgroup before it leaves the host's namespace, and for that moment runs a file of the namespace that it is in.
 * What tells whether an ancestor is inside should be a function of its own to the verifier, so that it is looked at once.
 */
static __always_inline bool has_left(struct task_struct *task, bool (*is_inside)(struct task_struct *, __u32), __u32 of)
{
	struct mnt_namespace *own = BPF_CORE_READ(task, nsproxy, mnt_ns), *outside = NULL;
	for (int i = 0; i < GENERATIONS; i++) {
		task = BPF_CORE_READ(task, real_parent);
		if (!is_inside(task, of)) {
			outside = BPF_CORE_READ(task, nsproxy, mnt_ns);
			break;
		}
	}
	return outside != own;
}

/*
 * Whether all of an id is 0 to 9 and a to f. Eight characters at a time: with a branch for each, the verifier takes 40 ms.
 * No sum carries into the next character, as long as all are below 0x80.
 */
static __always_inline bool is_hex(const struct container_key *id)
{
#define EACH(c) ((c) * 0x0101010101010101ull)
#define AT_LEAST(word, c) ((word) + EACH(0x80 - (c)))
	const __u64 *words = (const __u64 *)id->id;
	__u64 high = EACH(0x80), good = high;
	for (int i = 0; i < ID_SIZE / 8; i++) {
		__u64 word = words[i];
		__u64 digit = AT_LEAST(word, '0') & ~AT_LEAST(word, '9' + 1);
		__u64 letter = AT_LEAST(word, 'a') & ~AT_LEAST(word, 'f' + 1);
		good &= (digit | letter) & ~word;
	}
	return (good & high) == high;
}

/* Some compilers (clang 14) make a call of __builtin_memcmp, and there is nothing here to call. */
#define STARTS_WITH(text, start)                                          \
	({                                                                \
		bool same_ = true;                                        \
		_Pragma("unroll")                                         \
		for (__u32 i_ = 0; i_ < sizeof(start) - 1; i_++)          \
			same_ &= (text)[i_] == (start)[i_];               \
		same_;                                                    \
	})

/*
 * A container's directory is named by its id, 64 hexadecimal digits: alone (cgroupfs driver), or between an engine's
 * prefix and ".scope" (systemd driver: docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope, crio-ID.scope). Podman has its prefix
 * without systemd, too: libpod-ID (containers/podman, libpod/container_internal_linux.go, cgroupfs).
 * A longer name than is kept is no engine's. libpod-conmon-ID.scope and crio-conmon-ID.scope hold the container's
 * monitor, not the container. CgroupName in the program applies the same rule; a test gives both the same names.
 */
static inline bool container_id(const char *name, long length, const char *kernel_name, struct container_key *id)
{
	const char suffix[] = ".scope", podmans[] = "libpod-conmon-", crios[] = "crio-conmon-", podman[] = "libpod-";
	long at = length - ID_SIZE;
	if (at != 0 && !(at == sizeof(podman) - 1 && STARTS_WITH(name, podman))) {
		char end[sizeof(suffix) - 1], hyphen;
		at -= sizeof(end);
		if (at < 1 || length >= NAME_SIZE - 1 || bpf_probe_read_kernel(end, sizeof(end), kernel_name + at + ID_SIZE) ||
		    !STARTS_WITH(end, suffix) || bpf_probe_read_kernel(&hyphen, 1, kernel_name + at - 1) || hyphen != '-' ||
		    STARTS_WITH(name, podmans) || STARTS_WITH(name, crios))
			return false;
	}
	if (bpf_probe_read_kernel(id->id, sizeof(id->id), kernel_name + at))
		return false;
	return is_hex(id);
}

/* Global, here and below: the verifier looks at it once, and not again at each level. */
__attribute__((noinline)) int is_container_name(__u64 kernel_name)
{
	char name[NAME_SIZE];
	struct container_key id;
	long length = bpf_probe_read_kernel_str(name, sizeof(name), (void *)kernel_name) - 1;
	return length >= ID_SIZE && container_id(name, length, (const char *)kernel_name, &id);
}

static __always_inline __u32 place_bit(__u32 hierarchy)
{
	return hierarchy ? PLACE_V1 : PLACE_V2;
}

#define INITIAL_USER_NAMESPACE 0xEFFFFFFDu /* PROC_USER_INIT_INO, include/linux/proc_ns.h */

/*
 * Whether an engine makes a cgroup below this one, now: anybody can give a directory of his own any name. An engine is root in the
 * initial user namespace, and makes containers below directories that are root's and no container's. What lies at the top of
 * what this program sees, and above, may be a container's: then both run inside it.
 */
__attribute__((noinline)) int is_made_by_engine(__u64 parent, __u64 top)
{
	struct cgroup *group = (struct cgroup *)parent;
	struct task_struct *task = current_task();
	if (BPF_CORE_READ(task, real_cred, fsuid.val) || BPF_CORE_READ(task, real_cred, user_ns, ns.inum) != INITIAL_USER_NAMESPACE)
		return 0;
	for (int level = 0; level < LEVELS; level++) {
		struct kernfs_node *directory = BPF_CORE_READ(group, kn);
		if (BPF_CORE_READ(directory, id) == top)
			return 1;
		if (BPF_CORE_READ(directory, iattr, ia_uid.val) || is_container_name((__u64)BPF_CORE_READ(directory, name)))
			return 0;
		group = parent_of(group);
		if (!group)
			return 1;
	}
	return 0;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few kernel types that the probes read, each with only the members that are used. Offsets are not those of
 * these declarations: CO-RE relocates every access against the running kernel's BTF (preserve_access_index), so
 * one object serves every kernel and no kernel headers are needed.
 */
#ifndef CTRACE_KERNEL_H
#define CTRACE_KERNEL_H

/* libbpf's headers name registers as the kernel does (di, si, ...) where they take this for the kernel's own types. */
#define __VMLINUX_H__

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

/* include/uapi/linux/bpf.h */
enum {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_QUEUE = 22,
	BPF_MAP_TYPE_RINGBUF = 27,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};
enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
};
enum {
	BPF_F_NO_PREALLOC = 1,
	BPF_F_MMAPABLE = 1 << 10,
};
enum {
	BPF_RB_NO_WAKEUP = 1,
	BPF_RB_FORCE_WAKEUP = 2,
};
enum {
	BPF_RB_AVAIL_DATA = 0,
	BPF_RB_RING_SIZE = 1,
};
#define BPF_LOCAL_STORAGE_GET_F_CREATE 1
#define BPF_F_USER_STACK (1 << 8)

/* The kernel's numbers that more than one file needs. */
#define EINTR 4 /* include/uapi/asm-generic/errno-base.h, as the next */
#define EAGAIN 11
#define MAX_ERRNO 4095 /* include/linux/err.h */
#define ERESTARTSYS 512 /* include/linux/errno.h, as the next two: none of these leaves the kernel, the call is made again */
#define ERESTART_RESTARTBLOCK 516
#define ERECALLCONFLICT 530 /* the last of them */
#define SIGKILL 9
#define SIGSYS 31
#define PF_EXITING 0x4u /* include/linux/sched.h, as the next */
#define PF_KTHREAD 0x200000u
#define SECCOMP_MODE_FILTER 2 /* include/uapi/linux/seccomp.h */
#define AT_FDCWD (-100) /* include/uapi/linux/fcntl.h */
#define S_IFMT 0170000 /* include/uapi/linux/stat.h, as the next */
#define S_IFSOCK 0140000
#define SOCK_TYPE_MASK 0xf /* include/linux/net.h */
#define SYS_SOCKET 1 /* include/uapi/linux/net.h, as the next ones: what socketcall(2) does */
#define SYS_BIND 2
#define SYS_CONNECT 3
#define SYS_SOCKETPAIR 8
#define SYS_SETSOCKOPT 14

/* Helpers that not every kernel has: bpf_core_enum_value_exists tells. */
enum bpf_func_id {
	BPF_FUNC_task_pt_regs = 175, /* Linux 5.15 */
	BPF_FUNC_loop = 181,         /* Linux 5.17 */
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	__u32 val;
} kuid_t;

struct kernfs_iattrs {
	kuid_t ia_uid;
};

struct kernfs_node {
	__u64 id;
	const char *name;
	struct kernfs_iattrs *iattr; /* NULL: as it was made, the superuser's */
};

struct cgroup_root {
	int hierarchy_id;
};

struct cgroup;

struct cgroup_subsys_state {
	struct cgroup *cgroup;
	struct cgroup_subsys_state *parent;
};

struct cgroup {
	struct cgroup_subsys_state self;
	struct kernfs_node *kn;
	struct cgroup_root *root;
	int level; /* 0 is the hierarchy's root */
};

/* All directories on its way from the root, its own last, by level: their ids before 6.1 (commit 7f203bc89eb6), pointers since. */
struct cgroup___before_6_1 {
	__u64 ancestor_ids[0];
};

struct cgroup___6_1 {
	struct cgroup *ancestors[0];
};

struct css_set {
	struct cgroup_subsys_state *subsys[16];
	struct cgroup *dfl_cgrp;
};

struct mnt_namespace;

struct qstr {
	__u32 len;
	const unsigned char *name;
};

struct super_block {
	__u32 s_dev;
	unsigned long s_flags;
	unsigned long s_magic;
};

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
	struct super_block *d_sb;
};

struct vfsmount {
	struct dentry *mnt_root;
	int mnt_flags;
};

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
	struct mnt_namespace *mnt_ns;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct fs_struct {
	struct path root;
	struct path pwd;
};

struct inode {
	__u16 i_mode;
	kuid_t i_uid;
	struct super_block *i_sb;
	unsigned long i_ino;
};

struct sock_common {
	unsigned short skc_family;
};

struct sock {
	struct sock_common __sk_common;
	__u16 sk_type;
	__u16 sk_protocol; /* plain members since 5.6 */
};

struct socket {
	struct sock *sk;
};

struct unix_sock {
	struct path path;
	struct sock *peer;
};

struct file {
	__u32 f_mode;
	void *private_data;
	struct inode *f_inode;
	struct path f_path;
};

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};

struct files_struct {
	struct fdtable *fdt;
};

struct vm_area_struct {
	struct file *vm_file;
};

struct mm_struct {
	struct file *exe_file;
	unsigned long exec_vm;     /* pages of executable mappings */
	unsigned long start_stack; /* where the stack began when the program was executed */
	unsigned long arg_start; /* where the words of a program that has just been executed begin, each with its NUL */
};

struct ns_common {
	unsigned int inum;
};

struct uid_gid_extent {
	__u32 first;
	__u32 lower_first;
	__u32 count; /* whole, since it lies in an array */
};

/* Up to five extents lie in it; more lie at forward, sorted by first (kernel/user_namespace.c). */
struct uid_gid_map {
	__u32 nr_extents;
	struct uid_gid_extent extent[5];
	struct uid_gid_extent *forward;
};

struct user_namespace {
	struct uid_gid_map uid_map;
	struct ns_common ns;
};

struct nsproxy {
	struct mnt_namespace *mnt_ns;
};

struct upid {
	int nr;
};

struct pid {
	unsigned int level;
	struct upid numbers[1];
};

typedef struct {
	int counter;
} atomic_t;

struct rlimit {
	unsigned long rlim_cur;
};

struct signal_struct {
	struct rlimit rlim[16];
	atomic_t live;
	unsigned int flags;
	int group_exit_code;
};

typedef struct {
	unsigned long sig[1];
} sigset_t;

struct sigaction {
	void *sa_handler;
};

struct k_sigaction {
	struct sigaction sa;
};

struct sighand_struct {
	struct k_sigaction action[64];
};

/* Two 32-bit words before 6.3, one 64-bit word since: read as the same eight bytes. */
struct capability_bits {
};

struct key;
struct group_info;

struct cred {
	kuid_t uid;
	kuid_t euid;
	kuid_t fsuid;
	unsigned int securebits;
	struct capability_bits cap_inheritable;
	struct capability_bits cap_permitted;
	struct capability_bits cap_effective;
	struct capability_bits cap_bset;
	struct capability_bits cap_ambient;
	struct key *session_keyring; /* CONFIG_KEYS */
	struct user_namespace *user_ns;
	struct group_info *group_info;
	int non_rcu; /* set by access(2) alone, since 5.3 (fs/open.c) */
};

struct seccomp {
	int mode;
};

struct thread_info {
	unsigned long flags;
	__u32 status;
};

struct task_struct {
	struct thread_info thread_info;
	void *stack;
	unsigned int flags;
	struct mm_struct *mm;
	unsigned long atomic_flags;
	int pid;
	int tgid;
	int exit_code;
	__u64 start_time; /* CLOCK_MONOTONIC, nanoseconds */
	__u64 start_boottime; /* CLOCK_BOOTTIME; so called since 5.5 */
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct pid *thread_pid;
	struct signal_struct *signal;
	struct sighand_struct *sighand;
	sigset_t blocked;
	sigset_t real_blocked; /* while it waits for signals, what it blocks otherwise */
	struct fs_struct *fs;
	struct files_struct *files;
	const struct cred *real_cred;
	struct nsproxy *nsproxy;
	struct css_set *cgroups;
	struct seccomp seccomp;
	unsigned long long self_exec_id; /* how often the process has executed something; 64 bits since 5.7 */
};

/* The first members of siginfo_t (include/uapi/asm-generic/siginfo.h), read as bytes. */
struct kernel_siginfo {
	int si_signo;
};

struct linux_binprm {
	const char *filename;
	const char *interp;
};

#ifdef __TARGET_ARCH_x86
struct pt_regs {
	unsigned long bp, bx, di, si, dx, cx, r10, r8, r9, ax, orig_ax;
	unsigned long ip, sp;
};
#elif defined(__TARGET_ARCH_arm64)
/* arch/arm64/include/uapi/asm/ptrace.h: what libbpf's headers take pt_regs for; its start is the same. */
struct user_pt_regs {
	__u64 regs[31];
	__u64 sp, pc, pstate;
};
struct pt_regs {
	__u64 regs[31];
	__u64 sp, pc;
	__u64 syscallno_and_more;
	__u64 orig_x0;
	__s32 syscallno;
};
#endif

#pragma clang attribute pop

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

/* Keeps an index below a power of two: the compiler, which knows that it is, would leave out what the verifier has to see. */
#define KEEP_BELOW(index, size) asm volatile("%0 &= %1" : "+r"(index) : "i"((size) - 1))

#endif

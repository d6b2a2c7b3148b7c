/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files, networks, signals and mounts that containers use, as entries of a hash: for a profile that names them. Loaded only
 * when asked for, beside bpf/trace.bpf.c, whose slots it shares. Looks at calls that have succeeded, when they return: a
 * descriptor leads to the file that the kernel found; a path is read again from the program's memory.
 */
#include "lib/call.h"
#include "lib/maps.h"
#include "lib/slots.h"
#include "lib/use.h"

char LICENSE[] SEC("license") = "GPL";

#define AT_REMOVEDIR 0x200  /* include/uapi/linux/fcntl.h */
#define O_CREAT 0100        /* include/uapi/asm-generic/fcntl.h, as the next two */
#define O_TRUNC 01000
#define O_APPEND 02000
#define FMODE_READ 1u       /* include/linux/fs.h, as the next two */
#define FMODE_WRITE 2u
#define FMODE_PATH 0x4000u
#define PROT_EXEC 4
#define MS_BIND 0x1000      /* include/uapi/linux/mount.h, as the next */
#define MS_MOVE 0x2000
#define ECONNREFUSED 111
#define EINPROGRESS 115
#define AF_UNIX 1

ARRAY_MAP(file_plans, 0, COUNTERS, struct file_plan);

static __always_inline __u64 argument(struct use_work *work, __u32 number)
{
	return work->arguments[number & 7];
}

/* Opening says by its flags and mode what is asked (security/apparmor/include/file.h, aa_map_file_to_perms). */
static __always_inline void on_opened(struct use_work *work, struct file_plan *plan, long result)
{
	struct file *file = file_at((__u32)result);
	__u64 flags = argument(work, plan->first);
	if (plan->first == OPEN_CREATES)
		flags = O_CREAT | O_TRUNC;
	else if (plan->first == OPEN_POINTS && bpf_probe_read_user(&flags, sizeof(flags), (void *)argument(work, 2)))
		flags = O_CREAT;
	__u32 mode = BPF_CORE_READ(file, f_mode), modes = 0;
	if (!file || (mode & FMODE_PATH))
		return;
	if (mode & FMODE_READ)
		modes |= MODE_READ;
	if (mode & FMODE_WRITE)
		modes |= (flags & O_APPEND) && !(flags & (O_CREAT | O_TRUNC)) ? MODE_APPEND : MODE_WRITE;
	/* Making a file needs w, whatever it is opened for (security/apparmor/policy_compat.c, map_old_perms). */
	if (flags & (O_CREAT | O_TRUNC))
		modes |= MODE_WRITE;
	note_file((__u64)file, modes);
}

static __always_inline void on_named(struct use_work *work, struct file_plan *plan)
{
	__u32 kind = plan->kind;
	if (kind == USE_PATH_BY_FLAG)
		kind = argument(work, 2) & AT_REMOVEDIR ? USE_PATH_DIRECTORY : USE_PATH;
	begin_use(work, kind, 0);
	add_path(plan->first == CURRENT ? AT_FDCWD : argument(work, plan->first), argument(work, plan->second));
	note_use(plan->modes);
}

/* rename and renameat differ in where their paths are: before each is its directory's descriptor, if any. */
static __always_inline void on_two_names(struct use_work *work, struct file_plan *plan, bool moved)
{
	bool at = plan->first != CURRENT;
	__u64 old_directory = at ? argument(work, 0) : AT_FDCWD, old = argument(work, at ? 1 : 0);
	__u64 new_directory = at ? argument(work, 2) : AT_FDCWD, name = argument(work, at ? 3 : 1);
	if (!moved) {
		begin_use(work, USE_LINK, 0);
		add_path(new_directory, name);
		add_path(old_directory, old);
		note_use(0);
		return;
	}
	begin_use(work, USE_PATH_EITHER, 0);
	add_path(old_directory, old);
	note_use(MODE_READ | MODE_WRITE);
	begin_use(work, USE_PATH_EITHER, 0);
	add_path(new_directory, name);
	note_use(MODE_WRITE | plan->modes);
}

static __always_inline void on_mapped(__u64 protection, __u64 descriptor)
{
	if ((protection & PROT_EXEC) && (int)descriptor >= 0)
		note_file((__u64)file_at(descriptor), MODE_MAP);
}

static __always_inline void on_socket(struct use_work *work, __u32 family, __u32 type)
{
	begin_use(work, USE_NETWORK, family << 16 | (type & SOCK_TYPE_MASK));
	note_use(0);
}

/*
 * The path that a unix socket is bound to, or the one that it is connected to: as the kernel found it. An abstract name has no
 * path, and begins with a NUL. One that cannot be connected to yet is named as the program named it.
 */
static __always_inline void on_address(struct use_work *work, struct file_plan *plan, __u32 descriptor, __u64 address, __u64 length)
{
	__u16 family = 0;
	char first = 0;
	if (length <= sizeof(family) || bpf_probe_read_user(&family, sizeof(family), (void *)address) || family != AF_UNIX ||
	    bpf_probe_read_user(&first, 1, (void *)address + sizeof(family)) || !first)
		return;
	struct socket *socket = BPF_CORE_READ(file_at(descriptor), private_data);
	struct unix_sock *bound = (struct unix_sock *)BPF_CORE_READ(socket, sk);
	if (plan->kind == ADDRESS_OF_PEER)
		bound = (struct unix_sock *)BPF_CORE_READ(bound, peer);
	__u64 dentry = (__u64)BPF_CORE_READ(bound, path.dentry);
	begin_use(work, dentry ? USE_FILE : USE_PATH, 0);
	if (dentry)
		add_whole((__u64)BPF_CORE_READ(bound, path.mnt), dentry, false);
	else
		add_socket_path(address + sizeof(family), length - sizeof(family));
	note_use(MODE_READ | MODE_WRITE);
}

static __always_inline void on_socketcall(struct use_work *work, struct file_plan *plan)
{
	__u32 of[3] = {};
	__u64 call = argument(work, 0);
	if (bpf_probe_read_user(of, sizeof(of), (void *)argument(work, 1)))
		return;
	if (call == SYS_SOCKET || call == SYS_SOCKETPAIR)
		on_socket(work, of[0], of[1]);
	else if (call == SYS_BIND || call == SYS_CONNECT)
		on_address(work, plan, of[0], of[1], of[2]);
}

static __always_inline void on_mount(struct use_work *work)
{
	__u64 flags = argument(work, 3);
	begin_use(work, USE_MOUNT, flags);
	add_path(AT_FDCWD, argument(work, 1));
	if (flags & (MS_BIND | MS_MOVE))
		add_path(AT_FDCWD, argument(work, 0));
	else
		add_text(argument(work, 0));
	add_text(argument(work, 2));
	note_use(0);
}

static __always_inline void on_two_paths(struct use_work *work, __u32 kind, __u64 directory, __u64 path, __u64 other_directory, __u64 other)
{
	begin_use(work, kind, 0);
	add_path(directory, path);
	add_path(other_directory, other);
	note_use(0);
}

static __always_inline void on_call(struct use_work *work, struct file_plan *plan, long result)
{
	__u32 of[6] = {};
	switch (plan->action) {
	case FILE_OPENED:
		return on_opened(work, plan, result);
	case FILE_NAMED:
		return on_named(work, plan);
	case FILE_MOVED:
	case FILE_LINKED:
		return on_two_names(work, plan, plan->action == FILE_MOVED);
	case FILE_CONTROLLED:
		/* F_SETLK, F_SETLKW, their 64-bit kin, F_OFD_SETLK, F_OFD_SETLKW: include/uapi/asm-generic/fcntl.h */
		of[0] = argument(work, 1);
		if (of[0] != 6 && of[0] != 7 && of[0] != 13 && of[0] != 14 && of[0] != 37 && of[0] != 38)
			return;
		/* fall through */
	case FILE_GIVEN:
		note_file((__u64)file_at(argument(work, plan->first)), plan->modes);
		return;
	case FILE_MAPPED:
		return on_mapped(argument(work, 2), argument(work, 4));
	case FILE_MAPPED_OLD:
		if (!bpf_probe_read_user(of, sizeof(of), (void *)argument(work, 0)))
			on_mapped(of[2], of[4]);
		return;
	case FILE_SOCKET:
		return on_socket(work, argument(work, 0), argument(work, 1));
	case FILE_SOCKETCALL:
		return on_socketcall(work, plan);
	case FILE_ADDRESS:
		return on_address(work, plan, argument(work, 0), argument(work, 1), argument(work, 2));
	case FILE_SIGNAL:
		begin_use(work, USE_SIGNAL, argument(work, plan->first));
		note_use(0);
		return;
	case FILE_MOUNT:
		return on_mount(work);
	case FILE_UMOUNT:
		begin_use(work, USE_UMOUNT, argument(work, 1));
		add_path(AT_FDCWD, argument(work, 0));
		note_use(0);
		return;
	case FILE_PIVOT:
		return on_two_paths(work, USE_PIVOT, AT_FDCWD, argument(work, 0), AT_FDCWD, argument(work, 1));
	case FILE_MOVE_MOUNT:
		return on_two_paths(work, USE_MOVE_MOUNT, argument(work, 2), argument(work, 3), argument(work, 0), argument(work, 1));
	}
}

/* A connection that is refused, or under way, has found its socket. */
static __always_inline bool has_used(__u32 action, long result)
{
	return !has_failed(result) ||
	       action == FILE_ADDRESS && (result == -EINPROGRESS || result == -EAGAIN || result == -ECONNREFUSED);
}

/* Where a task's uses are noted, or NULL: only the container's own programs' count, not the runtime's steps before them. */
static __always_inline struct use_work *work_for(struct task_struct *task)
{
	struct task_entry *entry = entry_of(task);
	if (!entry || entry->slot == NO_SLOT || !entry->own)
		return NULL;
	struct slot *slot = slot_at(entry->slot);
	if (!slot || (slot->flags & SLOT_ARMED))
		return NULL;
	struct use_work *work = use_work_here();
	if (work)
		work->slot = entry->slot;
	return work;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_file_call, struct pt_regs *regs, long result)
{
	struct task_struct *task = current_task();
	__u32 index = index_of(task, number_of(regs));
	struct file_plan *plan = bpf_map_lookup_elem(&file_plans, &index);
	if (!plan || plan->action == FILE_IGNORED || !has_used(plan->action, result))
		return 0;
	struct use_work *work = work_for(task);
	if (!work)
		return 0;
	read_arguments(regs, work->arguments, is_compat(task));
	on_call(work, plan, result);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_file_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	struct use_work *work = work_for(task);
	if (!work)
		return 0;
	note_file((__u64)BPF_CORE_READ(task, mm, exe_file), MODE_READ | MODE_MAP | MODE_EXECUTE);
	/* A script: what runs is its interpreter. It is the script itself that must be executable (exec_binprm, fs/exec.c). */
	__u64 script = (__u64)BPF_CORE_READ(bprm, filename);
	if (script == (__u64)BPF_CORE_READ(bprm, interp))
		return 0;
	begin_use(work, USE_PATH, 0);
	add_kernel_path(script);
	note_use(MODE_READ | MODE_EXECUTE);
	return 0;
}

#ifndef OLD_KERNEL

struct mapping {
	struct file *file;
};

static long take_file(struct task_struct *task, struct vm_area_struct *area, struct mapping *mapping)
{
	mapping->file = BPF_CORE_READ(area, vm_file);
	return 0;
}

/* A new program begins in its loader, if it has one: the one file that the kernel maps by itself. Linux 5.17. */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_file_loader, struct task_struct *task)
{
	struct use_work *work = work_for(task);
	if (!work)
		return 0;
	struct pt_regs *regs = registers_of(task);
	struct mapping mapping = {};
	if (!bpf_find_vma(task, program_counter(regs), take_file, &mapping, 0))
		note_file((__u64)mapping.file, MODE_READ | MODE_MAP);
	return 0;
}

#endif

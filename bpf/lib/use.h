/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Notes that something was used: begin_use, then texts, then note_use. What is too large for the stack lies in the processor's
 * scratch; functions that are not static are verified once, and find it there by themselves.
 */
#ifndef CTRACE_USE_H
#define CTRACE_USE_H

#include "maps.h"
#include "path.h"
#include "slots.h"
#include "../abi/files.h"

#define SB_NOUSER (1ul << 31) /* include/linux/fs.h: pipes, sockets, memory files: AppArmor passes them over (path_mediated_fs) */
#define S_IFDIR 0040000
#define TEXT_ROOM 512         /* more than a key's text, so that a mask keeps every access inside */

struct use_work {
	__u64 arguments[8]; /* six are used */
	__u32 slot;
	__u32 at;     /* where the key's next text goes */
	__u32 failed; /* a text did not fit, or could not be read */
	__u32 zero;
	struct resource_key key;
	char beyond[2 * TEXT_ROOM];
	struct resource_key directory; /* the one that a path lies in */
	char beyond_too[TEXT_ROOM];
};

SCRATCH_MAP(use_works, struct use_work);

/* Of files the modes; of others 0. */
HASH_MAP(uses, BPF_F_NO_PREALLOC, 65536, struct resource_key, __u32);

/* How many names of a directory were noted. */
HASH_MAP(directories, BPF_F_NO_PREALLOC, 65536, struct resource_key, __u32);

ARRAY_MAP(file_states, 0, 1, struct file_state); /* one a slot */

static __always_inline struct use_work *use_work_here(void)
{
	return first_of(&use_works);
}

static __always_inline void begin_use(struct use_work *work, __u32 kind, __u32 value)
{
	__builtin_memset(&work->key, 0, sizeof(work->key));
	work->key.slot = work->slot;
	work->key.kind = kind;
	work->key.value = value;
	work->at = 0;
	work->failed = 0;
}

/* Where a text of up to TEXT_ROOM bytes can be written. */
static __always_inline char *text_at(struct use_work *work)
{
	__u32 at = work->at;
	KEEP_BELOW(at, TEXT_ROOM);
	return &work->key.text[at];
}

/* What was written there counts. */
static __always_inline void advance(struct use_work *work, long size)
{
	if (size < 0 || work->at + size > USE_TEXT)
		work->failed = 1;
	else
		work->at += size;
}

/* A text of the program's, with its NUL; none for a null pointer. */
__attribute__((noinline)) int add_text(__u64 address)
{
	struct use_work *work = use_work_here();
	if (!work)
		return 1;
	char *text = text_at(work);
	if (!address)
		*text = 0;
	long size = address ? bpf_probe_read_user_str(text, TEXT_ROOM, (void *)address) : 1;
	advance(work, size);
	return 0;
}

/* The path of the directory that a path begins at, and a slash. */
__attribute__((noinline)) int add_start(__u64 mnt, __u64 dentry)
{
	struct use_work *work = use_work_here();
	struct walk *walk = walk_here();
	if (!work || !walk)
		return 1;
	if (walk_path(mnt, dentry, 0, 0)) {
		work->failed = 1;
		return 1;
	}
	__u32 start = walk->start, size = EXE_SIZE - start;
	if (size >= TEXT_ROOM) {
		work->failed = 1;
		return 1;
	}
	KEEP_BELOW(start, EXE_SIZE);
	bpf_probe_read_kernel(text_at(work), size & (TEXT_ROOM - 1), &walk->text[start]);
	advance(work, size);
	*text_at(work) = '/';
	advance(work, 1);
	return 0;
}

/* A path that the kernel has found. */
static __always_inline void add_whole(__u64 mnt, __u64 dentry, bool directory)
{
	struct use_work *work = use_work_here();
	if (!work || add_start(mnt, dentry) || directory || work->at <= 1)
		return;
	/* Only a directory's ends with the slash. */
	work->at--;
	*text_at(work) = 0;
}

static __always_inline void add_directory(struct use_work *work, bool absolute, __u64 descriptor)
{
	struct task_struct *task = current_task();
	if (absolute)
		add_start((__u64)BPF_CORE_READ(task, fs, root.mnt), (__u64)BPF_CORE_READ(task, fs, root.dentry));
	else if ((int)descriptor == AT_FDCWD)
		add_start((__u64)BPF_CORE_READ(task, fs, pwd.mnt), (__u64)BPF_CORE_READ(task, fs, pwd.dentry));
	else {
		struct file *file = file_at(descriptor);
		add_start((__u64)BPF_CORE_READ(file, f_path.mnt), (__u64)BPF_CORE_READ(file, f_path.dentry));
	}
}

/* A path of the program's, relative to a directory's descriptor, or to the current directory. */
__attribute__((noinline)) int add_path(__u64 descriptor, __u64 address)
{
	struct use_work *work = use_work_here();
	char first = 0;
	if (!work)
		return 1;
	if (bpf_probe_read_user(&first, 1, (void *)address)) {
		work->failed = 1;
		return 1;
	}
	add_directory(work, first == '/', descriptor);
	return add_text(address);
}

/* A path of the kernel's, relative to the current directory. */
__attribute__((noinline)) int add_kernel_path(__u64 address)
{
	struct use_work *work = use_work_here();
	char first = 0;
	if (!work || bpf_probe_read_kernel(&first, 1, (void *)address))
		return 1;
	add_directory(work, first == '/', AT_FDCWD);
	advance(work, bpf_probe_read_kernel_str(text_at(work), TEXT_ROOM, (void *)address));
	return 0;
}

#define SUN_PATH 108 /* include/uapi/linux/un.h, UNIX_PATH_MAX */

/* A socket's path: its address's length can end it instead of a NUL. */
__attribute__((noinline)) int add_socket_path(__u64 address, __u64 length)
{
	struct use_work *work = use_work_here();
	char first = 0;
	if (!work || bpf_probe_read_user(&first, 1, (void *)address))
		return 1;
	add_directory(work, first == '/', AT_FDCWD);
	if (length > SUN_PATH)
		length = SUN_PATH;
	char *text = text_at(work);
	/* One byte more: what is cut short ends with a NUL in the last one. */
	advance(work, bpf_probe_read_user_str(text, length + 1, (void *)address));
	return 0;
}

/*
 * Where the name begins in a path: behind the last slash, or the one before it if that ends the path. No branch, so that
 * the verifier follows one way through.
 */
static __always_inline __u32 name_in(const char *text)
{
	__u32 name = 0;
	for (__u32 i = 0; i < USE_TEXT - 1; i++) {
		__u32 other = (__u8)text[i] ^ '/', next = (__u8)text[i + 1];
		__u32 here = -(((other - 1) & -next) >> 31);
		asm volatile("" : "+r"(here)); /* or the compiler sees a comparison, and branches */
		name = (name & ~here) | ((i + 1) & here);
	}
	return name;
}

/*
 * A path whose directory is crowded becomes one that stands for all in it. Its own function to the verifier. 1 when the
 * directory is not known and has no room.
 */
__attribute__((noinline)) int join_crowd(__u32 slot)
{
	struct use_work *work = use_work_here();
	struct slot *of = slot_at(slot);
	if (!work || !of)
		return 1;
	__u32 size = name_in(work->key.text), one = 1;
	__builtin_memset(&work->directory, 0, sizeof(work->directory));
	work->directory.slot = work->key.slot;
	work->directory.kind = work->key.kind;
	work->directory.any = 1;
	bpf_probe_read_kernel(work->directory.text, size & (TEXT_ROOM - 1), work->key.text);
	__u32 *names = bpf_map_lookup_elem(&directories, &work->directory);
	if (!names && add_entry(of, ROOM_DIRECTORIES, &directories, &work->directory, &one))
		return 0;
	if (!names)
		names = bpf_map_lookup_elem(&directories, &work->directory); /* another processor may have been first */
	if (!names)
		return 1;
	if (*names < NAMES_IN_DIRECTORY) {
		__sync_fetch_and_add(names, 1);
		return 0;
	}
	bpf_probe_read_kernel(&work->key, sizeof(work->key), &work->directory);
	return 0;
}

/* Notes the use that was begun, with a file's modes. */
__attribute__((noinline)) int note_use(__u32 modes)
{
	struct use_work *work = use_work_here();
	if (!work)
		return 0;
	__u32 slot = work->slot;
	struct file_state *state = bpf_map_lookup_elem(&file_states, &slot);
	struct slot *of = slot_at(slot);
	if (!state || !of)
		return 0;
	if (work->failed)
		goto lost;
	__u32 *known = bpf_map_lookup_elem(&uses, &work->key);
	/* What is executed or mapped keeps its name: a crowd of files that are read allows none to be executed. */
	if (!known && work->key.kind <= USE_PATH_EITHER && !(modes & (MODE_MAP | MODE_EXECUTE))) {
		if (join_crowd(slot))
			goto lost;
		known = bpf_map_lookup_elem(&uses, &work->key);
	}
	if (known) {
		if ((*known & modes) != modes)
			set_flags(known, modes);
		return 0;
	}
	if (add_entry(of, ROOM_USES, &uses, &work->key, &modes))
		return 0;
	/* Another processor may have been first. */
	known = bpf_map_lookup_elem(&uses, &work->key);
	if (known) {
		set_flags(known, modes);
		return 0;
	}
lost:
	__sync_fetch_and_add(&state->lost, 1);
	return 0;
}

/* Notes a file that the kernel has found, by its own path. */
__attribute__((noinline)) int note_file(__u64 address, __u32 modes)
{
	struct use_work *work = use_work_here();
	struct file *file = (struct file *)address;
	if (!work || !file || !modes)
		return 0;
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	if (BPF_CORE_READ(dentry, d_sb, s_flags) & SB_NOUSER)
		return 0;
	bool directory = (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) == S_IFDIR;
	begin_use(work, directory ? USE_DIRECTORY : USE_FILE, 0);
	add_whole((__u64)BPF_CORE_READ(file, f_path.mnt), (__u64)dentry, directory);
	return note_use(modes);
}

#endif

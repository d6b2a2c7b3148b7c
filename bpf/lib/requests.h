/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The containers that an engine starts for a command. An engine's client asks by HTTP, on a socket: POST /v1.41/containers/ID/start. What the
 * command's processes send is read before the engine has it, so that the container is known before it is there. An engine without a daemon
 * (podman) makes the container itself: its runtime descends from the command.
 */
#ifndef CTRACE_REQUESTS_H
#define CTRACE_REQUESTS_H

#include "call.h"
#include "target.h"

/* Requests that name a container otherwise than by its whole id: the program asks the engine whom they mean. */
HASH_MAP(requests, 0, 256, struct request, __u32);

/* Containers that started meanwhile and were not asked for in a way that was read. */
HASH_MAP(strangers, 0, 256, struct container_key, __u32);

struct sent {
	struct request request;
	struct container_key id;
};

SCRATCH_MAP(sents, struct sent);

static __always_inline bool descends_from_command(struct task_struct *task)
{
	struct member *member = kept_of(&members, task);
	return member && member->descends && !(member->container && member->own);
}

/* The container's number, which is a new one unless it has one; 0 where there are too many. */
static __always_inline __u32 number_container(struct container_key *id)
{
	__u32 *known = bpf_map_lookup_elem(&target_containers, id);
	if (known)
		return *known;
	__u32 number = fetch_add(&view.containers, 1) + 1;
	if (number > WATCHED_CONTAINERS || bpf_map_update_elem(&target_containers, id, &number, BPF_NOEXIST))
		return 0;
	return number;
}

static __always_inline void list(void *map, void *key)
{
	__u32 one = 1;
	if (bpf_map_update_elem(map, key, &one, BPF_ANY))
		__sync_fetch_and_add(&view.unlisted, 1);
}

static __always_inline void note_stranger(struct container_key *id)
{
	list(&strangers, id);
}

/* Eight characters as one word, which is less to the verifier than eight comparisons. */
#define WORD(a, b, c, d, e, f, g, h)                                                                              \
	((__u64)(a) | (__u64)(b) << 8 | (__u64)(c) << 16 | (__u64)(d) << 24 | (__u64)(e) << 32 | (__u64)(f) << 40 | \
	 (__u64)(g) << 48 | (__u64)(h) << 56)

/*
 * Whether a file that the system has is an engine's client, by the name by which it was executed. What such a program does itself, and what it
 * starts, is no part of what a container asks for, and is not shown.
 */
static __always_inline bool is_named_as_client(void)
{
	__u64 comm[COMM_SIZE / 8] = {};
	bpf_get_current_comm(comm, sizeof(comm));
	return comm[0] == WORD('d', 'o', 'c', 'k', 'e', 'r', 0, 0) || comm[0] == WORD('p', 'o', 'd', 'm', 'a', 'n', 0, 0) ||
		     comm[0] == WORD('n', 'e', 'r', 'd', 'c', 't', 'l', 0) ||
		     comm[0] == WORD('d', 'o', 'c', 'k', 'e', 'r', '-', 'c') && comm[1] == WORD('o', 'm', 'p', 'o', 's', 'e', 0, 0) ||
		     comm[0] == WORD('p', 'o', 'd', 'm', 'a', 'n', '-', 'r') && comm[1] == WORD('e', 'm', 'o', 't', 'e', 0, 0, 0);
}

#define S_IWGRP 0020 /* include/uapi/linux/stat.h, as the next */
#define S_IWOTH 0002

/* A program that only root can have put there. Of a script that would say nothing: the file that runs is its interpreter's. */
static __always_inline bool is_system_program(struct task_struct *task, struct linux_binprm *bprm)
{
	struct inode *inode = BPF_CORE_READ(task, mm, exe_file, f_inode);
	return BPF_CORE_READ(bprm, interp) == BPF_CORE_READ(bprm, filename) && BPF_CORE_READ(inode, i_uid.val) == 0 &&
	       !(BPF_CORE_READ(inode, i_mode) & (S_IWGRP | S_IWOTH));
}

/* A file in no mount namespace, as runtimes execute a copy of themselves. What does so was a client's program until now. */
static __always_inline bool is_memory_file(struct task_struct *task)
{
	struct vfsmount *mnt = BPF_CORE_READ(task, mm, exe_file, f_path.mnt);
	struct mount *mount = (void *)mnt - bpf_core_field_offset(struct mount, mnt);
	__u64 namespace = mnt ? (__u64)BPF_CORE_READ(mount, mnt_ns) : 0;
	return mnt && (!namespace || namespace >= (__u64)-MAX_ERRNO); /* fs/namespace.c, MNT_NS_INTERNAL is an error's value */
}

/* Anybody can name a file of his own as a client is named, and have a client start programs of his own. */
static __always_inline void judge_client(struct task_struct *task, struct linux_binprm *bprm, struct member *member)
{
	member->client = member->client ? is_system_program(task, bprm) || is_memory_file(task) : is_system_program(task, bprm) && is_named_as_client();
	if (member->client)
		view.clients = 1;
}

/* What a program that is no client sends to an engine can be written in any pieces. */
#define AF_UNIX 1 /* include/linux/socket.h */

/* Engines' sockets end so: docker.sock, podman.sock, containerd.sock. Others do, too: it is told only where somebody's container has started. */
static __always_inline void note_connection(__u64 address)
{
	struct sent *sent = first_of(&sents);
	__u16 family = 0;
	if (!sent || bpf_probe_read_user(&family, sizeof(family), (void *)address) || family != AF_UNIX)
		return;
	long length = bpf_probe_read_user_str(sent->request.text, sizeof(sent->request.text), (void *)(address + sizeof(family)));
	__u32 at = length - sizeof(".sock");
	if (length <= (long)sizeof(".sock"))
		return;
	KEEP_BELOW(at, REQUEST_SIZE);
	if (STARTS_WITH(sent->request.text + at, ".sock"))
		view.connected = 1;
}

#define PATH_START 6 /* POST / */
#define PATH_END 32 /* v1.41/libpod/ and the like lie before what is asked for */
#define CONTAINERS_LENGTH 11

/* Where the word behind containers/ begins in a request's line; 0 where it does not say that. */
static __always_inline __u32 container_at(const struct sent *sent)
{
	const char *text = sent->request.text;
	for (__u32 at = PATH_START; at < PATH_END; at++)
		if (STARTS_WITH(text + at, "containers/") && text[at - 1] == '/')
			return at + CONTAINERS_LENGTH;
	return 0;
}

static __always_inline bool asks_for_a_build(const struct sent *sent)
{
	const char *text = sent->request.text;
	for (__u32 at = PATH_START; at < PATH_END; at++)
		if (STARTS_WITH(text + at, "build?") && text[at - 1] == '/')
			return true;
	return false;
}

/* Reads what was copied into this processor's scratch. A function of its own to the verifier. */
__attribute__((noinline)) int read_request(void)
{
	struct sent *sent = first_of(&sents);
	if (!sent)
		return 0;
	const char *text = sent->request.text;
	/* A TLS handshake (RFC 8446, 5.1), SSH (RFC 4253, 4.2), HTTP/2 (RFC 9113, 3.4). */
	if (text[0] == 0x16 && text[1] == 3 || STARTS_WITH(text, "SSH-") || STARTS_WITH(text, "PRI * HTTP/2")) {
		view.unreadable = 1;
		return 0;
	}
	if (!STARTS_WITH(text, "POST /"))
		return 0;
	__u32 at = container_at(sent);
	if (!at) {
		if (asks_for_a_build(sent))
			view.unreadable = 1;
		return 0;
	}
	KEEP_BELOW(at, 64);
	if (bpf_probe_read_kernel(sent->id.id, ID_SIZE, text + at))
		return 0;
	if (!is_hex(&sent->id)) {
		if (!STARTS_WITH(text + at, "create?") && !STARTS_WITH(text + at, "create "))
			list(&requests, &sent->request);
		return 0;
	}
	const char *verb = text + at + ID_SIZE;
	if (STARTS_WITH(verb, "/start") || STARTS_WITH(verb, "/restart"))
		number_container(&sent->id);
	else if (STARTS_WITH(verb, "/exec"))
		list(&requests, &sent->request);
	return 0;
}

#endif

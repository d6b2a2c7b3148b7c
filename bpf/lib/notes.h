/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a container does that needs nothing where it is recorded and something elsewhere, since the engine opened it: low ports
 * (net.ipv4.ip_unprivileged_port_start), ICMP sockets (net.ipv4.ping_group_range), what raised limits allow; and seccomp filters of its own that hand
 * calls to somebody else, who answers them before they enter. Bits at fixed places, which cannot be full. Looked at are the few
 * calls whose plan says so, when they enter: whether they succeed is not known.
 */
#ifndef CTRACE_NOTES_H
#define CTRACE_NOTES_H

#include "held.h"
#include "maps.h"

ARRAY_MAP(notes, 0, 1, struct notes); /* one a slot */

/* include/linux/socket.h, include/linux/net.h, include/uapi/linux/in.h */
#define AF_INET 2
#define AF_INET6 10
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define IPPROTO_ICMP 1
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_DCCP 33
#define IPPROTO_ICMPV6 58
#define IPPROTO_SCTP 132
#define IPPROTO_UDPLITE 136
#define IPPROTO_MPTCP 262
#define SCTP_SOCKOPT_BINDX_ADD 100 /* include/uapi/linux/sctp.h */

#define S_IFSOCK 0140000

#define PR_SET_SECCOMP 22 /* include/uapi/linux/prctl.h */
#define SECCOMP_SET_MODE_FILTER 1 /* include/uapi/linux/seccomp.h, as the next ones */
#define SECCOMP_FILTER_FLAG_NEW_LISTENER 8
#define SECCOMP_RET_USER_NOTIF 0x7fc00000u
#define SECCOMP_RET_TRACE 0x7ff00000u
#define RET_CONSTANT 0x06 /* BPF_RET | BPF_K, include/uapi/linux/bpf_common.h */
#define RET_ACCUMULATOR 0x16 /* BPF_RET | BPF_A */
#define FILTER_LENGTH 4096 /* instructions: BPF_MAXINSNS, include/uapi/linux/bpf_common.h */

#define SCHED_FIFO 1 /* include/uapi/linux/sched.h */
#define SCHED_RR 2
#define SCHED_RESET_ON_FORK 0x40000000
#define RLIMIT_MEMLOCK 8 /* include/uapi/asm-generic/resource.h */
#define RLIMIT_NICE 13
#define RLIMIT_RTPRIO 14
#define USUAL_MEMLOCK (8ul << 20) /* MLOCK_LIMIT, include/uapi/linux/resource.h, since 5.16; before it was less */

static __attribute__((noinline)) int note(__u32 at, __u32 seen)
{
	struct notes *kept = bpf_map_lookup_elem(&notes, &at);
	if (kept)
		set_flags(&kept->seen, seen);
	return 0;
}

static __always_inline __u32 protocol_of(__u32 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP: return NOTED_TCP;
	case IPPROTO_UDP: return NOTED_UDP;
	case IPPROTO_SCTP: return NOTED_SCTP;
	case IPPROTO_DCCP: return NOTED_DCCP;
	case IPPROTO_UDPLITE: return NOTED_UDPLITE;
	case IPPROTO_MPTCP: return NOTED_MPTCP;
	default: return NOTED_OTHER;
	}
}

/* Raw sockets have no ports, and to an ICMP socket the number is an identifier: nothing is asked for them. */
static __always_inline bool has_ports(struct sock *sock, __u32 protocol)
{
	__u32 family = BPF_CORE_READ(sock, __sk_common.skc_family);
	return (family == AF_INET || family == AF_INET6) && BPF_CORE_READ(sock, sk_type) != SOCK_RAW && protocol != IPPROTO_ICMP && protocol != IPPROTO_ICMPV6;
}

static __always_inline struct sock *sock_of(__u32 descriptor)
{
	struct file *file = file_at(descriptor);
	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return NULL;
	struct socket *socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

/* The port lies at the same place of both families' addresses. Below 1024 is what ip_unprivileged_port_start is where nobody has set it. */
__attribute__((noinline)) int note_bind(__u32 at, __u32 descriptor, __u64 address)
{
	__u8 start[4] = {};
	struct sock *sock = sock_of(descriptor);
	if (!sock || bpf_probe_read_user(start, sizeof(start), (void *)address))
		return 0;
	__u32 port = start[2] << 8 | start[3], protocol = BPF_CORE_READ(sock, sk_protocol);
	if (port == 0 || port >= NOTED_PORTS || !has_ports(sock, protocol))
		return 0;
	struct notes *kept = bpf_map_lookup_elem(&notes, &at);
	if (!kept)
		return 0;
	__u32 word = protocol_of(protocol) * (NOTED_PORTS / 64) + port / 64;
	if (word < NOTED_PROTOCOLS * (NOTED_PORTS / 64))
		set_flags(&kept->ports[word], 1ull << (port & 63));
	return 0;
}

static __attribute__((noinline)) int note_socket(__u32 at, __u32 family, __u32 type, __u32 protocol)
{
	if ((type & SOCK_TYPE_MASK) != SOCK_DGRAM)
		return 0;
	if (family == AF_INET && protocol == IPPROTO_ICMP)
		note(at, NOTED_PING);
	if (family == AF_INET6 && protocol == IPPROTO_ICMPV6)
		note(at, NOTED_PING6);
	return 0;
}

/* A filter as numbers: 16 bits of code, two jumps of 8, 32 of value. */
struct filter {
	__u64 instructions[FILTER_LENGTH];
};

ARRAY_MAP(filters, 0, 1, struct filter); /* one a processor, on which this is not preempted */

#define INSTRUCTION(code, value) ((__u64)(value) << 32 | (code))
#define RETURNED INSTRUCTION(0xffff, 0x7fff0000) /* without the highest bit, which IS_SAME cannot have; no action but that of killing has it */

/* The highest bit, when they are the same: without branches, whose combinations the verifier would follow through the loop. */
#define IS_SAME(one, other) (((one) ^ (other)) - 1)

struct returns {
	__u32 processor;
	__u32 length;
	__u64 notifies, traces, computes;
};

static long look_at(__u32 i, struct returns *returns)
{
	struct filter *filter = bpf_map_lookup_elem(&filters, &returns->processor);
	if (!filter || i >= returns->length || i >= FILTER_LENGTH)
		return 1;
	__u64 instruction = filter->instructions[i], returned = instruction & RETURNED;
	returns->notifies |= IS_SAME(returned, INSTRUCTION(RET_CONSTANT, SECCOMP_RET_USER_NOTIF));
	returns->traces |= IS_SAME(returned, INSTRUCTION(RET_CONSTANT, SECCOMP_RET_TRACE));
	returns->computes |= IS_SAME(instruction & 0xffff, RET_ACCUMULATOR);
	return 0;
}

/*
 * What a filter can return, as far as it is a constant. Whoever changes it meanwhile hides something of himself, and nothing of
 * others. A loop that the verifier need not follow is there from 5.17 on; before, the rest of a long filter is not looked at.
 */
#ifdef OLD_KERNEL
#define HAS_LOOP 0
#define bpf_loop(...)
#else
#define HAS_LOOP bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_loop)
#endif
#define FOLLOWED 512

__attribute__((noinline)) int note_filter(__u32 at, __u64 program, __u32 compat)
{
	__u8 start[16] = {};
	__u64 from;
	if (bpf_probe_read_user(start, compat ? 8 : 16, (void *)program))
		return 0; /* a question whether the kernel has filters */
	struct returns returns = { .processor = bpf_get_smp_processor_id(), .length = *(__u16 *)start };
	from = compat ? *(__u32 *)(start + 4) : *(__u64 *)(start + 8);
	struct filter *filter = bpf_map_lookup_elem(&filters, &returns.processor);
	if (!filter || returns.length > FILTER_LENGTH || bpf_probe_read_user(filter, returns.length * sizeof(__u64), (void *)from))
		return 0; /* the kernel takes none that is longer */
	__u32 seen = 0;
	if (HAS_LOOP) {
		bpf_loop(FILTER_LENGTH, look_at, &returns, 0);
	} else {
		for (__u32 i = 0; i < FOLLOWED; i++) {
			if (look_at(i, &returns))
				break;
		}
		seen = returns.length > FOLLOWED ? NOTED_FILTER_UNKNOWN : 0;
	}
	seen |= (returns.notifies >> 63) * NOTED_FILTER_NOTIFIES | (returns.traces >> 63) * NOTED_FILTER_TRACES | (returns.computes >> 63) * NOTED_FILTER_UNKNOWN;
	if (seen)
		note(at, seen);
	return 0;
}

static __always_inline __u64 limit_of(__u32 resource)
{
	return BPF_CORE_READ(current_task(), signal, rlim[resource].rlim_cur);
}

static __attribute__((noinline)) int note_policy(__u32 at, __u32 policy)
{
	policy &= ~SCHED_RESET_ON_FORK;
	if ((policy == SCHED_FIFO || policy == SCHED_RR) && limit_of(RLIMIT_RTPRIO))
		note(at, NOTED_REALTIME);
	return 0;
}

/* The runtime loads the container's filter itself, which is recorded where all that it does is. */
static __always_inline bool is_own(struct task_struct *task)
{
	struct task_entry *entry = settings.runtime && !has_filter(task) ? entry_of(task) : NULL;
	return !settings.runtime || has_filter(task) || (entry && entry->own);
}

/* Looks at the call that the running task enters. Not static: the verifier looks at it once. */
__attribute__((noinline)) int note_call(__u32 kind, __u32 at, __u32 index)
{
	struct pt_regs *regs = registers_of(current_task());
	__u64 given[ARGUMENTS];
	__u32 compat = index >= COMPAT_BASE && index < X32_BASE;
	read_arguments(regs, given, compat);
	if (kind == NOTE_SOCKETCALL) {
		/* Its own arguments lie in memory, as 32-bit words: only 32-bit programs have it. */
		__u32 words[4] = {};
		if (bpf_probe_read_user(words, sizeof(words), (void *)given[1]))
			return 0;
		kind = (__u32)given[0] == SYS_SOCKET ? NOTE_SOCKET
			: (__u32)given[0] == SYS_BIND ? NOTE_BIND
			: (__u32)given[0] == SYS_SETSOCKOPT ? NOTE_SETSOCKOPT : 0;
		for (int i = 0; i < 4; i++)
			given[i] = words[i];
	}
	switch (kind) {
	case NOTE_BIND:
		return note_bind(at, given[0], given[1]);
	case NOTE_SOCKET:
		return note_socket(at, given[0], given[1], given[2]);
	case NOTE_SETSOCKOPT:
		return (__u32)given[1] == IPPROTO_SCTP && (__u32)given[2] == SCTP_SOCKOPT_BINDX_ADD ? note_bind(at, given[0], given[3]) : 0;
	case NOTE_SECCOMP:
		if ((__u32)given[0] != SECCOMP_SET_MODE_FILTER || !is_own(current_task()))
			return 0;
		return note_filter(at, given[2], compat);
	case NOTE_PRCTL:
		hold_of_prctl(current_task(), regs, at);
		if ((__u32)given[0] != PR_SET_SECCOMP || given[1] != SECCOMP_MODE_FILTER || !is_own(current_task()))
			return 0;
		return note_filter(at, given[2], compat);
	case NOTE_SCHEDULER:
		return note_policy(at, given[1]);
	case NOTE_ATTRIBUTES: {
		__u32 start[2] = {}; /* size, sched_policy */
		return bpf_probe_read_user(start, sizeof(start), (void *)given[1]) ? 0 : note_policy(at, start[1]);
	}
	case NOTE_PRIORITY:
		return (__s32)given[2] < 0 && limit_of(RLIMIT_NICE) ? note(at, NOTED_NICE) : 0;
	case NOTE_LOCK:
		return limit_of(RLIMIT_MEMLOCK) > USUAL_MEMLOCK ? note(at, NOTED_LOCKED) : 0;
	}
	return 0;
}

#endif

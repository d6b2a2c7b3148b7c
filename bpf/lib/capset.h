/* SPDX-License-Identifier: GPL-2.0 */
/* What capset(2) is given, while it is under way. */
#ifndef CTRACE_CAPSET_H
#define CTRACE_CAPSET_H

#include "call.h"
#include "credentials.h"

/* include/uapi/asm/unistd.h and its kin: x86_64 (x32 alike) and i386, aarch64 and arm. */
#ifdef __TARGET_ARCH_x86
#define CALL_CAPSET 126
#else
#define CALL_CAPSET 91
#endif
#define COMPAT_CAPSET 185

static __always_inline bool is_call(__u32 index, __u32 native, __u32 compat)
{
	return index == native || index == COMPAT_BASE + compat || index == X32_BASE + native;
}

/* include/uapi/linux/capability.h */
#define CAPABILITY_VERSION_1 0x19980330 /* one element of data; two since */

#define CAPABILITIES_VALID ((1ull << 41) - 1) /* 41 since Linux 5.9; what lies beyond is passed over, as the kernel does */

struct capability_header {
	__u32 version;
	__s32 process;
};

struct capability_data {
	__u32 effective;
	__u32 permitted;
	__u32 inheritable;
};

struct capset {
	__u64 effective;
	__u64 permitted;
	__u64 inheritable;
};

/* False when it cannot be read. */
static __always_inline bool read_capset(struct task_struct *task, struct capset *given)
{
	__u64 arguments[6];
	struct capability_header header;
	struct capability_data data[2] = {};
	read_arguments(registers_of(task), arguments, is_compat(task));
	if (bpf_probe_read_user(&header, sizeof(header), (void *)arguments[0]))
		return false;
	if (header.version == CAPABILITY_VERSION_1 ? bpf_probe_read_user(data, sizeof(data[0]), (void *)arguments[1])
						   : bpf_probe_read_user(data, sizeof(data), (void *)arguments[1]))
		return false;
	given->effective = ((__u64)data[1].effective << 32 | data[0].effective) & CAPABILITIES_VALID;
	given->permitted = ((__u64)data[1].permitted << 32 | data[0].permitted) & CAPABILITIES_VALID;
	given->inheritable = ((__u64)data[1].inheritable << 32 | data[0].inheritable) & CAPABILITIES_VALID;
	return true;
}

/*
 * Whether this is capset(2) asking for CAP_SETPCAP, as it always does, and going on all the same without (security/commoncap.c,
 * cap_capset): it needs that only to make inheritable what is neither inherited nor permitted.
 */
static __always_inline bool is_idle_question(struct task_struct *task, const struct cred *cred, int capability)
{
	struct capset given;
	if (capability != CAP_SETPCAP || !is_call(call_of(task), CALL_CAPSET, COMPAT_CAPSET) ||
	    !read_capset(task, &given))
		return false;
	return !(given.inheritable & ~(CAPABILITIES_OF(cred, cap_inheritable) | CAPABILITIES_OF(cred, cap_permitted)));
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a run asks for that a restricted container would not give: ctrace check. All of it is counted in maps; what
 * found no room in one is counted as lost.
 */
#include "lib/kernel.h"
#include "abi/check.h"

char LICENSE[] SEC("license") = "GPL";

const volatile struct {
	struct target target;
} settings = {};

#include "lib/call.h"
#include "lib/credentials.h"
#include "lib/denials.h"
#include "lib/maps.h"
#include "lib/noise.h"
#include "lib/path.h"
#include "programs/forget.h"
#include "programs/requests.h"
#include "programs/target.h"

ARRAY_MAP(verdicts, 0, 1, struct verdicts);

HASH_MAP(rules, 0, 4096, struct rule_key, struct rule);

HASH_MAP(exes, BPF_F_NO_PREALLOC, 8192, struct exe_key, __u32);

HASH_MAP(needs, BPF_F_NO_PREALLOC, 65536, struct need_key, __u64);

HASH_MAP(uses, BPF_F_NO_PREALLOC, 65536, struct use_key, __u64);

HASH_MAP(failures, BPF_F_NO_PREALLOC, 65536, struct failure_key, __u64);

ARRAY_MAP(books, 0, 1, struct books);

struct scratch {
	struct exe_key key;
	__u32 exes; /* how many this processor has given a number to */
	__u32 zero;
};

SCRATCH_MAP(scratches, struct scratch);

/* The number of the running executable in the table, never 0. A function of its own to the verifier. */
__attribute__((noinline)) int number_exe(__u32 container)
{
	struct scratch *scratch = first_of(&scratches);
	struct walk *walk = walk_exe(current_task());
	if (!scratch || !walk)
		return EXE_OTHER;
	__builtin_memset(&scratch->key, 0, sizeof(scratch->key));
	scratch->key.container = container;
	__u32 start = walk->start;
	if (start > EXE_SIZE)
		return EXE_OTHER;
	__u32 size = EXE_SIZE - start;
	if (size > EXE_KEY_SIZE) {
		size = EXE_KEY_SIZE;
		start = EXE_SIZE - EXE_KEY_SIZE;
	}
	KEEP_BELOW(start, EXE_SIZE);
	if (size)
		bpf_probe_read_kernel(scratch->key.path, size, &walk->text[start]);
	else
		bpf_get_current_comm(scratch->key.path, COMM_SIZE);
	__u32 *known = bpf_map_lookup_elem(&exes, &scratch->key);
	if (known)
		return *known;
	/* No other processor gives the same. */
	__u32 number = (scratch->exes++ << 12 | (bpf_get_smp_processor_id() & 4095)) + 1;
	long failed = bpf_map_update_elem(&exes, &scratch->key, &number, BPF_NOEXIST);
	if (!failed)
		return number;
	/* Another processor was first, or there is no room. */
	known = bpf_map_lookup_elem(&exes, &scratch->key);
	return known ? *known : EXE_OTHER;
}

static __always_inline struct member *member_of(struct task_struct *task)
{
	return keep_zeros_of(&members, task, struct member);
}

static __always_inline __u32 exe_of(struct member *member)
{
	if (!member->executable)
		member->executable = number_exe(settings.target.containers && member->own ? member->container : 0);
	return member->executable;
}

static __always_inline void count(void *map, void *key)
{
	__u64 *known = bpf_map_lookup_elem(map, key), one = 1;
	if (!known && bpf_map_update_elem(map, key, &one, BPF_NOEXIST)) {
		/* Another processor was first, or there is no room. */
		known = bpf_map_lookup_elem(map, key);
		if (!known) {
			struct books *book = first_of(&books);
			if (book)
				__sync_fetch_and_add(&book->lost, 1);
			return;
		}
	}
	if (known)
		__sync_fetch_and_add(known, 1);
}

/* ---- syscalls -------------------------------------------------------------------------------------------- */

struct arguments {
	__u64 of[8]; /* six, and room for what the mask can address */
};

/* 1 when a < b, without a branch that the verifier would follow both ways, in each condition of each rule. */
static __always_inline __u64 below(__u64 a, __u64 b)
{
	return ((~a & b) | ((~a | b) & (a - b))) >> 63;
}

static __attribute__((noinline)) int matches(struct rule *rule, struct arguments *arguments)
{
	__u64 all = 1;
	for (__u32 i = 0; i < CONDITIONS; i++) {
		struct condition *condition = &rule->conditions[i];
		__u32 argument = condition->argument & 7;
		__u64 value = arguments->of[argument] & condition->mask;
		__u64 within = (below(value, condition->low) | below(condition->high, value)) ^ 1;
		/* Past the count every condition is zeros, and holds: 0 lies from 0 to 0. */
		all &= within ^ (condition->negated & 1);
	}
	return all;
}

static __attribute__((noinline)) bool any_rule(__u32 call, struct arguments *arguments)
{
	for (__u32 n = 0; n < RULES; n++) {
		struct rule_key key = { .call = call, .number = n };
		struct rule *rule = bpf_map_lookup_elem(&rules, &key);
		if (!rule)
			break;
		if (matches(rule, arguments))
			return true;
	}
	return false;
}

static __always_inline bool is_forbidden(struct task_struct *task, struct pt_regs *regs, __u32 call)
{
	struct verdicts *known = first_of(&verdicts);
	if (!known || call >= COUNTERS)
		return false;
	KEEP_BELOW(call, COUNTERS);
	__u8 verdict = known->of[call];
	if (verdict <= CALL_FORBIDDEN)
		return verdict;
	struct arguments arguments = {};
	read_arguments(regs, arguments.of, is_compat(task));
	return any_rule(call, &arguments) == (verdict == CALL_FORBIDDEN_IF);
}

static __always_inline void count_forbidden(struct task_struct *task, struct member *member, struct pt_regs *regs, __u32 call)
{
	if (!is_forbidden(task, regs, call))
		return;
	struct use_key key = { .exe = exe_of(member), .call = call };
	count(&uses, &key);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long number)
{
	struct task_struct *task = current_task();
	if (!is_shown(task))
		return 0;
	struct member *member = member_of(task);
	if (!member)
		return 0;
	member->in_flight = FLIGHT_INSIDE;
	count_forbidden(task, member, regs, index_of(task, number));
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long result)
{
	struct task_struct *task = current_task();
	if (!is_shown(task))
		return 0;
	struct member *member = member_of(task);
	if (!member)
		return 0;
	enum ending ending = end_flight(task, &member->in_flight);
	if (ending == ENDING_UNKNOWN)
		return 0;
	__u32 call = index_of(task, number_of(regs));
	if (ending == ENDING_DENIED)
		count_forbidden(task, member, regs, call);
	if (!has_failed(result) || is_restarted(result) || call >= COUNTERS)
		return 0;
	struct failure_key key = { .exe = exe_of(member), .call = call, .error = -result };
	count(&failures, &key);
	return 0;
}

/* ---- capabilities ---------------------------------------------------------------------------------------- */

static __always_inline void on_check(void *ctx, const struct cred *cred, struct user_namespace *target, int capability, int result,
				     enum audit audit)
{
	struct task_struct *task = current_task();
	if (!is_shown(task) || audit == UNAUDITED || is_borrowed(task, cred, 0))
		return;
	if (audit == AUDIT_UNKNOWN && is_noise(ctx))
		return;
	struct member *member = member_of(task);
	if (!member)
		return;
	struct need_key key = { .exe = exe_of(member), .call = call_of(task), .capability = capability, .denied = result != 0 };
	count(&needs, &key);
}

#include "programs/capability.h"

FORGET_TASKS(&members, &checks, NULL)

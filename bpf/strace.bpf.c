/* SPDX-License-Identifier: GPL-2.0 */
/* Syscalls as they happen: an event at the entry and one at the exit, or only totals: ctrace strace. */
#include "lib/kernel.h"
#include "abi/strace.h"

char LICENSE[] SEC("license") = "GPL";

const volatile struct call_settings settings = {};

#include "lib/call.h"
#include "lib/copy.h"
#include "lib/maps.h"
#include "lib/pid.h"
#include "lib/ring.h"
#include "programs/executed.h"
#include "programs/forget.h"
#include "programs/requests.h"
#include "programs/target.h"

/* The call that a task is in. */
struct flight {
	__u64 start; /* 0: in none that is wanted */
	__u64 arguments[VALUES];
	__u64 code; /* what was mapped when a stack of it was last told: call_stack's start and code in one */
	__u32 number;
	__u32 index;
	__u32 abi;
	__u32 failed; /* steps whose memory could not be read at the entry */
	__u32 told;   /* its entry was told, whatever its end */
	__u32 zero;
};

TASK_MAP(flights, struct flight);

/* As many as there are calls, for each processor. */
ARRAY_MAP(totals, BPF_F_MMAPABLE, COUNTERS, struct call_total);

HASH_MAP(odd_calls, 0, ODD_CALLS, struct odd_call, struct call_total);

static __always_inline __u32 abi_of(struct task_struct *task, __u32 number)
{
	return is_compat(task) ? ABI_COMPAT : number & X32_BIT ? ABI_X32 : ABI_NATIVE;
}

/* What is done with a call, if anything; of one that no table can have, what is done with the last counter's. */
static __always_inline struct call_plan *plan_of(__u32 index)
{
	if (index == NO_CALL)
		index = COUNTERS - 1;
	struct call_plan *plan = bpf_map_lookup_elem(&plans, &index);
	return plan && plan->wanted ? plan : NULL;
}

/*
 * Whether a call of this number can be one that is wanted: a load for what is asked before anything else. At an exit the
 * number alone says nothing of the ABI, since execve may have changed it; a signal handler's return has forgotten its
 * number (-1).
 */
static __always_inline bool may_be_wanted(__u32 number)
{
	__u64 plain = number & ~X32_BIT;
	asm volatile("" : "+r"(plain)); /* the compiler would check one copy of it and use another */
	return plain >= NUMBERS || settings.numbers[plain];
}

/*
 * Failures alone are told at their exit, when they are known to be some, arguments and all: a failed call has left its
 * memory as it was. What succeeds then costs no event.
 */
static __always_inline bool tells_entries(void)
{
	return settings.lines && settings.ends != END_FAILED;
}

static __always_inline void begin_event(struct copying *copying, struct task_struct *task, __u32 kind, __u64 time)
{
	copying->event.time = time;
	copying->event.task = (__u64)task;
	copying->event.process = FIELD(task, tgid);
	copying->event.thread = FIELD(task, pid);
	copying->event.kind = kind;
	copying->event.flags = 0;
	if (settings.target.containers) {
		struct member *member = kept_of(&members, task);
		copying->event.container = member && member->own ? member->container : 0;
	}
	copying->at = 0;
	copying->failed = 0;
	copying->urgent = 0;
}

static __always_inline void name_thread(struct copying *copying, struct task_struct *task)
{
	copying->event.own_process = own_id(BPF_CORE_READ(task, group_leader, thread_pid));
	copying->event.own_thread = own_id(BPF_CORE_READ(task, thread_pid));
}

static __always_inline void send(struct copying *copying)
{
	__u32 size = copying->at;
	if (size > CALL_DATA + MOST_BYTES)
		return;
	if (settings.stacks && copying->urgent)
		emit_with(&copying->event, sizeof(copying->event) + size, BPF_RB_FORCE_WAKEUP);
	else
		emit(&copying->event, sizeof(copying->event) + size);
}

/* The steps of one end of the call; at the exit also what the entry could not read, which the kernel has since brought in. */
static __always_inline void copy_memory(struct copying *copying, struct call_plan *plan, __u32 phase, __u32 again)
{
	for (__u32 i = 0; i < STEPS && plan->steps[i].kind; i++) {
		__u32 when = plan->steps[i].phase;
		if ((when == phase || when == PHASE_BOTH && phase != PHASE_NONE) && copy_step(i, phase))
			copying->failed |= 1 << i;
		if (again >> i & 1)
			copy_step(i, PHASE_ENTER);
	}
}

/*
 * The stacks of the calling thread, as the first records: there is always room. bpf_get_stack follows frame pointers, and begins
 * with the registers at the entry (kernel/bpf/stackmap.c; arch/x86/events/core.c, perf_callchain_user). Which files lie there the
 * reader finds in /proc: it is woken when that has changed, since the process may be gone soon.
 */
static __always_inline void copy_stacks(void *ctx, struct task_struct *task, struct flight *flight, struct copying *copying)
{
	struct call_stack *stack = (void *)&copying->data[sizeof(struct call_record)];
	struct mm_struct *mm = FIELD(task, mm);
	stack->start = BPF_CORE_READ(mm, start_stack);
	stack->code = BPF_CORE_READ(mm, exec_vm);
	__u64 code = stack->start + stack->code;
	copying->urgent = flight->code != code;
	flight->code = code;
	long size = bpf_get_stack(ctx, stack->frames, sizeof(stack->frames), BPF_F_USER_STACK);
	if (size > 0)
		close_record(copying, 0, 0, sizeof(*stack) - sizeof(stack->frames) + size, tag(0, PHASE_ENTER, STACK_USER, false));
	__u32 at = copying->at;
	KEEP_BELOW(at, 1024);
	size = bpf_get_stack(ctx, &copying->data[at + sizeof(struct call_record)], KERNEL_FRAMES * sizeof(__u64), 0);
	if (size > 0)
		close_record(copying, at, 0, size, tag(0, PHASE_ENTER, STACK_KERNEL, false));
}

/* Without a context there are no stacks. */
static __always_inline void tell_entry(void *ctx, struct task_struct *task, struct flight *flight, struct call_plan *plan, __u32 flags)
{
	struct copying *copying = copying_of();
	if (!copying)
		return;
	begin_event(copying, task, CALL_ENTER, flight->start);
	name_thread(copying, task);
	copying->event.number = flight->number;
	copying->event.abi = flight->abi;
	copying->event.flags = flags;
	for (int i = 0; i < VALUES; i++)
		copying->event.values[i] = copying->arguments[i] = flight->arguments[i];
	copying->index = flight->index;
	copying->word = flight->abi == ABI_NATIVE ? 8 : 4;
	copying->result = 0;
	if (ctx && settings.stacks)
		copy_stacks(ctx, task, flight, copying);
	copy_memory(copying, plan, PHASE_ENTER, 0);
	flight->failed = plan->replaces ? 0 : copying->failed;
	send(copying);
}

/* Ahead of a refused call: which program made it. */
__attribute__((noinline)) int tell_program(void)
{
	struct copying *copying = copying_of();
	struct task_struct *task = current_task();
	if (!copying)
		return 0;
	begin_event(copying, task, CALL_PROGRAM, bpf_ktime_get_ns());
	name_thread(copying, task);
	__u32 size = read_executed(task, &copying->data[sizeof(struct call_record)]);
	close_record(copying, 0, 0, size, tag(0, PHASE_ENTER, CAPTURE_STRING, 0));
	send(copying);
	return 0;
}

static __always_inline struct flight *begin_flight(struct task_struct *task, struct pt_regs *regs, __u32 number, __u32 index)
{
	struct flight *flight = keep_zeros_of(&flights, task, struct flight);
	if (!flight)
		return NULL;
	flight->start = bpf_ktime_get_ns();
	flight->abi = abi_of(task, number);
	flight->number = flight->abi == ABI_X32 ? number & ~X32_BIT : number;
	flight->index = index == NO_CALL ? COUNTERS - 1 : index;
	flight->failed = 0;
	flight->told = 0;
	read_arguments(regs, flight->arguments, flight->abi == ABI_COMPAT);
	return flight;
}

/*
 * Whose calls are looked at. Of denials: all in the container's cgroup, since the runtime itself makes the first calls
 * under the filter.
 */
static __always_inline bool is_watched(struct task_struct *task)
{
	if (!settings.denials)
		return is_shown(task);
	struct member *member = container_member(task);
	return member && member->container;
}

/* A call that a filter did not let happen, and which is told by a signal or the thread's end. */
static __always_inline void tell_refused(struct task_struct *task, __u32 number)
{
	struct pt_regs *regs = registers_of(task);
	__u32 index = index_of(task, number);
	struct call_plan *plan = plan_of(index);
	struct flight *flight = plan ? begin_flight(task, regs, number, index) : NULL;
	if (!flight)
		return;
	tell_program();
	tell_entry(NULL, task, flight, plan, CALL_LATE);
	flight->start = 0;
}

/* Whether this is the call by which the command may begin: its process is not shown yet. */
static __always_inline bool becomes_command(struct task_struct *task, __u32 index)
{
	if (settings.target.kind != TARGET_COMMAND || index != settings.execve && index != settings.execveat)
		return false;
	struct member *member = kept_of(&members, task);
	return member && member->command;
}

SEC("tp_btf/sys_enter")
int BPF_PROG(on_enter, struct pt_regs *regs, long number)
{
	if (!may_be_wanted(number))
		return 0;
	struct task_struct *task = current_task();
	__u32 index = index_of(task, number);
	struct call_plan *plan = plan_of(index);
	if (!plan)
		return 0;
	__u32 flags = 0;
	if (!is_watched(task)) {
		if (!becomes_command(task, index))
			return 0;
		flags = CALL_COMMAND;
	}
	struct flight *flight = begin_flight(task, regs, number, index);
#ifdef __TARGET_ARCH_arm64
	if (flight)
		flight->arguments[0] = BPF_CORE_READ(regs, regs[0]); /* orig_x0 is its copy, but not of every kernel's at this point */
#endif
	if (flight && settings.denials && plan->logged && has_filter(task)) {
		tell_program();
		flags |= CALL_LOGGED;
		flight->told = 1;
	}
	if (flight && (tells_entries() || flight->told))
		tell_entry(ctx, task, flight, plan, flags);
	return 0;
}

/* Whether a call whose number has no counter was counted by its number. */
static __attribute__((noinline)) int count_odd(struct flight *flight, long result, __u64 now)
{
	if (!flight)
		return 0;
	struct odd_call key = { .abi = flight->abi, .number = flight->number };
	struct call_total *total = bpf_map_lookup_elem(&odd_calls, &key);
	if (!total) {
		struct call_total none = {};
		bpf_map_update_elem(&odd_calls, &key, &none, BPF_NOEXIST);
		total = bpf_map_lookup_elem(&odd_calls, &key);
		if (!total)
			return 0;
	}
	__sync_fetch_and_add(&total->calls, 1);
	__sync_fetch_and_add(&total->errors, has_failed(result));
	__sync_fetch_and_add(&total->nanoseconds, now - flight->start);
	return 1;
}

static __always_inline void count(struct flight *flight, long result, __u64 now)
{
	if (flight->index == COUNTERS - 1 && count_odd(flight, result, now))
		return;
	__u32 index = bpf_get_smp_processor_id() * COUNTERS + flight->index;
	struct call_total *total = bpf_map_lookup_elem(&totals, &index);
	if (!total)
		return;
	total->calls++;
	total->errors += has_failed(result);
	total->nanoseconds += now - flight->start;
}

/* A failed call has written nothing, unless it was interrupted: then the time that is left. */
static __always_inline bool has_written(long result)
{
	return !has_failed(result) || result == -EINTR || result == -EAGAIN || result <= -ERESTARTSYS && result >= -ERESTART_RESTARTBLOCK;
}

#ifdef __TARGET_ARCH_x86
/* A load, where number_of's pointer would need a helper. */
#define NUMBER(regs) ((__u32)(regs)->orig_ax)
#else
#define NUMBER(regs) ((__u32)(regs)->syscallno)
#endif

SEC("tp_btf/sys_exit")
int BPF_PROG(on_return, struct pt_regs *regs, long result)
{
	if (!may_be_wanted(NUMBER(regs)))
		return 0;
	struct task_struct *task = current_task();
	struct flight *flight = kept_of(&flights, task);
	struct call_plan *plan;
	__u32 late = 0;
	if (flight && flight->start) {
		plan = plan_of(flight->index);
		if (!plan || (settings.denials ? !flight->told : !is_shown(task))) {
			flight->start = 0;
			return 0;
		}
	} else {
		/*
		 * No entry was seen. A seccomp filter answered (its calls have no entry), or the call was in progress when the
		 * view began. The registers still tell which call it is, but not of a signal handler's return (-1), and a child
		 * comes out of a clone that it never went into: only failures are sure to be calls of the task's own.
		 */
		__u32 number = NUMBER(regs), index = index_of(task, number);
		if (!has_failed(result) || number == (__u32)-1)
			return 0;
		if (settings.denials && !has_filter(task))
			return 0;
		plan = plan_of(index);
		if (!plan || plan->replaces && !settings.denials || !is_watched(task))
			return 0;
		flight = begin_flight(task, regs, number, index);
		if (!flight)
			return 0;
		late = CALL_LATE;
		if (settings.denials)
			tell_program();
	}
	bool shown = settings.ends & (has_failed(result) ? END_FAILED : END_SUCCESSFUL);
	bool told = (tells_entries() || flight->told) && !late;
	if (settings.lines && shown && !told)
		tell_entry(ctx, task, flight, plan, late);
	__u64 now = bpf_ktime_get_ns();
	if (settings.totals && shown)
		count(flight, result, now);
	/* An entry that was told waits for its exit, whatever that is. */
	if (settings.lines && (shown || told)) {
		struct copying *copying = copying_of();
		if (!copying)
			return 0;
		begin_event(copying, task, CALL_EXIT, now);
		copying->event.values[0] = copying->result = result;
		for (int i = 0; i < VALUES; i++)
			copying->arguments[i] = flight->arguments[i];
		copying->index = flight->index;
		copying->word = flight->abi == ABI_NATIVE ? 8 : 4;
		if (!plan->replaces)
			copy_memory(copying, plan, has_written(result) ? PHASE_EXIT : PHASE_NONE, flight->failed);
		send(copying);
	}
	flight->start = 0;
	return 0;
}

#define SIGNAL_BYTES 48
#define SIGSYS 31
#define SYS_SECCOMP 1 /* include/uapi/asm-generic/siginfo.h */

/* The start of siginfo_t with _sigsys, on 64-bit machines (include/uapi/asm-generic/siginfo.h). */
struct sigsys {
	int signal;
	int error;
	int code;
	int zero;
	__u64 address;
	int syscall;
	__u32 arch;
};

SEC("tp_btf/signal_deliver")
int BPF_PROG(on_signal, int signal, struct kernel_siginfo *info)
{
	struct task_struct *task = current_task();
	if (signal == SIGKILL || !is_watched(task)) /* told by the end that it brings */
		return 0;
	if (settings.denials) {
		struct sigsys sigsys = {};
		bpf_probe_read_kernel(&sigsys, sizeof(sigsys), info);
		if (signal != SIGSYS || sigsys.code != SYS_SECCOMP)
			return 0;
		tell_refused(task, sigsys.syscall);
	}
	struct copying *copying = copying_of();
	if (!copying)
		return 0;
	begin_event(copying, task, CALL_SIGNAL, bpf_ktime_get_ns());
	name_thread(copying, task);
	copying->event.abi = is_compat(task) ? ABI_COMPAT : ABI_NATIVE;
	copying->event.number = signal;
	bpf_probe_read_kernel(copying->event.values, SIGNAL_BYTES, info);
	send(copying);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_end, struct task_struct *task)
{
	/* One that was shown is, also when it is the last of the process that is watched. */
	if (!kept_of(&flights, task) && !is_watched(task))
		return 0;
	if (settings.denials) {
		/* Killed by a filter alone, without its process. */
		if ((BPF_CORE_READ(task, exit_code) & 0x7f) == SIGSYS && !BPF_CORE_READ(task, signal, group_exit_code))
			tell_refused(task, number_of(registers_of(task)));
		else if (FIELD(task, pid) != FIELD(task, tgid))
			return 0;
	}
	struct copying *copying = copying_of();
	if (!copying)
		return 0;
	begin_event(copying, task, CALL_END, bpf_ktime_get_ns());
	name_thread(copying, task);
	copying->event.values[0] = (__u32)BPF_CORE_READ(task, exit_code);
	send(copying);
	return 0;
}

FORGET_TASKS(&members, &flights, &executed)

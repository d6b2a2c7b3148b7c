/* SPDX-License-Identifier: MIT */
/*
 * Asks the kernel what seccomp filters do: loads them in a child, makes calls there, and prints what came of each.
 *
 *   filters ip     the addresses behind the two instructions that make the calls: of syscall, and of int $0x80
 *   filters        reads cases from standard input until its end, all numbers in the machine's byte order:
 *                    u32 filters, in the order in which they are loaded, each: u32 instructions, struct sock_filter...
 *                    u32 calls, each: u32 compat (1: by int $0x80), s32 number, u64 arguments[6]
 *                  and prints a line for each call:
 *                    return VALUE WITHOUT     it returned; WITHOUT is what it returned before there was a filter
 *                    trap DATA                a SIGSYS that could be handled
 *                    kill                     the process died of SIGSYS
 *
 * A child makes no call of its own once its filters are loaded: results go into shared memory, and it ends by an
 * instruction that there is not.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_CALLS = 1024, MOST_FILTERS = 8, PENDING = 0, RETURNED, TRAPPED };

struct call {
	uint32_t compat;
	int32_t number;
	uint64_t arguments[6];
};

struct result {
	uint32_t next;
	struct {
		uint32_t kind;
		long value, without;
	} of[MOST_CALLS];
};

long call_syscall(long number, const uint64_t *arguments);
long call_int80(long number, const uint64_t *arguments);
extern const char behind_syscall[], behind_int80[];

asm(".text\n"
    "call_syscall:\n"
    "	mov %rdi, %rax\n	mov %rsi, %r11\n"
    "	mov 0(%r11), %rdi\n	mov 8(%r11), %rsi\n	mov 16(%r11), %rdx\n"
    "	mov 24(%r11), %r10\n	mov 32(%r11), %r8\n	mov 40(%r11), %r9\n"
    "	syscall\n"
    "behind_syscall:\n"
    "	ret\n"
    "call_int80:\n"
    "	push %rbx\n	push %rbp\n"
    "	mov %rdi, %rax\n	mov %rsi, %r11\n"
    "	mov 0(%r11), %rbx\n	mov 8(%r11), %rcx\n	mov 16(%r11), %rdx\n"
    "	mov 24(%r11), %rsi\n	mov 32(%r11), %rdi\n	mov 40(%r11), %rbp\n"
    "	int $0x80\n"
    "behind_int80:\n"
    "	pop %rbp\n	pop %rbx\n	ret\n");

static volatile struct result *result;
static sigjmp_buf before;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void on_sigsys(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	result->of[result->next].kind = TRAPPED;
	result->of[result->next].value = info->si_errno;
	siglongjmp(before, 1);
}

static long make(const struct call *call)
{
	return call->compat ? (int)call_int80(call->number, call->arguments) : call_syscall(call->number, call->arguments);
}

static void child(const struct sock_fprog *filters, uint32_t filter_count, const struct call *calls, uint32_t call_count)
{
	struct sigaction action = { .sa_sigaction = on_sigsys, .sa_flags = SA_SIGINFO | SA_NODEFER };
	struct rlimit none = { 0, 0 };

	sigaction(SIGSYS, &action, NULL);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	for (uint32_t i = result->next; i < call_count; i++)
		result->of[i].without = make(&calls[i]);
	for (uint32_t i = 0; i < filter_count; i++)
		if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filters[i]))
			fail("filters: seccomp");
	for (; result->next < call_count; result->next++) {
		if (sigsetjmp(before, 0) == 0) {
			result->of[result->next].value = make(&calls[result->next]);
			result->of[result->next].kind = RETURNED;
		}
	}
	__builtin_trap();
}

static void run(const struct sock_fprog *filters, uint32_t filter_count, const struct call *calls, uint32_t call_count)
{
	memset((void *)result, 0, sizeof(*result));
	while (result->next < call_count) {
		int status;
		pid_t pid = fork();

		if (pid < 0)
			fail("filters: fork");
		if (pid == 0)
			child(filters, filter_count, calls, call_count);
		if (waitpid(pid, &status, 0) != pid)
			fail("filters: waitpid");
		/* What has not returned was killed; the others are made by another child. */
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
			result->next++;
		else if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGILL)
			exit(1);
	}
	for (uint32_t i = 0; i < call_count; i++) {
		if (result->of[i].kind == RETURNED)
			printf("return %ld %ld\n", result->of[i].value, result->of[i].without);
		else if (result->of[i].kind == TRAPPED)
			printf("trap %ld\n", result->of[i].value);
		else
			printf("kill\n");
	}
}

static int take(void *to, size_t size)
{
	size_t count = fread(to, 1, size, stdin);

	if (count != 0 && count != size) {
		fputs("filters: a case ends early\n", stderr);
		exit(1);
	}
	return count == size;
}

int main(int argc, char **argv)
{
	static struct sock_filter instructions[MOST_FILTERS][BPF_MAXINSNS];
	static struct call calls[MOST_CALLS];
	struct sock_fprog filters[MOST_FILTERS];
	uint32_t filter_count, call_count, length;

	if (argc == 2 && strcmp(argv[1], "ip") == 0) {
		printf("%lu %lu\n", (unsigned long)behind_syscall, (unsigned long)behind_int80);
		return 0;
	}
	result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (result == MAP_FAILED)
		fail("filters: mmap");
	/* The children must not write what is still in the buffer. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (take(&filter_count, sizeof(filter_count))) {
		for (uint32_t i = 0; i < filter_count && i < MOST_FILTERS; i++) {
			if (!take(&length, sizeof(length)) || length > BPF_MAXINSNS || !take(instructions[i], length * sizeof(struct sock_filter)))
				return 1;
			filters[i] = (struct sock_fprog){ .len = (unsigned short)length, .filter = instructions[i] };
		}
		if (filter_count > MOST_FILTERS || !take(&call_count, sizeof(call_count)) || call_count > MOST_CALLS
		    || !take(calls, call_count * sizeof(struct call)))
			return 1;
		run(filters, filter_count, calls, call_count);
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Traces a program as a probe would: at each syscall it copies what the plan says and prints the call and the copies.
 *   record PLAN WORD PROGRAM > CALLS
 * WORD is the size of a pointer in PROGRAM, 4 or 8. PLAN has a line a syscall: the number, then the steps as they lie in a map, in hexadecimal (docs/decoding.md).
 *   call NUMBER ARGUMENT x 6 RESULT     all in hexadecimal; RESULT is - when it did not return
 *   copy ARGUMENT PHASE KIND ADDRESS TRUNCATED BYTES
 * The copies of a call precede it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <linux/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define NUMBERS 512
#define STEPS 6

enum { NONE, STRING, FIXED, BUFFER, RESULT, ARRAY, RESULT_ARRAY, POINTED, VECTOR, MESSAGE, MESSAGES, STRINGS, POINTERS };
enum { ENTER, EXIT, BOTH };

struct step {
	unsigned char argument, phase, kind, other;
	unsigned short size, limit;
};

static struct step plan[NUMBERS][STEPS];
static pid_t child;
static size_t word;
static unsigned long long args[6];
static long long result;
static int phase;

static size_t peek(unsigned long long address, void *to, size_t size)
{
	struct iovec local = { to, size }, remote = { (void *)address, size };
	ssize_t done = process_vm_readv(child, &local, 1, &remote, 1, 0);

	return done < 0 ? 0 : (size_t)done;
}

static int peek_words(unsigned long long address, unsigned long long *to, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		to[i] = 0;
		if (peek(address + i * word, &to[i], word) != word)
			return 0;
	}
	return 1;
}

static void print(int argument, int kind, unsigned long long address, int truncated, const unsigned char *bytes, size_t size)
{
	printf("copy %d %d %d %llx %d ", argument, phase, kind, address, truncated);
	for (size_t i = 0; i < size; i++)
		printf("%02x", bytes[i]);
	putchar('\n');
}

static void copy(int argument, int kind, unsigned long long address, unsigned long long size, unsigned limit)
{
	unsigned char bytes[65536];
	size_t wanted = size < limit ? size : limit;

	if (address && wanted && peek(address, bytes, wanted) == wanted)
		print(argument, kind, address, size > limit, bytes, wanted);
}

static void copy_string(int argument, unsigned long long address, unsigned limit)
{
	char bytes[65536];
	size_t size = 0;

	if (!address)
		return;
	while (size < limit && peek(address + size, bytes + size, 1) == 1) {
		if (!bytes[size]) {
			print(argument, STRING, address, 0, (void *)bytes, size);
			return;
		}
		size++;
	}
	if (size == limit)
		print(argument, STRING, address, 1, (void *)bytes, size - 1);
}

static void copy_vector(int argument, unsigned long long address, unsigned long long count, unsigned size, unsigned limit, long long most)
{
	unsigned long long vector[2];

	copy(argument, VECTOR, address, count > limit ? limit + 1ull : count * 2 * word, limit);
	for (unsigned i = 0, taken = 0; i < count && i < 16 && taken < 4; i++) {
		if (!peek_words(address + i * 2 * word, vector, 2))
			return;
		unsigned long long length = vector[1];
		if (phase == EXIT && most >= 0 && length > (unsigned long long)most)
			length = most;
		if (phase == EXIT && most >= 0)
			most -= length;
		if (!length)
			continue;
		copy(argument, BUFFER, vector[0], length, size);
		taken++;
	}
}

static void copy_message(int argument, unsigned long long address, unsigned size, unsigned limit, long long most)
{
	unsigned long long message[7];

	if (!peek_words(address, message, 7))
		return;
	copy(argument, BUFFER, message[0], (unsigned)message[1], 128);
	copy_vector(argument, message[2], message[3], size, 64, most);
	copy(argument, BUFFER, message[4], message[5], limit);
}

static void copy_strings(const struct step *step, int with_strings)
{
	unsigned long long address = args[step->argument], words[8192];
	unsigned char bytes[65536];
	size_t count = 0;

	if (!address)
		return;
	while (count * word < step->limit && peek_words(address + count * word, &words[count], 1) && words[count]) {
		memcpy(bytes + count * word, &words[count], word);
		count++;
	}
	print(step->argument, step->kind, address, count * word == step->limit, bytes, count * word);
	for (size_t i = 0; with_strings && i < count && i < 8; i++)
		copy_string(step->argument, words[i], step->size);
}

static void follow(const struct step *step)
{
	unsigned long long address = args[step->argument], other = step->other < 6 ? args[step->other] : 0;
	unsigned length;

	switch (step->kind) {
	case STRING:
		copy_string(step->argument, address, step->limit);
		break;
	case FIXED:
		copy(step->argument, FIXED, address, step->size, step->size);
		break;
	case BUFFER:
		copy(step->argument, BUFFER, address, other, step->limit);
		break;
	case RESULT:
		copy(step->argument, RESULT, address, result, step->limit);
		break;
	case ARRAY:
		copy(step->argument, ARRAY, address, (unsigned long long)(unsigned)other * step->size, step->limit);
		break;
	case RESULT_ARRAY:
		copy(step->argument, RESULT_ARRAY, address, result * step->size, step->limit);
		break;
	case POINTED:
		if (peek(other, &length, sizeof length) == sizeof length)
			copy(step->argument, POINTED, address, length, step->limit);
		break;
	case VECTOR:
		copy_vector(step->argument, address, other, step->size, step->limit, phase == EXIT ? result : -1);
		break;
	case MESSAGE:
		copy(step->argument, MESSAGE, address, 7 * word, 7 * word);
		copy_message(step->argument, address, step->size, step->limit, phase == EXIT ? result : -1);
		break;
	case MESSAGES:
		if (phase == EXIT)
			other = result;
		copy(step->argument, MESSAGES, address, other * 8 * word, 2 * 8 * word);
		for (unsigned i = 0; i < other && i < 2; i++) {
			peek(address + i * 8 * word + 7 * word, &length, sizeof length);
			copy_message(step->argument, address + i * 8 * word, step->size, step->limit, phase == EXIT ? (int)length : -1);
		}
		break;
	case STRINGS:
	case POINTERS:
		copy_strings(step, step->kind == STRINGS);
		break;
	}
}

static void follow_plan(unsigned number)
{
	int interrupted = result == -EINTR || result == -EAGAIN || (result <= -512 && result >= -516);

	if (number >= NUMBERS || (phase == EXIT && result < 0 && !interrupted))
		return;
	for (int i = 0; i < STEPS; i++)
		if (plan[number][i].kind && (plan[number][i].phase == phase || plan[number][i].phase == BOTH))
			follow(&plan[number][i]);
}

static void read_plan(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[512];

	while (file && fgets(line, sizeof line, file)) {
		char *word = strtok(line, " \n");
		unsigned number = atoi(word);

		for (int i = 0; (word = strtok(NULL, " \n")); i++)
			for (unsigned byte = 0; byte < sizeof(struct step); byte++)
				sscanf(word + 2 * byte, "%2hhx", (unsigned char *)&plan[number][i] + byte);
	}
	if (file)
		fclose(file);
}

static void end_of_call(unsigned number, int returned)
{
	printf("call %x", number);
	for (int i = 0; i < 6; i++)
		printf(" %llx", args[i]);
	if (returned)
		printf(" %llx\n", (unsigned long long)result);
	else
		puts(" -");
}

int main(int count, char **words)
{
	struct ptrace_syscall_info info;
	unsigned number = 0;
	int status, signal = 0, inside = 0;

	if (count < 4)
		return 64;
	read_plan(words[1]);
	word = atoi(words[2]);
	child = fork();
	if (!child) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		execv(words[3], words + 3);
		_exit(127);
	}
	waitpid(child, &status, 0);
	ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
	while (!ptrace(PTRACE_SYSCALL, child, 0, signal) && waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
		signal = WSTOPSIG(status) & 0x7f;
		if (status >> 8 == (SIGTRAP | (PTRACE_EVENT_EXEC << 8)))
			signal = 0;
		if (WSTOPSIG(status) != (SIGTRAP | 0x80))
			continue;
		signal = 0;
		ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info);
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
			number = info.entry.nr;
			memcpy(args, info.entry.args, sizeof args);
			phase = ENTER;
			result = 0;
			follow_plan(number);
			inside = 1;
		} else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
			phase = EXIT;
			result = info.exit.rval;
			follow_plan(number);
			end_of_call(number, 1);
			inside = 0;
		}
	}
	if (inside)
		end_of_call(number, 0);
	return 0;
}

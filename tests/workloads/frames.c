/* SPDX-License-Identifier: MIT */
/* Waits for a line, calls getppid from a function in a function, and waits for the next: for stacks by frame pointers. */
#include <sys/syscall.h>
#include <unistd.h>

/* The call itself stands here: the library's own functions have no frame pointers. */
static long __attribute__((noinline)) inner(void)
{
#if defined(__x86_64__)
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(SYS_getppid) : "rcx", "r11", "memory");
	return result + 1;
#elif defined(__aarch64__)
	register long result __asm__("x0");
	register long number __asm__("x8") = SYS_getppid;
	__asm__ volatile("svc 0" : "=r"(result) : "r"(number) : "memory");
	return result + 1;
#endif
}

static long __attribute__((noinline)) outer(void)
{
	return inner() + 1;
}

static int wait_for_line(void)
{
	char byte;
	while (read(0, &byte, 1) == 1)
		if (byte == '\n')
			return 1;
	return 0;
}

int main(void)
{
	if (!wait_for_line() || outer() < 0)
		return 1;
	return !wait_for_line();
}

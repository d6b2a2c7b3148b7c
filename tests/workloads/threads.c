/* SPDX-License-Identifier: MIT */
/*
 * Threads that each make one call that no other makes, all alive at once. Says which calls those were; what the thread
 * library itself does (clone3 or clone, futex, rseq, ...) is its own affair.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OWN(name) { #name, SYS_##name }

static const struct {
	const char *name;
	long number;
} own[] = {
	OWN(getpgid), OWN(getsid), OWN(getuid), OWN(getgid), OWN(geteuid), OWN(getegid), OWN(getppid), OWN(sched_yield),
};

enum { THREADS = sizeof(own) / sizeof(own[0]) };

static pthread_barrier_t all;

static void *run(void *number)
{
	pthread_barrier_wait(&all);
	syscall(*(const long *)number, 0);
	pthread_barrier_wait(&all);
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];

	pthread_barrier_init(&all, NULL, THREADS);
	for (int i = 0; i < THREADS; i++) {
		if (pthread_create(&threads[i], NULL, run, (void *)&own[i].number) != 0) {
			perror("pthread_create");
			return 1;
		}
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < THREADS; i++)
#if defined(__x86_64__)
		printf("syscall x86_64 %s\n", own[i].name);
#elif defined(__aarch64__)
		printf("syscall aarch64 %s\n", own[i].name);
#endif
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Changes an owner and makes a call that nothing else here makes (getpgid), in ways in which a program can get away from the file and the
 * mount namespace that its container started it with.
 *
 *   ownership plain | thread | memfd | memfd-thread | memfd-fork | unshare-thread | nested-user
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void *use(void *unused)
{
	if (chown("/tmp/owned", 1234, 1234))
		perror("chown");
	syscall(SYS_getpgid, 0);
	return unused;
}

static void use_in_thread(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, use, NULL))
		fail("pthread_create");
	pthread_join(thread, NULL);
}

static void use_in_child(void)
{
	pid_t child = fork();
	if (child == 0) {
		use(NULL);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

/* Goes on as a memory file. */
static void become_memory(char *as)
{
	char *words[] = { "ownership", as, NULL };
	char bytes[65536];
	ssize_t size;
	int self = open("/proc/self/exe", O_RDONLY), memory = memfd_create("m", 0);
	if (self < 0 || memory < 0)
		fail("memfd");
	while ((size = read(self, bytes, sizeof(bytes))) > 0)
		if (write(memory, bytes, size) != size)
			fail("write");
	fexecve(memory, words, environ);
	fail("fexecve");
}

int main(int argc, char **argv)
{
	char *way = argc > 1 ? argv[1] : "";
	int file = open("/tmp/owned", O_CREAT | O_WRONLY, 0644);
	if (file < 0)
		fail("/tmp/owned");
	close(file);
	if (!strncmp(way, "memfd", 5)) {
		become_memory(way[5] == '-' ? way + 6 : "plain");
	} else if (!strcmp(way, "plain")) {
		use(NULL);
	} else if (!strcmp(way, "thread")) {
		use_in_thread();
	} else if (!strcmp(way, "fork")) {
		use_in_child();
	} else if (!strcmp(way, "unshare-thread")) {
		if (unshare(CLONE_NEWNS))
			fail("unshare");
		use_in_thread();
	} else if (!strcmp(way, "nested-user")) {
		/* The first process is in a user namespace of its own making; its child, from before, in the container's. */
		if (fork() == 0) {
			for (;;) {
				use(NULL);
				usleep(100000);
			}
		}
		if (unshare(CLONE_NEWUSER))
			fail("unshare");
		puts("ready");
		fflush(stdout);
		pause();
	} else {
		return 64;
	}
	return 0;
}

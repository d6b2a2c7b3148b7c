/* SPDX-License-Identifier: MIT */
/*
 * What an engine's default profile refuses for some arguments, and what every profile allows. A mode that was recorded and another that
 * is then run:
 *   none        nothing of either, but a child
 *   namespaces  unshare, clone and clone3 with each namespace's flag, alone and with a user namespace
 *   one CALL    clone or clone3 with a user namespace alone, or a socket of AF_ALG: as a line of the former
 *   stay, leave a thread that still waits when the program ends, and one that ends before
 *   clock       what the vDSO answers, as system calls; on x86_64 by the vsyscall page, too
 * A line for each thing that is tried: what, and ok or the error.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif
#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif

static const struct {
	const char *name;
	unsigned long long flag;
} namespaces[] = {
	{ "time", CLONE_NEWTIME }, { "mnt", CLONE_NEWNS }, { "cgroup", CLONE_NEWCGROUP }, { "uts", CLONE_NEWUTS },
	{ "ipc", CLONE_NEWIPC }, { "user", CLONE_NEWUSER }, { "pid", CLONE_NEWPID }, { "net", CLONE_NEWNET },
};

enum { NAMESPACES = sizeof(namespaces) / sizeof(namespaces[0]) };

static void say(const char *what, const char *which, const char *more, long result)
{
	printf("%s %s%s: %s\n", what, which, more, result < 0 ? strerrorname_np(errno) : "ok");
	fflush(stdout);
}

/* Ends the child, and gives the parent what it was told. */
static long child(long result)
{
	if (result == 0)
		_exit(0);
	if (result > 0)
		waitpid(result, NULL, __WALL);
	return result;
}

static long try_clone(unsigned long flags)
{
	return child(syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0));
}

static long try_clone3(unsigned long long flags)
{
	struct {
		uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
	} arguments = { .flags = flags, .exit_signal = SIGCHLD };
	return child(syscall(SYS_clone3, &arguments, sizeof(arguments)));
}

/* In a child, since a namespace cannot be left. */
static long try_unshare(unsigned long flags)
{
	int status;
	pid_t pid = fork();
	if (pid == 0)
		_exit(unshare(flags) < 0 ? errno : 0);
	if (pid < 0)
		return pid;
	waitpid(pid, &status, 0);
	errno = WEXITSTATUS(status);
	return errno ? -1 : 0;
}

static void try_namespaces(void)
{
	for (int i = 0; i < NAMESPACES; i++) {
		for (int user = 0; user < 2; user++) {
			unsigned long long flags = namespaces[i].flag | (user ? CLONE_NEWUSER : 0);
			const char *more = user ? "+user" : "";
			say("unshare", namespaces[i].name, more, try_unshare(flags));
			if (flags & ~0xffull) /* these bits are clone's signal */
				say("clone", namespaces[i].name, more, try_clone(flags & ~0xffull));
			say("clone3", namespaces[i].name, more, try_clone3(flags));
		}
	}
	say("socket", "AF_VSOCK", "", socket(40, SOCK_STREAM, 0));
	say("socket", "AF_ALG", "", socket(38, SOCK_SEQPACKET, 0));
	say("personality", "ADDR_NO_RANDOMIZE", "", personality(ADDR_NO_RANDOMIZE));
}

static pthread_barrier_t started;

static void *worker(void *leaves)
{
	pthread_barrier_wait(&started);
	while (!leaves)
		pause();
	return NULL;
}

static void run_thread(int leaves)
{
	pthread_t thread;
	pthread_barrier_init(&started, NULL, 2);
	if (pthread_create(&thread, NULL, worker, leaves ? &started : NULL))
		_exit(1);
	pthread_barrier_wait(&started);
	if (leaves)
		pthread_join(thread, NULL);
	puts("ended");
}

static void read_clocks(void)
{
	struct timespec now;
	struct timeval day;
	unsigned processor;
	say("clock_gettime", "syscall", "", syscall(SYS_clock_gettime, 0, &now));
	say("clock_getres", "syscall", "", syscall(SYS_clock_getres, 0, &now));
	say("gettimeofday", "syscall", "", syscall(SYS_gettimeofday, &day, 0));
	say("getcpu", "syscall", "", syscall(SYS_getcpu, &processor, 0, 0));
#ifdef __x86_64__
	char line[512];
	int is_there = 0;
	FILE *maps = fopen("/proc/self/maps", "r");
	say("time", "syscall", "", syscall(SYS_time, 0));
	while (maps && fgets(line, sizeof(line), maps))
		is_there |= strstr(line, "[vsyscall]") != NULL;
	if (is_there) {
		/* arch/x86/entry/vsyscall/vsyscall_emu_64.S */
		long (*by_page)(void *, void *) = (void *)0xffffffffff600000;
		long (*time_by_page)(void *) = (void *)0xffffffffff600400;
		long (*cpu_by_page)(void *, void *, void *) = (void *)0xffffffffff600800;
		say("gettimeofday", "vsyscall", "", by_page(&day, 0));
		say("time", "vsyscall", "", time_by_page(0));
		say("getcpu", "vsyscall", "", cpu_by_page(&processor, 0, 0));
	}
#endif
}

int main(int count, char **words)
{
	const char *mode = count > 1 ? words[1] : "", *call = count > 2 ? words[2] : "";
	if (!strcmp(mode, "none"))
		say("fork", "", "", child(fork()));
	else if (!strcmp(mode, "namespaces"))
		try_namespaces();
	else if (!strcmp(mode, "one") && !strcmp(call, "clone"))
		say("clone", "user", "", try_clone(CLONE_NEWUSER));
	else if (!strcmp(mode, "one") && !strcmp(call, "clone3"))
		say("clone3", "user", "", try_clone3(CLONE_NEWUSER));
	else if (!strcmp(mode, "one") && !strcmp(call, "thread"))
		say("clone3", "plain", "", try_clone3(0));
	else if (!strcmp(mode, "one") && !strcmp(call, "socket"))
		say("socket", "AF_ALG", "", socket(38, SOCK_SEQPACKET, 0));
	else if (!strcmp(mode, "stay") || !strcmp(mode, "leave"))
		run_thread(!strcmp(mode, "leave"));
	else if (!strcmp(mode, "clock"))
		read_clocks();
	else
		return 2;
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Cgroups that are named as an engine names its containers', each with a process under a seccomp filter that allows
 * everything.
 *   containers N MILLISECONDS ROOT...   makes N of them below each root (one a hierarchy); each process makes a call every so
 *                                       often; prints "ready", and takes all away when it is ended
 *   containers join ROOT... -- COMMAND  runs a command in the first of them, under such a filter
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void path_of(char *path, size_t size, const char *root, int number, const char *file)
{
	if (snprintf(path, size, "%s/%064x%s", root, number, file) >= (int)size)
		exit(64);
}

static void join(const char *root, int number)
{
	char path[512];
	FILE *procs;

	path_of(path, sizeof(path), root, number, "/cgroup.procs");
	procs = fopen(path, "w");
	if (!procs || fprintf(procs, "0") < 0 || fclose(procs)) {
		perror(path);
		exit(71);
	}
}

static void filter(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = 1, .filter = &allow };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("seccomp");
		exit(71);
	}
}

static void live(long milliseconds)
{
	struct timespec pause = { milliseconds / 1000, milliseconds % 1000 * 1000000 };

	filter();
	for (;;) {
		getppid();
		nanosleep(&pause, NULL);
	}
}

int main(int argc, char **argv)
{
	sigset_t ends;
	int count, signal;
	pid_t *children;

	if (argc > 4 && !strcmp(argv[1], "join")) {
		int at = 2;
		for (; at < argc - 1 && strcmp(argv[at], "--"); at++)
			join(argv[at], 1);
		filter();
		execv(argv[at + 1], argv + at + 1);
		perror(argv[at + 1]);
		return 71;
	}
	if (argc < 4 || (count = atoi(argv[1])) < 1)
		return 64;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	children = calloc(count, sizeof(*children));
	for (int number = 1; number <= count; number++) {
		for (int root = 3; root < argc; root++) {
			char path[512];
			path_of(path, sizeof(path), argv[root], number, "");
			if (mkdir(path, 0755) && errno != EEXIST) {
				perror(path);
				return 71;
			}
		}
		children[number - 1] = fork();
		if (!children[number - 1]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (int root = 3; root < argc; root++)
				join(argv[root], number);
			live(atol(argv[2]));
		}
	}
	puts("ready");
	fflush(stdout);
	sigwait(&ends, &signal);
	for (int number = 1; number <= count; number++) {
		kill(children[number - 1], SIGKILL);
		waitpid(children[number - 1], NULL, 0);
		for (int root = 3; root < argc; root++) {
			char path[512];
			path_of(path, sizeof(path), argv[root], number, "");
			rmdir(path);
		}
	}
	return 0;
}

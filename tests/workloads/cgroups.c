/* SPDX-License-Identifier: MIT */
/*
 * Cgroups of its own making, as a hostile container or user would: named like a container's, many, or deep. What runs in them makes
 * calls that nothing else here makes (odd), under a filter of its own that allows everything.
 *
 *   cgroups named NAME     in user, mount and cgroup namespaces of its own: a directory NAME, and itself in it
 *   cgroups many COUNT     COUNT directories named like containers, and removed again
 *   cgroups deep COUNT     COUNT directories, one in the other, and itself in the last
 *   cgroups under DIRECTORY NAME   as user 1000, who owns DIRECTORY: a directory NAME in it, and itself in that
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void put(const char *path, const char *text)
{
	int file = open(path, O_WRONLY);
	if (file < 0 || write(file, text, strlen(text)) < 0)
		fail(path);
	close(file);
}

static void join(const char *directory)
{
	char procs[8192];
	snprintf(procs, sizeof(procs), "%s/cgroup.procs", directory);
	put(procs, "0");
}

static void odd(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { 1, &allow };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		fail("filter");
	syscall(SYS_kexec_load, 0, 0, 0, 0);
	syscall(SYS_init_module, 0, 0, 0);
}

/* Mounts what this machine has: v2, and the v1 hierarchy of pids. */
static int mount_cgroups(const char *roots[2])
{
	int count = 0;
	char map[64];
	int user = getuid();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWCGROUP))
		fail("unshare");
	put("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %d 1", user);
	put("/proc/self/uid_map", map);
	put("/proc/self/gid_map", map);
	mkdir("/tmp/v2", 0755);
	mkdir("/tmp/v1", 0755);
	if (!mount("none", "/tmp/v2", "cgroup2", 0, NULL))
		roots[count++] = "/tmp/v2";
	if (!mount("none", "/tmp/v1", "cgroup", 0, "pids"))
		roots[count++] = "/tmp/v1";
	if (!count)
		fail("mount");
	return count;
}

static void make_and_join(const char *parent, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", parent, name);
	if (mkdir(path, 0755))
		fail(path);
	join(path);
}

int main(int argc, char **argv)
{
	const char *roots[2], *what = argc > 2 ? argv[1] : "";
	if (!strcmp(what, "under") && argc > 3) {
		/* Only root may move a process to where its user is at home. */
		join(argv[2]);
		if (setgid(1000) || setuid(1000))
			fail("setuid");
		make_and_join(argv[2], argv[3]);
		odd();
		return 0;
	}
	if (argc <= 2)
		return 64;
	int count = mount_cgroups(roots);
	for (int root = 0; root < count; root++) {
		if (!strcmp(what, "named"))
			make_and_join(roots[root], argv[2]);
		for (int i = 0; !strcmp(what, "many") && i < atoi(argv[2]); i++) {
			char path[128];
			snprintf(path, sizeof(path), "%s/%064x", roots[root], 0xabc000 + i);
			if (mkdir(path, 0755))
				fail(path);
		}
		if (!strcmp(what, "deep")) {
			char path[4096];
			strcpy(path, roots[root]);
			for (int i = 0; i < atoi(argv[2]); i++) {
				strcat(path, "/d");
				if (mkdir(path, 0755) && errno != EEXIST)
					fail(path);
			}
			join(path);
		}
	}
	odd();
	for (int root = 0; root < count; root++)
		for (int i = 0; !strcmp(what, "many") && i < atoi(argv[2]); i++) {
			char path[128];
			snprintf(path, sizeof(path), "%s/%064x", roots[root], 0xabc000 + i);
			rmdir(path);
		}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* Many kinds of calls, all of which succeed: exits 1 if one does not. Built for the native architecture and for its 32-bit programs. */
#include <linux/close_range.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <linux/eventpoll.h>
#include "witness.h"

/* Enough room for any structure that the kernel fills here, aligned for all of them. */
static long buffer[2048] __attribute__((aligned(64)));
static unsigned capability_version[] = { 0x20080522 /* _LINUX_CAPABILITY_VERSION_3 */, 0 };
static const struct __kernel_old_timespec nanosecond = { 0, 1 };

static void identities(void)
{
	CALL(getpid);
	CALL(getppid);
	CALL(gettid);
	CALL(getuid);
	CALL(geteuid);
	CALL(getgid);
	CALL(getegid);
	CALL(getpgid, 0);
	CALL(getsid, 0);
	CALL(getgroups, 0, 0);
	CALL(umask, 022);
	CALL(uname, buffer);
	CALL(sysinfo, buffer);
	CALL(getrusage, 0, buffer);
	CALL(times, buffer);
	CALL(getpriority, 0, 0);
	CALL(capget, capability_version, buffer);
	CALL(prctl, PR_GET_NAME, buffer);
}

static void memory(void)
{
#if defined(__i386__) || defined(__arm__)
	long page = CALL(mmap2, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#else
	long page = CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#endif

	CALL(brk, 0);
	CALL(mprotect, page, 4096, PROT_READ);
	CALL(madvise, page, 4096, MADV_NORMAL);
	CALL(mincore, page, 4096, buffer);
	CALL(msync, page, 4096, MS_ASYNC);
	CALL(munmap, page, 4096);
	CALL(getrandom, buffer, 16, 0);
	CALL(futex, buffer, FUTEX_WAKE, 1);
	CALL(membarrier, 0, 0, 0);
}

static void files(void)
{
	int root = CALL(openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY);
	int file = CALL(memfd_create, "witness", MFD_CLOEXEC);

	CALL(getdents64, root, buffer, sizeof(buffer));
	CALL(statx, root, "", AT_EMPTY_PATH, STATX_BASIC_STATS, buffer);
	CALL(faccessat2, root, "/", 0, 0);
	CALL(readlinkat, AT_FDCWD, "/proc/self/exe", buffer, sizeof(buffer));
	CALL(getcwd, buffer, sizeof(buffer));
	CALL(chdir, "/");
	CALL(fchdir, root);
	CALL(ftruncate, file, 4096);
	CALL(pwrite64, file, "witness", 7, 0);
	CALL(pread64, file, buffer, 7, 0);
	CALL(lseek, file, 0, 0);
	CALL(read, file, buffer, 7);
	CALL(fchmod, file, 0600);
	CALL(fsync, file);
	CALL(fcntl, file, F_GETFD);
	CALL(flock, file, 8 /* LOCK_UN */);
	CALL(dup, file);
	CALL(dup3, file, 50, O_CLOEXEC);
	CALL(close, file);
	CALL(close_range, 50, 60, 0);
}

static void events(void)
{
	int pair[2];
	int epoll = CALL(epoll_create1, 0);

	CALL(pipe2, pair, O_CLOEXEC);
	CALL(epoll_ctl, epoll, EPOLL_CTL_ADD, pair[0], buffer);
	CALL(eventfd2, 0, 0);
	CALL(timerfd_create, 1 /* CLOCK_MONOTONIC */, 0);
	CALL(inotify_init1, 0);
	CALL(signalfd4, -1, buffer + 1024, 8, 0);
	CALL(rt_sigprocmask, 0, 0, buffer, 8);
	CALL(rt_sigaction, 10, 0, buffer, 8);
	CALL(socketpair, 1 /* AF_UNIX */, 1 /* SOCK_STREAM */, 0, pair);
	CALL(shutdown, pair[0], 2);
	CALL(sched_yield);
	CALL(sched_getaffinity, 0, sizeof(buffer), buffer);
	CALL(clock_gettime, 1, buffer);
	CALL(clock_getres, 1, buffer);
	CALL(nanosleep, &nanosecond, 0);
}

static void child(void)
{
	int pid = CALL(clone, 17 /* SIGCHLD */, 0, 0, 0, 0);

	if (pid == 0)
		raw(__NR_exit_group, 0, 0, 0, 0, 0, 0);
	CALL(wait4, pid, 0, 0, 0);
}

void entry(void)
{
	identities();
	memory();
	files();
	events();
	child();
	finish(failures() ? 1 : 0);
}

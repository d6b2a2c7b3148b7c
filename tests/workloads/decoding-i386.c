/* SPDX-License-Identifier: MIT */
/*
 * Calls that only the 32-bit ABI has, or whose arguments lie differently in memory there: for the comparison of what
 * ctrace strace prints with what strace prints. It checks nothing and prints nothing.
 */
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/mman.h>
#include <asm/unistd.h>

#define CALL6(name, a, b, c, d, e, f, ...) raw(__NR_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define CALL(...) CALL6(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

extern long raw(long number, long a, long b, long c, long d, long e, long f);
void entry(void);

typedef unsigned int word; /* long and pointers of this ABI */

static long buffer[1024] __attribute__((aligned(64)));

static void files(void)
{
	static word first[2], times[4] = { 1, 2000, 3, 4000 }, times_ns[4] = { 1, 2000, 3, 1073741822 /* UTIME_OMIT */ };
	static char text[] = "some text\n";
	word vector[] = { (word)text, 4, (word)(text + 5), 5 };
	word arguments[] = { (word) "first", (word) "second", 0 }, none[] = { 0 };
	long at, other;

	at = CALL(open, "/etc/passwd", O_RDONLY | O_CLOEXEC);
	CALL(fstat64, at, buffer);
	CALL(_llseek, at, 0, 4, buffer, 0);
	CALL(lseek, at, 2, 1);
	CALL(read, at, buffer, 8);
	CALL(pread64, at, buffer, 8, 1, 0);
	CALL(readv, at, vector, 2);
	CALL(preadv, at, vector, 2, 1, 0);
	CALL(fcntl64, at, 3 /* F_GETFL */);
	CALL(fcntl64, at, 1030 /* F_DUPFD_CLOEXEC */, 20);
	CALL(close, at);
	CALL(open, "/nonexistent/file", O_WRONLY | O_CREAT | O_TRUNC, 0640);
	CALL(openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY | O_LARGEFILE);
	CALL(stat64, "/nonexistent", buffer);
	CALL(lstat64, "/", buffer);
	CALL(fstatat64, AT_FDCWD, "/nonexistent", buffer, AT_SYMLINK_NOFOLLOW);
	CALL(statfs64, "/nonexistent", 84, buffer);
	CALL(access, "/", 5);
	CALL(mkdir, "/nonexistent/directory", 0755);
	CALL(readlink, "/proc/nonexistent", buffer, 64);
	CALL(utime, "/nonexistent", first);
	CALL(utimes, "/nonexistent", times);
	CALL(utimensat, AT_FDCWD, "/nonexistent", times_ns, 0);
	CALL(truncate64, "/nonexistent", 0, 1, 0);
	CALL(chown32, "/nonexistent", -1, 5);
	CALL(mount, "source", "/nonexistent", "type", 1, "data");
	CALL(execve, "/nonexistent", arguments, none);
	CALL(pipe, first);
	CALL(writev, first[1], vector, 2);
	CALL(write, first[1], text, 10);
	other = CALL(dup2, first[0], 30);
	CALL(sendfile64, -1, other, buffer, 5);
	CALL(ioctl, first[0], 0x541b /* FIONREAD */, buffer);
}

static void waiting(void)
{
	static word sets[32] = { 1 }, timeout[2] = { 0, 1000 };
	static struct { int fd; short events, revents; } polled[] = { { -1, 1, 0 }, { 0, 1, 0 } };
	static struct { word events; unsigned long long data; } __attribute__((packed)) watched = { 1, 0x0102030405060708 };
	word select_arguments[] = { 0, 0, (word)sets, 0, (word)timeout };
	long at;

	CALL(select, select_arguments);
	CALL(_newselect, 0, 0, 0, 0, timeout);
	CALL(poll, polled, 1, 0);
	CALL(ppoll, polled, 1, timeout, 0, 8);
	at = CALL(epoll_create1, 02000000 /* EPOLL_CLOEXEC */);
	CALL(epoll_ctl, at, 1, 0, &watched);
	CALL(epoll_ctl, at, 2, 77, 0);
	CALL(epoll_wait, at, buffer, 4, 0);
	CALL(nanosleep, timeout, buffer);
	CALL(futex, buffer, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1);
	CALL(futex, buffer, FUTEX_WAIT, 77, timeout);
}

static void sockets(void)
{
	static const unsigned char address[16] = { 2, 0, 0, 80, 127, 0, 0, 1 };
	static struct { short family; char path[10]; } local = { 1, "/no/such" };
	static word creation[] = { 2, 1 | 02000000, 0 }, connection[] = { 77, (word)address, 16 }, local_connection[] = { 77, (word)&local, 10 };
	static word listening[] = { 77, 5 }, option[] = { 77, 1, 2, (word)address, 4 }, pair[] = { 1, 2, 0, (word)buffer };
	static word sending[] = { 77, (word) "text", 4, 0x4000, (word)address, 16 };

	CALL(socketcall, 1, creation);
	CALL(socketcall, 3, connection);
	CALL(socketcall, 3, local_connection);
	CALL(socketcall, 4, listening);
	CALL(socketcall, 8, pair);
	CALL(socketcall, 11, sending);
	CALL(socketcall, 14, option);
	CALL(socket, 10, 2, 17);
	CALL(connect, 78, address, 16);
	CALL(sendto, 77, "text", 4, 0, &local, 10);
}

static void memory_and_time(void)
{
	word old_map[] = { 0, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0 };
	long at = CALL(mmap, old_map);

	CALL(mprotect, at, 4096, 1);
	CALL(munmap, at, 4096);
	at = CALL(mmap2, 0, 8192, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CALL(mremap, at, 8192, 4096, 1);
	CALL(madvise, at, 4096, 4);
	CALL(ugetrlimit, 7, buffer);
	CALL(prlimit64, 0, 7, 0, buffer);
	CALL(clock_getres, 1, buffer);
	CALL(uname, -1);
	CALL(getpriority, 0, 0);
	CALL(umask, 022);
	CALL(sched_yield);
	CALL(clone, 0x10000 /* CLONE_THREAD, which needs more */, 0, 0, 0, 0);
	CALL(syslog, 77, 0, 0);
}

static void signals(void)
{
	static word mask[2] = { 1 << 9 }, old_action[4] = { 1, 1 << 14, 0, 0 }, action[5] = { 1, 0x10000000, 0, 1 << 11, 0 };

	CALL(rt_sigprocmask, 0, mask, buffer, 8);
	CALL(sigprocmask, 1, mask, buffer);
	CALL(rt_sigaction, 10, action, buffer, 8);
	CALL(sigaction, 12, old_action, buffer);
	CALL(signal, 16 /* SIGSTKFLT */, 1);
	CALL(kill, 0x7fffffff, 0);
	CALL(rt_sigpending, buffer, 8);
	CALL(alarm, 0);
	CALL(waitpid, -1, buffer, 1);
	CALL(wait4, -1, buffer, 1, 0);
}

void entry(void)
{
	files();
	waiting();
	sockets();
	memory_and_time();
	signals();
	CALL(exit_group, 0);
}

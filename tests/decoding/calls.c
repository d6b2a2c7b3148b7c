/* SPDX-License-Identifier: MIT */
/*
 * Makes calls of every kind that ctrace decodes, with arguments that are worth reading, and without lasting effect.
 * Only for x86_64: elsewhere the 64-bit arguments would lie in other registers, and a fallocate of any size follows.
 * tests/decoding/record-all records it, and what strace prints of it, for CallFormatterRecordedTests.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ALL (-1)

static char buffer[4096];

/* Every bit at once, on descriptors and paths that do not exist: the order and the names of the flags. */
static void all_flags(void)
{
	syscall(SYS_mmap, 0x1000, 1, ALL, ALL, -1, 0);
	syscall(SYS_mprotect, 0, 0, ALL);
	syscall(SYS_clone, 0xffffffffffffff00ul & ~(unsigned long)CLONE_VFORK, 0, 0, 0, 0);
	syscall(SYS_socket, ALL, ALL, ALL);
	syscall(SYS_socket, AF_INET, SOCK_STREAM, ALL);
	syscall(SYS_socket, AF_NETLINK, SOCK_RAW, ALL);
	syscall(SYS_unshare, ALL);
	syscall(SYS_mount, "source", "/nonexistent", "type", ALL, 0);
	syscall(SYS_umount2, "/nonexistent", ALL);
	syscall(SYS_faccessat2, -1, "a", ALL, ALL);
	syscall(SYS_faccessat2, -1, "a", 0, 0);
	syscall(SYS_epoll_create1, ALL);
	syscall(SYS_accept4, -1, 0, 0, ALL);
	syscall(SYS_inotify_init1, ALL);
	syscall(SYS_inotify_add_watch, -1, "a", ALL);
	syscall(SYS_getrandom, 0, 3, ALL);
	syscall(SYS_wait4, -1, 0, ALL, 0);
	syscall(SYS_waitid, ALL, 0, 0, ALL, 0);
	syscall(SYS_mremap, 0, 0, 0, ALL, 0);
	syscall(SYS_msync, 0, 0, ALL);
	syscall(SYS_mlock2, 0, 0, ALL);
	syscall(SYS_mlockall, ALL);
	syscall(SYS_madvise, 0, 0, ALL);
	syscall(SYS_eventfd2, 0, ALL);
	syscall(SYS_timerfd_create, ALL, ALL);
	syscall(SYS_renameat2, -1, "a", -1, "b", ALL);
	syscall(SYS_linkat, -1, "a", -1, "b", ALL);
	syscall(SYS_unlinkat, -1, "a", ALL);
	syscall(SYS_newfstatat, -1, "a", 0, ALL);
	syscall(SYS_fallocate, -1, ALL, 0, 0);
	syscall(SYS_close_range, 1000, 2000, ALL);
	syscall(SYS_fcntl, -1, F_SETFD, ALL);
	syscall(SYS_fcntl, -1, F_SETFL, ALL);
	syscall(SYS_fcntl, -1, F_ADD_SEALS, ALL);
	syscall(SYS_fcntl, -1, ALL, 5);
	syscall(SYS_seccomp, 1, ALL, 0);
	syscall(SYS_futex, 0, ALL, 0, 0, 0, 0);
	syscall(SYS_prctl, ALL, 0, 0, 0, 0);
	syscall(SYS_reboot, 0, 0, 0, 0);
	syscall(SYS_preadv2, -1, 0, 0, 0, 0, ALL);
	syscall(SYS_fsopen, "ext4", ALL);
	syscall(SYS_fsmount, -1, ALL, 0);
	syscall(SYS_move_mount, -1, "a", -1, "b", 0x77);
	syscall(SYS_open_tree, -1, "a", ALL);
	syscall(SYS_perf_event_open, 0, 0, 0, 0, ALL);
	syscall(SYS_setns, -1, ALL);
	syscall(SYS_chmod, "/nonexistent", ALL);
	syscall(SYS_lseek, -1, -5, 7);
	syscall(SYS_kill, -99, 99);
	syscall(SYS_kill, -99, 40);
	syscall(SYS_ptrace, ALL, 0, 0, 0);
	syscall(SYS_bpf, ALL, 0, 0);
	syscall(SYS_ioctl, -1, ALL, 0);
	syscall(SYS_ioctl, -1, TCGETS, 0);
	syscall(SYS_shutdown, -1, ALL);
	syscall(SYS_getrlimit, ALL, 0);
	syscall(SYS_pidfd_open, -1, ALL);
	syscall(SYS_epoll_ctl, -1, ALL, -1, 0);
	syscall(SYS_sync_file_range, -1, 0, 0, ALL);
	syscall(SYS_fadvise64, -1, 0, 0, ALL);
	syscall(SYS_add_key, "type", "name", 0, 0, -2);
	syscall(SYS_kcmp, 0, 0, ALL, 0, 0);
	syscall(SYS_setxattr, "/nonexistent", "user.a", "value", 5, ALL);
	syscall(SYS_rseq, 0, 0, ALL, 0);
	syscall(SYS_landlock_create_ruleset, 0, 0, ALL);
	syscall(500, 1, 2, 3, 4, 5, 6);
}

static void text_and_files(void)
{
	char directory[] = "/proc/self/task";
	struct stat status;
	struct statx extended;
	struct flock lock = { .l_type = F_WRLCK };
	struct open_how_like { unsigned long long flags, mode, resolve; } how = { O_CLOEXEC, 0, 8 };
	struct timespec times[2] = { { 1, 2 }, { 0, UTIME_OMIT } };
	int file;

	syscall(SYS_write, -1, "a\tb\n\1\0017\377\"\\", 10);
	syscall(SYS_write, -1, "0123456789012345678901234567890123456789", 40);
	syscall(SYS_write, -1, buffer, 0);
	syscall(SYS_openat, AT_FDCWD, "/none\033[31m", O_RDWR | O_CREAT | O_EXCL | O_DIRECTORY, 0644);
	syscall(SYS_open, "/nonexistent", O_WRONLY | O_APPEND | O_DSYNC);
	syscall(SYS_openat, AT_FDCWD, (void *)8, O_TMPFILE | O_RDWR, 0600);
	file = syscall(SYS_memfd_create, "name", 3);
	syscall(SYS_fcntl, file, F_GETFL);
	syscall(SYS_fcntl, file, F_GETFD);
	syscall(SYS_fcntl, file, F_GET_SEALS);
	syscall(SYS_fcntl, file, F_SETLK, &lock);
	syscall(SYS_fcntl, file, F_GETLK, &lock);
	syscall(SYS_write, file, "hello, world", 12);
	syscall(SYS_pread64, file, buffer, 5, 7);
	syscall(SYS_lseek, file, -4L, SEEK_END);
	syscall(SYS_read, file, buffer, 100);
	syscall(SYS_read, file, buffer, 100);
	syscall(SYS_ftruncate, file, 4096);
	syscall(SYS_stat, "/dev/null", &status);
	syscall(SYS_fstat, file, &status);
	syscall(SYS_lstat, "/proc/self", &status);
	syscall(SYS_newfstatat, AT_FDCWD, "/nonexistent", &status, 0);
	syscall(SYS_statx, AT_FDCWD, "/dev/null", AT_SYMLINK_NOFOLLOW, 0x7ff, &extended);
	syscall(SYS_access, "/etc/passwd", R_OK | W_OK);
	syscall(SYS_chdir, "/proc");
	syscall(SYS_getcwd, buffer, 100);
	syscall(SYS_readlink, "/proc/self/cwd", buffer, 100);
	syscall(SYS_openat2, AT_FDCWD, "/etc", &how, sizeof how);
	syscall(SYS_utimensat, AT_FDCWD, "/nonexistent", times, 0);
	syscall(SYS_mkdirat, AT_FDCWD, "/nonexistent/a", 01755);
	syscall(SYS_mknod, "/nonexistent/a", S_IFCHR | 0666, 0x1234567);
	syscall(SYS_symlink, "target", "/nonexistent/a");
	syscall(SYS_rename, "/nonexistent", "b");
	syscall(SYS_umask, 022);
	syscall(SYS_dup3, file, 100, O_CLOEXEC);
	syscall(SYS_close, 100);
	syscall(SYS_fallocate, file, FALLOC_FL_KEEP_SIZE, 0, 4096);
	syscall(SYS_sendfile, file, file, &(long){ 5 }, 0);
	syscall(SYS_getdents64, syscall(SYS_open, directory, O_RDONLY | O_DIRECTORY), buffer, sizeof buffer);
	syscall(SYS_brk, 0);
	syscall(SYS_munmap, syscall(SYS_mmap, 0, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0), 4096);
	syscall(SYS_uname, buffer);
}

static void waiting(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.u64 = 0x100000003 }, events[4];
	struct pollfd polled[2];
	struct timespec time = { 1, 0 }, none = { 0, 0 };
	struct timeval value = { 0, 0 };
	int epoll = syscall(SYS_epoll_create1, EPOLL_CLOEXEC), ends[2];
	fd_set reading, writing;
	char data;

	syscall(SYS_pipe2, ends, O_NONBLOCK);
	syscall(SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, ends[0], &event);
	syscall(SYS_read, ends[0], &data, 1);
	syscall(SYS_epoll_wait, epoll, events, 4, 0);
	syscall(SYS_write, ends[1], "x", 1);
	syscall(SYS_epoll_pwait, epoll, events, 4, -1, &(unsigned long long){ 1 << (SIGINT - 1) }, 8);
	syscall(SYS_epoll_ctl, epoll, EPOLL_CTL_DEL, ends[0], &event);
	polled[0] = (struct pollfd){ ends[0], POLLIN | POLLPRI, 0 };
	polled[1] = (struct pollfd){ ends[1], POLLOUT, 0 };
	syscall(SYS_poll, polled, 2, 0);
	syscall(SYS_poll, polled, 0, 0);
	polled[0].events = POLLPRI;
	syscall(SYS_poll, polled, 1, 0);
	syscall(SYS_ppoll, polled, 1, &none, 0, 8);
	FD_ZERO(&reading);
	FD_ZERO(&writing);
	FD_SET(ends[0], &reading);
	FD_SET(ends[1], &writing);
	syscall(SYS_select, ends[1] + 1, &reading, &writing, 0, &value);
	FD_ZERO(&writing);
	FD_SET(ends[1], &writing);
	syscall(SYS_select, ends[1] + 1, &writing, 0, 0, &value);
	syscall(SYS_nanosleep, &(struct timespec){ 0, 1 }, &time);
	syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &none, 0);
	syscall(SYS_futex, buffer, FUTEX_WAIT_PRIVATE, *(int *)buffer + 1, 0);
	syscall(SYS_futex, buffer, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, *(int *)buffer + 1, &time, 0, ALL);
	syscall(SYS_futex, buffer, FUTEX_WAKE, 1);
	syscall(SYS_futex, buffer, FUTEX_REQUEUE_PRIVATE, 1, 2, buffer + 4);
	syscall(SYS_ioctl, ends[0], FIONREAD, &(int){ 0 });
	syscall(SYS_ioctl, ends[0], FIONBIO, &(int){ 1 });
	syscall(SYS_ioctl, ends[0], TCGETS, buffer);
	syscall(SYS_ioctl, ends[0], FIOCLEX);
}

static void sockets(void)
{
	struct sockaddr_un path = { AF_UNIX, "/nonexistent/socket" }, abstract = { AF_UNIX, "\0ctrace" };
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(1), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 address6 = { .sin6_family = AF_INET6, .sin6_port = htons(1), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct { unsigned short family, pad; unsigned pid, groups; } netlink = { AF_NETLINK, 0, 0, 5 };
	struct iovec out[2] = { { "ab", 2 }, { "cdef", 4 } }, in[2] = { { buffer, 3 }, { buffer + 3, 50 } };
	union { char bytes[CMSG_SPACE(2 * sizeof(int))]; struct cmsghdr header; } control = {
		.header = { CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS },
	};
	struct msghdr message = { .msg_iov = out, .msg_iovlen = 2, .msg_control = &control, .msg_controllen = sizeof control };
	struct mmsghdr messages[2] = { { { .msg_iov = out, .msg_iovlen = 2 }, 0 }, { { .msg_iov = out, .msg_iovlen = 1 }, 0 } };
	socklen_t length = sizeof path;
	int pair[2], stream, datagram;

	syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	((int *)CMSG_DATA(&control.header))[0] = 1;
	((int *)CMSG_DATA(&control.header))[1] = 2;
	syscall(SYS_sendmsg, pair[0], &message, MSG_NOSIGNAL);
	message.msg_iov = in;
	message.msg_name = &path;
	message.msg_namelen = sizeof path;
	syscall(SYS_recvmsg, pair[1], &message, MSG_CMSG_CLOEXEC);
	syscall(SYS_sendmmsg, pair[0], messages, 2, 0);
	messages[0].msg_hdr.msg_iov = messages[1].msg_hdr.msg_iov = in;
	syscall(SYS_recvmmsg, pair[1], messages, 2, MSG_DONTWAIT, 0);
	syscall(SYS_writev, pair[0], out, 2);
	syscall(SYS_readv, pair[1], in, 2);
	syscall(SYS_sendto, pair[0], "data", 4, MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
	syscall(SYS_recvfrom, pair[1], buffer, 100, MSG_PEEK, 0, 0);
	syscall(SYS_getsockname, pair[0], &path, &length);
	syscall(SYS_setsockopt, pair[0], SOL_SOCKET, SO_KEEPALIVE, &(int){ 1 }, 4);
	syscall(SYS_setsockopt, pair[0], SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 2 }, 8);
	length = 4;
	syscall(SYS_getsockopt, pair[0], SOL_SOCKET, SO_TYPE, buffer, &length);
	syscall(SYS_shutdown, pair[0], SHUT_RDWR);
	path = (struct sockaddr_un){ AF_UNIX, "/nonexistent/socket" };
	syscall(SYS_connect, pair[0], &path, sizeof path);
	stream = syscall(SYS_socket, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	syscall(SYS_bind, stream, &abstract, 9);
	stream = syscall(SYS_socket, AF_INET, SOCK_STREAM, IPPROTO_TCP);
	syscall(SYS_setsockopt, stream, IPPROTO_TCP, 1, &(int){ 1 }, 4);
	syscall(SYS_setsockopt, stream, IPPROTO_IP, IP_TOS, &(int){ 8 }, 4);
	syscall(SYS_connect, stream, &address, sizeof address);
	address.sin_port = 0;
	syscall(SYS_bind, stream, &(struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0a8fefe) }, sizeof address);
	syscall(SYS_listen, stream, 5);
	datagram = syscall(SYS_socket, AF_INET6, SOCK_DGRAM, 0);
	syscall(SYS_connect, datagram, &address6, sizeof address6);
	syscall(SYS_bind, datagram, &address6, 2);
	datagram = syscall(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
	syscall(SYS_connect, datagram, &netlink, sizeof netlink);
	length = sizeof address6;
	syscall(SYS_getpeername, stream, &address6, &length);
}

static void processes(void)
{
	struct { unsigned version; int pid; } header = { 0x20080522, 0 };
	unsigned capabilities[6];
	char *words[] = { "program", "one\n", "0123456789012345678901234567890123456789", 0 }, *environment[] = { "A=1", "B=2", 0 };
	unsigned long long all = ~0ull, set = 1 << (SIGTERM - 1);
	struct itimerval timer = { { 0, 0 }, { 0, 0 } };
	siginfo_t end;
	int status;
	pid_t one;

	syscall(SYS_rt_sigaction, SIGUSR1, &(unsigned long[5]){ 1, 0x14000000, 0x1234, 1 << 9, 0 }, 0, 8);
	syscall(SYS_rt_sigaction, SIGUSR1, 0, buffer, 8);
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, buffer, 8);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &set, 0, 8);
	syscall(SYS_rt_sigtimedwait, &set, buffer, &(struct timespec){ 0, 0 }, 8);
	syscall(SYS_sigaltstack, 0, buffer);
	if (!(one = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)))
		syscall(SYS_exit_group, 3);
	syscall(SYS_waitid, P_PID, one, &end, WEXITED | WNOWAIT, 0);
	syscall(SYS_wait4, one, &status, 0, 0);
	if (!(one = syscall(SYS_fork)))
		syscall(SYS_pause);
	syscall(SYS_wait4, -1, &status, WNOHANG, 0);
	if (one > 0)
		syscall(SYS_kill, one, SIGKILL);
	syscall(SYS_wait4, -1, &status, 0, 0);
	syscall(SYS_wait4, -1, &status, 0, 0);
	syscall(SYS_prctl, 15, "abcdefghijklmnopqrstuvwxyz");
	syscall(SYS_prctl, 16, buffer);
	syscall(SYS_prctl, 38, 1, 0, 0, 0);
	syscall(SYS_prctl, 1, SIGKILL);
	syscall(SYS_prctl, 2, &status);
	syscall(SYS_prctl, 23, 3);
	syscall(SYS_prctl, 47, 1, 3, 0, 0);
	syscall(SYS_capget, &header, capabilities);
	syscall(SYS_prlimit64, 0, RLIMIT_STACK, 0, buffer);
	syscall(SYS_getrlimit, RLIMIT_CORE, buffer);
	syscall(SYS_setitimer, ITIMER_REAL, &timer, 0);
	syscall(SYS_getitimer, ITIMER_REAL, &timer);
	syscall(SYS_getrandom, buffer, 0, 0);
	syscall(SYS_getresuid, buffer, buffer + 4, buffer + 8);
	syscall(SYS_setresuid, -1, -1, 0);
	syscall(SYS_getgroups, 64, buffer);
	syscall(SYS_arch_prctl, 0x1003, buffer);
	syscall(SYS_personality, -1);
	syscall(SYS_sched_yield);
	syscall(SYS_execve, "/nonexistent", words, environment);
	syscall(SYS_execveat, AT_FDCWD, "", words + 3, environment + 2, AT_EMPTY_PATH);
}

int main(void)
{
	all_flags();
	text_and_files();
	waiting();
	sockets();
	processes();
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * A 32-bit program whose calls matter by what they are given: of sockets both ways to make one. With -DMORE it goes on to
 * give them what it did not before. Ends with how many of its calls a filter refused.
 */
#include <asm/unistd.h>

#define EPERM 1
#define AF_UNIX 1
#define AF_NETLINK 16
#define SOCK_STREAM 1
#define SOCK_RAW 3
#define SOCK_CLOEXEC 02000000
#define SYS_SOCKET 1    /* include/uapi/linux/net.h */
#define SYS_SOCKETPAIR 8
#define TCGETS 0x5401
#define TIOCGPGRP 0x540f

extern long raw(long number, long a, long b, long c, long d, long e, long f);
void entry(void);

static int refused;

static void call(long number, long a, long b, long c, long d)
{
	refused += raw(number, a, b, c, d, 0, 0) == -EPERM;
}

void entry(void)
{
	static long in_memory[4];
	static char buffer[64];

	in_memory[0] = AF_UNIX;
	in_memory[1] = SOCK_STREAM;
	in_memory[3] = (long)buffer;
	call(__NR_socketcall, SYS_SOCKET, (long)in_memory, 0, 0);
	call(__NR_socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, 0);
	call(__NR_socket, AF_UNIX, SOCK_STREAM, 0, 0);
	call(__NR_ioctl, 100, TCGETS, (long)buffer, 0);
#ifdef MORE
	call(__NR_socketcall, SYS_SOCKETPAIR, (long)in_memory, 0, 0);
	call(__NR_socket, AF_NETLINK, SOCK_RAW, 0, 0);
	call(__NR_ioctl, 100, TIOCGPGRP, (long)buffer, 0);
#endif
	raw(__NR_exit_group, refused, 0, 0, 0, 0, 0);
}

/* SPDX-License-Identifier: MIT */
/*
 * What an engine opens to all and other platforms do not, and seccomp filters that have somebody else answer calls.
 *   opened ports     binds TCP port 80, UDP port 53 (of IPv6 too, where there is any), and high ports and raw sockets, which do not count
 *   opened ping      an ICMP socket
 *   opened notify    a filter with a supervisor, which answers getpgid; in 700 instructions
 *   opened trace     a filter that asks a tracer about getpgid
 *   opened refuse    a filter that refuses getpgid: nobody else answers
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bound(int family, int type, int protocol, int port)
{
	union {
		struct sockaddr_in inet;
		struct sockaddr_in6 inet6;
	} address = {};
	socklen_t size = family == AF_INET ? sizeof(address.inet) : sizeof(address.inet6);
	int fd = socket(family, type, protocol);
	if (fd < 0)
		return errno == EAFNOSUPPORT ? 0 : -1;
	int only = 1;
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof(only));
	address.inet.sin_family = family;
	address.inet.sin_port = htons(port);
	int result = bind(fd, (void *)&address, size);
	return result && errno == EADDRNOTAVAIL ? 0 : result;
}

static int filter(unsigned flags, unsigned action, int filler)
{
	struct sock_filter code[1024];
	int at = 0;
	code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	while (filler-- > 0)
		code[at++] = (struct sock_filter)BPF_STMT(BPF_MISC | BPF_TAX, 0);
	code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpgid, 0, 1);
	code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action);
	code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { at, code };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return flags ? syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program) : prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int count, char **words)
{
	const char *what = count > 1 ? words[1] : "";
	int result = -1;
	if (!strcmp(what, "ports"))
		result = bound(AF_INET, SOCK_STREAM, 0, 80) | bound(AF_INET6, SOCK_DGRAM, 0, 53) | bound(AF_INET, SOCK_DGRAM, 0, 53)
			| bound(AF_INET, SOCK_STREAM, 0, 1024) | bound(AF_INET, SOCK_STREAM, 0, 0) | bound(AF_INET, SOCK_RAW, 255, 7);
	if (!strcmp(what, "ping"))
		result = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP) < 0 || bound(AF_INET, SOCK_DGRAM, IPPROTO_ICMP, 9);
	if (!strcmp(what, "notify"))
		result = filter(SECCOMP_FILTER_FLAG_NEW_LISTENER, SECCOMP_RET_USER_NOTIF, 700) < 0;
	if (!strcmp(what, "trace"))
		result = filter(0, SECCOMP_RET_TRACE | 7, 0);
	if (!strcmp(what, "refuse"))
		result = filter(0, SECCOMP_RET_ERRNO | EPERM, 0);
	puts(result ? strerror(errno) : "works");
	return result != 0;
}

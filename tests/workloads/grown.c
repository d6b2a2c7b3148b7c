/* SPDX-License-Identifier: MIT */
/*
 * A small server's first day and its second: it listens, answers itself over a socket with a thread, and keeps a file. With the
 * argument "grown" it then does what a server comes to later, by the C library's functions: threads end, blocks of memory grow, large
 * answers are gathered, files are synchronized. Says of each whether it went well; nothing of it reaches what the first day did not.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static int failed;

static void tell(const char *what, int good)
{
	if (good)
		printf("%s: well\n", what);
	else
		printf("%s: %s\n", what, strerror(errno));
	failed |= !good;
}

static void *answer(void *listener)
{
	char request[16];
	int client = accept(*(int *)listener, NULL, NULL);
	ssize_t size = read(client, request, sizeof(request));

	if (size > 0 && write(client, request, size) != size)
		perror("write");
	return (void *)(long)client;
}

static void *nothing(void *unused)
{
	return unused;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void grow(int file, int client, int server)
{
	struct iovec parts[2] = { { "ab", 2 }, { "cd", 2 } };
	struct sockaddr_in name;
	socklen_t size = sizeof(name);
	struct timeval wait = { 0, 300000 };
	struct rusage usage;
	struct utsname system;
	pthread_t threads[8];
	char *block = malloc(1 << 20), buffer[64];
	int error, good = 1;
	off_t start = 0;
	double began;

	for (int i = 0; i < 8; i++)
		good &= pthread_create(&threads[i], NULL, nothing, NULL) == 0;
	for (int i = 0; i < 8; i++)
		good &= pthread_join(threads[i], NULL) == 0;
	tell("threads that end", good);
	began = now();
	usleep(300000);
	tell("a sleep", now() - began >= 0.3);
	began = now();
	select(0, NULL, NULL, NULL, &wait);
	tell("a wait", now() - began >= 0.3);
	block = realloc(block, 64 << 20);
	tell("a block that grows", block != NULL && (block[(64 << 20) - 1] = 1));
	tell("the machine's name", uname(&system) == 0);
	tell("resources used", getrusage(RUSAGE_SELF, &usage) == 0);
	tell("a socket's name", getsockname(client, (struct sockaddr *)&name, &size) == 0);
	size = sizeof(error);
	tell("a socket's error", getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &size) == 0);
	tell("gathered writing", writev(file, parts, 2) == 4);
	tell("writing at a place", pwrite(file, "x", 1, 0) == 1);
	tell("reading at a place", pread(file, buffer, 1, 0) == 1);
	tell("a file synchronized", fsync(file) == 0);
	tell("a part of it synchronized", sync_file_range(file, 0, 4, SYNC_FILE_RANGE_WRITE) == 0);
	tell("a file made shorter", ftruncate(file, 4) == 0);
	tell("a file sent", sendfile(client, file, &start, 4) == 4);
	tell("a message sent", send(client, "x", 1, 0) == 1);
	tell("a message received", recv(server, buffer, 5, MSG_DONTWAIT) > 0);
	tell("a connection ended", shutdown(client, SHUT_WR) == 0);
}

int main(int count, char **words)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) }, .sin_port = htons(4711) };
	int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), file;
	char reply[16];
	void *server;
	struct pollfd asked = { client, POLLIN, 0 };
	pthread_t thread;

	if (bind(listener, (struct sockaddr *)&name, sizeof(name)) != 0 || listen(listener, 5) != 0) {
		perror("listen");
		return 1;
	}
	pthread_create(&thread, NULL, answer, &listener);
	tell("connect", connect(client, (struct sockaddr *)&name, sizeof(name)) == 0);
	tell("ask", write(client, "hello", 5) == 5 && poll(&asked, 1, 10000) == 1 && read(client, reply, sizeof(reply)) == 5);
	pthread_join(thread, &server);
	file = open("/tmp/grown", O_RDWR | O_CREAT, 0600);
	tell("keep", write(file, reply, 5) == 5);
	if (count > 1 && strcmp(words[1], "grown") == 0)
		grow(file, client, (int)(long)server);
	fflush(stdout);
	return failed;
}

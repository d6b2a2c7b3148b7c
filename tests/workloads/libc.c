/* SPDX-License-Identifier: MIT */
/*
 * An ordinary program: what it does is known, which calls its C library makes of that is not, and differs between glibc
 * and musl, dynamic and static. Hold it against strace. Exits 1 if anything does not work, and says "works" if all does.
 */
#include <dirent.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t signals;

static void handler(int number)
{
	(void)number;
	signals++;
}

static void check(int works, const char *what)
{
	if (works)
		return;
	perror(what);
	exit(1);
}

static void files(const char *directory)
{
	char from[256], to[256], line[64];
	struct stat status;
	FILE *file;
	DIR *entries;

	snprintf(from, sizeof(from), "%s/from", directory);
	snprintf(to, sizeof(to), "%s/to", directory);
	check((file = fopen(from, "w+")) != NULL, "fopen");
	check(fputs("a line\n", file) >= 0 && fflush(file) == 0, "fputs");
	check(fseek(file, 0, SEEK_SET) == 0 && fgets(line, sizeof(line), file) != NULL, "fgets");
	check(fclose(file) == 0, "fclose");
	check(rename(from, to) == 0, "rename");
	check(stat(to, &status) == 0 && status.st_size == 7, "stat");
	check(chmod(to, 0600) == 0, "chmod");
	check(access(to, R_OK) == 0, "access");
	check((entries = opendir(directory)) != NULL && readdir(entries) != NULL && closedir(entries) == 0, "opendir");
	check(unlink(to) == 0, "unlink");
}

static void processes(void)
{
	int pipes[2], status;
	char byte = 'x';
	pid_t child;

	check(pipe(pipes) == 0, "pipe");
	check((child = fork()) >= 0, "fork");
	if (child == 0) {
		close(pipes[0]);
		_exit(write(pipes[1], &byte, 1) == 1 ? 7 : 1);
	}
	close(pipes[1]);
	check(read(pipes[0], &byte, 1) == 1, "read");
	check(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7, "waitpid");
}

static void signals_and_time(void)
{
	struct timespec moment = { 0, 1000000 };

	check(signal(SIGUSR1, handler) != SIG_ERR && raise(SIGUSR1) == 0 && signals == 1, "raise");
	check(nanosleep(&moment, NULL) == 0, "nanosleep");
	check(time(NULL) > 0 && clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &moment) == 0, "clock_gettime");
}

static void sockets(const char *directory)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%.90s/socket", directory);
	check(bind(server, (void *)&address, sizeof(address)) == 0 && listen(server, 1) == 0, "bind");
	check(connect(client, (void *)&address, sizeof(address)) == 0 && accept(server, NULL, NULL) >= 0, "connect");
	check(send(client, "x", 1, MSG_NOSIGNAL) == 1, "send");
	check(unlink(address.sun_path) == 0, "unlink");
}

int main(void)
{
	char directory[] = "/tmp/libc.XXXXXX";
	struct rlimit limit;
	char *large;

	check(mkdtemp(directory) != NULL, "mkdtemp");
	files(directory);
	sockets(directory);
	check(rmdir(directory) == 0, "rmdir");
	processes();
	signals_and_time();
#ifndef STATIC /* glibc's loads shared libraries even into a static program (nss(5)) */
	check(getpwnam("root") != NULL, "getpwnam");
#endif
	check(getrlimit(RLIMIT_NOFILE, &limit) == 0, "getrlimit");
	check((large = malloc(1 << 24)) != NULL, "malloc");
	memset(large, 1, 1 << 24);
	free(large);
	puts("works");
	return fflush(stdout) == 0 ? 0 : 1;
}

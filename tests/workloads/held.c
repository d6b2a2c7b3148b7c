/* SPDX-License-Identifier: MIT */
/*
 * Programs that have to hold capabilities which the kernel never asks them for, and that use some with other credentials
 * than their own. Prints "works", or what did not.
 *
 *   held works                       nothing else
 *   held give FILE BITS p|ep         gives a file capabilities, as setcap(8) does
 *   held mode FILE                   makes a file executable
 *   held as USER PROGRAM...          becomes a user, and executes something
 *   held keep BITS                   keeps some when it becomes a user (PR_SET_KEEPCAPS, capset)
 *   held ambient BITS PROGRAM...     the same, makes them ambient, and executes something
 *   held raise BITS                  raises what it is permitted, and nothing more
 *   held root                        as root: asks for the same again, for all but one, and for nothing at all
 *   held secure                      as root: sets its securebits to what they are
 *   held access                      access(2) to another's file with another fsuid
 *   held uring                       a file of another user's is opened by io_uring with credentials of before
 *
 * BITS is a set of capabilities, hexadecimal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { USER = 1000, OTHER = 2000 };

static int must(int succeeds, const char *what)
{
	if (succeeds)
		return 0;
	printf("%s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t bits_of(const char *text) { return strtoull(text, NULL, 16); }

static void get(uint64_t *effective, uint64_t *permitted, uint64_t *inheritable)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	must(syscall(SYS_capget, &header, data) == 0, "capget");
	*effective = (uint64_t)data[1].effective << 32 | data[0].effective;
	*permitted = (uint64_t)data[1].permitted << 32 | data[0].permitted;
	*inheritable = (uint64_t)data[1].inheritable << 32 | data[0].inheritable;
}

static void set(uint64_t effective, uint64_t permitted, uint64_t inheritable)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = {
		{ effective, permitted, inheritable },
		{ effective >> 32, permitted >> 32, inheritable >> 32 },
	};

	must(syscall(SYS_capset, &header, data) == 0, "capset");
}

static void give(const char *file, uint64_t bits, int effective)
{
	struct vfs_cap_data data = {
		VFS_CAP_REVISION_2 | (effective ? VFS_CAP_FLAGS_EFFECTIVE : 0),
		{ { bits, 0 }, { bits >> 32, 0 } },
	};

	must(setxattr(file, "security.capability", &data, XATTR_CAPS_SZ_2, 0) == 0, "setxattr");
}

static void become(int user)
{
	must(setgroups(0, NULL) == 0 && setgid(user) == 0 && setuid(user) == 0, "setuid");
}

static void execute(char **words)
{
	execv(words[0], words);
	must(0, words[0]);
}

static void keep(uint64_t bits, int ambient)
{
	must(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == 0, "keepcaps");
	become(USER);
	set(bits, bits, ambient ? bits : 0);
	for (int one = 0; ambient && one < 64; one++)
		if (bits >> one & 1)
			must(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, one, 0, 0) == 0, "ambient");
}

static void raise_permitted(uint64_t bits)
{
	uint64_t effective, permitted, inheritable;

	get(&effective, &permitted, &inheritable);
	set(effective | bits, permitted, inheritable);
}

static void root(void)
{
	uint64_t effective, permitted, inheritable;

	get(&effective, &permitted, &inheritable);
	set(effective, permitted, inheritable);
	set(0, permitted, inheritable);
	set(permitted, permitted, inheritable);
	permitted &= permitted - 1;
	set(permitted, permitted, 0);
	set(0, 0, 0);
}

/* A file of another user's that nobody else may read. */
static const char *others(void)
{
	static const char path[] = "/tmp/others";

	must(close(open(path, O_CREAT | O_WRONLY, 0600)) == 0 && chown(path, OTHER, OTHER) == 0, path);
	return path;
}

static void try_access(void)
{
	const char *path = others();

	setfsuid(USER);
	must(access(path, R_OK | W_OK) == 0, "access");
}

static void uring(void)
{
	const char *path = others();
	struct io_uring_params parameters = { 0 };
	struct io_uring_sqe *entry;
	struct io_uring_cqe *done;
	char *submitted, *completed;
	int personality, ring = syscall(SYS_io_uring_setup, 1, &parameters);

	must(ring >= 0, "io_uring_setup");
	submitted = mmap(NULL, parameters.sq_off.array + sizeof(uint32_t), PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
	completed = mmap(NULL, parameters.cq_off.cqes + parameters.cq_entries * sizeof(*done), PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_CQ_RING);
	entry = mmap(NULL, sizeof(*entry), PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
	must(submitted != MAP_FAILED && completed != MAP_FAILED && entry != MAP_FAILED, "mmap");
	personality = syscall(SYS_io_uring_register, ring, IORING_REGISTER_PERSONALITY, NULL, 0);
	must(personality > 0, "personality");
	become(USER);
	*entry = (struct io_uring_sqe){
		.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .addr = (uintptr_t)path, .open_flags = O_RDONLY, .personality = personality,
	};
	*(uint32_t *)(submitted + parameters.sq_off.array) = 0;
	__atomic_store_n((uint32_t *)(submitted + parameters.sq_off.tail), 1, __ATOMIC_RELEASE);
	must(syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) == 1, "io_uring_enter");
	done = (struct io_uring_cqe *)(completed + parameters.cq_off.cqes);
	errno = -done->res;
	must(done->res >= 0, "openat by io_uring");
}

int main(int count, char **words)
{
	const char *what = count > 1 ? words[1] : "";

	if (!strcmp(what, "give") && count == 5)
		give(words[2], bits_of(words[3]), !strcmp(words[4], "ep"));
	else if (!strcmp(what, "mode") && count == 3)
		must(chmod(words[2], 0755) == 0, words[2]);
	else if (!strcmp(what, "as") && count > 3)
		become(atoi(words[2])), execute(words + 3);
	else if (!strcmp(what, "keep") && count == 3)
		keep(bits_of(words[2]), 0);
	else if (!strcmp(what, "ambient") && count > 3)
		keep(bits_of(words[2]), 1), execute(words + 3);
	else if (!strcmp(what, "raise") && count == 3)
		raise_permitted(bits_of(words[2]));
	else if (!strcmp(what, "root"))
		root();
	else if (!strcmp(what, "secure"))
		must(prctl(PR_SET_SECUREBITS, prctl(PR_GET_SECUREBITS), 0, 0, 0) == 0, "securebits");
	else if (!strcmp(what, "access"))
		try_access();
	else if (!strcmp(what, "uring"))
		uring();
	else if (strcmp(what, "works") != 0)
		return 64;
	puts("works");
	return 0;
}

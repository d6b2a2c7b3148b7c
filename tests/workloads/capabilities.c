/* SPDX-License-Identifier: MIT */
/*
 * Tries each capability by something that needs just that one, in a child, so that no try spoils the next. Prints
 *
 *   capability NAME granted         the kernel let it pass
 *   capability NAME refused ERRNO   it did not
 *   capability NAME untried         it takes another capability to set the scene, or this kernel has no such call
 *
 * for each name given, or for all. Meant for a container without a seccomp filter: a filter could refuse the call first.
 * Missing are those that nothing in this kernel asks for in a container: net_broadcast, audit_control (initial pid
 * namespace only, kernel/audit.c), mac_override and mac_admin (Smack), net_bind_service (Docker opens all ports by
 * ip_unprivileged_port_start), block_suspend (refusing it is silent, fs/eventpoll.c).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/netlink.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { OTHER = 65534, UNTRIED = 255 };

/* Files in a directory of their own: one of ours, one of ours and another group's, one of another user's. */
static const char mine[] = "mine", group[] = "group", others[] = "others";

/* Whether there could be files of others: they take chown to make. */
static int others_made;

static void needed(int there)
{
	if (!there)
		_exit(UNTRIED);
}

static const char *of_others(const char *file)
{
	needed(others_made);
	return file;
}

static int chown_try(void) { return chown(mine, -1, OTHER); }
static int dac_override_try(void) { return open(of_others(others), O_WRONLY); }
static int fowner_try(void) { return chmod(of_others(others), 0700); }
static int setgid_try(void) { return setgid(OTHER); }
static int setuid_try(void) { return setuid(OTHER); }
static int setpcap_try(void) { return prctl(PR_CAPBSET_DROP, CAP_LEASE, 0, 0, 0); }
static int net_raw_try(void) { return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); }
static int sys_module_try(void) { return syscall(SYS_init_module, NULL, 0, ""); }
static int sys_chroot_try(void) { return chroot("/"); }
static int sys_pacct_try(void) { return syscall(SYS_acct, ""); }
static int sys_boot_try(void) { return syscall(SYS_reboot, 0, 0, 0, NULL); }
static int sys_nice_try(void) { return setpriority(PRIO_PROCESS, 0, -1); }
static int sys_time_try(void) { return syscall(SYS_settimeofday, NULL, NULL); }
static int sys_tty_config_try(void) { return setsid() < 0 ? -1 : vhangup(); }
static int mknod_try(void) { return mknod("null", S_IFCHR | 0600, makedev(1, 3)); }
static int lease_try(void) { return fcntl(open(of_others(others), O_RDONLY), F_SETLEASE, F_RDLCK); }
static int syslog_try(void) { return klogctl(9 /* SYSLOG_ACTION_SIZE_UNREAD */, NULL, 0); }
static int wake_alarm_try(void) { return timerfd_create(CLOCK_REALTIME_ALARM, 0); }

static int dac_read_search_try(void)
{
	struct {
		struct file_handle handle;
		char room[MAX_HANDLE_SZ];
	} null = { .handle.handle_bytes = MAX_HANDLE_SZ };
	int mount;

	/* In a container /dev is a tmpfs, which has handles; overlayfs has none. */
	needed(name_to_handle_at(AT_FDCWD, "/dev/null", &null.handle, &mount, 0) == 0 ||
	       name_to_handle_at(AT_FDCWD, "/dev", &null.handle, &mount, 0) == 0);
	return open_by_handle_at(open("/dev", O_RDONLY), &null.handle, O_RDONLY);
}

static int fsetid_try(void)
{
	struct stat status;

	/* Refusing this one is silent: the bit is dropped (chmod(2)). */
	if (chmod(of_others(group), 02755) != 0 || stat(group, &status) != 0)
		return -1;
	errno = EPERM;
	return status.st_mode & S_ISGID ? 0 : -1;
}

/* A child of another user, until we let go of the socket to it; returns what the attempt on it did. */
static int on_other(int (*attempt)(pid_t))
{
	int ends[2], result, saved;
	char byte;
	pid_t child;

	needed(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && (child = fork()) >= 0);
	if (child == 0) {
		close(ends[0]);
		if (setuid(OTHER) == 0 && write(ends[1], "", 1) == 1)
			while (read(ends[1], &byte, 1) > 0)
				;
		_exit(0);
	}
	close(ends[1]);
	needed(read(ends[0], &byte, 1) == 1);
	result = attempt(child);
	saved = errno;
	close(ends[0]);
	waitpid(child, NULL, __WALL);
	errno = saved;
	return result;
}

static int kill_attempt(pid_t child) { return kill(child, 0); }
static int kill_try(void) { return on_other(kill_attempt); }

static int sys_ptrace_attempt(pid_t child) { return ptrace(PTRACE_SEIZE, child, NULL, NULL); }
static int sys_ptrace_try(void) { return on_other(sys_ptrace_attempt); }

static int linux_immutable_try(void)
{
	int file = open(mine, O_RDONLY), flags = FS_APPEND_FL;

	if (ioctl(file, FS_IOC_SETFLAGS, &flags) != 0)
		return -1;
	flags = 0;
	return ioctl(file, FS_IOC_SETFLAGS, &flags);
}

static int net_admin_try(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int any = socket(AF_INET, SOCK_DGRAM, 0);

	return ioctl(any, SIOCGIFFLAGS, &request) != 0 ? -1 : ioctl(any, SIOCSIFFLAGS, &request);
}

static int ipc_lock_try(void)
{
	static const struct rlimit none = { 0, 0 };

	return setrlimit(RLIMIT_MEMLOCK, &none) != 0 ? -1 : mlock(&none, 1);
}

static int ipc_owner_try(void)
{
	int segment = shmget(IPC_PRIVATE, 4096, 0), result, saved;

	result = shmat(segment, NULL, 0) == (void *)-1 ? -1 : 0;
	saved = errno;
	shmctl(segment, IPC_RMID, NULL);
	errno = saved;
	return result;
}

static int sys_admin_try(void)
{
	char name[65];

	return gethostname(name, sizeof(name)) != 0 ? -1 : sethostname(name, strlen(name));
}

static int sys_resource_try(void)
{
	static const struct rlimit low = { 100, 100 }, high = { 100, 101 };

	return setrlimit(RLIMIT_NOFILE, &low) != 0 ? -1 : setrlimit(RLIMIT_NOFILE, &high);
}

static int audit_write_try(void)
{
	struct {
		struct nlmsghdr header;
		char text[16];
	} message = { { sizeof(message), AUDIT_USER, NLM_F_REQUEST | NLM_F_ACK, 1, 0 }, "ctrace workload" };
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char rest[256];
	} answer;
	int audit = socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT);

	if (send(audit, &message, sizeof(message), 0) < 0 || recv(audit, &answer, sizeof(answer), 0) < 0)
		return -1;
	errno = -answer.error.error;
	return errno ? -1 : 0;
}

static int setfcap_try(void)
{
	const struct vfs_cap_data none = { .magic_etc = VFS_CAP_REVISION_2 };

	return setxattr(mine, "security.capability", &none, sizeof(none), 0);
}

static int audit_read_try(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 /* AUDIT_NLGRP_READLOG */ };

	return bind(socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT), (void *)&address, sizeof(address));
}

static int perfmon_try(void)
{
	struct perf_event_attr clock = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(clock), .config = PERF_COUNT_SW_CPU_CLOCK, .disabled = 1,
	};

	return syscall(SYS_perf_event_open, &clock, 0, -1, -1, 0);
}

static int bpf_try(void)
{
	union bpf_attr array = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8, .max_entries = 1 };

	return syscall(SYS_bpf, BPF_MAP_CREATE, &array, sizeof(array));
}

static int checkpoint_restore_try(void)
{
	pid_t wanted = 30000;
	struct clone_args arguments = { .exit_signal = SIGCHLD, .set_tid = (unsigned long)&wanted, .set_tid_size = 1 };
	pid_t child = syscall(SYS_clone3, &arguments, sizeof(arguments));

	if (child == 0)
		_exit(0);
	return child;
}

#ifdef __x86_64__
static int sys_rawio_try(void) { return syscall(SYS_iopl, 3); }
#endif

#define TRY(name) { #name, name##_try }

static const struct {
	const char *name;
	int (*run)(void);
} tries[] = {
	TRY(chown), TRY(dac_override), TRY(dac_read_search), TRY(fowner), TRY(fsetid), TRY(kill), TRY(setgid), TRY(setuid),
	TRY(setpcap), TRY(linux_immutable), TRY(net_admin), TRY(net_raw), TRY(ipc_lock), TRY(ipc_owner), TRY(sys_module),
#ifdef __x86_64__
	TRY(sys_rawio),
#endif
	TRY(sys_chroot), TRY(sys_ptrace), TRY(sys_pacct), TRY(sys_admin), TRY(sys_boot), TRY(sys_nice), TRY(sys_resource),
	TRY(sys_time), TRY(sys_tty_config), TRY(mknod), TRY(lease), TRY(audit_write), TRY(setfcap), TRY(syslog),
	TRY(wake_alarm), TRY(audit_read), TRY(perfmon), TRY(bpf), TRY(checkpoint_restore),
};

/* The kernel asks for the capability first and looks at the arguments then: only two errors mean "not allowed". */
static int refusal(int result)
{
	needed(result >= 0 || (errno != ENOSYS && errno != EOPNOTSUPP && errno != EBADF));
	return result < 0 && (errno == EPERM || errno == EACCES) ? errno : 0;
}

static int wanted(const char *name, char **names)
{
	if (!*names)
		return 1;
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return 1;
	return 0;
}

static char directory[] = "/tmp/capabilities.XXXXXX";

static void prepare(void)
{
	if (!mkdtemp(directory) || chdir(directory) != 0 || close(creat(mine, 0600)) != 0 || close(creat(group, 0600)) != 0 ||
	    close(creat(others, 0644)) != 0) {
		perror("capabilities");
		exit(1);
	}
	others_made = chown(group, -1, OTHER) == 0 && chown(others, OTHER, -1) == 0;
}

static void clean(void)
{
	unlink(mine);
	unlink(group);
	unlink(others);
	unlink("null");
	rmdir(directory);
}

int main(int count, char **names)
{
	(void)count;
	prepare();
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		int status;
		pid_t child;

		if (!wanted(tries[i].name, names + 1))
			continue;
		child = fork();
		if (child == 0)
			_exit(refusal(tries[i].run()));
		/* This one: as process 1 of a container we are also given the orphans of others. */
		if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status)) {
			fprintf(stderr, "capabilities: %s ended badly\n", tries[i].name);
			return 1;
		}
		if (WEXITSTATUS(status) == UNTRIED)
			printf("capability %s untried\n", tries[i].name);
		else if (WEXITSTATUS(status))
			printf("capability %s refused %d\n", tries[i].name, WEXITSTATUS(status));
		else
			printf("capability %s granted\n", tries[i].name);
	}
	clean();
	return 0;
}

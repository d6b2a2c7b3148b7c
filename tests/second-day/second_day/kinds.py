"""Which calls reach nothing new beside what a server's first half minute has anyway (kind a); all others, and every capability, are a new ability (kind b)."""

NOTHING_NEW = {
    # The process's own memory, threads, time, identity.
    *"brk madvise mremap mmap munmap mprotect exit exit_group gettid getpid getppid getpgid getpgrp getsid getuid geteuid getgid getegid getresuid getresgid".split(),
    *"getgroups getrusage getrlimit getpriority getcpu sched_yield sched_getaffinity sched_getparam sched_getscheduler uname sysinfo times capget".split(),
    *"set_robust_list get_robust_list set_tid_address rseq membarrier futex arch_prctl prlimit64 umask getcwd getrandom restart_syscall".split(),
    # Its own waits, timers, signals' handlers.
    *"nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time pause alarm getitimer setitimer timer_create timer_settime timer_gettime".split(),
    *"timer_getoverrun timer_delete timerfd_create timerfd_settime timerfd_gettime rt_sigaction rt_sigprocmask rt_sigpending rt_sigsuspend".split(),
    *"rt_sigtimedwait rt_sigreturn sigaltstack signalfd signalfd4 eventfd eventfd2 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl".split(),
    *"epoll_wait epoll_pwait epoll_pwait2 tgkill".split(),
    # Descriptors that it has.
    *"read readv pread64 preadv preadv2 write writev pwrite64 pwritev pwritev2 sendfile splice tee copy_file_range lseek close close_range".split(),
    *"dup dup2 dup3 fcntl fstat ftruncate truncate fsync fdatasync sync_file_range fallocate fadvise64 flock pipe pipe2 readahead".split(),
    *"shutdown getsockname getpeername getsockopt recvfrom recvmsg recvmmsg sendto sendmsg sendmmsg".split(),
    # Its own children, and threads.
    *"clone(thread) wait4 waitid".split(),
    # Another name for what it does: a stat by another call, an open by another call.
    *"stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents getdents64 open openat statfs fstatfs".split(),
}


# Another name for what makes children, where it was seen to make some.
CHILDREN = {"clone", "clone3", "fork", "vfork"}


# Descriptors of others come and go with these, where a socket is a unix socket (unix(7), SCM_RIGHTS): haproxy hands its listeners to the next worker.
MESSAGES = {"recvmsg", "recvmmsg", "sendmsg", "sendmmsg"}


def kind(name, forks=False, unix=False):
    """a or b. forks: whether the recording made processes; unix: whether it may have made unix sockets."""
    if unix and name in MESSAGES:
        return "b"
    return "a" if name in NOTHING_NEW or (forks and name in CHILDREN) else "b"


def kinds(names, forks=False, unix=False):
    """a, b, or both; empty where there are none."""
    return "".join(sorted({kind(name, forks, unix) for name in names}))

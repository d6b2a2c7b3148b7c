using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>
/// Which calls use files, networks, signals and mounts, and where their arguments say which. Only those that AppArmor mediates:
/// what names a file and needs no permission (stat, access, chdir, readlink, utimensat, extended attributes) is not among them
/// (security/apparmor/lsm.c; aa_compute_fperms in policy_compat.c grants AA_MAY_GETATTR to all).
/// </summary>
internal static class FilePlans
{
    private static readonly Dictionary<string, FilePlan> Calls = new(StringComparer.Ordinal)
    {
        ["open"] = Opened(1),
        ["openat"] = Opened(2),
        ["openat2"] = Opened(Contract.OPEN_POINTS),
        ["creat"] = Opened(Contract.OPEN_CREATES),
        ["open_by_handle_at"] = Opened(2),
        ["mkdir"] = Named(Contract.CURRENT, 0, UseKind.PathDirectory),
        ["mkdirat"] = Named(0, 1, UseKind.PathDirectory),
        ["rmdir"] = Named(Contract.CURRENT, 0, UseKind.PathDirectory),
        ["unlink"] = Named(Contract.CURRENT, 0, UseKind.Path),
        ["unlinkat"] = Named(0, 1, UseKind.PathByFlag),
        ["mknod"] = Named(Contract.CURRENT, 0, UseKind.Path),
        ["mknodat"] = Named(0, 1, UseKind.Path),
        ["symlink"] = Named(Contract.CURRENT, 1, UseKind.Path),
        ["symlinkat"] = Named(1, 2, UseKind.Path),
        ["truncate"] = Named(Contract.CURRENT, 0, UseKind.Path),
        ["truncate64"] = Named(Contract.CURRENT, 0, UseKind.Path),
        ["chmod"] = Named(Contract.CURRENT, 0, UseKind.PathEither),
        ["fchmodat"] = Named(0, 1, UseKind.PathEither),
        ["fchmodat2"] = Named(0, 1, UseKind.PathEither),
        ["chown"] = Named(Contract.CURRENT, 0, UseKind.PathEither),
        ["chown32"] = Named(Contract.CURRENT, 0, UseKind.PathEither),
        ["lchown"] = Named(Contract.CURRENT, 0, UseKind.PathEither),
        ["lchown32"] = Named(Contract.CURRENT, 0, UseKind.PathEither),
        ["fchownat"] = Named(0, 1, UseKind.PathEither),
        ["rename"] = new(FileAction.Moved, Contract.CURRENT, 0, 0, 0),
        ["renameat"] = new(FileAction.Moved, 0, 0, 0, 0),
        // RENAME_EXCHANGE: both are read and written.
        ["renameat2"] = new(FileAction.Moved, 0, 0, 0, (uint)FileModes.Read),
        ["link"] = new(FileAction.Linked, Contract.CURRENT, 0, 0, 0),
        ["linkat"] = new(FileAction.Linked, 0, 0, 0, 0),
        ["fchmod"] = Given(FileModes.Write),
        ["fchown"] = Given(FileModes.Write),
        ["fchown32"] = Given(FileModes.Write),
        ["ftruncate"] = Given(FileModes.Write),
        ["ftruncate64"] = Given(FileModes.Write),
        ["flock"] = Given(FileModes.Lock),
        ["fcntl"] = new(FileAction.Controlled, 0, 0, 0, (uint)FileModes.Lock),
        ["fcntl64"] = new(FileAction.Controlled, 0, 0, 0, (uint)FileModes.Lock),
        ["mmap"] = new(FileAction.Mapped, 0, 0, 0, 0),
        ["mmap2"] = new(FileAction.Mapped, 0, 0, 0, 0),
        ["socket"] = new(FileAction.Socket, 0, 0, 0, 0),
        ["socketpair"] = new(FileAction.Socket, 0, 0, 0, 0),
        ["socketcall"] = new(FileAction.Socketcall, 0, 0, 0, 0),
        ["bind"] = new(FileAction.Address, 0, 0, 0, 0),
        ["connect"] = new(FileAction.Address, 0, 0, Contract.ADDRESS_OF_PEER, 0),
        ["kill"] = new(FileAction.Signal, 1, 0, 0, 0),
        ["tkill"] = new(FileAction.Signal, 1, 0, 0, 0),
        ["tgkill"] = new(FileAction.Signal, 2, 0, 0, 0),
        ["rt_sigqueueinfo"] = new(FileAction.Signal, 1, 0, 0, 0),
        ["rt_tgsigqueueinfo"] = new(FileAction.Signal, 2, 0, 0, 0),
        ["pidfd_send_signal"] = new(FileAction.Signal, 1, 0, 0, 0),
        ["mount"] = new(FileAction.Mount, 0, 0, 0, 0),
        ["umount"] = new(FileAction.Umount, 0, 0, 0, 0),
        ["umount2"] = new(FileAction.Umount, 0, 0, 0, 0),
        ["pivot_root"] = new(FileAction.Pivot, 0, 0, 0, 0),
        ["move_mount"] = new(FileAction.MoveMount, 0, 0, 0, 0),
    };

    /// <summary>The plans, by counter (<see cref="CallIndex"/>).</summary>
    public static IEnumerable<(int Index, FilePlan Plan)> All =>
        from index in Enumerable.Range(0, Contract.COUNTERS)
        where CallIndex.IsNamed(index)
        let call = CallIndex.Name(index)
        where Calls.ContainsKey(call.Name)
        // The first mmap of i386 has its arguments in memory (mmap(2)).
        select (index, call is { Name: "mmap" } && call.Architecture == Architecture.I386 ? new FilePlan(FileAction.MappedOld, 0, 0, 0, 0) : Calls[call.Name]);

    private static FilePlan Opened(byte flags) => new(FileAction.Opened, flags, 0, 0, 0);

    private static FilePlan Named(byte directory, byte path, UseKind kind) => new(FileAction.Named, directory, path, (byte)kind, (uint)FileModes.Write);

    private static FilePlan Given(FileModes modes) => new(FileAction.Given, 0, 0, 0, (uint)modes);
}

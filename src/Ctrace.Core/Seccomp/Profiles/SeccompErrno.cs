using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// The number that goes with an action, as a profile gives it: by number (errnoRet), which all engines read, or by name
/// (errno), which only Podman does and then prefers (containers/common, pkg/seccomp).
/// </summary>
/// <param name="Number">0 to 65535, or null.</param>
/// <param name="Name">EPERM, or null.</param>
public readonly record struct SeccompErrno(int? Number, string? Name = null)
{
    // The runtimes' choice where nothing is given (runc, libcontainer/seccomp/seccomp_linux.go, getAction).
    /// <summary>The number itself.</summary>
    public int Value => (Name is null ? Number : Errno.Number(Name)) ?? Errno.EPERM;

    /// <summary>The action with its number, where it takes one.</summary>
    public FilterReturn With(SeccompAction action) => new(action, action is SeccompAction.Errno or SeccompAction.Trace ? Value : 0);
}

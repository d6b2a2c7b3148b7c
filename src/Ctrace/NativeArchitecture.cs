using System.Runtime.InteropServices;
using Ctrace.Core;
using Architecture = Ctrace.Core.Linux.Architecture;

namespace Ctrace;

/// <summary>The architecture of the running kernel.</summary>
internal static class NativeArchitecture
{
    /// <summary>The architecture.</summary>
    /// <exception cref="CtraceException">It has no syscall table.</exception>
    public static Architecture Current => Architecture.Find(RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant())
        ?? throw new CtraceException(
            FailureKind.Unavailable,
            $"there is no syscall table for this machine's architecture, {RuntimeInformation.OSArchitecture}",
            $"there is one for {string.Join(", ", Architecture.All)}");
}

using System.Collections.Immutable;
using Ctrace.Core.Traces;

namespace Ctrace.Live.Witnesses;

/// <summary>What an independent witness saw one process that the runtime started, and its descendants, ask of the kernel.</summary>
/// <param name="Program">The first file that it executed, as it was named.</param>
/// <param name="All">Every call from the loading of its seccomp filter on: what that filter has to allow.</param>
/// <param name="Own">Those that the container's own programs made, from the end of the runtime's execve on.</param>
/// <param name="Callers">Who made each, in words.</param>
public sealed record Witnessed(string Program, ImmutableSortedSet<SyscallName> All, ImmutableSortedSet<SyscallName> Own, ImmutableSortedSet<string> Callers)
{
    /// <summary>One of <see cref="Callers"/>.</summary>
    public static string Called(SyscallName name, Caller caller) => $"{caller} {name.Architecture} {name.Name}";
}

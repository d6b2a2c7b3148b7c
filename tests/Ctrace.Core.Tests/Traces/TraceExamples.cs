using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tests.Traces;

/// <summary>Traces for tests, written as short as they can be.</summary>
internal static class TraceExamples
{
    /// <summary>A trace of x86_64 with these calls; <c>i386:open</c> is one of another interface.</summary>
    public static Trace Of(params string[] syscalls) => Of(Architecture.X86_64, syscalls);

    public static Trace Of(Architecture architecture, params string[] syscalls)
    {
        var builder = new TraceBuilder(architecture);
        foreach (var syscall in syscalls)
        {
            var parts = syscall.Split(':');
            builder.AddSyscall(parts.Length == 1 ? new SyscallName(architecture, syscall) : new SyscallName(Architecture.Find(parts[0])!, parts[1]), 1);
        }

        return builder.Build();
    }

    /// <summary>With what one of its calls was given: <c>socket</c>, 2 1 0.</summary>
    public static Trace WithArguments(this Trace trace, string syscall, params ulong[] values) => trace with
    {
        Arguments = RecordedArguments.Create(
            trace.Arguments.Seen.Append(new(new CallArguments(Of(trace.Architecture, syscall).Syscalls.Keys.Single(), [.. values]), 1)), trace.Arguments.Any),
    };

    /// <summary>With calls that were given more than is kept.</summary>
    public static Trace WithAnyArguments(this Trace trace, params string[] syscalls) =>
        trace with { Arguments = RecordedArguments.Create(trace.Arguments.Seen, trace.Arguments.Any.Union(Of(trace.Architecture, syscalls).Syscalls.Keys)) };

    public static Trace With(this Trace trace, string key, string value) => trace with { Facts = trace.Facts.With(key, value) };

    public static Trace WithCapabilities(this Trace trace, params string[] names) =>
        trace with { Capabilities = Counts<string>.Create(names.Select(name => KeyValuePair.Create(name, 1UL))) };

    public static Trace WithDenied(this Trace trace, string name, int errno) =>
        trace with { Denied = trace.Denied.Add(new Outcome(new SyscallName(trace.Architecture, name), errno), 1) };
}

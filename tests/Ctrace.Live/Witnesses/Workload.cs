using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Live.Witnesses;

/// <summary>What a program of tests/workloads said of itself (tests/workloads/witness.h).</summary>
internal sealed class Workload
{
    /// <summary>The calls that it made.</summary>
    public ImmutableSortedSet<SyscallName> Syscalls { get; private init; } = [];

    /// <summary>The errors that some of them ended with.</summary>
    public ImmutableSortedSet<Outcome> Errors { get; private init; } = [];

    /// <summary>Capabilities that let something pass.</summary>
    public ImmutableSortedSet<string> Granted { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Capabilities for the lack of which something failed.</summary>
    public ImmutableSortedSet<string> Refused { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public static Workload Parse(string output)
    {
        var syscalls = ImmutableSortedSet.CreateBuilder<SyscallName>();
        var errors = ImmutableSortedSet.CreateBuilder<Outcome>();
        var granted = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var refused = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            switch (line.TrimEnd('\r').Split(' '))
            {
                case ["syscall", var architecture, var name]:
                    syscalls.Add(new SyscallName(Architecture.Find(architecture)!, name));
                    break;
                case ["error", var architecture, var name, var number]:
                    errors.Add(new Outcome(new SyscallName(Architecture.Find(architecture)!, name), int.Parse(number, CultureInfo.InvariantCulture)));
                    break;
                case ["capability", var name, "granted"]:
                    granted.Add(name);
                    break;
                case ["capability", var name, "refused", _]:
                    refused.Add(name);
                    break;
                default:
                    break;
            }
        }

        return new Workload { Syscalls = syscalls.ToImmutable(), Errors = errors.ToImmutable(), Granted = granted.ToImmutable(), Refused = refused.ToImmutable() };
    }
}

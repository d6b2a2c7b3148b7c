using Ctrace.Core.Linux;

namespace Ctrace.Core.Tracefiles;

/// <summary>The sections of a tracefile: see docs/format.md, which is the contract.</summary>
internal static class TracefileSection
{
    /// <summary>The machine's architecture, as <c>uname -m</c> prints it.</summary>
    public const string Arch = "ARCH";

    /// <summary>Capabilities used, by name.</summary>
    public const string Capabilities = "CAPABILITIES";

    /// <summary>Syscalls used in the machine's native interface, by name. See <see cref="Syscalls(Architecture)"/>.</summary>
    public const string NativeSyscalls = "SYSCALLS";

    /// <summary>The version of the sections from here on.</summary>
    internal const string Format = "FORMAT";

    internal const string SyscallCounts = "SYSCALL-COUNTS";
    internal const string SyscallsDenied = "SYSCALLS-DENIED";
    internal const string SyscallsFailed = "SYSCALLS-FAILED";
    internal const string CapabilityCounts = "CAPABILITY-COUNTS";
    internal const string CapabilitiesDenied = "CAPABILITIES-DENIED";
    internal const string CapabilitiesHeld = "CAPABILITIES-HELD";
    internal const string Arguments = "ARGUMENTS";
    internal const string Executables = "EXECUTABLES";
    internal const string SyscallCallers = "SYSCALL-CALLERS";
    internal const string CapabilityCallers = "CAPABILITY-CALLERS";
    internal const string SyscallRefusals = "SYSCALL-REFUSALS";
    internal const string CapabilityRefusals = "CAPABILITY-REFUSALS";
    internal const string CallsRefused = "CALLS-REFUSED";
    internal const string SyscallsLast = "SYSCALLS-LAST";
    internal const string CapabilitiesLast = "CAPABILITIES-LAST";
    internal const string Starts = "STARTS";
    internal const string SyscallFirsts = "SYSCALLS-FIRST";
    internal const string CapabilityFirsts = "CAPABILITIES-FIRST";
    internal const string Facts = "FACTS";
    internal const string Lost = "LOST";

    /// <summary>The section of another interface's syscalls: <c>SYSCALLS-I386</c>.</summary>
    public static string Syscalls(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return $"{NativeSyscalls}-{architecture.Name.ToUpperInvariant()}";
    }

    /// <summary>
    /// Whether a line starts a section: it has upper-case letters and no lower-case ones, which is how the first ctrace
    /// tells (Python's <c>str.isupper</c>). No other line may look like that.
    /// </summary>
    internal static bool IsHeading(ReadOnlySpan<char> line) =>
        line.ContainsAnyInRange('A', 'Z') && !line.ContainsAnyInRange('a', 'z');
}

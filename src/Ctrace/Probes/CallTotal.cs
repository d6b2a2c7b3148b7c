using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>What one syscall was used for.</summary>
/// <param name="Name">The call.</param>
/// <param name="Calls">How often it returned.</param>
/// <param name="Errors">How often with an error.</param>
/// <param name="Time">From entry to exit, in all.</param>
internal sealed record CallTotal(SyscallName Name, ulong Calls, ulong Errors, TimeSpan Time);

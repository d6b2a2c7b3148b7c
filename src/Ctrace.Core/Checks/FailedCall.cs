using Ctrace.Core.Traces;

namespace Ctrace.Core.Checks;

/// <summary>How often a call of an executable failed with an error.</summary>
/// <param name="Exe">Its path, in its own view.</param>
/// <param name="Syscall">The call.</param>
/// <param name="Error">The errno.</param>
/// <param name="Count">How often.</param>
public sealed record FailedCall(string Exe, SyscallName Syscall, int Error, ulong Count);

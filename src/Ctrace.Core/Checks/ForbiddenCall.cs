using Ctrace.Core.Traces;

namespace Ctrace.Core.Checks;

/// <summary>How often an executable made a forbidden call, or tried to.</summary>
/// <param name="Exe">Its path, in its own view.</param>
/// <param name="Syscall">The call.</param>
/// <param name="Count">How often.</param>
public sealed record ForbiddenCall(string Exe, SyscallName Syscall, ulong Count);

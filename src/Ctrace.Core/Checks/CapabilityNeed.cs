using Ctrace.Core.Traces;

namespace Ctrace.Core.Checks;

/// <summary>The call in which an executable was asked for a capability.</summary>
/// <param name="Exe">Its path, in its own view.</param>
/// <param name="Syscall">The call; null outside of one.</param>
/// <param name="Capability">The capability, lower case.</param>
/// <param name="Granted">How often it had it.</param>
/// <param name="Denied">How often it had not.</param>
public sealed record CapabilityNeed(string Exe, SyscallName? Syscall, string Capability, ulong Granted, ulong Denied);

namespace Ctrace.Core.Checks;

/// <summary>How often an executable was asked for a capability.</summary>
/// <param name="Exe">Which.</param>
/// <param name="Capability">The capability, lower case.</param>
/// <param name="Granted">How often it had it: it was used.</param>
/// <param name="Denied">How often it had not.</param>
internal sealed record CapabilityUse(Executable Exe, string Capability, ulong Granted, ulong Denied);

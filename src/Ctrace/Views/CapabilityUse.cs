namespace Ctrace.Views;

/// <summary>How often an executable's processes asked for a capability.</summary>
/// <param name="Exe">The executable.</param>
/// <param name="Capability">The capability's name, lower case.</param>
/// <param name="Granted">How often they had it.</param>
/// <param name="Denied">How often they did not.</param>
internal sealed record CapabilityUse(string Exe, string Capability, ulong Granted, ulong Denied);

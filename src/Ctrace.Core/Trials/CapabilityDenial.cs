using Ctrace.Core.Traces;

namespace Ctrace.Core.Trials;

/// <summary>A capability that a container's program asked for and did not have.</summary>
/// <param name="Program">The name that it was executed by.</param>
/// <param name="Process">The process, as the container sees it.</param>
/// <param name="Capability">The name, without <c>cap_</c>.</param>
/// <param name="Syscall">The call that needed it first; null outside of one.</param>
/// <param name="After">When first, since the container was made.</param>
/// <param name="Count">How often.</param>
/// <param name="Standing">What it is to be held for.</param>
public sealed record CapabilityDenial(string Program, int Process, string Capability, SyscallName? Syscall, TimeSpan After, int Count, Standing Standing);

namespace Ctrace.Core.Status;

/// <summary>A container that asks to be traced, or might, and is not.</summary>
/// <param name="Name">As the engine calls it, or its id.</param>
/// <param name="Id">64 hexadecimal digits.</param>
/// <param name="Reason">Why, and what to do.</param>
/// <param name="Since">When that was found.</param>
public sealed record UntracedContainer(string Name, string Id, string Reason, DateTimeOffset Since);

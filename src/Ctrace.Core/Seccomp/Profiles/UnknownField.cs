namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>A member of a profile's object that ctrace does not know, kept for whoever does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Json">Its value, as JSON without blanks.</param>
public readonly record struct UnknownField(string Name, string Json);

namespace Ctrace.Core.Profiles;

/// <summary>A piece of a <see cref="FilePattern"/>.</summary>
/// <param name="Text">The text, to be taken literally, or a glob as apparmor.d(5) has them.</param>
/// <param name="IsGlob">Which of both.</param>
public readonly record struct PatternPart(string Text, bool IsGlob);

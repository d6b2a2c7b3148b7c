namespace Ctrace.Core.Lives;

/// <summary>Something that a recording has not, and that the container may need later.</summary>
/// <param name="What">What was seen and what was not.</param>
/// <param name="Why">What may need it.</param>
public sealed record Unseen(string What, string Why)
{
    /// <summary>Both, as part of a sentence.</summary>
    public override string ToString() => $"{What} ({Why})";
}

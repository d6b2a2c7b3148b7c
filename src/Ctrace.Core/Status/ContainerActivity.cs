using System.Text.Json.Serialization;

namespace Ctrace.Core.Status;

/// <summary>What a container did in the last seconds. Names are untrusted text.</summary>
/// <param name="CallsPerSecond">System calls a second, between the last two looks at it; null before the second.</param>
/// <param name="Denied">What was denied to it in the last <see cref="RecentSeconds"/>, the most frequent first.</param>
/// <param name="Dangerous">The dangerous calls that it has made since it is watched, by name.</param>
internal sealed record ContainerActivity(double? CallsPerSecond, IReadOnlyList<RecentDenial> Denied, IReadOnlyList<string> Dangerous)
{
    /// <summary>For how many seconds a denial is shown.</summary>
    public const int RecentSeconds = 10;

    /// <summary>Whether denied calls are recorded; else only capabilities are.</summary>
    public bool HasDeniedCalls { get; init; }

    /// <summary>Whether it was counted, between the last two looks, which program made how many calls.</summary>
    public bool HasPrograms { get; init; }

    /// <summary>The program that made most of the calls between the last two looks; null where none did, or where that was not counted.</summary>
    public string? Program { get; init; }

    /// <summary>Its part of these calls, from 0 to 1.</summary>
    public double ProgramShare { get; init; }
}

/// <summary>A call or a capability that was denied.</summary>
/// <param name="Name">The call, or the capability in lower case and without a prefix.</param>
/// <param name="Errno">The error that a call ended with, by name; null for a capability.</param>
/// <param name="Count">How often.</param>
internal sealed record RecentDenial(string Name, string? Errno, ulong Count)
{
    /// <summary>For people.</summary>
    [JsonIgnore]
    public string Shown => Errno is null ? $"CAP_{Name.ToUpperInvariant()}" : $"{Name} {Errno}";
}

namespace Ctrace.Diagnosis;

/// <summary>How a thing that was looked at stands.</summary>
internal enum FindingState
{
    Good,
    Missing,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What: kernel, privileges, engine, ...</param>
/// <param name="State">How it stands.</param>
/// <param name="Detail">What was found. May hold untrusted text.</param>
/// <param name="Remedy">What to do; empty when nothing need be done.</param>
/// <param name="Needed">Whether <c>ctrace trace</c> cannot run without it.</param>
internal sealed record Finding(string Subject, FindingState State, string Detail, string Remedy = "", bool Needed = true);

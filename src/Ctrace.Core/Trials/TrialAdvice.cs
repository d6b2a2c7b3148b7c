using Ctrace.Core.Profiles.RunOptions;

namespace Ctrace.Core.Trials;

/// <summary>What allows what was refused: commands that can be pasted, with the names that the user gave.</summary>
/// <param name="Profile">The seccomp profile's file, if it is known; null where options are made of a recording, or nothing is known.</param>
/// <param name="Learn">The words of a command that adds what was refused to the recording; null where there is none.</param>
internal sealed record TrialAdvice(string? Profile, IReadOnlyList<string>? Learn)
{
    /// <summary>Nothing is known of what the container was restricted by.</summary>
    public static TrialAdvice None { get; } = new(null, null);

    /// <summary>The line for a syscall; null where <see cref="Whole"/> says it for all.</summary>
    public string? Syscall(string name) => Learn is null
        ? $"to allow it: ctrace profile seccomp --base {File} --allow {name} -o {File}"
        : null;

    /// <summary>The line for a capability; null as for <see cref="Syscall"/>.</summary>
    public string? Capability(string name) => Learn is null ? $"to allow it: --cap-add={name.ToUpperInvariant()}" : null;

    /// <summary>The line for all that was refused; null where each has its own.</summary>
    public string? Whole => Learn is null ? null : $"to allow what was refused: {string.Join(' ', Learn.Select(ShellWord.Quote))}";

    private string File => Profile is null ? "PROFILE" : ShellWord.Quote(Profile);
}

using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>A profile that is examined, and what is left of it on the machine that it is examined for.</summary>
internal sealed class LintSubject
{
    public LintSubject(SeccompDocument document, Circumstances circumstances)
    {
        (Document, Circumstances, Resolved) = (document, circumstances, ResolvedProfile.Of(document.Profile, circumstances));
        Rules = [.. Profile.Rules.Zip(document.RuleLines)];
    }

    public SeccompDocument Document { get; }

    public Circumstances Circumstances { get; }

    public ResolvedProfile Resolved { get; }

    public SeccompProfile Profile => Document.Profile;

    /// <summary>Each rule with its line.</summary>
    public ImmutableArray<(SeccompRule Rule, int Line)> Rules { get; }

    /// <summary>The line that decides about a call: of its first rule that applies, or else the default's.</summary>
    public int LineOf(string name)
    {
        var found = Rules.FirstOrDefault(entry => entry.Rule.Applies(Circumstances) && entry.Rule.Return != Profile.Default && entry.Rule.Names.Contains(name));
        return found.Rule is null ? Document.DefaultLine : found.Line;
    }

    /// <summary>Whether a call exists in an interface that is filtered.</summary>
    public bool Exists(string name) => CallNames.Has(Resolved.Architectures, name);

    /// <summary>
    /// Whether runc itself answers ENOSYS to a call that no rule names: those above the highest number that the profile
    /// names (runc 1.0, libcontainer/seccomp/patchbpf/enosys_linux.go).
    /// </summary>
    public bool IsBeyond(string name) =>
        Syscalls.Number(Circumstances.Native, name) is { } number
        && Resolved.NamedCalls.Select(named => Syscalls.Number(Circumstances.Native, named) ?? -1).DefaultIfEmpty(-1).Max() < number;
}

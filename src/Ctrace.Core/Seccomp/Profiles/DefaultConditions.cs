using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// The conditions that Docker's default profile puts on calls of a trace, kept in the profile that is made of it, and widened by what was
/// seen: a restriction must not let a container do what it may not do without. Where the trace does not know what a call was given, the
/// default's conditions stand alone.
/// </summary>
internal sealed class DefaultConditions
{
    private const string Clone = "clone", Clone3 = "clone3";

    // include/uapi/linux/sched.h: CLONE_NEW*, which the default's condition on clone masks too; CLONE_NEWTIME; and what lies above bit 31, but
    // not CLONE_CLEAR_SIGHAND (bit 32), without which glibc goes on.
    private const ulong MoreThanClone = 0xffff_fffe_7e02_0080;

    private static readonly Lazy<ResolvedProfile> Table = new(() => Usual(Architecture.X86_64));

    private DefaultConditions(ImmutableArray<SeccompRule> rules, ImmutableArray<CallArguments> wider, ImmutableSortedSet<string> unknown, bool replacesClone3)
    {
        (Rules, Wider, Unknown, ReplacesClone3) = (rules, wider, unknown, replacesClone3);
        Names = [.. rules.SelectMany(rule => rule.Names)];
    }

    /// <summary>The calls that Docker's default allows with some arguments only, sorted.</summary>
    public static ImmutableArray<string> Calls { get; } =
        [.. Table.Value.Rules.Select(rule => rule.Name).Distinct().Where(name => Table.Value.Judge(name).Verdict == CallVerdict.ForbiddenUnless).Order(StringComparer.Ordinal)];

    /// <summary>The calls whose arguments every recording has, sorted: those, and the one that does in memory what clone does.</summary>
    public static ImmutableArray<string> Recorded { get; } = [.. Calls.Append(Clone3).Order(StringComparer.Ordinal)];

    /// <summary>The rules, by name: of one call they are alternatives.</summary>
    public ImmutableArray<SeccompRule> Rules { get; }

    /// <summary>The calls that they are for.</summary>
    public ImmutableHashSet<string> Names { get; }

    /// <summary>What was seen and the default refuses, sorted.</summary>
    public ImmutableArray<CallArguments> Wider { get; }

    /// <summary>Calls of which is not known what they were given, or not all of it.</summary>
    public ImmutableSortedSet<string> Unknown { get; }

    /// <summary>
    /// Whether clone3 was seen, and shall look as if the kernel did not have it: its flags lie in memory, where no filter sees them, and
    /// callers go on with clone. Not where it was seen to do what clone may not, or cannot.
    /// </summary>
    public bool ReplacesClone3 { get; }

    /// <summary>Those for a trace.</summary>
    public static DefaultConditions Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var wider = trace.Arguments.Seen.Keys.Where(given => trace.Syscalls.Contains(given.Syscall) && !Allows(given)).ToImmutableArray();
        var names = trace.Syscalls.Keys.Select(call => call.Name).ToHashSet(StringComparer.Ordinal);
        var replaces = names.Contains(Clone3) && !wider.Any(given => given.Syscall.Name == Clone3);
        var seen = trace.Arguments.Seen.Keys.Where(given => trace.Syscalls.Contains(given.Syscall)).ToLookup(given => given.Syscall.Name, StringComparer.Ordinal);
        var rules =
            from name in Calls
            where names.Contains(name) || (name == Clone && replaces)
            from arguments in Table.Value.RulesFor(name).Where(rule => rule.Return.MayRun).Select(rule => rule.Arguments)
                .Concat(seen[name].Select(given => SeenArguments.Beyond(Table.Value.Judge(name), given)).Where(each => !each.IsEmpty).DistinctBy(each => string.Join(' ', each)))
            select new SeccompRule([name], SeccompAction.Allow) { Arguments = arguments };
        var unknown = trace.Syscalls.Keys
            .Where(call => Recorded.Contains(call.Name) && (!trace.Arguments.Knows(call) || trace.Arguments.Any.Contains(call))).Select(call => call.Name);
        return new([.. rules], wider, [.. unknown], replaces);
    }

    /// <summary>Docker's default for a container that was started without options.</summary>
    public static ResolvedProfile Usual(Architecture architecture) =>
        ResolvedProfile.Of(DockerDefault.Profile, new Circumstances(architecture, new Version(byte.MaxValue, 0), ContainerCapabilities.Default));

    /// <summary>Whether Docker's default lets a call be made with these arguments, or has no condition on it.</summary>
    public static bool Allows(CallArguments given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return given.Syscall.Name == Clone3 ? given.Values is not [var flags] || (flags & MoreThanClone) == 0
            : SeenArguments.Beyond(Table.Value.Judge(given.Syscall.Name), given).IsEmpty;
    }

    /// <summary>The same for some of the calls.</summary>
    internal DefaultConditions Only(IReadOnlySet<string> names) => new([.. Rules.Where(rule => rule.Names.All(names.Contains))], Wider, Unknown, ReplacesClone3);

    /// <summary>Adds the rules to a profile.</summary>
    internal SeccompProfile AddTo(SeccompProfile profile) => Rules.IsEmpty ? profile : profile with { Rules = profile.Rules.AddRange(Rules) };
}

using System.Collections.Immutable;
using System.Text.Json;
using Ctrace.Core.Json;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// Reads a seccomp profile as Docker, Podman and the OCI runtimes take it. What they would refuse is refused; what ctrace
/// does not know is kept.
/// </summary>
public static class SeccompReader
{
    private const int MaxErrnoRet = ushort.MaxValue; // SECCOMP_RET_DATA

    private static readonly string[] Members =
        ["defaultAction", "defaultErrnoRet", "defaultErrno", "architectures", "archMap", "flags", "listenerPath", "listenerMetadata", "syscalls"];

    /// <summary>The largest text that is read, in bytes; a profile with a rule for every call is a hundredth of it.</summary>
    public const int MaxSize = 16 * 1024 * 1024;

    /// <summary>Reads a text.</summary>
    /// <param name="json">The bytes. Untrusted.</param>
    /// <param name="name">What it is called in a failure.</param>
    /// <exception cref="CtraceException">Data: it is no such profile; the message says where, and why.</exception>
    public static SeccompDocument Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            return Document(JsonPartReader.Read(json));
        }
        catch (FormatException wrong)
        {
            throw new CtraceException(FailureKind.Data, $"{name}:{wrong.Message}", "a seccomp profile is JSON as Docker's --security-opt seccomp= takes it", wrong);
        }
    }

    private static SeccompDocument Document(JsonPart root)
    {
        root.Require(JsonValueKind.Object, "the profile");
        var rules = root.FindItems("syscalls");
        var defaultAction = root.Get("defaultAction");
        var profile = new SeccompProfile(Action(defaultAction), Errno(root, "defaultErrnoRet", "defaultErrno"), [.. rules.Select(SeccompRuleReader.Read)])
        {
            Architectures = [.. root.FindStrings("architectures")],
            ArchitectureMap = [.. root.FindItems("archMap").Select(Group)],
            Flags = [.. root.FindStrings("flags")],
            ListenerPath = root.FindString("listenerPath"),
            ListenerMetadata = root.FindString("listenerMetadata"),
            Unknown = [.. root.Besides(Members)],
        };
        var architectures = root.Find("archMap") ?? root.Find("architectures");

        // moby/profiles, seccomp/seccomp_linux.go, setupSeccomp
        return profile is { Architectures.IsEmpty: false, ArchitectureMap.IsEmpty: false }
            ? throw architectures!.Wrong("both 'architectures' and 'archMap' are given")
            : new SeccompDocument(profile, [.. rules.Select(rule => rule.Position.Line)], defaultAction.Position.Line, architectures?.Position.Line ?? defaultAction.Position.Line);
    }

    private static ArchitectureGroup Group(JsonPart group)
    {
        group.Require(JsonValueKind.Object, "what 'archMap' lists");
        return new ArchitectureGroup(group.Get("architecture").String("'architecture'"), [.. group.FindStrings("subArchitectures")],
            [.. group.Besides("architecture", "subArchitectures")]);
    }

    internal static SeccompAction Action(JsonPart part) =>
        part.String("an action") is var name && ActionName.Find(name) is { } action ? action : throw part.Wrong($"there is no action '{name}'");

    internal static SeccompErrno Errno(JsonPart holder, string numberName, string nameName)
    {
        int? number = null;
        if (holder.Find(numberName) is { } part)
        {
            number = part.Number($"'{numberName}'") is var value and <= MaxErrnoRet ? (int)value : throw part.Wrong($"'{numberName}' is more than {MaxErrnoRet}");
        }

        // Podman's own default profile has an empty one.
        var name = holder.Find(nameName);
        if (name?.String($"'{nameName}'") is not { Length: > 0 } text)
        {
            return new SeccompErrno(number);
        }

        return Linux.Errno.Number(text) is not null && !text.Any(char.IsAsciiLetterLower)
            ? new SeccompErrno(number, text)
            : throw name.Wrong($"there is no error '{text}'");
    }
}

/// <summary>A profile as it was read, and where its parts stand in the text.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="RuleLines">The line on which each rule begins, from 1 up.</param>
/// <param name="DefaultLine">The line of the default action.</param>
/// <param name="ArchitecturesLine">The line of archMap or architectures; the default's without.</param>
public sealed record SeccompDocument(SeccompProfile Profile, ImmutableArray<int> RuleLines, int DefaultLine, int ArchitecturesLine);

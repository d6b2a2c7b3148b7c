using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Ctrace.Core.Json;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Reads one rule of a profile.</summary>
internal static class SeccompRuleReader
{
    private static readonly string[] Members = ["name", "names", "action", "errnoRet", "errno", "args", "comment", "includes", "excludes"];

    /// <exception cref="FormatException">It is none; the message starts with the place.</exception>
    public static SeccompRule Read(JsonPart rule)
    {
        rule.Require(JsonValueKind.Object, "a rule in 'syscalls'");
        return new SeccompRule(Names(rule), SeccompReader.Action(rule.Get("action")), SeccompReader.Errno(rule, "errnoRet", "errno"))
        {
            Arguments = [.. rule.FindItems("args").Select(Argument)],
            Comment = rule.FindString("comment") is { Length: > 0 } comment ? comment : null,
            Includes = Scope(rule.Find("includes")),
            Excludes = Scope(rule.Find("excludes")),
            Unknown = [.. rule.Besides(Members)],
        };
    }

    private static ImmutableArray<string> Names(JsonPart rule)
    {
        var one = rule.FindString("name") ?? "";
        var many = rule.Find("names");
        return (one, many) switch
        {
            // moby/profiles, seccomp/seccomp_linux.go, setupSeccomp
            ({ Length: > 0 }, { Items.Count: > 0 }) => throw rule.Wrong("both 'name' and 'names' are given"),
            ({ Length: > 0 }, _) => [one],
            (_, not null) => [.. rule.FindStrings("names")],
            _ => throw rule.Wrong("'names' is missing"),
        };
    }

    private static SeccompArgument Argument(JsonPart part)
    {
        part.Require(JsonValueKind.Object, "a condition in 'args'");
        var index = part.Get("index");
        var argument = index.Number("'index'");
        if (argument >= SeccompArgument.Count)
        {
            throw index.Wrong($"a call has arguments 0 to {SeccompArgument.Count - 1}, not {argument}");
        }

        var op = part.Get("op");
        var name = op.String("'op'");
        return new SeccompArgument(
            (int)argument, SeccompArgument.FindOperator(name) ?? throw op.Wrong($"there is no operator '{name}'"),
            part.Get("value").Number("'value'"), part.Find("valueTwo")?.Number("'valueTwo'") ?? 0);
    }

    private static RuleScope Scope(JsonPart? part)
    {
        if (part is null)
        {
            return RuleScope.Empty;
        }

        part.Require(JsonValueKind.Object, "a rule's scope");
        return new RuleScope([.. part.FindStrings("arches")], [.. part.FindStrings("caps")], part.Find("minKernel") is { } kernel ? Kernel(kernel) : null)
        {
            Unknown = [.. part.Besides("arches", "caps", "minKernel")],
        };
    }

    // Two numbers of a byte each (moby/profiles, seccomp/seccomp.go, KernelVersion.UnmarshalJSON); empty is none.
    private static Version? Kernel(JsonPart part)
    {
        var text = part.String("'minKernel'");
        return text.Length == 0 ? null
            : text.Split('.') is [var first, var second] && Number(first) is { } kernel && Number(second) is { } major && kernel + major > 0 ? new Version(kernel, major)
            : throw part.Wrong($"'{text}' is no kernel version of two numbers");
    }

    private static byte? Number(string text) => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>
/// The number that goes with an action, as a profile gives it: by number (errnoRet), which all engines read, or by name
/// (errno), which only Podman does and then prefers (containers/common, pkg/seccomp).
/// </summary>
/// <param name="Number">0 to 65535, or null.</param>
/// <param name="Name">EPERM, or null.</param>
public readonly record struct SeccompErrno(int? Number, string? Name = null)
{
    // The runtimes' choice where nothing is given (runc, libcontainer/seccomp/seccomp_linux.go, getAction).
    /// <summary>The number itself.</summary>
    public int Value => (Name is null ? Number : Errno.Number(Name)) ?? Errno.EPERM;

    /// <summary>The action with its number, where it takes one.</summary>
    public FilterReturn With(SeccompAction action) => new(action, action is SeccompAction.Errno or SeccompAction.Trace ? Value : 0);
}

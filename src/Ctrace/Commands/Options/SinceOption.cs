using System.CommandLine;
using System.Text;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Ctrace.Core.Verification;
using Ctrace.Files;
using Ctrace.Profiles;

namespace Ctrace.Commands.Options;

/// <summary><c>--since</c> and <c>--accept</c>: what is new in a recording that has grown, and what of it nobody has accepted.</summary>
internal sealed class SinceOption
{
    private readonly Option<string?> _since = new("--since")
    {
        Description = "Print first what is new since this profile or tracefile, and leave out what is dangerous or beyond Docker's default until you accept it",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _accept = new("--accept") { Description = "With --since: take these calls and capabilities all the same (names with commas between them)", HelpName = "NAMES" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_since);
        command.Add(_accept);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_since) is null && result.GetValue(_accept) is { Length: > 0 })
            {
                result.AddError("--accept goes with --since");
            }
        });
    }

    /// <summary>The recording as far as it was accepted. What is new is told on standard error.</summary>
    /// <exception cref="CtraceException">As the file cannot be read; Usage: a name that nothing has.</exception>
    /// <param name="result">The command line.</param>
    /// <param name="trace">The recording.</param>
    /// <param name="arguments">Whether calls are allowed with recorded arguments alone.</param>
    /// <param name="last">What the last restriction allowed; null without the option.</param>
    public Trace Accepted(ParseResult result, Trace trace, bool arguments, out SeccompFilter? last)
    {
        last = null;
        if (result.GetValue(_since) is not { } path)
        {
            return trace;
        }

        string[] names = [.. (result.GetValue(_accept) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        (last, var capabilities) = Last(path, trace.Architecture, arguments);
        var growth = ProfileGrowth.Of(trace, [last], capabilities);
        if (names.FirstOrDefault(name => !growth.Uses.Any(use => use.IsCalled(name)) && !IsName(name, trace.Architecture)) is { } unknown)
        {
            var all = trace.Architecture.Family.SelectMany(Syscalls.All).Select(call => call.Name).Concat(Capability.All.Select(capability => capability.Name));
            throw new CtraceException(FailureKind.Usage, $"there is no call or capability '{Printable.Escape(unknown)}'",
                (Spelling.ClosestName(unknown, all) is { } closest ? $"did you mean {closest}? " : "")
                + $"new are {(growth.Uses.Count == 0 ? "none" : string.Join(", ", growth.Uses.Select(use => use.Shown)))}");
        }

        if (names.Where(name => !growth.Uses.Any(use => use.IsCalled(name))).ToList() is { Count: > 0 } old)
        {
            result.Warn($"--accept {string.Join(',', old)} changes nothing: not new since {path}");
        }

        var left = growth.LeftOut(names);
        result.Tell(growth.Uses.Count == 0 ? $"nothing is new since {path}" : $"{growth.Uses.Count} new since {path}, the most dangerous first:");
        foreach (var use in growth.Uses)
        {
            result.Tell($"  {(left.Contains(use) ? "LEFT OUT " : "")}{use}");
        }

        if (left.Count > 0)
        {
            result.Warn($"left out, until they are accepted: --accept {string.Join(',', left.Select(use => use.Shown))}"
                + (capabilities is null && left.Any(use => use.IsCapability) ? " (a profile does not say which capabilities went with it; the last tracefile does)" : ""));
        }

        var accepted = growth.Without(left);
        return accepted.Merge(LearnedTrace.Of(accepted, growth.Refused(names)));
    }

    /// <summary>Tells on standard error what the last restriction allowed and the next one does not.</summary>
    public void TellGone(ParseResult result, SeccompFilter? last, SeccompProfile next, Architecture machine)
    {
        if (last is not null && ProfileComparison.Of([last], [Compile(AuditProfile.Enforced(next), machine)], machine.Family) is { Calls.IsEmpty: false } gone)
        {
            result.Tell($"no longer allowed, and allowed by {result.GetValue(_since)}: {string.Join(", ", gone.Names)}");
        }
    }

    private static bool IsName(string name, Architecture machine) => Capability.Number(name) is not null || machine.Family.Any(architecture => Syscalls.Number(architecture, name) is not null);

    /// <summary>What the last restriction was: of a profile the capabilities are not known.</summary>
    private static (SeccompFilter Filter, IReadOnlySet<string>? Capabilities) Last(string path, Architecture machine, bool arguments)
    {
        var text = TextInput.Read(path);
        if (text.TrimStart().StartsWith('{'))
        {
            return (Compile(AuditProfile.Enforced(SeccompReader.Read(Encoding.UTF8.GetBytes(text), path).Profile), machine), null);
        }

        var last = TracefileReader.Read(Encoding.ASCII.GetBytes(text), path);
        return last.Architecture == machine
            ? (Compile(ProfileBuilder.Build(last, arguments ? ArgumentRules.WhereContainersStart(last) : ArgumentRules.None, Kin.All(last)), machine), last.NeededCapabilities.ToHashSet(StringComparer.Ordinal))
            : throw new CtraceException(FailureKind.Data, $"{path} is of {last.Architecture}, and the recording of {machine}", "take the last of the same architecture");
    }

    private static SeccompFilter Compile(SeccompProfile profile, Architecture machine) =>
        FilterCompiler.Compile(ResolvedProfile.Of(profile, new Circumstances(machine, KernelRelease.CurrentVersion, ContainerCapabilities.Default)));
}

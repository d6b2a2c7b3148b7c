using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Commands.Options;

/// <summary>The options that say which container a profile is meant for: rules of it can depend on its capabilities.</summary>
internal sealed class CapabilityArguments
{
    private readonly Option<string[]> _add = Create("--cap-add", "Give the container this capability, as docker run does, for rules that depend on it");
    private readonly Option<string[]> _drop = Create("--cap-drop", "Take this capability from the container");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_add);
        command.Add(_drop);
    }

    /// <summary>Whether one of them was typed.</summary>
    public bool AreGiven(ParseResult result) => result.GetResult(_add) is not null || result.GetResult(_drop) is not null;

    /// <summary>Where the profile holds: this kernel, and a container with these capabilities.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="native">The machine's architecture.</param>
    /// <exception cref="CtraceException">Usage: there is no such capability.</exception>
    public Circumstances Read(ParseResult result, Architecture native) =>
        new(native, KernelRelease.CurrentVersion, ContainerCapabilities.Of(Known(result.GetValue(_add)), Known(result.GetValue(_drop)), privileged: false));

    private static Option<string[]> Create(string name, string description) => new(name) { Description = description, HelpName = "CAP", AllowMultipleArgumentsPerToken = false };

    private static string[] Known(string[]? names) => [.. (names ?? []).Select(name =>
        Capability.Number(name) is not null || name.Equals("ALL", StringComparison.OrdinalIgnoreCase)
            ? name
            : throw new CtraceException(FailureKind.Usage, $"there is no capability '{name}'", "see 'ctrace capability'"))];
}

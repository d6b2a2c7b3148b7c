using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Profiles;

namespace Ctrace.Commands.Options;

/// <summary>
/// The options of the commands that make a seccomp profile of recordings: those of <see cref="ArgumentsOption"/>, <c>--audit</c>, and the base that it
/// is held against.
/// </summary>
internal sealed class SeccompOptions
{
    private const string ActionsLogged = "/proc/sys/kernel/seccomp/actions_logged";

    private readonly Option<bool> _audit = new("--audit") { Description = "Refuse only what the base refuses, and log what was not recorded. Capabilities stay" };

    private readonly Option<string?> _basis = new("--base")
    {
        Description = $"With --audit: what the container may do without a profile: {SeccompInput.DockerDefaultName}, {AuditPlan.AllowAll} or a profile's file",
        HelpName = "BASE",
    };

    public SeccompOptions() => _basis.CompletionSources.Add(SeccompInput.DockerDefaultName, AuditPlan.AllowAll);

    /// <summary>What of calls' arguments is wanted, and inside of what.</summary>
    public ArgumentsOption Arguments { get; } = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        AddWithoutBaseTo(command);
        command.Add(_basis);
    }

    /// <summary>Adds them to a command that has a base of its own.</summary>
    public void AddWithoutBaseTo(Command command)
    {
        Arguments.AddTo(command);
        Arguments.AddWithinTo(command);
        command.Add(_audit);
    }

    /// <summary>Whether --audit was given.</summary>
    public bool IsAudit(ParseResult result) => result.GetValue(_audit);

    /// <summary>The base that the user named, or null.</summary>
    /// <exception cref="CtraceException">Usage: there is one, and nothing that it is for.</exception>
    public string? Base(ParseResult result) => result.GetValue(_basis) is not { } basis || IsAudit(result)
        ? result.GetValue(_basis)
        : throw new CtraceException(FailureKind.Usage, $"--base {Printable.Escape(basis)} is for --audit", "--within keeps a profile inside another; 'ctrace profile seccomp --base' adds to one");

    /// <summary>The profile of a recording: to restrict, or to watch.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="usual">What the platform's containers have without a profile.</param>
    /// <exception cref="CtraceException">As a base cannot be read; Data: no container would start; Usage: options that do not go together.</exception>
    public SeccompProfile Build(ParseResult result, Trace trace, string usual)
    {
        var basis = Base(result);
        return IsAudit(result) ? Watch(result, trace, basis ?? usual) : Arguments.Build(result, trace);
    }

    /// <summary>The options of <c>docker run</c> that name the profile, as a line.</summary>
    public string RunOptions(ParseResult result, Trace trace, string profile) =>
        (IsAudit(result) ? DockerRunOptions.WriteAudit(trace, profile) : DockerRunOptions.Write(trace, profile)) + "\n";

    /// <summary>The profile to watch by.</summary>
    /// <inheritdoc cref="Build" path="/exception" />
    public SeccompProfile Watch(ParseResult result, Trace trace, string basis)
    {
        if (Arguments.Within(result) is not null)
        {
            throw new CtraceException(FailureKind.Usage, "--audit and --within exclude each other", "--audit allows nothing that its base refuses: name that by --base");
        }

        var profile = new AuditPlan(result.Warn) { Base = basis, Arguments = Arguments.IsGiven(result), Exact = Arguments.IsExact(result) }.Make(trace);
        result.Note($"what {basis} allows and was not recorded is logged and made: 'ausearch -m SECCOMP', or the kernel's log without auditd");
        result.Note("a call that is made often fills that log: 'ctrace trace' tells the same without it of a container with the label ctrace.profile");
        if (Logged() is { } actions && !actions.Split(' ').Contains("log"))
        {
            result.Warn($"this kernel logs nothing of it: {ActionsLogged} has '{actions}', without 'log'");
        }

        return profile;
    }

    private static string? Logged()
    {
        try
        {
            return File.ReadAllText(ActionsLogged).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

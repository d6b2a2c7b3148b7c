using System.Collections.Immutable;
using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Lint;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile lint FILE</c>: what is wrong with a seccomp profile.</summary>
internal static class ProfileLintCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = $"A seccomp profile, a filter as tools dump it (.bpf), or {SeccompInput.DockerDefaultName}" };
        var json = CommandOutput.Json();
        var command = new Command(
            "lint",
            """
            Find rules of a seccomp profile that break containers, do nothing, are dangerous or can be gone round.

            Prints a line for each finding: where, how much it matters (error, warning, note), why, and what to do.
            Also compiles the profile as the container runtime does, and reports what the runtime refuses it for. Conditions are decided for this machine and Docker's default capabilities. Exits with 1 if there is an error.

            A file of instructions, struct sock_filter by struct sock_filter, is a filter as the kernel runs it; seccomp_export_bpf(3),
            seccomp-tools and bubblewrap have such files. Its findings all have line 1.

            Examples:
              ctrace profile lint web.json
              ctrace profile lint --json web.json > findings.json
              ctrace profile lint filter.bpf
            """)
        {
            file,
            json,
        };
        command.SetAction(result =>
        {
            var path = result.GetValue(file)!;
            var circumstances = new Circumstances(NativeArchitecture.Current, KernelRelease.CurrentVersion, ContainerCapabilities.Default);
            var findings = SeccompInput.Open(path) switch
            {
                { Filter: { } filter } => SeccompLint.Examine(filter, circumstances),
                { Document: var document } => OfProfile(result, document!, circumstances),
            };
            result.Print(result.GetValue(json) ? LintReport.Json(path, findings) : LintReport.Text(path, findings));
            return findings.Any(finding => finding.Severity == LintSeverity.Error) ? (int)FailureKind.Found : 0;
        });
        return command;
    }

    private static ImmutableArray<LintFinding> OfProfile(ParseResult result, SeccompDocument document, Circumstances circumstances)
    {
        var found = SeccompLint.Examine(document, circumstances);
        return found.All(finding => finding.Severity != LintSeverity.Error) && Refusal(result, document, circumstances) is { } refusal ? found.Insert(0, refusal) : found;
    }

    /// <summary>What only libseccomp can tell: it is asked for the filter that the runtime would load.</summary>
    private static LintFinding? Refusal(ParseResult result, SeccompDocument document, Circumstances circumstances)
    {
        try
        {
            FilterCompiler.Compile(ResolvedProfile.Of(document.Profile, circumstances));
            return null;
        }
        catch (CtraceException refusal) when (refusal.Kind == FailureKind.Data)
        {
            return new LintFinding(LintSeverity.Error, document.DefaultLine, refusal.Message, refusal.Hint);
        }
        catch (CtraceException missing) when (missing.Kind == FailureKind.Unavailable)
        {
            result.Warn([$"it was not compiled as the runtime does: {missing.Message}"]);
            return null;
        }
    }
}

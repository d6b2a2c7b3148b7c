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
        var file = new Argument<string>("FILE") { Description = "A seccomp profile" };
        var json = CommandOutput.Json();
        var command = new Command(
            "lint",
            """
            Find rules of a seccomp profile that break containers, do nothing or are dangerous.

            Prints a line for each finding: where, how much it matters (error, warning, note), why, and what to do.
            Conditions are decided for this machine and Docker's default capabilities. Exits with 1 if there is an error.

            Examples:
              ctrace profile lint web.json
              ctrace profile lint --json web.json > findings.json
            """)
        {
            file,
            json,
        };
        command.SetAction(result =>
        {
            var path = result.GetValue(file)!;
            var circumstances = new Circumstances(NativeArchitecture.Current, KernelRelease.CurrentVersion, ContainerCapabilities.Default);
            var findings = SeccompLint.Examine(SeccompInput.Read(path), circumstances);
            result.Print(result.GetValue(json) ? LintReport.Json(path, findings) : LintReport.Text(path, findings));
            return findings.Any(finding => finding.Severity == LintSeverity.Error) ? (int)FailureKind.Found : 0;
        });
        return command;
    }
}

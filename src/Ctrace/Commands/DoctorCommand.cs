using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Diagnosis;

namespace Ctrace.Commands;

/// <summary><c>ctrace doctor</c>: what this machine can do, and what is missing for what.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = Lookup.Json();
        var command = new Command(
            "doctor",
            """
            Say what this machine can do, what is missing, and what to do about it.

            Exits with 1 if 'ctrace trace' cannot run.

            Examples:
              ctrace doctor
              ctrace doctor --json
            """)
        {
            json,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var findings = await Examination.RunAsync(cancellation);
            result.Print(result.GetValue(json) ? Report.Json(findings) : Report.Text(findings));
            return findings.Any(finding => finding is { State: FindingState.Missing, Needed: true }) ? 1 : 0;
        });
        return command;
    }
}

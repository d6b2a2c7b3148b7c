using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Commands.Profiles;
using Ctrace.Engines.Docker;
using Ctrace.Profiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace options --output PROFILE TRACEFILE...</c>: what restricts a container to what was recorded.</summary>
internal static class OptionsCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var seccomp = new SeccompOptions();
        var since = new SinceOption();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The seccomp profile to write; the options name it by the path that you give here",
            HelpName = "PROFILE",
            Required = true,
        };
        var command = new Command(
            "options",
            """
            Print the 'docker run' options of tracefiles, and write their seccomp profile.

            The options restrict a container to what the tracefiles recorded. They drop capabilities that were not used. System
            calls that were not made fail with EPERM, or with ENOSYS if libraries replace them by an older call then (such as
            clone3). The profile also allows what the container runtime itself needs. Several tracefiles, and all in a
            directory, count as one.

            The options set no-new-privileges and the user if all recordings had the same. Doubts about a recording are
            printed on standard error. A recording that began after its container needs --force.

            Examples:
              ctrace options --output web.json web.trace
              docker run $(ctrace options --output web.json data/web) nginx     (paths without blanks)
              eval "docker run $(ctrace options --output 'my web.json' data) nginx"
              ctrace options --arguments --output web.json web.trace     (recorded with --arguments)
              ctrace options --since web.json --output next.json data/web (names what is new; what is dangerous waits)
              ctrace options --audit --output watch.json web.trace       (refuses nothing that worked before)
            """)
        {
            output,
        };
        trace.AddTo(command);
        seccomp.AddTo(command);
        since.AddTo(command);
        command.SetAction((result, cancellation) => WriteAsync(result, trace, seccomp, since, result.GetValue(output)!, cancellation));
        return command;
    }

    private static async Task WriteAsync(
        ParseResult result, ProfileTrace trace, SeccompOptions seccomp, SinceOption since, string profile, CancellationToken cancellation)
    {
        ProfileFile.Check(profile);
        ProfileFile.CheckApart(profile, trace.Paths(result));
        var whole = since.Accepted(result, trace.Read(result), seccomp.Arguments.IsGiven(result), out var last);
        result.Warn(await ImageNote.OfAsync(whole, cancellation));

        var options = seccomp.RunOptions(result, whole, profile);
        var next = seccomp.Build(result, whole, SeccompInput.DockerDefaultName);
        since.TellGone(result, last, next, whole.Architecture);
        ProfileFile.Write(profile, next);
        result.Print(options);
    }
}

using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Engines.Docker;
using Ctrace.Profiles;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace options --output PROFILE TRACEFILE...</c>: what restricts a container to what was recorded.</summary>
internal static class OptionsCommand
{
    public static Command Create()
    {
        var tracefiles = TracefileArguments.Create();
        var seccomp = new SeccompOptions();
        var since = new SinceOption();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The seccomp profile to write; its path goes into the options as it stands here",
            HelpName = "PROFILE",
            Required = true,
        };
        var command = new Command(
            "options",
            """
            Print the 'docker run' options that restrict a container to what tracefiles recorded, and write their seccomp profile.

            Capabilities that were not used are dropped. System calls that were not made fail with EPERM, or with ENOSYS
            where a library falls back from them (clone3, for one), so that the container works as it did. What the
            container runtime itself needs is added. Several tracefiles, and all in a directory, count as one.

            no-new-privileges and the user are taken over when all recordings had the same. Doubts about a recording,
            such as one that started late, are told on standard error.

            Examples:
              ctrace options --output web.json web.trace
              docker run $(ctrace options --output web.json data/web) nginx     (paths without blanks)
              eval "docker run $(ctrace options --output 'my web.json' data) nginx"
              ctrace options --arguments --output web.json web.trace     (recorded with --arguments)
              ctrace options --since web.json --output next.json data/web (what is new is told, what is dangerous waits)
              ctrace options --audit --output watch.json web.trace       (refuses nothing that worked before)
            """)
        {
            tracefiles,
            output,
        };
        seccomp.AddTo(command);
        since.AddTo(command);
        command.SetAction((result, cancellation) => WriteAsync(result, seccomp, since, result.GetValue(output)!, result.GetValue(tracefiles)!, cancellation));
        return command;
    }

    private static async Task WriteAsync(
        ParseResult result, SeccompOptions seccomp, SinceOption since, string profile, string[] tracefiles, CancellationToken cancellation)
    {
        ProfileFile.Check(profile);
        ProfileFile.CheckApart(profile, tracefiles);
        var whole = since.Accepted(result, TracefileArguments.Unite(result, TracefileInput.ReadAll(tracefiles)), seccomp.Arguments.IsGiven(result), out var last);
        TracefileArguments.TellLife(result, whole);
        result.Warn(await ImageNote.OfAsync(whole, cancellation));

        var options = seccomp.RunOptions(result, whole, profile);
        var next = seccomp.Build(result, whole, SeccompInput.DockerDefaultName);
        since.TellGone(result, last, next, whole.Architecture);
        ProfileFile.Write(profile, next);
        result.Print(options);
    }
}

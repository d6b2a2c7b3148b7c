using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Recordings;

namespace Ctrace.Commands;

/// <summary><c>ctrace run -- DOCKER-RUN-ARGUMENTS</c>: one container, traced from its start to its end.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var arguments = CommandWords.TakeDockerRun();
        var output = new TracefileOutput();
        var probe = new ProbeArguments();
        var command = new Command(
            "run",
            """
            Run a container as 'docker run' does, and record it.

            Writes what the container asks of the kernel into a tracefile. Terminal, signals and exit code are those of
            'docker run'. Without -o the tracefile has the image's name. With -d, ctrace records the container until it ends,
            or until ^C.

            Examples:
              ctrace run -o web.trace -- --rm -p 8080:80 nginx
              ctrace run -- -it --rm debian bash
              ctrace options --output web.json web.trace
            """)
        {
            arguments,
        };
        output.AddTo(command);
        probe.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            output.Check(result);
            await TypedRunOptions.RequireKnownAsync(result, cancellation);
            var progress = new ProgressLine(result.InvocationConfiguration.Error);
            return await new Recorder(probe.Read(result), (trace, name) => output.Write(result, trace, name)) { Began = progress.Recording }.RunAsync(result.GetValue(arguments)!, cancellation);
        });
        return command;
    }
}

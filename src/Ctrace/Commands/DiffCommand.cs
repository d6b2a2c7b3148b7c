using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace diff A B</c>: what two tracefiles differ in.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("A") { Description = "A tracefile" };
        var after = new Argument<string>("B") { Description = "The tracefile to compare it with" };
        var command = new Command(
            "diff",
            """
            Show what one tracefile has and another lacks.

            What only A has is printed with a minus, and what only B has with a plus. Compares the architecture, the
            capabilities and the system calls, and the arguments of calls if both recordings have them. Ignores how often
            something happened. The exit code is 0 if there is no difference, and 1 if there is one.

            Examples:
              ctrace diff web-1.0.trace web-1.1.trace
              ctrace diff released.trace new.trace || echo "the new image asks for other things"
            """)
        {
            before,
            after,
        };
        command.SetAction(result =>
        {
            var difference = TracefileDiff.Write(TracefileInput.Read(result.GetValue(before)!), TracefileInput.Read(result.GetValue(after)!));
            result.Print(difference);
            return difference.Length == 0 ? 0 : (int)FailureKind.Found;
        });
        return command;
    }
}

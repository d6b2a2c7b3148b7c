using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Lives;
using Ctrace.Core.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Tracefiles;

namespace Ctrace.Commands.Options;

/// <summary>The tracefiles that a command reads, and what is told of them.</summary>
internal static class TracefileArguments
{
    /// <summary>The argument that takes them.</summary>
    public static Argument<string[]> Create() => new("TRACEFILE")
    {
        Description = "A tracefile (- for standard input), or a directory: all tracefiles in it and below, without hidden files",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Reads them; what is passed over is told on standard error.</summary>
    /// <exception cref="CtraceException">As <see cref="TracefileInput.ReadAll"/>.</exception>
    public static IReadOnlyList<(string Path, Trace Trace)> ReadAll(ParseResult result, string[] tracefiles) =>
        TracefileInput.ReadAll(tracefiles, passedOver => result.Warn(passedOver));

    /// <summary>Makes one trace of several.</summary>
    public static Trace Merge(IEnumerable<(string Path, Trace Trace)> traces) => traces.Select(one => one.Trace).Aggregate((sum, trace) => sum.Merge(trace));

    /// <summary>Makes one of several that a restriction is made of. Doubts are told on standard error.</summary>
    /// <exception cref="CtraceException">Data: one has no syscall, or none is of a container whose program was executed.</exception>
    public static Trace Unite(ParseResult result, IReadOnlyList<(string Path, Trace Trace)> traces)
    {
        foreach (var (path, trace) in traces)
        {
            if (trace.Syscalls.Count == 0 && !trace.IsRuntimeAlone)
            {
                throw new CtraceException(FailureKind.Data, $"{path} has no syscall: a profile of it would stop any container",
                    "was the container started? record it again");
            }

            result.Warn(TraceDoubts.Of(trace).Select(doubt => $"{path}: {doubt}"));
        }

        var whole = Merge(traces);
        result.Note(HeldReasons.Of(whole));

        return !whole.IsRuntimeAlone ? whole : throw new CtraceException(FailureKind.Data,
            $"{traces[0].Path} has nothing but the runtime's calls: its container's program was never executed", "see that it starts ('docker logs'), and record it again");
    }

    /// <summary>Tells on standard error how much of the container's life was seen, what not, and what to do.</summary>
    public static void TellLife(ParseResult result, Trace whole) => result.Note(LifeText.Lines(whole));
}

using Ctrace.Core;
using Ctrace.Core.Traces;

namespace Ctrace.Recordings;

/// <summary>One write of a tracefile: what it will hold.</summary>
/// <param name="Sink">The tracefile that is written.</param>
/// <param name="Content">All of it; null when the file has it already.</param>
/// <param name="Completes">What is to be said when it is written: of containers whose last calls are in it.</param>
internal sealed record TracefileWrite(TracefileSink Sink, Trace? Content, IReadOnlyList<LogEntry> Completes)
{
    /// <summary>Why it could not be written; null when it was.</summary>
    public CtraceException? Failure { get; private set; }

    /// <summary>Writes; waits for the disk. May run beside whoever owns the sink.</summary>
    public void Run()
    {
        try
        {
            if (Content is not null)
            {
                Sink.Directory.Write(Sink.Path, Content);
            }
        }
        catch (CtraceException failure)
        {
            Failure = failure;
        }
    }
}

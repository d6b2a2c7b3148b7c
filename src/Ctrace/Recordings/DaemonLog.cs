using Ctrace.Core;
using Ctrace.Core.Tracefiles;

namespace Ctrace.Recordings;

/// <summary>What the daemon says: one line when it is ready, on standard output; all else on standard error, each trouble once.</summary>
internal sealed class DaemonLog(TextWriter output, TextWriter errors)
{
    private readonly Dictionary<TracefilePath, CtraceException> _failing = [];
    private bool _ready;

    /// <summary>The engine answers: said the first time, and after each absence.</summary>
    public void Connected()
    {
        if (_ready)
        {
            Say("the engine is back");
            return;
        }

        _ready = true;
        output.WriteLine("Waiting for Docker events");
        output.Flush();
    }

    /// <summary>One line; untrusted text in it is made safe.</summary>
    public void Say(string message) => errors.WriteLine($"ctrace: {Printable.Escape(message)}");

    /// <summary>Tries to write a tracefile. A failure is said when it begins, or changes, and not again until it is over.</summary>
    /// <returns>Whether it went well.</returns>
    public bool Try(TracefilePath path, Action write)
    {
        try
        {
            write();
            if (_failing.Remove(path))
            {
                Say($"{path} can be written again");
            }

            return true;
        }
        catch (CtraceException failure)
        {
            if (!_failing.TryGetValue(path, out var before) || before.Message != failure.Message)
            {
                Say($"{failure.Line}; it is tried again");
            }

            _failing[path] = failure;
            return false;
        }
    }

    /// <summary>Ends with a failure that is still there: what was recorded could not be written.</summary>
    public void ThrowIfFailing()
    {
        if (_failing.Count > 0)
        {
            throw _failing.Values.First();
        }
    }
}

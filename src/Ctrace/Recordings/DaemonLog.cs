using Ctrace.Core;

namespace Ctrace.Recordings;

/// <summary>What the daemon says: one line when it is ready, on standard output; all else on standard error, each trouble once.</summary>
internal sealed class DaemonLog(TextWriter output, TextWriter errors)
{
    private bool _ready;
    private CtraceException? _failing;

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

    /// <summary>Tries to write. A failure is said when it begins, or changes, and not again until it is over.</summary>
    /// <returns>Whether it went well.</returns>
    public bool Try(Action write)
    {
        try
        {
            write();
            if (_failing is not null)
            {
                _failing = null;
                Say("tracefiles can be written again");
            }

            return true;
        }
        catch (CtraceException failure)
        {
            if (_failing?.Message != failure.Message)
            {
                Say($"{failure.Line}; it is tried again");
            }

            _failing = failure;
            return false;
        }
    }

    /// <summary>Ends with the failure that is still there: what was recorded could not be written.</summary>
    public void ThrowIfFailing()
    {
        if (_failing is { } failure)
        {
            throw failure;
        }
    }
}

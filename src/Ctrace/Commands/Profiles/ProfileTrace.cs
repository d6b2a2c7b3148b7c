using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Lives;
using Ctrace.Core.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Tracefiles;

namespace Ctrace.Commands.Profiles;

/// <summary>The recordings that a restriction is made of.</summary>
internal sealed class ProfileTrace
{
    private readonly Argument<string[]> _tracefiles = TracefileArguments.Create();

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Make it of a recording that began after its container, too",
    };

    /// <summary>For a restriction that is made of recordings alone.</summary>
    public ProfileTrace()
    {
    }

    /// <summary>For one that may have other sources, and other doubts.</summary>
    /// <param name="tracefiles">What the recordings are for.</param>
    /// <param name="force">What is forced.</param>
    public ProfileTrace(string tracefiles, string force)
    {
        (_tracefiles.Arity, _tracefiles.Description) = (ArgumentArity.ZeroOrMore, tracefiles);
        _force.Description = force;
    }

    /// <summary>Adds argument and options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_tracefiles);
        command.Add(_force);
    }

    /// <summary>Whether the user wants it in spite of doubts.</summary>
    public bool IsForced(ParseResult result) => result.GetValue(_force);

    /// <summary>As <see cref="Read"/>; null when there are none.</summary>
    public Trace? ReadAny(ParseResult result) => result.GetValue(_tracefiles) is { Length: > 0 } ? Read(result) : null;

    /// <summary>Reads all of them as one. Doubts are told on standard error.</summary>
    /// <exception cref="CtraceException">Data: one cannot make a restriction under which its container starts.</exception>
    public Trace Read(ParseResult result)
    {
        var traces = TracefileInput.ReadAll(result.GetValue(_tracefiles)!);
        foreach (var (path, trace) in traces)
        {
            if (trace.Values(Fact.Scope).Contains(Scope.Partial) && !result.GetValue(_force))
            {
                throw new CtraceException(FailureKind.Data, $"{path} is partial: its container already ran when the recording started",
                    "record it from its start, or take it as it is with --force");
            }
        }

        var whole = Unite(result, traces);
        TellLife(result, whole);
        return whole;
    }

    /// <summary>Tells on standard error how much of the container's life was seen, what not, and what to do.</summary>
    public static void TellLife(ParseResult result, Trace whole)
    {
        foreach (var line in LifeText.Lines(whole))
        {
            Note(result, line);
        }
    }

    /// <summary>Makes one of several. Doubts are told on standard error.</summary>
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

            foreach (var doubt in TraceDoubts.Of(trace))
            {
                Warn(result, $"{path}: {doubt}");
            }
        }

        var whole = traces.Select(one => one.Trace).Aggregate((sum, trace) => sum.Merge(trace));
        NoteOf(result, HeldReasons.Of(whole));

        return !whole.IsRuntimeAlone ? whole : throw new CtraceException(FailureKind.Data,
            $"{traces[0].Path} has nothing but the runtime's calls: its container's program was never executed", "see that it starts ('docker logs'), and record it again");
    }

    /// <summary>Tells several things on standard error.</summary>
    public static void WarnOf(ParseResult result, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            Warn(result, warning);
        }
    }

    /// <summary>The same of several things.</summary>
    public static void NoteOf(ParseResult result, IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            Note(result, note);
        }
    }

    /// <summary>Tells on standard error what is worth knowing and no reason to worry.</summary>
    public static void Note(ParseResult result, string note) =>
        result.InvocationConfiguration.Error.WriteLine(Printable.Escape($"ctrace: note: {note}"));

    /// <summary>Tells on standard error what a platform will not do.</summary>
    public static void Warn(ParseResult result, string warning) =>
        result.InvocationConfiguration.Error.WriteLine(Printable.Escape($"ctrace: warning: {warning}"));
}

using Ctrace.Core.Decoding;
using Ctrace.Core.Linux;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>Makes calls of entries and exits, and lines of calls, signals and ends: each call is one line, when it has returned.</summary>
internal sealed class CallJoin
{
    private readonly Dictionary<ulong, Begun> _begun = [];
    private readonly HashSet<ulong> _threads = [];
    private readonly bool _names;
    private readonly CallViewOptions _options;
    private readonly Func<int, string> _containerName;
    private readonly Action<string> _write;
    private readonly CallFormatter _formatter;
    private readonly DescriptorNames? _descriptors;
    private readonly CallFrames? _frames;

    /// <param name="names">Whether every line has its process in front; else only while there are several.</param>
    /// <param name="options">What is shown, and how.</param>
    /// <param name="containerName">The name of one of the command's containers, by its number.</param>
    /// <param name="write">Takes the lines.</param>
    public CallJoin(bool names, CallViewOptions options, Func<int, string> containerName, Action<string> write)
    {
        (_names, _options, _containerName, _write) = (names, options, containerName, write);
        _formatter = new CallFormatter(options.Format);
        _descriptors = options.Format.ShowsDescriptors ? new DescriptorNames() : null;
        _frames = options.Stacks ? new CallFrames() : null;
    }

    /// <summary>Calls of which only the exit arrived: they cannot be shown.</summary>
    public ulong Halves { get; private set; }

    /// <summary>Takes the next event.</summary>
    public void Add(CallEvent read)
    {
        switch (read.Kind)
        {
            case CallEventKind.Enter:
                _threads.Add(read.Task);
                Begin(read);
                break;
            case CallEventKind.Exit when _begun.Remove(read.Task, out var begun):
                Show(begun, read);
                break;
            case CallEventKind.Exit:
                Halves++;
                break;
            case CallEventKind.Signal:
                _threads.Add(read.Task);
                Say(read, CallNote.Signal(read));
                break;
            default:
                End(read);
                break;
        }
    }

    /// <summary>Shows what has not returned: nothing more will be heard of it.</summary>
    public void Finish()
    {
        foreach (var begun in _begun.Values.Where(begun => !begun.Entry.Command).OrderBy(begun => begun.Entry.Time))
        {
            ShowUnfinished(begun);
        }

        _begun.Clear();
    }

    private void Begin(CallEvent entry)
    {
        // Its exit was lost.
        if (_begun.Remove(entry.Task, out var lost) && !lost.Entry.Command)
        {
            ShowUnfinished(lost);
        }

        // At once: when the call has returned, the program may be another one.
        _begun[entry.Task] = new Begun(entry, _frames?.Of(entry));
    }

    private void End(CallEvent end)
    {
        if (_begun.Remove(end.Task, out var begun) && !begun.Entry.Command)
        {
            ShowUnfinished(begun);
        }

        Say(end, CallNote.End(end));
        _threads.Remove(end.Task);
    }

    private void Show(Begun begun, CallEvent exit)
    {
        var entry = begun.Entry;
        var duration = entry.Late ? TimeSpan.Zero : TimeSpan.FromTicks((long)((exit.Time - entry.Time) / TimeSpan.NanosecondsPerTick));
        var call = new TracedCall(
            entry.Architecture, entry.Number, entry.Value, (long)exit.Value[0], duration,
            exit.Memory.IsEmpty ? entry.Memory : entry.Memory.AddRange(exit.Memory));
        if (_options.Filter.Includes(call))
        {
            Write(begun, call, _formatter.Line(call, Prefix(entry), Names(entry)));
        }
    }

    // Of exit and exit_group nobody expects a result.
    private void ShowUnfinished(Begun begun)
    {
        var entry = begun.Entry;
        var call = new TracedCall(entry.Architecture, entry.Number, entry.Value, null, TimeSpan.Zero, entry.Memory);
        if (_options.Filter.Includes(call))
        {
            var never = Syscalls.Name(entry.Architecture, entry.Number) is "exit" or "exit_group";
            Write(begun, call, never ? _formatter.Line(call, Prefix(entry)) : _formatter.Unfinished(call, Prefix(entry), Names(entry)));
        }
    }

    private Func<int, string?>? Names(CallEvent entry) => _descriptors is { } names ? descriptor => names.Of(entry.Process, descriptor) : null;

    private string Prefix(CallEvent entry) => _options.Json ? ""
        : Who(entry) + _options.Clock?.Next(entry.Time);

    private string Who(CallEvent entry) => Container(entry) is { } name ? $"[{name}] {LinePrefix.Pid(entry.OwnThread)}"
        : _names || _threads.Count > 1 ? LinePrefix.Pid(entry.OwnThread) : "";

    private string? Container(CallEvent entry) => entry.Container > 0 ? _containerName(entry.Container) : null;

    private void Write(Begun begun, TracedCall call, string line)
    {
        if (_options.Json)
        {
            _write(CallJson.Line(begun.Entry, Container(begun.Entry), call, line, begun.Frames));
            return;
        }

        _write(line);
        foreach (var frame in begun.Frames ?? [])
        {
            _write(frame.Line);
        }
    }

    private void Say(CallEvent at, string text) => _write(_options.Json ? CallJson.Line(at, Container(at), text) : Prefix(at) + text);

    /// <summary>A call that has not returned yet.</summary>
    private readonly record struct Begun(CallEvent Entry, IReadOnlyList<CallFrame>? Frames);
}

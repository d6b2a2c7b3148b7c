using Ctrace.Core.Decoding;
using Ctrace.Core.Linux;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>Makes calls of entries and exits, and lines of calls, signals and ends: each call is one line, when it has returned.</summary>
internal sealed class CallJoin
{
    private readonly Dictionary<ulong, CallEvent> _begun = [];
    private readonly HashSet<ulong> _threads = [];
    private readonly bool _names;
    private readonly CallViewOptions _options;
    private readonly Func<int, string> _containerName;
    private readonly Action<string> _write;
    private readonly CallFormatter _formatter;
    private readonly DescriptorNames? _descriptors;

    /// <param name="names">Whether every line has its process in front; else only while there are several.</param>
    /// <param name="options">What is shown, and how.</param>
    /// <param name="containerName">The name of one of the command's containers, by its number.</param>
    /// <param name="write">Takes the lines.</param>
    public CallJoin(bool names, CallViewOptions options, Func<int, string> containerName, Action<string> write)
    {
        (_names, _options, _containerName, _write) = (names, options, containerName, write);
        _formatter = new CallFormatter(options.Format);
        _descriptors = options.Format.ShowsDescriptors ? new DescriptorNames() : null;
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
            case CallEventKind.Exit when _begun.Remove(read.Task, out var entry):
                Show(entry, read);
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
        foreach (var entry in _begun.Values.Where(entry => !entry.Command).OrderBy(entry => entry.Time))
        {
            ShowUnfinished(entry);
        }

        _begun.Clear();
    }

    private void Begin(CallEvent entry)
    {
        // Its exit was lost.
        if (_begun.Remove(entry.Task, out var lost) && !lost.Command)
        {
            ShowUnfinished(lost);
        }

        _begun[entry.Task] = entry;
    }

    private void End(CallEvent end)
    {
        if (_begun.Remove(end.Task, out var entry) && !entry.Command)
        {
            ShowUnfinished(entry);
        }

        Say(end, CallNote.End(end));
        _threads.Remove(end.Task);
    }

    private void Show(CallEvent entry, CallEvent exit)
    {
        var duration = entry.Late ? TimeSpan.Zero : TimeSpan.FromTicks((long)((exit.Time - entry.Time) / TimeSpan.NanosecondsPerTick));
        var call = new TracedCall(
            entry.Architecture, entry.Number, entry.Value, (long)exit.Value[0], duration,
            exit.Memory.IsEmpty ? entry.Memory : entry.Memory.AddRange(exit.Memory));
        if (_options.Filter.Includes(call))
        {
            Write(entry, call, _formatter.Line(call, Prefix(entry), Names(entry)));
        }
    }

    // Of exit and exit_group nobody expects a result.
    private void ShowUnfinished(CallEvent entry)
    {
        var call = new TracedCall(entry.Architecture, entry.Number, entry.Value, null, TimeSpan.Zero, entry.Memory);
        if (_options.Filter.Includes(call))
        {
            var never = Syscalls.Name(entry.Architecture, entry.Number) is "exit" or "exit_group";
            Write(entry, call, never ? _formatter.Line(call, Prefix(entry)) : _formatter.Unfinished(call, Prefix(entry), Names(entry)));
        }
    }

    private Func<int, string?>? Names(CallEvent entry) => _descriptors is { } names ? descriptor => names.Of(entry.Process, descriptor) : null;

    private string Prefix(CallEvent entry) => _options.Json ? ""
        : Who(entry) + _options.Clock?.Next(entry.Time);

    private string Who(CallEvent entry) => Container(entry) is { } name ? $"[{name}] {LinePrefix.Pid(entry.OwnThread)}"
        : _names || _threads.Count > 1 ? LinePrefix.Pid(entry.OwnThread) : "";

    private string? Container(CallEvent entry) => entry.Container > 0 ? _containerName(entry.Container) : null;

    private void Write(CallEvent entry, TracedCall call, string line) => _write(_options.Json ? CallJson.Line(entry, Container(entry), call, line) : line);

    private void Say(CallEvent at, string text) => _write(_options.Json ? CallJson.Line(at, Container(at), text) : Prefix(at) + text);
}

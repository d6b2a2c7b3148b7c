using System.Collections.Immutable;
using System.Text;
using Ctrace.Core.Decoding;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Ctrace.Core.Verification;
using Ctrace.Probes;

namespace Ctrace.Trials;

/// <summary>Makes denials of what the probes tell about one container. Paths and arguments are the container's own choice: untrusted.</summary>
/// <param name="reference">How it was without restrictions.</param>
/// <param name="engineDefault">The engine's default filter.</param>
/// <param name="held">The capabilities that the container has under the restrictions.</param>
/// <param name="logged">What its filter lets happen and has logged.</param>
internal sealed class DenialReader(Reference reference, SeccompFilter engineDefault, IReadOnlySet<string> held, LoggedCalls logged)
{
    // A container can make processes, and be refused, as long as it likes.
    private const int Most = 10_000;

    private readonly CallFormatter _formatter = new(new FormatOptions());
    private readonly Dictionary<ulong, string> _programs = [];
    private readonly Dictionary<ulong, CallEvent> _entries = [];
    private readonly OrderedDictionary<(string, int, SyscallName, int, CallArguments?), Denial> _denials = [];
    private readonly Dictionary<(string, SyscallName, int), HashSet<CallArguments>> _arguments = [];
    private readonly OrderedDictionary<(string, int, string, Standing), CapabilityDenial> _capabilities = [];
    private readonly HashSet<int> _refused = [];
    private readonly Dictionary<int, int> _ends = [];
    private ulong _unkept;

    /// <summary>Whether a filter killed the runtime, before the container's own program: nothing comes of it any more.</summary>
    public bool StartWasKilled { get; private set; }

    /// <summary>When the container was made, on both of the probes' clocks.</summary>
    public KernelTime Start { get; set; } = KernelTime.Now;

    /// <summary>Takes an event of the probe of calls.</summary>
    public void Add(CallEvent read)
    {
        switch (read.Kind)
        {
            case CallEventKind.Program:
                _programs[read.Task] = read.Memory is [var path, ..] ? ProgramName.Decode(path.Bytes.Span) : "";
                break;
            case CallEventKind.Enter when read.Logged && !logged.IsLogged(read.Architecture, read.Number, read.Value.AsSpan()):
                _programs.Remove(read.Task);
                break;
            case CallEventKind.Enter:
                _entries[read.Task] = read;
                break;
            case CallEventKind.Exit when _entries.Remove(read.Task, out var entry):
                AddDenial(entry, (long)read.Value[0]);
                break;
            case CallEventKind.Signal when _entries.Remove(read.Task, out var entry):
                AddDenial(entry, null);
                break;
            case CallEventKind.End:
                if (_entries.Remove(read.Task, out var last))
                {
                    AddDenial(last, null, threadKilled: true);
                }

                // Only of processes that were refused something it matters how they end.
                if (read.OwnThread == read.OwnProcess && _refused.Contains(read.OwnProcess))
                {
                    _ends[read.OwnProcess] = (int)read.Value[0];
                }

                break;
        }
    }

    /// <summary>Takes a capability check: those that were refused to the container's own programs are denials.</summary>
    public void Add(CapabilityEvent check)
    {
        if (check.Granted || !check.Audited || check.Borrowed)
        {
            return;
        }

        var name = Capability.Name(check.Capability) ?? $"capability_{check.Capability}";
        var standing = reference.Of(check.Exe, name, check.OwnLack, held);
        var first = new CapabilityDenial(check.Exe, (int)check.OwnProcess, name, check.Syscall, Start.SinceBoot(check.Time), 0, standing);
        Count(_capabilities, first.Process, (first.Program, first.Process, name, standing), first, one => one with { Count = one.Count + 1 });
    }

    /// <summary>All that was told, of a container that has ended.</summary>
    public TrialResult Finish(int status, int? check, TimeSpan took, ulong lost) =>
        new(status, check, took, [.. _denials.Values], [.. _capabilities.Values], _ends.ToImmutableDictionary(), lost + _unkept);

    /// <summary>What was told so far is not told again.</summary>
    public void Forget()
    {
        _denials.Clear();
        _capabilities.Clear();
    }

    private void AddDenial(CallEvent entry, long? result, bool threadKilled = false)
    {
        var syscall = SyscallName.Of(entry.Architecture, entry.Number);
        var call = new TracedCall(entry.Architecture, entry.Number, entry.Value, result, TimeSpan.Zero, entry.Memory);
        // Its program was told just before its entry.
        _programs.Remove(entry.Task, out var program);
        var first = new Denial(
            program ?? "", entry.OwnProcess, syscall, entry.Logged ? Denial.LoggedErrno : threadKilled ? -1 : (int)-(result ?? 0), OneBlank(_formatter.Line(call)), Start.SinceMonotonic(entry.Time), 0);
        var byDefault = FilterAnswer.Of(engineDefault, entry.Architecture, entry.Number, entry.Value.AsSpan());
        first = first with { Arguments = Distinct(first, entry.Value), IsByDefault = !byDefault.MayRun };
        first = first with { Standing = reference.Of(first, byDefault.Action == SeccompAction.Errno && byDefault.Error == first.Errno) };
        StartWasKilled |= first.Program.Length == 0 && !first.IsLogged && first.Errno <= 0;
        Count(_denials, first.Process, (first.Program, first.Process, first.Syscall, first.Errno, first.Arguments), first, one => one with { Count = one.Count + 1 });
    }

    /// <summary>What tells the call from others of its name; null when that is nothing, or when there were very many already.</summary>
    private CallArguments? Distinct(Denial denial, ImmutableArray<ulong> arguments)
    {
        if (DecidingArgument.Values(denial.Syscall.Name, arguments) is not { IsEmpty: false } values)
        {
            return null;
        }

        var key = (denial.Program, denial.Syscall, denial.Errno);
        if (!_arguments.TryGetValue(key, out var known) && _arguments.Count < Most)
        {
            _arguments[key] = known = [];
        }

        var given = new CallArguments(denial.Syscall, values);
        return known is not null && (known.Contains(given) || (known.Count < RecordedArguments.MaxEntries && known.Add(given))) ? given : null;
    }

    private void Count<TKey, TValue>(OrderedDictionary<TKey, TValue> kept, int process, TKey key, TValue first, Func<TValue, TValue> more)
        where TKey : notnull
    {
        if (kept.TryGetValue(key, out var before) || kept.Count < Most)
        {
            kept[key] = more(before ?? first);
            _refused.Add(process);
        }
        else
        {
            _unkept++;
        }
    }

    // strace aligns the results of consecutive lines; this one stands alone.
    private static string OneBlank(string line)
    {
        var equals = line.LastIndexOf(" = ", StringComparison.Ordinal);
        return equals < 0 ? line : new StringBuilder(line[..equals].TrimEnd()).Append(line.AsSpan(equals)).ToString();
    }
}

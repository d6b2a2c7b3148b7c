using Ctrace.Probes;
using Ctrace.Processes;

namespace Ctrace.Views;

/// <summary>
/// Where the addresses of stacks lie, for -k: in which file of the process, as /proc says when the entry's event arrives. What is known of a process
/// holds as long as it runs the same program with as much code.
/// </summary>
internal sealed class CallFrames
{
    private const int MostProcesses = 256;

    // A program can map code between any two calls: of such a one the maps are read for each sixteenth stack only.
    private const int FreeReads = 64, StacksForARead = 16;

    private readonly Dictionary<int, Known> _processes = [];
    private readonly Func<int, ulong, ExecutableMaps?> _read;
    private readonly Func<IReadOnlyCollection<ulong>, IReadOnlyList<KernelFrame>> _kernel;

    /// <summary>Those of this machine. All that takes long is done now: a process may be gone a millisecond after its call.</summary>
    public CallFrames()
        : this(Read, KernelFunctions.OfThisKernel().Of)
    {
        var own = Environment.ProcessId;
        Read(own, ProcessStat.Of(own)?.StackStart ?? 0)?.Find(0);
    }

    /// <param name="read">Reads the maps of a thread's process, if its stack began there.</param>
    /// <param name="kernel">The kernel's functions at addresses.</param>
    internal CallFrames(Func<int, ulong, ExecutableMaps?> read, Func<IReadOnlyCollection<ulong>, IReadOnlyList<KernelFrame>> kernel) => (_read, _kernel) = (read, kernel);

    /// <summary>An entry's frames, the innermost first; null where no stack was asked for.</summary>
    public IReadOnlyList<CallFrame>? Of(CallEvent entry) => entry.Stack is { } stack
        ? [.. _kernel(stack.Kernel).Select(frame => new CallFrame(null, frame.Function, frame.Offset, 0)), .. User(entry, stack)]
        : null;

    private IEnumerable<CallFrame> User(CallEvent entry, CallStack stack)
    {
        var maps = Maps(entry, stack);
        foreach (var address in stack.User)
        {
            if (maps is null)
            {
                yield return new CallFrame(null, null, 0, address);
            }
            else if (maps.Find(address) is var (path, offset))
            {
                yield return new CallFrame(path, null, offset, address);
            }
            else if (address == stack.User[0])
            {
                // Where the call was made is code, though not of what the maps say by now.
                yield return new CallFrame(null, null, 0, address);
            }
            else
            {
                // A program that uses the frame pointer for something else leads anywhere.
                yield break;
            }
        }
    }

    private ExecutableMaps? Maps(CallEvent entry, CallStack stack)
    {
        if (!_processes.TryGetValue(entry.Process, out var known))
        {
            if (_processes.Count >= MostProcesses)
            {
                _processes.Clear();
            }

            _processes[entry.Process] = known = new Known();
        }

        known.Stacks++;
        var isSame = known.Start == stack.Start && known.Maps is not null;
        if ((isSame && known.Code == stack.Code) || known.Reads > FreeReads + (known.Stacks / StacksForARead))
        {
            return isSame ? known.Maps : null;
        }

        known.Reads++;
        if (_read(entry.Thread, stack.Start) is { } maps)
        {
            (known.Start, known.Code, known.Maps) = (stack.Start, stack.Code, maps);
            return maps;
        }

        // It is gone, or has executed something since: what was known of it before is right, as far as it goes.
        return isSame ? known.Maps : null;
    }

    private static ExecutableMaps? Read(int thread, ulong start)
    {
        // Before and after, since the maps themselves do not say whose they are.
        return IsSame() && ExecutableMaps.Of(thread) is { } maps && IsSame() ? maps : null;

        bool IsSame() => start != 0 && ProcessStat.Of(thread)?.StackStart == start;
    }

    private sealed class Known
    {
        public ulong Start { get; set; }

        public ulong Code { get; set; }

        public ExecutableMaps? Maps { get; set; }

        public int Reads { get; set; }

        public int Stacks { get; set; }
    }
}

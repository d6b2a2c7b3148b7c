using Ctrace.Core.Trials;
using Ctrace.Core.Verification;
using Ctrace.Interop;
using Ctrace.Probes;

namespace Ctrace.Trials;

/// <summary>The probes that see what restrictions refuse to a container, attached; disposing ends them. Used by one thread at a time.</summary>
internal sealed class DenialWatch : IDisposable
{
    // More is made by nothing but a program that calls what it may not as fast as it can.
    private const uint CapabilityBuffer = 1 << 20;

    private readonly DenialReader _reader;
    private readonly StraceProbe _calls;
    private readonly CapabilitiesProbe _capabilities;
    private readonly RingBuffer _callEvents;
    private readonly RingBuffer _capabilityEvents;

    /// <summary>Attaches the probes.</summary>
    /// <param name="reader">Who takes what they tell.</param>
    /// <param name="logged">What the restrictions let happen and have logged.</param>
    /// <exception cref="Ctrace.Core.CtraceException">Permission, Unavailable: the kernel does not take them.</exception>
    public DenialWatch(DenialReader reader, LoggedCalls logged)
    {
        _reader = reader;
        var target = new Target(TargetKind.Container);
        _calls = StraceProbe.AttachToDenials(target, logged.Names);
        _capabilities = CapabilitiesProbe.Attach(target, unaudited: false, executed: true, CapabilityBuffer);
        _callEvents = _calls.OpenEvents(record => reader.Add(CallEvent.TryRead(record, out var read) ? read : throw Unread(record.Length)));
        _capabilityEvents = _capabilities.OpenEvents(record => reader.Add(CapabilityEvent.TryRead(record, out var read) ? read : throw Unread(record.Length)));
    }

    /// <summary>Whether a filter killed the runtime before the container's own program: nothing comes of it any more.</summary>
    public bool StartWasKilled => _reader.StartWasKilled && !_calls.Executed;

    /// <summary>A container that has just been made is watched from its start on, and each time that it is started again.</summary>
    public void Expect(string container)
    {
        _reader.Start = KernelTime.Now;
        _calls.Expect(container);
        _capabilities.Expect(container);
    }

    /// <summary>Takes what has been told so far.</summary>
    public void Consume()
    {
        _callEvents.Consume();
        _capabilityEvents.Consume();
    }

    /// <summary>What was told since the last time, of a container that goes on.</summary>
    public TrialResult Take()
    {
        Consume();
        var result = Result(0, null, default);
        _reader.Forget();
        return result;
    }

    /// <summary>All that was told, of a container that has ended. Nothing more is.</summary>
    public TrialResult Finish(int status, int? check, TimeSpan took)
    {
        _calls.Detach();
        _capabilities.Detach();
        Consume();
        return Result(status, check, took);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _capabilityEvents.Dispose();
        _callEvents.Dispose();
        _capabilities.Dispose();
        _calls.Dispose();
    }

    private ulong Lost => _calls.Events.Lost + _capabilities.Events.Lost;

    private TrialResult Result(int status, int? check, TimeSpan took) => _reader.Finish(status, check, took, Lost) with { Executed = _calls.Executed };

    private static InvalidOperationException Unread(int length) => new($"a record of {length} bytes is no event");
}

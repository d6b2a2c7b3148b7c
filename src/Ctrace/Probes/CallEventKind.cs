namespace Ctrace.Probes;

/// <summary>enum call_event_kind in bpf/calls.h.</summary>
internal enum CallEventKind : byte
{
    Enter = 0,
    Exit = 1,
    Signal = 2,
    End = 3,
    Program = 4,
}

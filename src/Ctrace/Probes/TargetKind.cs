namespace Ctrace.Probes;

/// <summary>Whom a live view shows: enum target_kind in bpf/views.h.</summary>
internal enum TargetKind : uint
{
    System = 0,
    Container = 1,
    Process = 2,
    Command = 3,
}

using Ctrace.Core;
using Ctrace.Core.Checks;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>What <c>ctrace captrace --json</c> prints: one object a line. docs/man/ctrace-captrace.1 documents the members.</summary>
internal static class CapabilityJson
{
    /// <summary>One event.</summary>
    public static string Line(CapabilityEvent check) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("time", check.Time / 1_000_000_000m);
        writer.WriteNumber("pid", check.Process);
        writer.WriteNumber("tid", check.Thread);
        writer.WriteNumber("own_pid", check.OwnProcess);
        writer.WriteNumber("own_tid", check.OwnThread);
        writer.WriteString("comm", Printable.Escape(check.Comm));
        writer.WriteString("exe", Printable.Escape(CapabilityColumn.Exe(check)));
        writer.WriteString("capability", CapabilityColumn.Capability(check));
        writer.WriteBoolean("granted", check.Granted);
        writer.WriteBoolean("audited", check.Audited);
        writer.WriteBoolean("borrowed", check.Borrowed);
        writer.WriteString("syscall", check.Syscall?.Name);
        writer.WriteString("arch", check.Syscall?.Architecture.Name);
        writer.WriteNumber("uid", check.User);
        writer.WriteNumber("userns", check.UserNamespace);
        writer.WriteString("container", check.Container);
    });

    /// <summary>One row of the summary.</summary>
    public static string Line(CapabilityUse use) => JsonLine.Of(writer =>
    {
        writer.WriteString("exe", Printable.Escape(use.Exe.Path));
        writer.WriteString("capability", use.Capability);
        writer.WriteNumber("granted", use.Granted);
        writer.WriteNumber("denied", use.Denied);
    });

    /// <summary>The last line, when events were lost.</summary>
    public static string Lost(ulong made, ulong lost) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("made", made);
        writer.WriteNumber("lost", lost);
    });
}

using System.Globalization;
using Ctrace.Core;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>A column that <c>ctrace captrace</c> can print.</summary>
/// <param name="Name">As the user asks for it.</param>
/// <param name="Width">How wide it is on a terminal, where its values are not longer.</param>
/// <param name="Text">An event's value.</param>
internal sealed record CapabilityColumn(string Name, int Width, Func<CapabilityEvent, string> Text)
{
    /// <summary>All, in the order in which they are documented.</summary>
    public static IReadOnlyList<CapabilityColumn> All { get; } =
    [
        new("time", 14, Time),
        new("pid", 8, check => check.Process.ToString(CultureInfo.InvariantCulture)),
        new("exe", 28, Exe),
        new("capability", 22, check => "CAP_" + Capability(check).ToUpperInvariant()),
        new("result", 8, check => check.Granted ? "granted" : "denied"),
        new("audit", 10, check => check.Borrowed ? "borrowed" : check.Audited ? "audited" : "unaudited"),
        new("syscall", 18, Syscall),
        new("uid", 6, check => check.User.ToString(CultureInfo.InvariantCulture)),
        new("userns", 11, check => check.UserNamespace.ToString(CultureInfo.InvariantCulture)),
        new("container", 13, check => check.Container is { } id ? id[..12] : "-"),
        new("tid", 8, check => check.Thread.ToString(CultureInfo.InvariantCulture)),
        new("own-pid", 8, check => check.OwnProcess.ToString(CultureInfo.InvariantCulture)),
        new("own-tid", 8, check => check.OwnThread.ToString(CultureInfo.InvariantCulture)),
        new("comm", 16, check => check.Comm),
    ];

    /// <summary>What is printed unless other columns are asked for: what the first captrace printed, and the answer.</summary>
    public static IReadOnlyList<CapabilityColumn> Default { get; } = [.. All.Take(5)];

    /// <summary>Reads a list: names between commas, or <c>all</c>.</summary>
    /// <exception cref="CtraceException">Usage: there is no such column.</exception>
    public static IReadOnlyList<CapabilityColumn> Parse(string? list) => list switch
    {
        null => Default,
        "all" => All,
        _ => [.. list.Split(',').Select(Find)],
    };

    /// <summary>One event as a line of columns between tabs.</summary>
    public static string Line(IReadOnlyList<CapabilityColumn> columns, CapabilityEvent check) =>
        string.Join('\t', columns.Select(column => Printable.Escape(column.Text(check))));

    /// <summary>The same for a terminal, where columns stand below each other.</summary>
    public static string AlignedLine(IReadOnlyList<CapabilityColumn> columns, CapabilityEvent check) => Align(columns, column => Printable.Escape(column.Text(check)));

    /// <summary>The columns' names for a terminal.</summary>
    public static string Header(IReadOnlyList<CapabilityColumn> columns) => Align(columns, column => column.Name.ToUpperInvariant());

    /// <summary>The capability's name, lower case.</summary>
    public static string Capability(CapabilityEvent check) => Core.Linux.Capability.Name(check.Capability) ?? $"capability_{check.Capability}";

    /// <summary>The executable's path; the comm where there is none.</summary>
    public static string Exe(CapabilityEvent check) => check.Exe.Length == 0 ? check.Comm : check.ExeCut ? $"...{check.Exe}" : check.Exe;

    private static string Align(IReadOnlyList<CapabilityColumn> columns, Func<CapabilityColumn, string> text) =>
        string.Join(' ', columns.Select(column => text(column).PadRight(column.Width))).TrimEnd();

    private static CapabilityColumn Find(string name) => All.FirstOrDefault(column => column.Name == name)
        ?? throw new CtraceException(FailureKind.Usage, $"there is no column '{name}'",
            Spelling.ClosestName(name, All.Select(column => column.Name)) is { } closest
                ? $"did you mean '{closest}'?"
                : $"there are all, {string.Join(", ", All.Select(column => column.Name))}");

    private static string Time(CapabilityEvent check)
    {
        const ulong microsecond = 1000, second = 1_000_000;
        var microseconds = check.Time / microsecond;
        return string.Create(CultureInfo.InvariantCulture, $"{microseconds / second}.{microseconds % second:d6}");
    }

    private static string Syscall(CapabilityEvent check) => check.Syscall switch
    {
        null => "-",
        { } call when call.Architecture == NativeArchitecture.Current => call.Name,
        { } call => $"{call.Architecture}:{call.Name}",
    };
}

using System.Globalization;

namespace Ctrace.Processes;

/// <summary>What /proc/ID/stat tells of a process (proc_pid_stat(5)).</summary>
/// <param name="State">R, S, Z, ...</param>
/// <param name="Group">Its process group.</param>
/// <param name="Terminal">Its terminal's number; 0 without one.</param>
/// <param name="ForegroundGroup">The process group in its terminal's foreground.</param>
/// <param name="Threads">How many threads it has.</param>
/// <param name="StartTicks">When it was made, in hundredths of a second since boot: USER_HZ is 100.</param>
internal sealed record ProcessStat(char State, int Group, int Terminal, int ForegroundGroup, int Threads, ulong StartTicks)
{
    /// <summary>Where its stack began when its program was executed; 0 where that may not be seen.</summary>
    public ulong StackStart { get; init; }

    /// <summary>Whether any of its threads runs. One that nobody waited for has ended, though its directory is there.</summary>
    public bool Lives => State is not ('Z' or 'X') || Threads > 1;

    /// <summary>Reads it; null of a process that is gone or not visible here.</summary>
    /// <param name="process">Its id, or <c>self</c>.</param>
    public static ProcessStat? Of(string process) => ProcFiles.Text($"/proc/{process}/stat") is { } text ? Parse(text) : null;

    /// <inheritdoc cref="Of(string)" />
    public static ProcessStat? Of(int process) => Of(process.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads the text: the name, in brackets, is the second field and can hold anything.</summary>
    internal static ProcessStat? Parse(string text)
    {
        const int AfterName = 3;
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 22 - AfterName
            ? new ProcessStat(fields[0][0], Number(5), Number(7), Number(8), Number(20), Large(22)) { StackStart = fields.Length > 28 - AfterName ? Large(28) : 0 }
            : null;

        int Number(int field) => int.Parse(fields[field - AfterName], CultureInfo.InvariantCulture);

        ulong Large(int field) => ulong.Parse(fields[field - AfterName], CultureInfo.InvariantCulture);
    }
}

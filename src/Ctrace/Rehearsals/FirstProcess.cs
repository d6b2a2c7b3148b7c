using System.Globalization;
using Ctrace.Cgroups;
using Ctrace.Interop;
using Ctrace.Processes;

namespace Ctrace.Rehearsals;

/// <summary>A container's first process, as /proc tells of it. All that it says of itself is untrusted.</summary>
/// <param name="Id">Its process id here.</param>
/// <param name="Program">The file name of its executable, or of the script that it runs.</param>
/// <param name="Caught">The signals that it handles: SigCgt.</param>
/// <param name="Children">Its children, the oldest first.</param>
internal sealed record FirstProcess(int Id, string Program, ulong Caught, IReadOnlyList<int> Children)
{
    private const int SIGKILL = 9;

    // Those that do nothing but pass signals on to their only child.
    private static readonly string[] Inits = ["docker-init", "tini", "dumb-init", "catatonit", "tini-static"];

    private static readonly string[] Interpreters = ["python", "perl", "ruby", "bash", "sh", "dash", "ash", "busybox"];

    /// <summary>Finds it; null when the container has none that can be seen.</summary>
    public static FirstProcess? Of(string container)
    {
        var processes = Processes(container);
        var first = processes.FirstOrDefault(process => process.Fields.GetValueOrDefault("NSpid", "").Split('\t', ' ')[^1] == "1");
        first = first.Fields is null ? processes.FirstOrDefault() : first;
        if (first.Fields is null)
        {
            return null;
        }

        var found = Of(first, processes);
        return Inits.Contains(found.Program) && found.Children is [var only] && processes.FirstOrDefault(process => process.Id == only) is { Fields: not null } program
            ? Of(program, processes) : found;
    }

    /// <summary>Whether anything in its network listens for TCP connections (proc_pid_net(5): state 0A).</summary>
    public bool Listens() => new[] { "tcp", "tcp6" }.Any(table =>
        Text($"/proc/{Id}/net/{table}").Split('\n').Skip(1).Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, "0A", ..]));

    /// <summary>Kills a child, unless it is not the container's any more, and waits for its end.</summary>
    /// <returns>Whether it was there.</returns>
    public static async Task<bool> KillAsync(int child, string container, CancellationToken cancellation)
    {
        // What the descriptor leads to stays the same process, whoever gets the number.
        using var process = Libc.PidfdOpen(child);
        if (process.IsInvalid || !Text($"/proc/{child}/cgroup").Contains(container, StringComparison.Ordinal) || Libc.PidfdSendSignal(process, SIGKILL) != 0)
        {
            return false;
        }

        // What has ended stays until its parent asks (proc_pid_stat(5)).
        while (Libc.PidfdSendSignal(process, 0) == 0 && ProcessStat.Of(child) is not { State: 'Z' })
        {
            await Task.Delay(10, cancellation);
        }

        return true;
    }

    private static FirstProcess Of((int Id, Dictionary<string, string> Fields) process, IReadOnlyList<(int Id, Dictionary<string, string> Fields)> all)
    {
        var number = process.Id.ToString(CultureInfo.InvariantCulture);
        var caught = ulong.TryParse(process.Fields.GetValueOrDefault("SigCgt"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
        return new FirstProcess(process.Id, Name(process.Id), caught, [.. all.Where(other => other.Fields.GetValueOrDefault("PPid") == number).Select(other => other.Id)]);
    }

    private static string Name(int process)
    {
        var words = Text($"/proc/{process}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var executable = Path.GetFileName((ProcFiles.Link($"/proc/{process}/exe") ?? "").Replace(" (deleted)", "", StringComparison.Ordinal));
        var plain = executable.TrimEnd('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return Interpreters.Contains(plain) && words.Skip(1).FirstOrDefault(word => !word.StartsWith('-')) is { } script && words[1] is not "-c" ? Path.GetFileName(script) : executable;
    }

    /// <summary>The container's processes, by id.</summary>
    private static List<(int Id, Dictionary<string, string> Fields)> Processes(string container)
    {
        var found = new List<(int, Dictionary<string, string>)>();
        foreach (var thread in CgroupDirectory.OfContainer(CgroupLayout.Detect(), container)?.Threads().Order() ?? Enumerable.Empty<int>())
        {
            var id = thread.ToString(CultureInfo.InvariantCulture);
            if (ProcFiles.Status(id) is { } fields && fields.GetValueOrDefault("Tgid") == id)
            {
                found.Add((thread, fields));
            }
        }

        return found;
    }

    private static string Text(string path) => ProcFiles.Text(path) ?? "";
}

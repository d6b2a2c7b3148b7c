using System.Globalization;
using Ctrace.Cgroups;
using Ctrace.Core.Traces;
using Ctrace.Probes;

namespace Ctrace.Recordings;

/// <summary>Takes up a container that ran before the probe came.</summary>
internal static class RunningContainer
{
    /// <summary>
    /// Has a container counted from now on, and counts what its tasks are blocked in. A container that the probe saw
    /// start already keeps its slot and stays whole.
    /// </summary>
    /// <param name="probe">The probe.</param>
    /// <param name="cgroup">Where it is.</param>
    /// <returns>The slot and what its first process told, or null when no slot is free.</returns>
    public static (int Slot, IReadOnlyList<Fact> Facts)? TakeUp(TraceProbe probe, CgroupDirectory cgroup)
    {
        if (probe.Register(cgroup.Keys, cgroup.Name, command: false) is not { } slot)
        {
            return null;
        }

        if (!probe[slot].IsPartial)
        {
            return (slot, []);
        }

        var first = cgroup.FirstProcess();
        if (first is { } process && UserNamespace(process) is { } inode)
        {
            probe.SetUserNamespace(slot, inode);
        }

        foreach (var thread in cgroup.Threads())
        {
            if (TaskSyscall.Current(thread) is { } call)
            {
                probe.AddInFlight(slot, call.Architecture, call.Number);
            }
        }

        return (slot, first is { } told && NoNewPrivileges(told) is { } value ? [new Fact(Fact.NoNewPrivileges, value)] : []);
    }

    /// <summary>The inode in <c>user:[4026531837]</c> (namespaces(7)).</summary>
    private static uint? UserNamespace(int pid)
    {
        try
        {
            var target = new FileInfo($"/proc/{pid}/ns/user").LinkTarget;
            return target is not null && uint.TryParse(target.AsSpan(target.IndexOf('[', StringComparison.Ordinal) + 1).TrimEnd(']'),
                NumberStyles.None, CultureInfo.InvariantCulture, out var inode) ? inode : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? NoNewPrivileges(int pid)
    {
        try
        {
            const string Field = "NoNewPrivs:";
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is null ? null : line[Field.Length..].Trim() == "1" ? "true" : "false";
        }
        catch (IOException)
        {
            return null;
        }
    }
}

using Ctrace.Cgroups;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>What is kept in maps that all slots share: whoever has too much of it loses it himself.</summary>
[WholeMachine]
public sealed class RoomTests
{
    // 64 programs, 256 failures, 512 first uses and 256 files in all: of which each of the two is sure of a quarter.
    private static readonly ProbeOptions Options = new() { Slots = 2, Commands = true, Failures = true, Files = true, RoomHalvings = 9 };

    /// <summary>Programs of many names that fail in many ways.</summary>
    private const string Flood = """
        for number in $(seq 200); do ln -sf /bin/busybox "$1/$number"; "$1/$number" 2>/dev/null; done
        exec perl -e 'for my $call (0 .. 300) { next if grep { $call == $_ } 9 .. 15, 22 .. 24, 34, 35, 56 .. 62, 158, 202, 218, 219, 231, 273; syscall($call, -1, -1, -1, -1, -1, -1) }'
        """;

    [LiveFact]
    public async Task AFloodIsTheLossOfWhoMadeIt()
    {
        var place = Directory.CreateTempSubdirectory("ctrace-room-");
        try
        {
            using var probe = TraceProbe.Attach(Options);
            using var flooded = CommandCgroup.Create(CgroupLayout.Detect());
            var full = await TraceAsync(probe, flooded, "/bin/sh", "-c", Flood, "flood", place.FullName);
            Assert.True(full.Lost > 0);
            Assert.Contains("incomplete", full.Values(Fact.Files));

            // The flood's slot still has what it took.
            using var other = CommandCgroup.Create(CgroupLayout.Detect(), "other");
            var calm = await TraceAsync(probe, other, "/bin/sh", "-c", "/bin/true; /bin/ls /nowhere; exec /bin/cat /nowhere");
            Assert.Equal(0ul, calm.Lost);
            Assert.Superset(new HashSet<string>(["/bin/sh", "/bin/true", "/bin/ls", "/bin/cat"]), calm.Executables.Keys.ToHashSet());
            Assert.DoesNotContain("incomplete", calm.Values(Fact.Callers).Concat(calm.Values(Fact.Files)));
            Assert.Contains(calm.Failed.Keys, outcome => outcome.Syscall.Name == "openat");
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    /// <summary>What a slot had borrowed is there again for the next.</summary>
    [LiveFact]
    public async Task WhatWasBorrowedIsGivenBack()
    {
        var place = Directory.CreateTempSubdirectory("ctrace-room-");
        try
        {
            using var probe = TraceProbe.Attach(Options);
            var programs = new List<int>();
            for (var round = 0; round < 6; round++)
            {
                using var flooded = CommandCgroup.Create(CgroupLayout.Detect());
                programs.Add((await TraceAsync(probe, flooded, "/bin/sh", "-c", Flood, "flood", place.FullName)).Executables.Count);
                probe.Release([.. probe.InUse().Select(slot => slot.Index)]);
            }

            Assert.All(programs, count => Assert.Equal(programs[0], count));
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static async Task<Trace> TraceAsync(TraceProbe probe, CommandCgroup cgroup, params string[] words)
    {
        var slot = probe.Register.Command(cgroup.Directory)!.Value;
        using var process = cgroup.Start(words);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return SlotTrace.Read(probe, probe.Snapshot(), slot, []);
    }
}

using System.Globalization;
using Ctrace.Cgroups;
using Ctrace.Core.Status;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>Containers that come and go by the thousand: nothing of them stays.</summary>
[WholeMachine]
[Collection("engine")]
public sealed class ChurnTests : ContainerTest
{
    private const int Batch = 800, Batches = 3;

    // A process in each that makes calls, and is gone at once.
    private const string Churn = """
        for ((number = $1; number < $1 + $2; number++)); do
            id=$(printf '%064x' "$number")
            for root in "${@:3}"; do mkdir "$root/$id"; done
            (for root in "${@:3}"; do echo "$BASHPID" >"$root/$id/cgroup.procs"; done; exec /bin/true)
            for root in "${@:3}"; do rmdir "$root/$id"; done
        done
        """;

    private StatusQuestions Daemon => new(Socket);

    [LiveFact]
    public async Task ThousandsOfContainersLeaveSlotsDescriptorsAndMemoryAsTheyWere()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        await RoundAsync(0);
        var (descriptors, memory) = (Descriptors(daemon), (await Daemon.UntilAsync(_ => true)).MemoryBytes);
        for (var batch = 1; batch < Batches; batch++)
        {
            await RoundAsync(batch);
        }

        var status = await Daemon.UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Untraced.Count: 0 });
        // A few connections to the engine are kept for a while.
        Assert.InRange(Descriptors(daemon), 1, descriptors + 10);
        Assert.True(status.MemoryBytes < memory + (32 << 20), $"{memory} bytes have become {status.MemoryBytes}");

        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=after", LiveEngine.Image, "/bin/busybox", "sync");
        await daemon.UntilAsync("after", trace => trace.Syscalls.Keys.Any(call => call.Name == "sync"));
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task WhatFindsNoSlotAndIsNobodysIsNotSaidToBeUntracedForEver()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket, "--slots", "8");
        await RoundAsync(0, 40);
        Assert.Contains("is not traced: ", daemon.Errors, StringComparison.Ordinal);
        await Daemon.UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Untraced.Count: 0 });
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task AContainerThatDoesItsWorstHarmsNobody()
    {
        // Programs without end, and a name that takes over a terminal.
        const string Worst = """
            for number in 1 2 3 4 5 6 7 8 9 10; do (while :; do /bin/busybox true; done) & done
            while :; do printf '\033[2J\n\342\200\256x' >/proc/self/comm; done
            """;
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        await LiveEngine.DockerAsync("run", "-d", "--name", "worst", "--cpus", "0.5", "--label", "ctrace.tracefile=worst", LiveEngine.Image, "/bin/busybox", "sh", "-c", Worst);
        var id = (await LiveEngine.DockerAsync("inspect", "-f", "{{.Id}}", "worst")).Trim();
        var inside = CgroupDirectory.OfContainer(CgroupLayout.Detect(), id)!.Paths.Select(path => $"{path}/nested").ToArray();
        const string Nest = """for root in "$@"; do mkdir "$root" && for ((n = 0; n < 1000; n++)); do mkdir "$root/$n" && rmdir "$root/$n"; done && rmdir "$root"; done""";
        (await Command.RunAsync("bash", ["-c", Nest, "nest", .. inside])).Succeeded();

        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=good", LiveEngine.Image, "/bin/busybox", "sync");
        var good = await daemon.UntilAsync("good", trace => trace.Syscalls.Keys.Any(call => call.Name == "sync"));
        Assert.Equal(0ul, good.Lost);
        Assert.DoesNotContain(good.Executables.Keys, name => name.Contains('x', StringComparison.Ordinal) && name != "/bin/busybox");
        await Daemon.UntilAsync(status => status is { SlotsUsed: 1, AgeSeconds: < DaemonStatus.Stalled, Traced: [{ Name: "worst", Lost: 0, Calls: > 1000 }] });
        Assert.DoesNotContain('\e', daemon.Errors);

        await LiveEngine.DockerAsync("rm", "-f", "worst");
        await Daemon.UntilAsync(status => status is { SlotsUsed: 0, Traced.Count: 0 });
        Assert.Equal(0ul, daemon.Read("worst").Lost);
        await daemon.StopAsync();
    }

    private async Task RoundAsync(int batch, int count = Batch)
    {
        var layout = CgroupLayout.Detect();
        var roots = new[] { layout.V2Mount, layout.V1Mount }.OfType<string>();
        (await Command.RunAsync("bash", ["-c", Churn, "churn", $"{(batch * Batch) + 1}", $"{count}", .. roots])).Succeeded();
        await Daemon.UntilAsync(status => status.SlotsUsed == 0);
    }

    private static int Descriptors(TraceDaemon daemon) => Directory.GetFiles($"/proc/{daemon.Id.ToString(CultureInfo.InvariantCulture)}/fd").Length;
}

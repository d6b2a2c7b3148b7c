using System.Diagnostics;
using System.Globalization;
using Ctrace.Cgroups;
using Ctrace.Checks;
using Ctrace.Core;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles;
using Ctrace.Interop;
using Ctrace.Probes;
using Ctrace.Recordings;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>
/// What is watched or taken up ends just before the kernel side is attached: nothing tells of its end any more. The order is the test's own: the
/// directory is found, then it goes, then the probe comes.
/// </summary>
[Collection("engine")]
public sealed class EndedTargetTests : ContainerTest
{
    // Only a view that hangs comes near it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Each live view, and each kind of target that can end.</summary>
    public static TheoryData<string, bool> Views => new() { { "captrace", true }, { "strace", true }, { "check", true }, { "captrace", false }, { "strace", false }, { "check", false } };

    [LiveTheory]
    [MemberData(nameof(Views))]
    public async Task AViewOfWhatHasEndedEnds(string view, bool container)
    {
        using var zombie = container ? null : await Zombie.StartAsync();
        var target = zombie is null ? new Target(TargetKind.Container, Container: Gone()) : new Target(TargetKind.Process, [zombie.Id]);
        var run = Task.Run(() => Run(view, target), TestContext.Current.CancellationToken);
        Assert.Equal(0, await run.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [LiveFact]
    public void AContainerThatEndedWhileItWasTakenUpKeepsNoSlot()
    {
        using var probe = TraceProbe.Attach(new ProbeOptions());
        var gone = Gone();
        Assert.Null(RunningContainer.TakeUp(probe, gone, out var isOver));
        Assert.True(isOver);
        Assert.DoesNotContain(probe.InUse(), slot => slot.Name == gone.Name); // other tests' containers may have some
    }

    [LiveFact]
    public async Task AZombieIsNoProcessToWatch()
    {
        using var zombie = await Zombie.StartAsync();
        foreach (var words in (string[][])[["captrace", "-p", $"{zombie.Id}"], ["strace", "-p", $"{zombie.Id}"], ["check", "-x", $"{zombie.Id}"]])
        {
            var (status, _, errors) = await Command.RunAsync(Patience, Repository.Ctrace, words);
            Assert.Equal((66, $"ctrace: there is no process {zombie.Id} (see 'ps -e')\n"), (status, errors));
        }
    }

    [LiveFact]
    public async Task RecordingAContainerThatHasJustEndedSaysSo()
    {
        var id = await LiveEngine.DockerAsync("run", "-d", "--name", "ended", LiveEngine.Image, "/bin/busybox", "true");
        await LiveEngine.DockerAsync("wait", id);
        var (status, _, errors) = await Command.RunAsync(Patience, Repository.Ctrace, "record", "--container", "ended", "-o", $"{Place}/ended.trace");
        Assert.Equal((66, "ctrace: container ended is not running (start it: docker start ended)\n"), (status, errors));
        Assert.False(File.Exists($"{Place}/ended.trace"));
    }

    private static int Run(string view, Target target)
    {
        var watched = new Watched("x", [], false, false, []);
        using var output = EventOutput.Open("/dev/null", besideCommand: false);
        return view switch
        {
            "captrace" => new CapabilityView(new CapabilityViewOptions(false, false, false, [], 1), output).Run(target, watched),
            "strace" => new CallView(new CallViewOptions(CallFilter.Parse([], NativeArchitecture.Current), new FormatOptions(), true, false, false, 1), output).Run(target, watched),
            _ => new CheckRun(CheckPolicy.Read(null, null, null, ContainerCapabilities.Default)).Watch(target, watched).Status,
        };
    }

    /// <summary>A cgroup that was found, and then removed.</summary>
    private static CgroupDirectory Gone()
    {
        var layout = CgroupLayout.Detect();
        var (mount, hierarchy) = layout.V2Mount is { } v2 ? (v2, 0u) : (layout.V1Mount!, layout.V1Hierarchy);
        var path = Path.Combine(mount, $"ctrace-ended-{Environment.ProcessId}");
        Directory.CreateDirectory(path);
        var found = new CgroupDirectory(Path.GetFileName(path), [path], [new CgroupKey(Kernfs.Id(path)!.Value, hierarchy)]);
        Assert.True(found.Exists() && found.IsWhole());
        Directory.Delete(path);
        Assert.False(found.Exists() || found.IsWhole());
        Assert.Empty(found.Threads());
        return found;
    }

    /// <summary>A process that has ended, and that nobody waits for.</summary>
    private sealed class Zombie : IDisposable
    {
        private readonly Process _parent;

        private Zombie(Process parent, int id) => (_parent, Id) = (parent, id);

        public int Id { get; }

        public static async Task<Zombie> StartAsync()
        {
            // It ends only when its parent is a program that waits for nobody.
            const string Child = "until grep -q sleep /proc/$PPID/comm; do :; done";
            var parent = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"sh -c '{Child}' & echo $!; exec sleep infinity"]) { RedirectStandardOutput = true })!;
            var id = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            while (!File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal)
                || !File.ReadAllText($"/proc/{parent.Id}/comm").StartsWith("sleep", StringComparison.Ordinal))
            {
                await Task.Delay(10);
            }

            return new Zombie(parent, id);
        }

        public void Dispose()
        {
            _parent.Kill();
            _parent.WaitForExit();
            _parent.Dispose();
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Trace = Ctrace.Core.Traces.Trace;

namespace Ctrace.Recordings;

/// <summary>Records one container or one command, and what it was refused.</summary>
/// <param name="options">What else is recorded.</param>
/// <param name="keep">Takes the trace, and the name of what was recorded: an image, a program.</param>
internal sealed class Recorder(ProbeOptions options, Action<Trace, string> keep)
{
    private readonly ProbeOptions _options = options with { Refusals = true };

    /// <summary>Is told whom it records from now on, where only the user or the container's end ends that.</summary>
    public Action<string> Began { get; init; } = _ => { };

    private CtraceException NoSlot => new(FailureKind.Unavailable, $"all {_options.Slots} slots are in use by containers", "--slots gives more");

    /// <summary>Runs a container as <c>docker run</c> would, and records it from its start to its end.</summary>
    /// <param name="arguments">What stands behind <c>docker run</c>.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The client's exit code. Nothing is kept of a container that never got as far as a cgroup: the client has said why.</returns>
    /// <exception cref="CtraceException">Unavailable: the probe cannot be attached, or no slot was free.</exception>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var engineFacts = ContainerFacts.OfEngineAsync(engine, cancellation);
        using var probe = TraceProbe.Attach(_options);
        var slots = new ContainerSlots(probe);

        int code;
        string id;
        bool isDetached;
        IReadOnlyList<Fact> facts;
        IReadOnlyList<Fact> end = [];
        DataDirectories? directories = null;
        DataState data;
        using (var run = await DockerRun.StartAsync(DockerClient.FromEnvironment(), arguments, cancellation,
            async given => directories = await DataDirectories.LookAsync(engine, given, cancellation)))
        {
            if (await run.GetContainerAsync(cancellation) is not { } container)
            {
                return await run.WaitAsync(cancellation);
            }

            id = container.Value;
            var known = await ContainerFacts.FindAsync(engine, id, cancellation);
            (facts, data) = (known is null ? [] : ContainerFacts.Of(known), directories!.Of(known));
            code = await run.WaitAsync(cancellation);
            isDetached = run.Detached;
            end = run.Detached ? [] : [new Fact(Fact.ExitCode, code.ToString(CultureInfo.InvariantCulture))];
            slots.ReleaseOthers(id);
            if (slots.Find(id) is { } detached && run.Detached)
            {
                using var stop = new StopSignals(cancellation);
                Began(known?.Name ?? container.Short);
                await slots.EndAsync(detached.Index, TimeSpan.MaxValue, stop.Token);
            }
        }

        if (slots.Find(id) is not { } slot)
        {
            return probe.TakeUntraced().Count > 0 ? throw slots.NotTraced : code;
        }

        await slots.RemovalAsync(slot.Index, cancellation);
        var trace = slots.Read(slot.Index, [.. facts, .. await engineFacts, .. end], data);
        keep(isDetached ? WithEnd(trace) : trace, ImageName(facts) ?? "container");
        return code;
    }

    /// <summary>Records a running container from now on, until it ends, the user has enough, or a time is over.</summary>
    /// <exception cref="CtraceException">NoInput: it does not run. Unavailable: the engine does not answer, the probe cannot be attached, or no slot is free.</exception>
    public async Task RecordContainerAsync(string name, TimeSpan limit, CancellationToken cancellation)
    {
        using var stop = new StopSignals(cancellation);
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var (container, cgroup) = await ContainerCgroup.FindAsync(engine, name, stop.Token);
        using var probe = TraceProbe.Attach(_options);
        if (RunningContainer.TakeUp(probe, cgroup, out var isOver) is not { } taken)
        {
            throw isOver ? ContainerCgroup.HasEnded(name) : NoSlot;
        }

        IReadOnlyList<Fact> facts = [.. ContainerFacts.Of(container), .. taken.Facts, .. await ContainerFacts.OfEngineAsync(engine, cancellation)];
        var slots = new ContainerSlots(probe);
        Began(container.Name);
        await slots.EndAsync(taken.Slot, limit, stop.Token);
        keep(slots.Read(taken.Slot, facts), container.Image);
    }

    /// <summary>Records all that is in a cgroup from now on, until it is gone, the user has enough, or a time is over.</summary>
    /// <exception cref="CtraceException">NoInput: there is no such cgroup. Unavailable: the probe cannot be attached, or no slot is free.</exception>
    public async Task RecordCgroupAsync(string path, TimeSpan limit, CancellationToken cancellation)
    {
        using var stop = new StopSignals(cancellation);
        var cgroup = CgroupDirectory.At(CgroupLayout.Detect(), path) ?? throw new CtraceException(FailureKind.NoInput, $"there is no cgroup {path}", "see 'systemd-cgls'");
        await RecordRunningAsync(cgroup, cgroup.Name, limit, stop.Token);
    }

    /// <summary>Records a unit of systemd from now on, or from a new start on.</summary>
    /// <exception cref="CtraceException">As <see cref="RecordCgroupAsync"/>; Unavailable: systemd does not do what it is asked.</exception>
    public async Task RecordUnitAsync(string name, bool restarts, TimeSpan limit, CancellationToken cancellation)
    {
        using var stop = new StopSignals(cancellation);
        var (unit, layout) = (new SystemdUnit(name), CgroupLayout.Detect());
        if (!restarts)
        {
            var running = await unit.CgroupAsync(stop.Token);
            var found = CgroupDirectory.At(layout, running) ?? throw new CtraceException(FailureKind.NoInput, $"there is no cgroup {running} here", "ctrace must run where systemd runs");
            await RecordRunningAsync(found, unit.Name, limit, stop.Token);
            return;
        }

        var path = await unit.FutureCgroupAsync(stop.Token);
        using var probe = TraceProbe.Attach(_options with { Commands = true });
        await unit.StopAsync(stop.Token);

        // systemd takes a directory that is there: so it is known before anything runs in it.
        var mount = layout.V2Mount ?? layout.V1Mount!;
        Directory.CreateDirectory(Path.Combine(mount, path.TrimStart('/')));
        var cgroup = CgroupDirectory.At(layout, path) ?? throw new CtraceException(FailureKind.Unavailable, $"the cgroup {path} has gone", "nothing else may stop the unit meanwhile");
        if (probe.Register.Command(cgroup) is not { } slot)
        {
            throw NoSlot;
        }

        await unit.StartAsync(stop.Token);
        Began(unit.Name);
        var slots = new ContainerSlots(probe);
        await slots.EndAsync(slot, limit, stop.Token);
        keep(slots.Read(slot, []), unit.Name);
    }

    /// <summary>Records a process and the children that it makes from now on, until it has ended, the user has enough, or a time is over.</summary>
    /// <exception cref="CtraceException">NoInput: there is no such process. Unavailable: the probe cannot be attached.</exception>
    public async Task RecordProcessAsync(int process, TimeSpan limit, CancellationToken cancellation)
    {
        using var stop = new StopSignals(cancellation);
        var born = ProcessBirth.Of(process) ?? throw new CtraceException(FailureKind.NoInput, $"there is no process {process}", "see 'ps -e'; ctrace must run in the host's pid namespace");
        var name = Processes.ProcFiles.Text($"/proc/{process}/comm")?.Trim() is { Length: > 0 } comm ? comm : "process";
        using var probe = TraceProbe.Attach(_options with { Followed = true });
        var slot = probe.Register.Process(born, name) ?? throw NoSlot;
        AddInFlight(probe, slot, Directory.Exists($"/proc/{process}/task") ? Directory.GetDirectories($"/proc/{process}/task").Select(thread => int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture)) : []);
        Began($"{name} ({process})");
        var start = Stopwatch.GetTimestamp();
        while (ProcessBirth.Of(process) == born && Stopwatch.GetElapsedTime(start) < limit && !stop.Token.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        keep(new ContainerSlots(probe).Read(slot, []), name);
    }

    /// <summary>Runs a command in a cgroup of its own, and records it until the last of its children has ended, or a time is over.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="CtraceException">NoInput: there is no such command. Unavailable: the probe cannot be attached, or no slot is free.</exception>
    public async Task<int> RecordCommandAsync(string[] words, TimeSpan limit, CancellationToken cancellation)
    {
        using var probe = TraceProbe.Attach(_options with { Commands = true });
        // Before the cgroup, so that no signal leaves it behind.
        using var signals = new ForwardedSignals();
        using var cgroup = CommandCgroup.Create(CgroupLayout.Detect());
        if (probe.Register.Command(cgroup.Directory) is not { } slot)
        {
            throw NoSlot;
        }

        int code;
        using (var process = cgroup.Start(words))
        {
            signals.To(process);
            code = await WaitAsync(process, cgroup, limit, cancellation);
            signals.ToNobody();
        }

        keep(new ContainerSlots(probe).Read(slot, []), words[0]);
        return code;
    }

    private async Task RecordRunningAsync(CgroupDirectory cgroup, string name, TimeSpan limit, CancellationToken stop)
    {
        using var probe = TraceProbe.Attach(_options with { Commands = true });
        if (probe.Register.Running(cgroup) is not { } slot)
        {
            throw NoSlot;
        }

        AddInFlight(probe, slot, cgroup.Threads());
        Began(name);
        var slots = new ContainerSlots(probe);
        // One that went before the kernel could tell is told by its directory.
        while (cgroup.Exists() && !await slots.EndAsync(slot, TimeSpan.FromSeconds(1) < limit ? TimeSpan.FromSeconds(1) : limit, stop) && !stop.IsCancellationRequested)
        {
            if ((limit -= limit == TimeSpan.MaxValue ? TimeSpan.Zero : TimeSpan.FromSeconds(1)) <= TimeSpan.Zero)
            {
                break;
            }
        }

        keep(slots.Read(slot, []), name);
    }

    /// <summary>Adds the calls in which threads are already: they return, and come again.</summary>
    private static void AddInFlight(TraceProbe probe, int slot, IEnumerable<int> threads)
    {
        foreach (var thread in threads)
        {
            if (TaskSyscall.Current(thread) is { } call)
            {
                probe.AddInFlight(slot, call.Architecture, call.Number);
            }
        }
    }

    /// <summary>Waits for the command and all that it started.</summary>
    private static async Task<int> WaitAsync(Process process, CommandCgroup cgroup, TimeSpan limit, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var asked = false;
        while (!process.HasExited || cgroup.Directory.IsPopulated())
        {
            if (Stopwatch.GetElapsedTime(start) >= limit && !asked)
            {
                asked = true;
                ForwardedSignals.Send(process, PosixSignal.SIGTERM);
            }

            if (asked && process.HasExited)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation);
        }

        return process.ExitCode;
    }

    /// <summary>How a detached container ended, as the kernel told; one that was asked to end did not end by itself.</summary>
    private static Trace WithEnd(Trace trace)
    {
        const ulong Asked = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14; // SIGHUP, SIGINT, SIGQUIT, SIGTERM
        return trace.Life.Starts.ToList() is [{ End: { IsSignal: false, Number: var code }, Signals: var signals }] && (signals.First & Asked) == 0
            ? trace with { Facts = trace.Facts.With(Fact.ExitCode, code.ToString(CultureInfo.InvariantCulture)) } : trace;
    }

    /// <summary>The name that the image was started by, behind its digest in the fact.</summary>
    private static string? ImageName(IReadOnlyList<Fact> facts)
    {
        var image = facts.FirstOrDefault(fact => fact.Key == Fact.Image).Value;
        return image?[(image.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }
}

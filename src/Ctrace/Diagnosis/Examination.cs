using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Engines.Docker;
using Ctrace.Probes;

namespace Ctrace.Diagnosis;

/// <summary>Looks at everything that tracing needs, by trying it where that is possible.</summary>
internal static class Examination
{
    /// <summary>All findings, in the order in which a person would mend them.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>
        {
            new("kernel", FindingState.Good, $"Linux {KernelRelease.Current}, {NativeArchitecture.Current}"),
            Btf(),
            Privileges(),
            Cgroups(),
            Probe(),
        };
        findings.AddRange(KernelFeature.Look().Select(Feature));
        findings.AddRange(Programs());
        findings.Add(Tracefs());
        findings.AddRange(await EngineAsync(cancellation));
        findings.Add(Client());
        return findings;
    }

    private static Finding Btf() => File.Exists(KernelTypeFile.Path)
        ? new Finding("BTF", FindingState.Good, KernelTypeFile.Path)
        : new Finding("BTF", FindingState.Missing, $"no {KernelTypeFile.Path}", "run a kernel built with CONFIG_DEBUG_INFO_BTF=y");

    private static Finding Privileges() => ProbeFailure.HasPrivileges()
        ? new Finding("privileges", FindingState.Good, "may load tracing programs")
        : new Finding("privileges", FindingState.Missing, "CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON, is missing", "run as root");

    private static Finding Cgroups()
    {
        try
        {
            var layout = CgroupLayout.Detect();
            var mounts = string.Join(" and ", new[] { layout.V2Mount, layout.V1Mount }.Where(mount => mount is not null));
            return new Finding("cgroups", FindingState.Good, $"{layout.Name}: {mounts}");
        }
        catch (CtraceException failure)
        {
            return new Finding("cgroups", FindingState.Missing, failure.Message, failure.Hint);
        }
    }

    private static Finding Probe()
    {
        try
        {
            using var probe = TraceProbe.Attach(new ProbeOptions { Slots = 1 });
            return new Finding("probe", FindingState.Good, $"attaches; capabilities by {probe.CapabilityHook.Name} ({probe.CapabilityHook.Needs}), tasks in {probe.Tasks.Name} ({probe.Tasks.Needs})");
        }
        catch (CtraceException failure)
        {
            return new Finding("probe", FindingState.Missing, failure.Message, failure.Hint);
        }
    }

    // Who may not load programs is refused, whatever the kernel has.
    private static Finding Feature(KernelFeature feature) => !ProbeFailure.HasPrivileges()
        ? new Finding(feature.Name, FindingState.Unknown, $"{feature.Since}; only root can find out", Needed: false)
        : feature.IsThere
        ? new Finding(feature.Name, FindingState.Good, feature.Since, Needed: false)
        : new Finding(feature.Name, FindingState.Missing, $"{feature.Since}; without: {feature.Instead}", Needed: false);

    private static IEnumerable<Finding> Programs()
    {
        try
        {
            return [.. ProgramAbi.Look().Select(Programs)];
        }
        catch (CtraceException failure)
        {
            return [new Finding("temporary files", FindingState.Missing, failure.Message, failure.Hint, Needed: false)];
        }
    }

    private static Finding Programs(ProgramAbi abi) => abi.Runs switch
    {
        true => new Finding(abi.Name, FindingState.Good, "this kernel runs them", Needed: false),
        false => new Finding(abi.Name, FindingState.Missing, $"{abi.Why}: this kernel does not run them", Needed: false),
        null => new Finding(abi.Name, FindingState.Missing, $"not known: a program in {Path.GetTempPath()} does not run: {abi.Why}", Needed: false),
    };

    private static Finding Tracefs() => File.Exists("/sys/kernel/tracing/trace_pipe")
        ? new Finding("tracefs", FindingState.Good, "/sys/kernel/tracing", Needed: false)
        : new Finding("tracefs", FindingState.Missing, "not mounted: --debug has no reader",
            "mount -t tracefs nodev /sys/kernel/tracing", Needed: false);

    private static async Task<IEnumerable<Finding>> EngineAsync(CancellationToken cancellation)
    {
        try
        {
            using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
            var version = await engine.GetVersionAsync(cancellation);
            return
            [
                new Finding("engine", FindingState.Good,
                    $"Docker {version.Version} at {engine.Endpoint}, cgroup driver {version.CgroupDriver}"),
                new Finding("runtime", FindingState.Good, $"{version.DefaultRuntime} {version.Runc}".TrimEnd(), Needed: false),
                version.HasSecurityOption("seccomp")
                    ? new Finding("seccomp", FindingState.Good, "the engine filters syscalls", Needed: false)
                    : new Finding("seccomp", FindingState.Missing, "the engine has no seccomp: containers are traced from their first exec",
                        "run a kernel with CONFIG_SECCOMP_FILTER=y", Needed: false),
            ];
        }
        catch (CtraceException failure)
        {
            return [new Finding("engine", FindingState.Missing, failure.Message, failure.Hint)];
        }
    }

    private static Finding Client()
    {
        try
        {
            return new Finding("docker client", FindingState.Good, DockerClient.FromEnvironment().Path, Needed: false);
        }
        catch (CtraceException failure)
        {
            return new Finding("docker client", FindingState.Missing, $"{failure.Message}: 'ctrace run' and 'ctrace requirements' need it", failure.Hint, Needed: false);
        }
    }
}

/// <summary>How a thing that was looked at stands.</summary>
internal enum FindingState
{
    Good,
    Missing,
    Unknown,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What: kernel, privileges, engine, ...</param>
/// <param name="State">How it stands.</param>
/// <param name="Detail">What was found. May hold untrusted text.</param>
/// <param name="Remedy">What to do; empty when nothing need be done.</param>
/// <param name="Needed">Whether <c>ctrace trace</c> cannot run without it.</param>
internal sealed record Finding(string Subject, FindingState State, string Detail, string Remedy = "", bool Needed = true);

using Ctrace.Core.Linux;

namespace Ctrace.Core.Rehearsals;

/// <summary>
/// The options of a container that stands in for the user's: what makes no difference to others is kept, what would reach the user's own is left out,
/// replaced, or refused.
/// </summary>
internal sealed class StandInOptions
{
    private readonly IReadOnlySet<string> _allowed;
    private readonly List<string> _kept = [];
    private readonly List<string> _rights = [];
    private readonly List<string> _leftOut = [];
    private readonly List<string> _networks = [];
    private readonly List<StandInMount> _mounts = [];
    private readonly List<string> _capAdd = [];
    private readonly List<string> _capDrop = [];

    private StandInOptions(IReadOnlySet<string> allowed) => _allowed = allowed;

    /// <summary>Options of <c>docker create</c> that the container has in any case.</summary>
    public IReadOnlyList<string> Kept => _kept;

    /// <summary>Those that say what it may do, for which restrictions stand in.</summary>
    public IReadOnlyList<string> Rights => _rights;

    /// <summary>What of the user's options it does not have, as it was typed.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>The networks that it is in instead of the rehearsal's own: <c>none</c>, or others that were allowed. Else empty.</summary>
    public IReadOnlyList<string> Networks => _networks;

    /// <summary>What it has mounted.</summary>
    public IReadOnlyList<StandInMount> Mounts => _mounts;

    /// <summary>The capabilities that it is given beside the engine's default.</summary>
    public IReadOnlyList<string> CapAdd => _capAdd;

    /// <summary>Those that are taken from it.</summary>
    public IReadOnlyList<string> CapDrop => _capDrop;

    /// <summary>Whether it has all rights without restrictions.</summary>
    public bool Privileged { get; private set; }

    /// <summary>Sorts the options.</summary>
    /// <param name="options">As they were typed.</param>
    /// <param name="allowed">What the user asked for by name: <see cref="Allowance"/>.</param>
    /// <exception cref="CtraceException">Usage: one reaches what is the user's, or nothing is known of it.</exception>
    public static StandInOptions Of(IEnumerable<RunOption> options, IReadOnlySet<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(options);
        var standIn = new StandInOptions(allowed);
        foreach (var option in options)
        {
            standIn.Add(option.Canonical);
        }

        return standIn;
    }

    private void Add(RunOption option)
    {
        switch (option.Name)
        {
            case "--add-host" or "--annotation" or "--blkio-weight" or "--blkio-weight-device" or "--cgroup-parent" or "--cpu-count" or "--cpu-percent" or "--cpu-period"
                or "--cpu-quota" or "--cpu-rt-period" or "--cpu-rt-runtime" or "--cpu-shares" or "--cpus" or "--cpuset-cpus" or "--cpuset-mems" or "--device-read-bps"
                or "--device-read-iops" or "--device-write-bps" or "--device-write-iops" or "--disable-content-trust" or "--dns" or "--dns-option" or "--dns-search"
                or "--domainname" or "--entrypoint" or "--env" or "--env-file" or "--expose" or "--group-add" or "--health-cmd" or "--health-interval" or "--health-retries"
                or "--health-start-interval" or "--health-start-period" or "--health-timeout" or "--hostname" or "--init" or "--interactive" or "--isolation" or "--kernel-memory"
                or "--memory" or "--memory-reservation" or "--memory-swap" or "--memory-swappiness" or "--no-healthcheck" or "--oom-kill-disable" or "--oom-score-adj"
                or "--pids-limit" or "--platform" or "--pull" or "--read-only" or "--runtime" or "--shm-size" or "--stop-signal" or "--stop-timeout" or "--storage-opt"
                or "--sysctl" or "--tmpfs" or "--tty" or "--ulimit" or "--user" or "--workdir":
                _kept.Add(option.Word);
                break;
            case "--attach" or "--cidfile" or "--detach" or "--detach-keys" or "--name" or "--quiet" or "--rm" or "--sig-proxy":
                break; // of the client, or a matter of course
            case "--ip" or "--ip6" or "--label" or "--label-file" or "--link" or "--link-local-ip" or "--log-driver" or "--log-opt" or "--mac-address" or "--network-alias"
                or "--publish" or "--publish-all" or "--restart" or "--volume-driver":
                _leftOut.Add(option.Word);
                break;
            case "--cap-add":
                RequireHarmless(option);
                _capAdd.Add(option.Value);
                _rights.Add(option.Word);
                break;
            case "--cap-drop":
                _capDrop.Add(option.Value);
                _rights.Add(option.Word);
                break;
            case "--security-opt":
                if (option.Value.Replace(':', '=') is "systempaths=unconfined" || option.Value.StartsWith("writable-cgroups", StringComparison.Ordinal))
                {
                    Require(option, Allowance.Privileged, "it could change the machine's settings");
                }

                (option.Value.StartsWith("seccomp", StringComparison.Ordinal) ? _rights : _kept).Add(option.Word);
                break;
            case "--volume":
                _mounts.Add(StandInMount.OfVolume(option.Value));
                break;
            case "--mount" when StandInMount.OfMount(option.Value) is { } mount:
                _mounts.Add(mount);
                break;
            case "--mount":
                _kept.Add(option.Word);
                break;
            case "--network":
                AddNetwork(option);
                break;
            default:
                AddReach(option);
                break;
        }
    }

    private void AddNetwork(RunOption option)
    {
        var name = option.Value.Split(',').LastOrDefault(field => field.StartsWith("name=", StringComparison.Ordinal)) is { } field ? field["name=".Length..] : option.Value;
        if (name == "host" || name.StartsWith("container:", StringComparison.Ordinal))
        {
            Require(option, Allowance.HostNetwork, "it would share the network of others, and could be taken for the service");
            _networks.Add(name);
        }
        else if (name == "none" || (_allowed.Contains(Allowance.Networks) && name is not ("bridge" or "default")))
        {
            _networks.Add(name);
        }
        else
        {
            _leftOut.Add(option.Word);
        }
    }

    /// <summary>A capability with which a container gets at the machine, whatever else keeps it in.</summary>
    private void RequireHarmless(RunOption option)
    {
        var name = option.Value.ToLowerInvariant();
        name = name.StartsWith("cap_", StringComparison.Ordinal) ? name["cap_".Length..] : name;
        if (name is "all" or "sys_time" || Danger.Capabilities.Any(danger => danger.Name == name && danger.Harm == Harm.Escape))
        {
            Require(option, Allowance.Privileged, "with it a container gets at the machine");
        }
    }

    /// <summary>What reaches beyond the container.</summary>
    private void AddReach(RunOption option)
    {
        var (name, why) = (option.Name, option.Value) switch
        {
            ("--privileged", _) => (IsTrue(option.Value) ? Allowance.Privileged : "", "it would have all of the machine in its hands"),
            ("--device" or "--device-cgroup-rule" or "--gpus", _) => (Allowance.Devices, "what it does with devices is not undone"),
            ("--use-api-socket", _) => (IsTrue(option.Value) ? Allowance.Engine : "", "with the engine's socket it could do anything to other containers"),
            ("--pid", "host" or ['c', 'o', 'n', 't', 'a', 'i', 'n', 'e', 'r', ':', ..]) => (Allowance.HostPid, "it could reach the processes of others"),
            ("--ipc", "host" or ['c', 'o', 'n', 't', 'a', 'i', 'n', 'e', 'r', ':', ..]) => (Allowance.HostIpc, "it could reach the shared memory of others"),
            ("--uts", "host") => (Allowance.HostUts, "it could change the machine's name"),
            ("--userns", "host") => (Allowance.HostUserns, "its users would be the machine's"),
            ("--cgroupns", "host") => (Allowance.HostCgroupns, "it would see the cgroups of others"),
            ("--pid" or "--ipc" or "--uts" or "--userns" or "--cgroupns", _) => ("", ""),
            _ => throw new CtraceException(FailureKind.Usage, $"a rehearsal does not take {option.Word}: it is not known that nothing of yours would be touched", "leave it out"),
        };
        if (name.Length > 0)
        {
            Require(option, name, why);
        }

        if (option.Name == "--privileged")
        {
            Privileged = IsTrue(option.Value);
            _rights.Add(option.Word);
        }
        else
        {
            _kept.Add(option.Word);
        }
    }

    private void Require(RunOption option, string name, string why)
    {
        if (!_allowed.Contains(name))
        {
            throw Allowance.Refusal(option.Word, why, name);
        }
    }

    // Go's strconv.ParseBool.
    private static bool IsTrue(string value) => value is "1" or "t" or "T" or "TRUE" or "true" or "True";
}

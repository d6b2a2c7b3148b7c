using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Ctrace.Core.Profiles.Compose;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Rehearsals;

/// <summary>A service of a Compose file as the arguments of <c>docker run</c> (compose-spec, 05-services.md).</summary>
/// <param name="Options">The options.</param>
/// <param name="ImageAndCommand">The image, and what its command is given.</param>
/// <param name="Ignored">Keys that say nothing of the container itself.</param>
internal sealed partial record ComposeService(ImmutableArray<RunOption> Options, ImmutableArray<string> ImageAndCommand, ImmutableArray<string> Ignored)
{
    /// <summary>Keys with one value, and their options.</summary>
    private static readonly Dictionary<string, string> Single = new(StringComparer.Ordinal)
    {
        ["user"] = "--user",
        ["working_dir"] = "--workdir",
        ["hostname"] = "--hostname",
        ["domainname"] = "--domainname",
        ["stop_signal"] = "--stop-signal",
        ["privileged"] = "--privileged",
        ["read_only"] = "--read-only",
        ["init"] = "--init",
        ["tty"] = "--tty",
        ["stdin_open"] = "--interactive",
        ["mem_limit"] = "--memory",
        ["memswap_limit"] = "--memory-swap",
        ["mem_reservation"] = "--memory-reservation",
        ["mem_swappiness"] = "--memory-swappiness",
        ["cpus"] = "--cpus",
        ["cpu_shares"] = "--cpu-shares",
        ["cpu_quota"] = "--cpu-quota",
        ["cpu_period"] = "--cpu-period",
        ["cpuset"] = "--cpuset-cpus",
        ["pids_limit"] = "--pids-limit",
        ["shm_size"] = "--shm-size",
        ["pid"] = "--pid",
        ["ipc"] = "--ipc",
        ["uts"] = "--uts",
        ["userns_mode"] = "--userns",
        ["cgroup"] = "--cgroupns",
        ["cgroup_parent"] = "--cgroup-parent",
        ["platform"] = "--platform",
        ["runtime"] = "--runtime",
        ["oom_kill_disable"] = "--oom-kill-disable",
        ["oom_score_adj"] = "--oom-score-adj",
        ["mac_address"] = "--mac-address",
        ["restart"] = "--restart",
        ["container_name"] = "--name",
        ["network_mode"] = "--network",
    };

    /// <summary>Keys with several values.</summary>
    private static readonly Dictionary<string, string> Several = new(StringComparer.Ordinal)
    {
        ["cap_add"] = "--cap-add",
        ["cap_drop"] = "--cap-drop",
        ["security_opt"] = "--security-opt",
        ["tmpfs"] = "--tmpfs",
        ["group_add"] = "--group-add",
        ["dns"] = "--dns",
        ["dns_search"] = "--dns-search",
        ["dns_opt"] = "--dns-option",
        ["devices"] = "--device",
        ["device_cgroup_rules"] = "--device-cgroup-rule",
        ["expose"] = "--expose",
        ["links"] = "--link",
        ["external_links"] = "--link",
    };

    /// <summary>The same, where a mapping is possible.</summary>
    private static readonly Dictionary<string, string> Paired = new(StringComparer.Ordinal)
    {
        ["environment"] = "--env",
        ["labels"] = "--label",
        ["sysctls"] = "--sysctl",
        ["annotations"] = "--annotation",
    };

    private static readonly HashSet<string> NotOfTheContainer =
        new(["depends_on", "profiles", "develop", "scale", "attach", "build", "pull_policy", "logging", "ports", "deploy"], StringComparer.Ordinal);

    /// <summary>Reads a service.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="shown">Its name, for messages.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="project">What names of volumes and networks begin with, unless the file has a name.</param>
    /// <param name="directory">The file's directory, whole.</param>
    /// <param name="variable">The value of a variable; null when it has none.</param>
    /// <exception cref="CtraceException">Data: it is no Compose file, has no such service, or one that says what no option of <c>docker run</c> does.</exception>
    public static ComposeService Of(string text, string shown, string service, string project, string directory, Func<string, string?> variable)
    {
        if (YamlReader.Read(text, shown) is not [{ Kind: YamlKind.Mapping } root] || root["services"] is not { Kind: YamlKind.Mapping } services)
        {
            throw new CtraceException(FailureKind.Data, $"{shown} is no Compose file: it has no services");
        }

        var tree = new ComposeTree(root, shown, new ComposeVariables(shown, variable));
        var names = new ComposeNames(tree, root, ProjectOf(root["name"] is { } name ? tree.Text(name) : project));
        return new ComposeServiceReader(tree, names, directory).Read(ComposeFile.Find(services, shown, service), service);
    }

    /// <summary>A name made a project's: lower case, letters, digits, hyphens and underscores (compose-spec, 04-version-and-name.md).</summary>
    public static string ProjectOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NotInProject().Replace(name.ToLowerInvariant(), "").TrimStart('-', '_');
    }

    /// <summary>The option of a key with one value, with several, or with pairs; null when it has none.</summary>
    internal static (string? Single, string? Several, string? Paired) OptionOf(string key) =>
        (Single.GetValueOrDefault(key), Several.GetValueOrDefault(key), Paired.GetValueOrDefault(key));

    /// <summary>Whether a key is about other things than the container.</summary>
    internal static bool IsIgnored(string key) => NotOfTheContainer.Contains(key) || key.StartsWith("x-", StringComparison.Ordinal);

    [GeneratedRegex("[^a-z0-9_-]")]
    private static partial Regex NotInProject();
}

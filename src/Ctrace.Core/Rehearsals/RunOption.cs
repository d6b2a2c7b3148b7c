namespace Ctrace.Core.Rehearsals;

/// <summary>An option of <c>docker run</c> as it was typed.</summary>
/// <param name="Name"><c>--name</c>, or a letter: <c>-v</c>.</param>
/// <param name="Value">What follows it; <c>true</c> of a switch that stands alone.</param>
internal readonly record struct RunOption(string Name, string Value)
{
    private static readonly Dictionary<string, string> Long = new(StringComparer.Ordinal)
    {
        ["-a"] = "--attach",
        ["-c"] = "--cpu-shares",
        ["-d"] = "--detach",
        ["-e"] = "--env",
        ["-h"] = "--hostname",
        ["-i"] = "--interactive",
        ["-l"] = "--label",
        ["-m"] = "--memory",
        ["-p"] = "--publish",
        ["-P"] = "--publish-all",
        ["-q"] = "--quiet",
        ["-t"] = "--tty",
        ["-u"] = "--user",
        ["-v"] = "--volume",
        ["-w"] = "--workdir",
        ["--net"] = "--network",
        ["--net-alias"] = "--network-alias",
        ["--dns-opt"] = "--dns-option",
    };

    /// <summary>The option with its long name (docker/cli, cli/command/container/opts.go).</summary>
    public RunOption Canonical => Long.TryGetValue(Name, out var name) ? this with { Name = name } : this;

    /// <summary>As one word.</summary>
    public string Word => $"{Name}={Value}";
}

using System.Text.RegularExpressions;

namespace Ctrace.Engines.Docker;

/// <summary>
/// The options of the installed client's <c>docker run</c>, which grow with each release: read from its own <c>--help</c>, and for
/// the few that help keeps to itself (--net, --net-alias) by trying them.
/// </summary>
internal sealed partial class RunFlags
{
    private readonly Dictionary<string, RunFlag> _flags = new(StringComparer.Ordinal);
    private readonly DockerClient _client;

    private RunFlags(DockerClient client) => _client = client;

    /// <summary>Those that are known by now.</summary>
    public IEnumerable<string> Names => _flags.Where(flag => flag.Value != RunFlag.Unknown).Select(flag => flag.Key);

    /// <summary>Asks the client for its options.</summary>
    public static async Task<RunFlags> ReadAsync(DockerClient client, CancellationToken cancellation)
    {
        var flags = new RunFlags(client);
        foreach (Match option in Option().Matches(await client.AskAsync(["run", "--help"], cancellation)))
        {
            var kind = option.Groups["type"].Success ? RunFlag.Value : RunFlag.Switch;
            flags._flags[$"--{option.Groups["name"].Value}"] = kind;
            if (option.Groups["letter"].Success)
            {
                flags._flags[$"-{option.Groups["letter"].Value}"] = kind;
            }
        }

        return flags;
    }

    /// <summary>How an option is written.</summary>
    /// <param name="flag"><c>--name</c> or <c>-x</c>.</param>
    /// <param name="cancellation">Stops the question.</param>
    public async Task<RunFlag> KindAsync(string flag, CancellationToken cancellation)
    {
        if (!_flags.TryGetValue(flag, out var kind))
        {
            // spf13/pflag errors.go. Without an image the client complains about the option, or about the image, and does nothing.
            var answer = await _client.AskAsync(["run", flag], cancellation);
            kind = answer.Contains("flag needs an argument", StringComparison.Ordinal) ? RunFlag.Value
                : answer.Contains("unknown flag", StringComparison.Ordinal) ? RunFlag.Unknown
                : answer.Contains("unknown shorthand flag", StringComparison.Ordinal) ? RunFlag.Unknown
                : RunFlag.Switch;
            _flags[flag] = kind;
        }

        return kind;
    }

    // spf13/pflag flag.go, FlagUsagesWrapped: two or six spaces, and a type's name unless it is a switch.
    [GeneratedRegex(
        @"^(?:  -(?<letter>\S), |      )--(?<name>[A-Za-z0-9][A-Za-z0-9-]*)(?: (?<type>\S+))?(?: {2}|\r?$)", RegexOptions.Multiline)]
    private static partial Regex Option();
}

/// <summary>How an option of <c>docker run</c> is written.</summary>
internal enum RunFlag
{
    /// <summary>There is no such option.</summary>
    Unknown,

    /// <summary>Alone, or with <c>=true</c> or <c>=false</c>.</summary>
    Switch,

    /// <summary>With a value: joined to it, or the next word.</summary>
    Value,
}

using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Rehearsals;

/// <summary>Translates the keys of one service. What has no translation is refused by name.</summary>
internal sealed class ComposeServiceReader(ComposeTree tree, ComposeNames names, string directory)
{
    private readonly List<RunOption> _options = [];
    private readonly List<string> _ignored = [];
    private readonly List<string> _entrypoint = [];
    private readonly List<string> _command = [];
    private string _image = "";
    private bool _hasNetwork;

    /// <summary>Reads a service.</summary>
    public ComposeService Read(YamlNode service, string name)
    {
        foreach (var (key, value) in tree.Entries(service).Where(entry => !tree.Resolve(entry.Value).IsNull))
        {
            Add(key, value);
        }

        if (_image.Length == 0)
        {
            throw tree.Failure(service, $"the service '{name}' has no image", "build it, and write 'image:' beside 'build:'");
        }

        if (!_hasNetwork)
        {
            Option("--network", names.Network("default"));
        }

        return new ComposeService([.. _options], [_image, .. _entrypoint.Skip(1), .. _command], [.. _ignored]);
    }

    private void Add(string key, YamlNode value)
    {
        var (single, several, paired) = ComposeService.OptionOf(key);
        if (single is not null)
        {
            _hasNetwork |= key == "network_mode";
            Option(single, tree.Text(value));
        }
        else if (several is not null)
        {
            AddAll(several, tree.Texts(value).Select(text => key == "security_opt" ? Security(text) : text));
        }
        else if (paired is not null)
        {
            AddAll(paired, key == "environment" ? tree.Pairs(value).Select(Given).OfType<string>() : tree.Pairs(value));
        }
        else if (ComposeService.IsIgnored(key))
        {
            _ignored.Add(key);
        }
        else
        {
            AddOther(key, value);
        }
    }

    private void AddOther(string key, YamlNode value)
    {
        switch (key)
        {
            case "image":
                _image = tree.Text(value);
                break;
            case "command":
                _command.AddRange(Words(value));
                break;
            case "entrypoint":
                _entrypoint.AddRange(Words(value));
                Option("--entrypoint", _entrypoint.FirstOrDefault() ?? "");
                break;
            case "env_file":
                AddAll("--env-file", EnvironmentFiles(value));
                break;
            case "extra_hosts":
                AddAll("--add-host", tree.Pairs(value, ':').Select(host => host.Contains('=', StringComparison.Ordinal) ? host.Replace('=', ':') : host));
                break;
            case "networks":
                _hasNetwork = true;
                AddAll("--network", (tree.Resolve(value).Kind == YamlKind.Mapping ? tree.Entries(value).Select(entry => entry.Key) : tree.Texts(value)).Select(names.Network));
                break;
            case "volumes":
                AddVolumes(value);
                break;
            case "ulimits":
                AddAll("--ulimit", tree.Entries(value).Select(limit => $"{limit.Key}={Limit(limit.Value)}"));
                break;
            case "stop_grace_period":
                Option("--stop-timeout", Math.Ceiling(ComposeDuration.Seconds(tree.Text(value)) ?? throw tree.Failure(value, "this is no duration", "such as 1m30s"))
                    .ToString(CultureInfo.InvariantCulture));
                break;
            case "healthcheck":
                AddHealth(value);
                break;
            default:
                throw tree.Failure(value, $"no option of 'docker run' says what '{key}' does", "leave it out of a copy of the file, or give the arguments of 'docker run'");
        }
    }

    private void AddVolumes(YamlNode value)
    {
        foreach (var volume in tree.Resolve(value) is { Kind: YamlKind.Sequence } list ? list.Items.Select(tree.Resolve) : throw tree.Failure(value, "a list belongs here", ""))
        {
            if (volume.Kind == YamlKind.Mapping)
            {
                AddMount(volume);
                continue;
            }

            var parts = tree.Text(volume).Split(':', 2);
            Option("--volume", parts.Length == 1 ? parts[0] : $"{Source(parts[0], volume)}:{parts[1]}");
        }
    }

    private void AddMount(YamlNode volume)
    {
        var fields = new List<string>();
        var type = tree.Entries(volume).FirstOrDefault(entry => entry.Key == "type").Value is { } given ? tree.Text(given) : "volume";
        foreach (var (key, value) in tree.Entries(volume))
        {
            fields.AddRange(key switch
            {
                "type" => [$"type={type}"],
                "source" => [$"source={(type == "volume" ? names.Volume(tree.Text(value)) : Whole(tree.Text(value)))}"],
                "target" => [$"target={tree.Text(value)}"],
                "read_only" => tree.Text(value) == "true" ? ["readonly"] : [],
                "bind" or "volume" or "tmpfs" or "consistency" => Array.Empty<string>(),
                _ => throw tree.Failure(value, $"nothing is known of '{key}' of a volume", "write it as SOURCE:TARGET"),
            });
        }

        Option("--mount", string.Join(',', fields));
    }

    private string Source(string source, YamlNode at) => source switch
    {
        ['/' or '.', ..] => Whole(source),
        ['~', ..] => throw tree.Failure(at, $"{source} depends on who runs Compose", "write the whole path"),
        _ => names.Volume(source),
    };

    // A profile's path is from the file's directory (docker/compose, pkg/compose/create.go, parseSecurityOpts).
    private string Security(string option) => option.Length > 8 && option.StartsWith("seccomp", StringComparison.Ordinal) && option[7] is ':' or '=' && option[8..] is not ("unconfined" or "builtin")
        ? $"seccomp={Whole(option[8..])}" : option;

    /// <summary>A variable without a value has that of Compose's own environment, and is none where it has none.</summary>
    private string? Given(string pair) => pair.Contains('=', StringComparison.Ordinal) ? pair : tree.Variable(pair) is { } value ? $"{pair}={value}" : null;

    private string Whole(string path) => path.StartsWith('/') ? path : $"{directory}/{path}";

    private IEnumerable<string> EnvironmentFiles(YamlNode value) => tree.Resolve(value) switch
    {
        { Kind: YamlKind.Sequence } list => list.Items.Select(tree.Resolve).Select(item => item.Kind == YamlKind.Mapping
            ? tree.Entries(item) is [{ Key: "path" } only] ? Whole(tree.Text(only.Value)) : throw tree.Failure(item, "of an env_file only its path is known", "write the path alone")
            : Whole(tree.Text(item))),
        var scalar => [Whole(tree.Text(scalar))],
    };

    private void AddHealth(YamlNode value)
    {
        foreach (var (key, setting) in tree.Entries(value))
        {
            switch (key)
            {
                case "test":
                    AddTest(setting);
                    break;
                case "disable" when tree.Text(setting) == "true":
                    Option("--no-healthcheck", "true");
                    break;
                case "disable":
                    break;
                case "interval" or "timeout" or "retries" or "start_period" or "start_interval":
                    Option($"--health-{key.Replace('_', '-')}", tree.Text(setting));
                    break;
                default:
                    throw tree.Failure(setting, $"nothing is known of '{key}' of a health check", "leave it out");
            }
        }
    }

    private void AddTest(YamlNode value)
    {
        // docker run knows the shell's form alone.
        string[] words = [.. tree.Texts(value)];
        switch (words)
        {
            case ["NONE", ..]:
                Option("--no-healthcheck", "true");
                break;
            case ["CMD", .. var command] when tree.Resolve(value).Kind == YamlKind.Sequence:
                Option("--health-cmd", string.Join(' ', command.Select(Profiles.RunOptions.ShellWord.Quote)));
                break;
            case ["CMD-SHELL", var line] when tree.Resolve(value).Kind == YamlKind.Sequence:
                Option("--health-cmd", line);
                break;
            case [var line]:
                Option("--health-cmd", line);
                break;
            default:
                throw tree.Failure(value, "this is no test", "write it as one text");
        }
    }

    private string Limit(YamlNode value)
    {
        if (tree.Resolve(value).Kind == YamlKind.Scalar)
        {
            return tree.Text(value);
        }

        var limits = tree.Entries(value).ToDictionary(entry => entry.Key, entry => tree.Text(entry.Value), StringComparer.Ordinal);
        return limits.TryGetValue("soft", out var soft) && limits.TryGetValue("hard", out var hard) ? $"{soft}:{hard}" : throw tree.Failure(value, "a limit has soft and hard", "");
    }

    /// <summary>A text is split as a shell does, without doing anything else that a shell does.</summary>
    private ImmutableArray<string> Words(YamlNode value) => tree.Resolve(value).Kind == YamlKind.Sequence ? [.. tree.Texts(value)]
        : ComposeWords.Split(tree.Text(value)) is { } words ? words
        : throw tree.Failure(value, "its quotes do not end", "write it as a list");

    private void AddAll(string option, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Option(option, value);
        }
    }

    private void Option(string name, string value) => _options.Add(new RunOption(name, value));
}

using Ctrace.Core;
using Ctrace.Core.Rehearsals;

namespace Ctrace.Engines.Docker;

/// <summary>The arguments of one <c>docker run</c>, read as the client reads them.</summary>
internal sealed class RunArguments
{
    private readonly IReadOnlyList<string> _words;
    private readonly List<string> _capAdd = [];
    private readonly List<string> _capDrop = [];
    private readonly List<string> _securityOptions = [];
    private readonly List<RunOption> _given = [];

    private RunArguments(IReadOnlyList<string> words) => _words = words;

    /// <summary>Where the client writes the container's id because the user wants it there; empty when the user does not.</summary>
    public string CidFile { get; private set; } = "";

    /// <summary>Whether the client ends as soon as the container runs.</summary>
    public bool Detached { get; private set; }

    /// <summary>Whether the container is to be privileged.</summary>
    public bool Privileged { get; private set; }

    /// <summary>--cap-add, as it was typed.</summary>
    public IReadOnlyList<string> CapAdd => _capAdd;

    /// <summary>--cap-drop.</summary>
    public IReadOnlyList<string> CapDrop => _capDrop;

    /// <summary>--security-opt.</summary>
    public IReadOnlyList<string> SecurityOptions => _securityOptions;

    /// <summary>All options, in their order.</summary>
    public IReadOnlyList<RunOption> Given => _given;

    /// <summary>The image, and what its command is given.</summary>
    public IReadOnlyList<string> ImageAndCommand => [.. _words.Skip(Options).SkipWhile((word, at) => at == 0 && word == "--")];

    /// <summary>--volume.</summary>
    public IEnumerable<string> Volumes => _given.Where(option => option.Name is "-v" or "--volume").Select(option => option.Value);

    /// <summary>--mount.</summary>
    public IEnumerable<string> Mounts => _given.Where(option => option.Name == "--mount").Select(option => option.Value);

    /// <summary>Whether it gets another container's volumes, too.</summary>
    public bool HasVolumesOfOthers => _given.Exists(option => option.Name == "--volumes-from");

    /// <summary>How many words are options: the image is next, or a <c>--</c> before it.</summary>
    public int Options { get; private set; }

    /// <summary>Takes what the user typed; a leading <c>docker run</c>, <c>docker container run</c> or <c>run</c> is understood.</summary>
    /// <exception cref="CtraceException">Usage: options of docker itself, which would lead the client elsewhere than ctrace.</exception>
    public static IReadOnlyList<string> WithoutCommand(IReadOnlyList<string> typed)
    {
        string[] words = [.. typed.Take(3)];
        var skipped = words switch
        {
            ["docker", "container", "run"] => 3,
            ["docker", "run", ..] => 2,
            ["run", ..] => 1,
            ["docker", ['-', ..], ..] => throw new CtraceException(FailureKind.Usage, $"cannot take docker's own option {words[1]}",
                "set DOCKER_HOST or DOCKER_CONTEXT, and give the arguments of 'docker run'"),
            _ => 0,
        };
        return [.. typed.Skip(skipped)];
    }

    /// <summary>Reads the options up to the image. What the container's command is given is not looked at.</summary>
    /// <param name="words">The words after <c>docker run</c>.</param>
    /// <param name="flags">The client's options.</param>
    /// <param name="cancellation">Stops the questions to the client.</param>
    public static async Task<RunArguments> ReadAsync(IReadOnlyList<string> words, RunFlags flags, CancellationToken cancellation)
    {
        // spf13/pflag flag.go, parseArgs, without interspersed arguments.
        var arguments = new RunArguments(words);
        var at = 0;
        while (at < words.Count && words[at] is ['-', _, ..] and not "--")
        {
            var word = words[at++];
            var isLong = word.StartsWith("--", StringComparison.Ordinal);
            if (isLong && word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                arguments.Set(word[..equals], word[(equals + 1)..]);
            }
            else if (isLong)
            {
                var takes = await flags.KindAsync(word, cancellation) == RunFlag.Value;
                arguments.Set(word, takes ? Next(words, ref at) : "true");
            }
            else
            {
                at = await arguments.ReadLettersAsync(word, at, flags, cancellation);
            }
        }

        arguments.Options = Math.Min(at, words.Count);
        return arguments;
    }

    /// <summary>The words with the user's own place for the id, or with this one.</summary>
    public IReadOnlyList<string> WithCidFile(string path)
        => CidFile.Length > 0 ? _words : [.. _words.Take(Options), "--cidfile", path, .. _words.Skip(Options)];

    /// <summary>Letters in one word: switches, up to one that takes the rest of the word, or the next word, as its value.</summary>
    private async Task<int> ReadLettersAsync(string word, int at, RunFlags flags, CancellationToken cancellation)
    {
        for (var letter = 1; letter < word.Length; letter++)
        {
            var flag = $"-{word[letter]}";
            var rest = word[(letter + 1)..];
            if (rest.StartsWith('='))
            {
                Set(flag, rest[1..]);
                break;
            }

            if (await flags.KindAsync(flag, cancellation) == RunFlag.Value)
            {
                Set(flag, rest.Length > 0 ? rest : Next(_words, ref at));
                break;
            }

            Set(flag, "true");
        }

        return at;
    }

    private static string Next(IReadOnlyList<string> words, ref int at) => at < words.Count ? words[at++] : "";

    private void Set(string flag, string value)
    {
        _given.Add(new RunOption(flag, value));
        switch (flag)
        {
            case "--cidfile":
                CidFile = value;
                break;
            case "-d" or "--detach":
                Detached = IsTrue(value);
                break;
            case "--privileged":
                Privileged = IsTrue(value);
                break;
            case "--cap-add":
                _capAdd.Add(value);
                break;
            case "--cap-drop":
                _capDrop.Add(value);
                break;
            case "--security-opt":
                _securityOptions.Add(value);
                break;
        }
    }

    // Go's strconv.ParseBool; the client refuses what is neither true nor false.
    private static bool IsTrue(string value) => value is "1" or "t" or "T" or "TRUE" or "true" or "True";
}

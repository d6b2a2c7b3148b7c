using System.CommandLine;
using Ctrace.Checks;
using Ctrace.Core;
using Ctrace.Core.Trials;
using Ctrace.Profiles;
using Ctrace.Tracefiles;
using Ctrace.Trials;

namespace Ctrace.Commands.Options;

/// <summary>What <c>verify</c> restricts a container by: a profile, options, or what was recorded. One of them.</summary>
internal sealed class RestrictionOptions
{
    private readonly Option<string?> _profile = new("--profile") { Description = "A seccomp profile; the capabilities are the engine's default", HelpName = "FILE" };

    private const string Options = "--options";

    private readonly Option<string?> _options = new(Options) { Description = "Options of 'docker run' in one word, as 'ctrace options' prints them", HelpName = "WORDS" };

    private readonly Option<string[]> _tracefiles = new("--tracefile") { Description = "The profile and the capabilities of this recording; several count as one", HelpName = "FILE" };

    private readonly Option<string?> _learn = new("--learn")
    {
        Description = "As --tracefile; add what is refused to the file, marked as learned, and repeat until nothing is refused",
        HelpName = "TRACEFILE",
    };

    private readonly ArgumentsOption _arguments = new();

    /// <summary>
    /// Ties the value of --options to it: the value is options itself, some of which ctrace has too, and would be taken for those.
    /// </summary>
    public static string[] Join(string[] words)
    {
        var at = Array.IndexOf(words, Options);
        var end = Array.IndexOf(words, "--");
        return words is ["verify", ..] && at > 0 && at + 1 < words.Length && (end < 0 || at + 1 < end)
            ? [.. words[..at], $"{Options}={words[at + 1]}", .. words[(at + 2)..]]
            : words;
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_profile);
        command.Add(_options);
        command.Add(_tracefiles);
        command.Add(_learn);
        _arguments.AddTo(command);
    }

    /// <summary>Whether one of them was typed.</summary>
    public bool IsGiven(ParseResult result) => _arguments.IsGiven(result) || _arguments.IsExact(result)
        || ((Option[])[_profile, _options, _tracefiles, _learn]).Any(option => result.IsTyped(option));

    /// <summary>What allows what these restrictions refused.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="container">What stands behind 'docker run'.</param>
    public TrialAdvice Advice(ParseResult result, IReadOnlyList<string> container)
    {
        var profile = result.GetValue(_profile) ?? (result.GetValue(_options) is { } options ? ProfileOf(DockerRunWords.Split($"docker run {options}") ?? []) : null);
        var tracefile = result.GetValue(_learn) ?? (result.GetValue(_tracefiles) is [var only] && File.Exists(only) ? only : null);
        string[] more = [.. _arguments.IsGiven(result) ? (string[])["--arguments"] : [], .. _arguments.IsExact(result) ? (string[])["--exact"] : []];
        return new TrialAdvice(profile, tracefile is null ? null : ["ctrace", "verify", "--learn", tracefile, .. more, "--", .. container]);
    }

    /// <summary>Reads what was given.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="needsTrace">Whether only a recording will do.</param>
    /// <exception cref="CtraceException">Usage; or as files cannot be read.</exception>
    public Restriction Read(ParseResult result, bool needsTrace)
    {
        var (profile, options, learn) = (result.GetValue(_profile), result.GetValue(_options), result.GetValue(_learn));
        string[] tracefiles = [.. result.GetValue(_tracefiles) ?? [], .. learn is null ? [] : new[] { learn }];
        if ((profile is null ? 0 : 1) + (options is null ? 0 : 1) + (learn is null && tracefiles.Length == 0 ? 0 : 1) != 1 || (learn is not null && tracefiles.Length > 1))
        {
            throw new CtraceException(FailureKind.Usage, "restrict the container by one of --profile, --options, --tracefile and --learn",
                "ctrace run -o FILE records what a container needs");
        }

        if (needsTrace && tracefiles.Length == 0)
        {
            throw new CtraceException(FailureKind.Usage, "--minimize needs to know the capabilities that were used", "give --tracefile or --learn");
        }

        if (tracefiles.Length > 0)
        {
            var trace = TracefileArguments.Unite(result, TracefileArguments.ReadAll(result, tracefiles));
            _ = _arguments.Rules(result, trace); // told are the calls that get no conditions
            return new Restriction([], trace, learn) { Arguments = _arguments.IsGiven(result), Exact = _arguments.IsExact(result) };
        }

        if (_arguments.IsGiven(result) || _arguments.IsExact(result))
        {
            var option = _arguments.IsGiven(result) ? "--arguments" : "--exact";
            throw new CtraceException(FailureKind.Usage, $"{option} is for the profile of a recording", $"give --tracefile or --learn; a profile that was made with {option} is so already");
        }

        if (profile is not null)
        {
            _ = SeccompInput.Read(profile); // docker's own message would not say where what is wrong
            return new Restriction([$"--security-opt=seccomp={Path.GetFullPath(profile)}"], null, null);
        }

        return DockerRunWords.Split($"docker run {options}") is { } words
            ? new Restriction([.. words.Skip(2)], null, null)
            : throw new CtraceException(FailureKind.Usage, "--options takes words for 'docker run', and would need a shell to be understood", "quote them as 'ctrace options' does");
    }

    /// <summary>The profile's file that options of 'docker run' name.</summary>
    private static string? ProfileOf(IReadOnlyList<string> words)
    {
        const string Option = "--security-opt", Seccomp = "seccomp=";
        return words.Select((word, at) => word == Option && at + 1 < words.Count ? words[at + 1] : word.StartsWith(Option + "=", StringComparison.Ordinal) ? word[(Option.Length + 1)..] : "")
            .FirstOrDefault(value => value.StartsWith(Seccomp, StringComparison.Ordinal))?[Seccomp.Length..];
    }
}

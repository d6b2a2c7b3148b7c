using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Filters;

/// <summary>The words of -e.</summary>
internal static class FilterExpression
{
    private static readonly string[] Statuses = ["successful", "failed", "unfinished", "unavailable", "detached", "all", "none"];

    // Names of strace's for classes, without the %, that it still takes (strace(1)); and one of its abbreviations.
    private static readonly string[] OldClassNames = ["file", "process", "network", "signal", "ipc", "desc", "memory"];

    /// <summary>Takes <c>trace=!open,read</c> apart: what it is about, the words, and whether it says what not to show.</summary>
    public static (string Kind, string Words, bool Negated) Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var equals = expression.IndexOf('=', StringComparison.Ordinal);
        var kind = (equals < 0 ? "trace" : expression[..equals]) switch
        {
            "trace" or "t" => "trace",
            "status" => "status",
            var other => throw Unknown("filter", other, ["trace", "status"], "-e takes trace= and status="),
        };
        var words = expression[(equals + 1)..];
        var negated = words.StartsWith('!');
        words = negated ? words[1..] : words;
        return words.Length == 0
            ? throw new CtraceException(FailureKind.Usage, $"-e {expression}: nothing follows", "-e trace=open,read or -e trace=%file")
            : (kind, words, negated);
    }

    /// <summary>The calls that words name, in all of some architectures.</summary>
    public static HashSet<(Architecture Architecture, int Number)> Calls(string words, IReadOnlyList<Architecture> architectures)
    {
        var calls = new HashSet<(Architecture, int)>();
        foreach (var word in words.Split(','))
        {
            calls.UnionWith(architectures.SelectMany(architecture => Numbers(word, architecture).Select(number => (architecture, number))));
            if (word is not "none" && !IsName(word, architectures) && !IsClass(word))
            {
                throw word.StartsWith('%')
                    ? Unknown("class of syscalls", word, SyscallClasses.Names.Append("all").Select(name => "%" + name), "strace(1) has the list")
                    : Unknown("syscall", word, architectures.SelectMany(Syscalls.All).Select(syscall => syscall.Name), "ctrace syscall lists them");
            }
        }

        return calls;
    }

    /// <summary>The ends that words name.</summary>
    public static CallStatus Status(string words)
    {
        var status = CallStatus.None;
        foreach (var word in words.Split(','))
        {
            status |= word switch
            {
                "successful" => CallStatus.Successful,
                "failed" => CallStatus.Failed,
                "unfinished" => CallStatus.Unfinished,
                "all" => CallStatus.All,
                "unavailable" or "detached" or "none" => CallStatus.None,
                _ => throw Unknown("status", word, Statuses, "-e status= takes successful, failed and unfinished"),
            };
        }

        return status;
    }

    private static IEnumerable<int> Numbers(string word, Architecture architecture)
    {
        if (word is "all" or "%all")
        {
            return Syscalls.All(architecture).Select(syscall => syscall.Number);
        }

        var numbers = word.StartsWith('%') ? SyscallClasses.Numbers(word[1..], architecture)
            : OldClassNames.Contains(word) ? SyscallClasses.Numbers(word, architecture)
            : null;
        return numbers ?? (Syscalls.Number(architecture, word.TrimStart('?')) is { } number ? [number] : []);
    }

    // ?name: a name that need not exist (strace(1)).
    private static bool IsName(string word, IReadOnlyList<Architecture> architectures) =>
        word.StartsWith('?') || architectures.Any(architecture => Syscalls.Number(architecture, word) is not null);

    private static bool IsClass(string word) =>
        word is "all" or "%all" || OldClassNames.Contains(word) || (word.StartsWith('%') && SyscallClasses.Numbers(word[1..], Architecture.X86_64) is not null);

    private static CtraceException Unknown(string what, string word, IEnumerable<string> names, string hint) =>
        new(FailureKind.Usage, $"there is no {what} '{word}'", Spelling.ClosestName(word, names) is { } close ? $"did you mean {close}?" : hint);
}

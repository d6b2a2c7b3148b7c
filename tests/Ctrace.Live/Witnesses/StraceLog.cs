using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Live.Witnesses;

/// <summary>
/// Reads what <c>strace -f -o</c> wrote while an engine started containers: for each task that loaded a seccomp filter with prctl,
/// as runc does, the calls from then on of it and of all that descends from it.
/// </summary>
internal static partial class StraceLog
{
    public static IReadOnlyList<Witnessed> Read(IReadOnlyList<string> lines)
    {
        var matches = lines.Select(line => Line().Match(line)).Where(match => match.Success).ToList();
        var parents = new StraceParents(matches);
        var tasks = new Dictionary<int, Task>();
        var starts = new List<Start>();
        for (var at = 0; at < matches.Count; at++)
        {
            var match = matches[at];
            var id = TaskOf(match);
            if (!tasks.TryGetValue(id, out var task))
            {
                tasks[id] = task = parents.Of(id, at) is { } parent && tasks.TryGetValue(parent, out var from) ? from.Clone() : new Task();
            }

            if (match.Groups["mode"] is { Success: true, Value: var mode })
            {
                task.Architecture = mode == "32" ? Architecture.I386 : NativeArchitecture.Current;
            }
            else if (match.Groups["call"] is { Success: true, Value: var call })
            {
                task.Enter(call, match.Groups["rest"].Value);
            }

            if (task.Leave(match.Value) is { } start)
            {
                starts.Add(start);
            }
        }

        return [.. starts.Select(start => start.Witnessed)];
    }

    /// <summary>Whose line it is.</summary>
    internal static int TaskOf(Match match) => int.Parse(match.Groups["task"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<task>\d+) +(\[ Process PID=\d+ runs in (?<mode>32|64) bit mode\. \]|(?<call>[a-z][a-z0-9_]*)\((?<rest>.*)|<\.\.\. (?<resumed>[a-z0-9_]+) resumed>.*)$")]
    private static partial Regex Line();

    /// <summary>What follows from one loading of a filter.</summary>
    private sealed class Start
    {
        private readonly ImmutableSortedSet<SyscallName>.Builder _all = ImmutableSortedSet.CreateBuilder<SyscallName>();
        private readonly ImmutableSortedSet<SyscallName>.Builder _own = ImmutableSortedSet.CreateBuilder<SyscallName>();

        private readonly ImmutableSortedSet<string>.Builder _callers = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);

        public string? Program { get; set; }

        public Witnessed Witnessed => new(Program ?? "", _all.ToImmutable(), _own.ToImmutable(), _callers.ToImmutable());

        public void Add(SyscallName name, Caller caller)
        {
            _all.Add(name);
            _callers.Add(Witnessed.Called(name, caller));
            if (Program is not null)
            {
                _own.Add(name);
            }
        }
    }

    /// <summary>What is known of one task at one point of the log.</summary>
    private sealed class Task
    {
        private Start? _start;
        private string _call = "";
        private string _rest = "";
        private Caller _caller = Caller.Runtime;

        public Architecture Architecture { get; set; } = NativeArchitecture.Current;

        public Task Clone() => new() { _start = _start, _caller = _caller, Architecture = Architecture };

        public void Enter(string call, string rest)
        {
            _call = call;
            _rest = rest;
            _start?.Add(new SyscallName(Architecture, call), _caller);
        }

        /// <summary>Notes what the end of a call changes: a filter that was loaded (returned), a program that runs now.</summary>
        public Start? Leave(string line)
        {
            if (!line.EndsWith(" = 0", StringComparison.Ordinal))
            {
                return null;
            }

            if (_call == "prctl" && _rest.StartsWith("PR_SET_SECCOMP, SECCOMP_MODE_FILTER", StringComparison.Ordinal))
            {
                _caller = Caller.Runtime;
                return _start = new Start();
            }

            if (_call == "execve" && _start is not null)
            {
                _caller = Caller.Program(_rest.Split('"')[1]);
                _start.Program ??= _caller.Path;
            }

            return null;
        }
    }
}

using System.Collections.Frozen;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Filters;

/// <summary>Which calls are shown: numbers by architecture, and how they ended.</summary>
internal sealed class CallFilter
{
    private readonly FrozenSet<(Architecture Architecture, int Number)> _calls;
    private readonly bool _unlisted;

    private CallFilter(FrozenSet<(Architecture, int)> calls, bool unlisted, CallStatus status)
    {
        _calls = calls;
        _unlisted = unlisted;
        Status = status;
    }

    /// <summary>How the call must have ended.</summary>
    public CallStatus Status { get; }

    /// <summary>
    /// Whether calls that no table has are shown: without -e trace=, and where it begins with an exclamation mark.
    /// </summary>
    public bool IncludesUnknown => _unlisted;

    /// <summary>Reads the expressions of several -e options, as strace takes them.</summary>
    /// <param name="expressions">
    /// <c>trace=open,read</c>, <c>trace=%file</c>, <c>trace=!%memory</c>, <c>trace=all</c>, <c>trace=none</c>; <c>status=failed</c>;
    /// without a name and = it is trace's. A later one of a kind takes an earlier one's place.
    /// </param>
    /// <param name="architecture">The kernel's; its whole family is filtered.</param>
    /// <exception cref="CtraceException">Usage: a word that is none, with the closest that is.</exception>
    public static CallFilter Parse(IEnumerable<string> expressions, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(expressions);
        ArgumentNullException.ThrowIfNull(architecture);
        (string Word, bool Negated)? trace = null, status = null;
        foreach (var expression in expressions)
        {
            var (kind, value, negated) = FilterExpression.Parse(expression);
            if (kind == "status")
            {
                status = (value, negated);
            }
            else
            {
                trace = (value, negated);
            }
        }

        var (calls, isNegated) = trace is { } set ? (FilterExpression.Calls(set.Word, architecture.Family), set.Negated) : ([], true);
        var ends = status is { } end ? FilterExpression.Status(end.Word) : CallStatus.All;
        return new CallFilter(
            calls.ToFrozenSet(),
            isNegated,
            status is { Negated: true } ? CallStatus.All & ~ends : ends);
    }

    /// <summary>Whether a call is shown, however it ends.</summary>
    /// <param name="architecture">Whose numbering.</param>
    /// <param name="number">The number; of x32 with or without bit 30.</param>
    public bool Includes(Architecture architecture, int number)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var plain = architecture == Architecture.X32 ? number & ~Syscalls.X32Bit : number;
        return _calls.Contains((architecture, plain)) != _unlisted;
    }

    /// <summary>The numbers of an architecture that are shown, as a probe's map needs them; of x32 without bit 30.</summary>
    public IEnumerable<int> Numbers(Architecture architecture) =>
        Syscalls.All(architecture).Select(syscall => syscall.Number).Where(number => Includes(architecture, number));

    /// <summary>Whether a call is shown, by how it ended.</summary>
    public bool Includes(TracedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var status = call.Result is null ? CallStatus.Unfinished : call.Error > 0 ? CallStatus.Failed : CallStatus.Successful;
        return (Status & status) != 0 && Includes(call.Architecture, call.Number);
    }
}

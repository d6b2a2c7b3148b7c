using System.CommandLine;
using System.CommandLine.Parsing;
using Ctrace.Core;
using Ctrace.Views;

namespace Ctrace.Commands.Options;

/// <summary>-t, -tt, -ttt and -r, as strace(1) has them.</summary>
internal sealed class ClockOptions
{
    private readonly Option<bool> _absolute = new("-t", "--absolute-timestamps")
    {
        Description = "Show the time of day before each call; -tt: with microseconds; -ttt: in seconds since 1970",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _relative = new("-r", "--relative-timestamps") { Description = "Show how long after the call before it each call began" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_absolute);
        command.Add(_relative);
    }

    /// <summary>The clock that was asked for; null for none.</summary>
    /// <exception cref="CtraceException">Usage: more than three t.</exception>
    public CallClock? Read(ParseResult result)
    {
        var times = result.GetResult(_absolute) is OptionResult { Implicit: false } given ? given.IdentifierTokenCount : 0;
        var style = times switch
        {
            0 => ClockStyle.None,
            1 => ClockStyle.Seconds,
            2 => ClockStyle.Microseconds,
            3 => ClockStyle.Unix,
            _ => throw new CtraceException(FailureKind.Usage, "-t can be given three times at most", "-ttt shows seconds since 1970"),
        };
        var relative = result.GetValue(_relative);
        return style == ClockStyle.None && !relative ? null : CallClock.Of(style, relative);
    }
}

using System.CommandLine;
using Ctrace.Core;
using Ctrace.Recordings;
using Ctrace.Status;

namespace Ctrace.Commands.Options;

/// <summary>The options of a daemon that can be asked how it fares.</summary>
internal sealed class ListenArguments
{
    private readonly Option<string> _socket = new("--socket")
    {
        Description = "The socket at which 'ctrace status' asks",
        DefaultValueFactory = _ => StatusSocket.DefaultPath,
        HelpName = "PATH",
    };

    private readonly Option<bool> _none = new("--no-socket") { Description = "Make no socket" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_socket);
        command.Add(_none);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_none) && result.GetResult(_socket) is { Implicit: false })
            {
                result.AddError("--socket and --no-socket exclude each other");
            }
        });
    }

    /// <summary>Listens; null when that is not wanted, or not possible at the usual place: then it is said, since tracing matters more.</summary>
    /// <exception cref="CtraceException">It is not possible at the place that the user named.</exception>
    public StatusServer? Listen(ParseResult result, DaemonLog log)
    {
        if (result.GetValue(_none))
        {
            return null;
        }

        try
        {
            return new StatusServer(StatusSocket.Listen(result.GetValue(_socket)!));
        }
        catch (CtraceException failure) when (!result.IsTyped(_socket))
        {
            log.Say(new LogEntry("status-unavailable", $"{failure.Line}; 'ctrace status' cannot ask this one"));
            return null;
        }
    }
}

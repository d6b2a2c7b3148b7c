using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Traces;

namespace Ctrace.Commands.Profiles;

/// <summary>The recordings that a restriction is made of.</summary>
internal sealed class ProfileTrace
{
    private readonly Argument<string[]> _tracefiles = TracefileArguments.Create();

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Also take recordings that began after their container",
    };

    /// <summary>For a restriction that is made of recordings alone.</summary>
    public ProfileTrace()
    {
    }

    /// <summary>For one that may have other sources, and other doubts.</summary>
    /// <param name="tracefiles">What the recordings are for.</param>
    /// <param name="force">What is forced.</param>
    public ProfileTrace(string tracefiles, string force)
    {
        (_tracefiles.Arity, _tracefiles.Description) = (ArgumentArity.ZeroOrMore, tracefiles);
        _force.Description = force;
    }

    /// <summary>Adds argument and options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_tracefiles);
        command.Add(_force);
    }

    /// <summary>What the user named.</summary>
    public string[] Paths(ParseResult result) => result.GetValue(_tracefiles)!;

    /// <summary>Whether the user wants it in spite of doubts.</summary>
    public bool IsForced(ParseResult result) => result.GetValue(_force);

    /// <summary>As <see cref="Read"/>; null when there are none.</summary>
    public Trace? ReadAny(ParseResult result) => result.GetValue(_tracefiles) is { Length: > 0 } ? Read(result) : null;

    /// <summary>Reads all of them as one. Doubts are told on standard error.</summary>
    /// <exception cref="CtraceException">Data: one cannot make a restriction under which its container starts.</exception>
    public Trace Read(ParseResult result)
    {
        var traces = TracefileArguments.ReadAll(result, result.GetValue(_tracefiles)!);
        foreach (var (path, trace) in traces)
        {
            if (trace.Values(Fact.Scope).Contains(Scope.Partial) && !result.GetValue(_force))
            {
                throw new CtraceException(FailureKind.Data, $"{path} is partial: its container already ran when the recording started",
                    "record it from its start, or take it as it is with --force");
            }
        }

        var whole = TracefileArguments.Unite(result, traces);
        TracefileArguments.TellLife(result, whole);
        return whole;
    }
}

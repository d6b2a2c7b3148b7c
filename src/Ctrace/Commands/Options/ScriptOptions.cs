using System.CommandLine;
using Ctrace.Core;

namespace Ctrace.Commands.Options;

/// <summary>-G and -D, with which SystemTap was told what container_check.stp should forbid: its command lines work as they were.</summary>
internal sealed class ScriptOptions
{
    private const string Capabilities = "forbidden_capabilities", Syscalls = "forbidden_syscalls";

    private readonly Option<string[]> _globals = new("-G")
    {
        Description = $"As for container_check.stp: {Capabilities}=LIST or {Syscalls}=LIST",
        HelpName = "NAME=LIST",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _macros = new("-D") { Description = "For SystemTap; ctrace does not need it", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = false };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_globals);
        command.Add(_macros);
    }

    /// <summary>Adds what they forbid to what is forbidden otherwise.</summary>
    /// <exception cref="CtraceException">Usage: the script has no such variable.</exception>
    public (string? Capabilities, string? Syscalls) Read(ParseResult result, string? capabilities, string? syscalls)
    {
        foreach (var global in result.GetValue(_globals) ?? [])
        {
            var end = global.IndexOf('=', StringComparison.Ordinal);
            var (name, list) = end < 0 ? (global, "") : (global[..end], global[(end + 1)..]);
            switch (name)
            {
                case Capabilities:
                    capabilities = Join(capabilities, list);
                    break;
                case Syscalls:
                    syscalls = Join(syscalls, list);
                    break;
                default:
                    throw new CtraceException(FailureKind.Usage, $"-G takes {Capabilities}=LIST or {Syscalls}=LIST, not '{global}'",
                        Spelling.ClosestName(name, [Capabilities, Syscalls]) is { } closest ? $"did you mean '{closest}'?" : "use --forbid-capabilities or --forbid-syscalls");
            }
        }

        return (capabilities, syscalls);
    }

    // An empty list is the script's own default: nothing is forbidden.
    private static string? Join(string? list, string more) => more.Length == 0 ? list : list is null ? more : $"{list},{more}";
}

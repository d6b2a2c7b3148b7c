using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Linux;

namespace Ctrace.Commands;

/// <summary><c>ctrace syscall [QUERY] [--arch ARCH]</c>: the name of a syscall's number, the number of its name, or all.</summary>
internal static class SyscallCommand
{
    private static string Known => string.Join(", ", Architecture.All);

    public static Command Create()
    {
        var arch = new Option<Architecture?>("--arch")
        {
            Description = $"The architecture: {Known} (default: that of the running kernel)",
            HelpName = "ARCH",
            CustomParser = Parse,
        };
        arch.CompletionSources.Add(_ => Architecture.All.Select(architecture => new CompletionItem(architecture.Name)));
        var query = Lookup.Query(
            "A number (decimal, or hexadecimal with 0x), or a name in any case", result => Names(result.GetValue(arch) ?? NativeArchitecture.Current));
        var json = Lookup.Json();
        var command = new Command(
            "syscall",
            """
            Show a system call's name or number, or list all of an architecture.

            The calls of x32 have bit 30 set in their number. ctrace shows the number without it, and finds a call with or
            without it.

            Examples:
              ctrace syscall 0                    read
              ctrace syscall openat               257
              ctrace syscall 0x38 --arch arm64    openat
              ctrace syscall --arch i386          the whole list
            """)
        {
            query,
            arch,
            json,
        };
        command.SetAction(result => result.Print(
            Answer(result.GetValue(query), result.GetValue(arch) ?? NativeArchitecture.Current, result.GetValue(json))));
        return command;
    }

    private static IEnumerable<string> Names(Architecture architecture) => Syscalls.All(architecture).Select(syscall => syscall.Name);

    private static Architecture? Parse(ArgumentResult result)
    {
        var name = result.Tokens[^1].Value;
        if (Architecture.Find(name) is { } architecture)
        {
            return architecture;
        }

        result.AddError($"there is no architecture '{name}', only {Known}");
        return null;
    }

    private static string Answer(string? query, Architecture architecture, bool json)
    {
        if (query is null)
        {
            var all = Syscalls.All(architecture).Select(syscall => new Listing(syscall.Number, syscall.Name, Architecture: architecture.Name)).ToList();
            return json ? Listing.Json(all) : Listing.Columns(all);
        }

        var byNumber = Lookup.IsNumber(query, out var asNumber);
        if ((byNumber ? asNumber : Syscalls.Number(architecture, query.ToLowerInvariant())) is not { } number
            || Syscalls.Name(architecture, number) is not { } name)
        {
            throw NotFound(query, architecture);
        }

        return json ? new Listing(number, name, Architecture: architecture.Name).Json()
            : (byNumber ? name : number.ToString(CultureInfo.InvariantCulture)) + '\n';
    }

    // A name that another architecture has is not a typing mistake.
    private static CtraceException NotFound(string query, Architecture architecture) =>
        Architecture.All.FirstOrDefault(other => Syscalls.Number(other, query.ToLowerInvariant()) is not null) is { } other
            ? new CtraceException(FailureKind.Found, $"there is no syscall '{query}' on {architecture}", $"{other} has it: --arch {other}")
            : Lookup.NotFound($"syscall '{query}' on {architecture}", query, Names(architecture), $"ctrace syscall --arch {architecture}");
}

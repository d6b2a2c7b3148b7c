using System.CommandLine;
using System.Globalization;
using Ctrace.Commands.Options;
using Ctrace.Core.Linux;

namespace Ctrace.Commands;

/// <summary><c>ctrace errno [QUERY]</c>: the name of an error's number or the number of its name, and its meaning, or all.</summary>
internal static class ErrnoCommand
{
    private static IEnumerable<string> Names => Errno.All.Select(error => error.Name);

    public static Command Create()
    {
        var query = Lookup.Query("A number (decimal, or hexadecimal with 0x; a syscall's -13 is 13), or a name in any case", _ => Names);
        var json = Lookup.Json();
        var command = new Command(
            "errno",
            """
            Show an error's name or number, and what it means, or list all errors.

            Examples:
              ctrace errno 1        EPERM, and on the next line: Operation not permitted
              ctrace errno -13      EACCES, and on the next line: Permission denied
              ctrace errno enosys   38, and on the next line: Function not implemented
              ctrace errno          the whole list
            """)
        {
            query,
            json,
        };
        command.SetAction(result => result.Print(Answer(result.GetValue(query), result.GetValue(json))));
        return command;
    }

    private static string Answer(string? query, bool json)
    {
        if (query is null)
        {
            var all = Errno.All.Select(error => new Listing(error.Number, error.Name, error.Meaning)).ToList();
            return json ? Listing.Json(all) : Listing.Columns(all);
        }

        // The kernel returns an error as a negative number, and so do traces of it.
        var byNumber = Lookup.IsNumber(query.StartsWith('-') ? query[1..] : query, out var asNumber);
        if ((byNumber ? asNumber : Errno.Number(query)) is not { } number || Errno.Name(number) is not { } name)
        {
            throw Lookup.NotFound($"error '{query}'", query, Names, "ctrace errno");
        }

        var meaning = Errno.Meaning(number);
        return json ? new Listing(number, name, meaning).Json()
            : $"{(byNumber ? name : number.ToString(CultureInfo.InvariantCulture))}\n{meaning}\n";
    }
}

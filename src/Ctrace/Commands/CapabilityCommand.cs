using System.CommandLine;
using System.Globalization;
using Ctrace.Commands.Options;
using Ctrace.Core.Linux;

namespace Ctrace.Commands;

/// <summary><c>ctrace capability [QUERY]</c>: the name of a capability's number, the number of its name, or all.</summary>
internal static class CapabilityCommand
{
    private static IEnumerable<string> Names => Capability.All.Select(capability => capability.Name);

    public static Command Create()
    {
        var query = Lookup.Query("A number (decimal, or hexadecimal with 0x), or a name in any case, with or without CAP_", _ => Names);
        var json = Lookup.Json();
        var command = new Command(
            "capability",
            """
            Show a capability's name or number, or list all capabilities.

            Examples:
              ctrace capability 13            net_raw
              ctrace capability CAP_NET_RAW   13
              ctrace capability               the whole list
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
            var all = Capability.All.Select(capability => new Listing(capability.Number, capability.Name)).ToList();
            return json ? Listing.Json(all) : Listing.Columns(all);
        }

        var byNumber = Lookup.IsNumber(query, out var asNumber);
        if ((byNumber ? asNumber : Capability.Number(query)) is not { } number || Capability.Name(number) is not { } name)
        {
            throw Lookup.NotFound($"capability '{query}'", query, Names, "ctrace capability");
        }

        return json ? new Listing(number, name).Json()
            : (byNumber ? name : number.ToString(CultureInfo.InvariantCulture)) + '\n';
    }
}

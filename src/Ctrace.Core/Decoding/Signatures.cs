using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding;

/// <summary>
/// How each call is printed: by tables/decoding.csv; where that has no row, by the types that the kernel describes
/// (tables/signatures.csv); where there is neither, as six hexadecimal numbers, as strace prints what it does not know.
/// </summary>
internal static class Signatures
{
    private static readonly Lazy<ILookup<string, string[]>> Rows = new(() =>
        DecodingTable.Rows.Split('\n').Select(line => line.Split(',')).ToLookup(fields => fields[0], StringComparer.Ordinal));

    private static readonly Lazy<Dictionary<string, string>> Types = new(() =>
        SignatureTable.Signatures.Split('\n').Select(line => line.Split(',', 2)).ToDictionary(fields => fields[0], fields => fields[1], StringComparer.Ordinal));

    private static readonly Lazy<Dictionary<(Architecture, string), ImmutableArray<SignatureVariant>>> Parsed = new(() => []);

    /// <summary>The ways to print a call, the last of which always holds.</summary>
    public static ImmutableArray<SignatureVariant> Of(Architecture architecture, string? name)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var key = (architecture, name ?? "");
        lock (Parsed)
        {
            if (!Parsed.Value.TryGetValue(key, out var variants))
            {
                Parsed.Value[key] = variants = Parse(architecture, name ?? "");
            }

            return variants;
        }
    }

    /// <summary>The way to print this call.</summary>
    public static Signature For(TracedCall call) =>
        Of(call.Architecture, Syscalls.Name(call.Architecture, call.Number)).First(variant => variant.Holds(call)).Signature;

    /// <summary>The names of a call's arguments, as the kernel describes them; null of a call that it does not describe.</summary>
    public static IEnumerable<string>? ArgumentNames(string name) => Types.Value.TryGetValue(name, out var types)
        ? types.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument[(argument.LastIndexOf(' ') + 1)..]) : null;

    /// <summary>Every name with a row, without the /32.</summary>
    public static IEnumerable<string> Names => Rows.Value.Select(row => row.Key.Replace("/32", "", StringComparison.Ordinal)).Distinct();

    private static ImmutableArray<SignatureVariant> Parse(Architecture architecture, string name)
    {
        var is32Bit = architecture == Architecture.I386 || architecture == Architecture.Arm;
        var rows = is32Bit && Rows.Value.Contains(name + "/32") ? Rows.Value[name + "/32"] : Rows.Value[name];
        var variants = rows
            .Select(fields => SignatureVariant.Parse(
                fields[1], Signature.Parse(fields[2].Split(' ', StringSplitOptions.RemoveEmptyEntries), fields[3], architecture == Architecture.Arm)))
            .ToImmutableArray();
        return variants.IsEmpty ? [SignatureVariant.Parse("", Signature.Parse(WordsByType(name), "", alignsPairs: false))] : variants;
    }

    private static IEnumerable<string> WordsByType(string name)
    {
        if (!Types.Value.TryGetValue(name, out var types))
        {
            return ["hex", "hex", "hex", "hex", "hex", "hex"];
        }

        return types.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(WordByType);
    }

    // "const char * filename": the type, then the name.
    private static string WordByType(string declaration)
    {
        var type = declaration[..declaration.LastIndexOf(' ')];
        var name = declaration[(declaration.LastIndexOf(' ') + 1)..];
        return (type, name) switch
        {
            ("const char *", _) => name.Contains("path", StringComparison.Ordinal) || name.EndsWith("name", StringComparison.Ordinal) ? "path" : "string",
            (_, _) when type.EndsWith('*') => "ptr",
            ("int" or "unsigned int", "fd" or "dfd") => name == "dfd" ? "dirfd" : "fd",
            ("umode_t", _) => "mode",
            ("uid_t" or "gid_t", _) => "uid",
            ("size_t", _) => "ulong",
            ("int" or "pid_t" or "key_t", _) => "int",
            ("unsigned int" or "u32", _) when name.Contains("flags", StringComparison.Ordinal) => "hexint",
            ("unsigned int" or "u32", _) => "uint",
            _ => "hex",
        };
    }
}

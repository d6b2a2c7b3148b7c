namespace Ctrace.Tests.Profiles;

/// <summary>
/// The rules that the Security Profiles Operator makes of an AppArmorProfile (internal/pkg/daemon/apparmorprofile/crd2armor of its
/// repository), without its fixed denials.
/// </summary>
internal static class OperatorRules
{
    private static readonly (string List, string Allowed, string Denied)[] Lists =
    [
        ("allowedExecutables", "ixr", ""), ("allowedLibraries", "mr", ""), ("readOnlyPaths", "r", "wlk"), ("writeOnlyPaths", "wlk", "r"), ("readWritePaths", "rwlk", ""),
    ];

    /// <summary>A profile that apparmor_parser takes.</summary>
    /// <param name="resource">The resource, as ctrace writes it.</param>
    /// <param name="more">Rules that are not the operator's.</param>
    /// <param name="hasBase">Whether AppArmor's abstractions/base is in it, as it always is.</param>
    public static string Of(string resource, string more = "", bool hasBase = true)
    {
        var lines = resource.Split('\n').Select(line => line.Trim()).ToList();
        var rules = new List<string>();
        foreach (var (list, allowed, denied) in Lists)
        {
            foreach (var path in Items(lines, list))
            {
                rules.Add($"{path} {allowed},");
                rules.Add(denied.Length > 0 ? $"deny {path} {denied}," : "");
            }
        }

        rules.AddRange(Items(lines, "allowedCapabilities").Select(capability => $"capability {capability},"));
        rules.Add(lines.Contains("allowRaw: true") ? "network raw," : lines.Contains("network:") ? "deny network raw," : "");
        rules.Add(lines.Contains("allowTcp: true") ? "network tcp," : "");
        rules.Add(lines.Contains("allowUdp: true") ? "network udp," : "");
        rules.Add(Items(lines, "allowedAccess").ToList() is { Count: > 0 } access ? $"ptrace ({string.Join(", ", access)}) peer=@{{profile_name}}," : "");
        return $$"""
            abi <abi/3.0>,
            include <tunables/global>
            profile spo flags=(enforce,attach_disconnected,mediate_deleted) {
            {{(hasBase ? "include <abstractions/base>" : "")}}
            {{string.Join('\n', rules)}}
            {{more}}
            }

            """;
    }

    private static IEnumerable<string> Items(List<string> lines, string list) => lines
        .SkipWhile(line => line != $"{list}:").Skip(1).TakeWhile(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim('"'));
}

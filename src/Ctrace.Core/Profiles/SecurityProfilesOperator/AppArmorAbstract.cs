using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.SecurityProfilesOperator;

/// <summary>
/// <c>spec.abstract</c> of an AppArmorProfile (api/apparmorprofile/v1, AppArmorAbstract). The operator adds AppArmor's
/// <c>abstractions/base</c>, by which a profile may signal itself, and make sockets of the family unix.
/// </summary>
internal static class AppArmorAbstract
{
    public static YamlValue Of(Trace trace)
    {
        var paths = new PathLists(trace.Resources);
        var capabilities = trace.NeededCapabilities.Where(name => Capability.Number(name) is not null).ToList();
        return YamlValue.Map(
        [
            .. Section("executable", [.. List("allowedExecutables", paths.Executables), .. List("allowedLibraries", paths.Libraries)]),
            .. Section("filesystem",
                [.. List("readOnlyPaths", paths.ReadOnly), .. List("writeOnlyPaths", paths.WriteOnly), .. List("readWritePaths", paths.ReadWrite)]),
            .. Section("network", Network(trace.Resources)),
            .. Section("capability", List("allowedCapabilities", capabilities)),
            .. Section("ptrace", TracingCalls.AreIn(trace)
                ? [.. List("allowedAccess", ["read", "readby", "trace", "tracedby"]), ("peer", YamlValue.Of("@{profile_name}"))]
                : []),
        ]);
    }

    /// <summary>Whether a socket is allowed by what <see cref="Of"/> writes for it.</summary>
    public static bool Allows(NetworkUse socket) => socket.Family == "unix" || (socket.Type == "raw" && Sockets.IsFamily(socket.Family)) || IsTcp(socket) || IsUdp(socket);

    /// <summary>Without any of them all sockets but those of abstractions/base are refused.</summary>
    private static List<(string, YamlValue)> Network(Resources used)
    {
        var yes = YamlValue.Word("true");
        return
        [
            .. used.Networks.Any(socket => socket.Type == "raw") ? [("allowRaw", yes)] : Array.Empty<(string, YamlValue)>(),
            .. Section("allowedProtocols",
            [
                .. used.Networks.Any(IsTcp) ? [("allowTcp", yes)] : Array.Empty<(string, YamlValue)>(),
                .. used.Networks.Any(IsUdp) ? [("allowUdp", yes)] : Array.Empty<(string, YamlValue)>(),
            ]),
        ];
    }

    /// <summary>As the parser translates <c>network tcp</c>: by family and type, in both versions (parser/network.cc).</summary>
    private static bool IsTcp(NetworkUse socket) => socket is { Family: "inet" or "inet6", Type: "stream" };

    private static bool IsUdp(NetworkUse socket) => socket is { Family: "inet" or "inet6", Type: "dgram" };

    private static (string, YamlValue)[] Section(string name, IReadOnlyCollection<(string, YamlValue)> members) =>
        members.Count > 0 ? [(name, YamlValue.Map(members))] : [];

    private static (string, YamlValue)[] List(string name, IReadOnlyCollection<string> texts) => texts.Count > 0 ? [(name, YamlValue.List(texts))] : [];
}

using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Compose;

/// <summary>
/// What restricts a service of a Compose file to what a trace has (compose-spec, 05-services.md: cap_drop, cap_add,
/// security_opt).
/// </summary>
internal static class ComposeOptions
{
    internal const string CapabilitiesDropped = "cap_drop";
    internal const string CapabilitiesAdded = "cap_add";
    internal const string Security = "security_opt";

    private const string NoNewPrivileges = "no-new-privileges:true";

    /// <summary>The lines, for a service that has none of these keys.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="profile">The path of the seccomp profile, from the Compose file's directory.</param>
    public static string Write(Trace trace, string profile)
    {
        var options = Of(trace, profile, []);
        return YamlWriter.Write(YamlValue.Map(options.Entries.Where(entry => !entry.Value.Items.IsEmpty)));
    }

    /// <summary>The lines by which a service is watched. Its capabilities stay what they are.</summary>
    /// <inheritdoc cref="Write" path="/param" />
    public static string WriteAudit(Trace trace, string profile) => YamlWriter.Write(OfAudit(trace, profile, []));

    /// <summary>The keys by which a service is watched, and their values.</summary>
    /// <inheritdoc cref="Of" path="/param" />
    internal static YamlValue OfAudit(Trace trace, string profile, IEnumerable<string> security) =>
        YamlValue.Map(Of(trace, profile, security).Entries.Where(entry => entry.Key == Security));

    /// <summary>The keys and their values.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="profile">The profile's path.</param>
    /// <param name="security">The service's security options until now; what is about something else stays.</param>
    internal static YamlValue Of(Trace trace, string profile, IEnumerable<string> security)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var isRestricted = ContainerOptions.Of(trace).NoNewPrivileges;
        var kept = security.Where(option => Name(option) != "seccomp" && !(isRestricted && Name(option) == "no-new-privileges")).ToList();
        return YamlValue.Map(
        [
            (CapabilitiesDropped, YamlValue.List(["ALL"])),
            (CapabilitiesAdded, YamlValue.List(UsedCapabilities.Of(trace))),
            (Security, YamlValue.List([.. kept, .. isRestricted ? [NoNewPrivileges] : Array.Empty<string>(), Seccomp(profile)])),
        ]);
    }

    /// <summary>Compose replaces variables; two words are no files (docker/compose, pkg/compose/create.go, parseSecurityOpts).</summary>
    private static string Seccomp(string profile) =>
        $"seccomp={(profile is "unconfined" or "builtin" ? "./" : "")}{profile.Replace("$", "$$", StringComparison.Ordinal)}";

    // NAME, NAME=VALUE or NAME:VALUE.
    private static string Name(string option) => option.Split('=', ':')[0];
}

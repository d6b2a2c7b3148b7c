namespace Ctrace.Core.Linux;

/// <summary>The capabilities that Docker gives a container, by name, lower case.</summary>
public static class ContainerCapabilities
{
    private const string All = "all";

    /// <summary>Those of a container that asks for nothing (moby, daemon/pkg/oci/caps/defaults.go, DefaultCapabilities).</summary>
    public static IReadOnlySet<string> Default { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid", "setfcap", "setpcap", "net_bind_service", "sys_chroot",
        "kill", "audit_write",
    };

    /// <summary>Every capability that there is.</summary>
    public static IReadOnlySet<string> Every { get; } = Capability.All.Select(capability => capability.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Those of a container that was started with options (moby, daemon/pkg/oci/caps/utils.go, TweakCapabilities).</summary>
    /// <param name="added"><c>--cap-add</c>, in any case, with or without CAP_, or ALL.</param>
    /// <param name="dropped"><c>--cap-drop</c>, likewise.</param>
    /// <param name="privileged"><c>--privileged</c>.</param>
    public static IReadOnlySet<string> Of(IEnumerable<string> added, IEnumerable<string> dropped, bool privileged)
    {
        HashSet<string> adds = [.. added.Select(Name)], drops = [.. dropped.Select(Name)];
        return privileged ? Every
            : adds.Contains(All) ? Every.Except(drops).ToHashSet()
            : (drops.Contains(All) ? [] : Default.Except(drops)).Union(adds.Where(Every.Contains)).ToHashSet();
    }

    private static string Name(string text) => Capability.Number(text) is { } number ? Capability.Name(number)! : text.ToLowerInvariant();
}

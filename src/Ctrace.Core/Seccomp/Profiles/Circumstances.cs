using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What the rules of a profile can depend on (moby/profiles, seccomp/seccomp_linux.go: includes and excludes).</summary>
/// <param name="Native">The machine's architecture.</param>
/// <param name="Kernel">The kernel's version, two numbers.</param>
/// <param name="Capabilities">The container's bounding set, by name, lower case.</param>
public sealed record Circumstances(Architecture Native, Version Kernel, IReadOnlySet<string> Capabilities)
{
    private const string Prefix = "CAP_";

    /// <summary>As Go calls the architecture, which profiles do too (moby/profiles, seccomp/seccomp_linux.go, goToNative).</summary>
    public string GoArchitecture => Native.Name switch
    {
        "x86_64" => "amd64",
        "i386" => "x86",
        "aarch64" => "arm64",
        var name => name,
    };

    /// <summary>Whether the container has a capability.</summary>
    /// <param name="capability">As engines spell it: CAP_SYS_ADMIN. They compare letter by letter.</param>
    public bool Has(string capability)
    {
        ArgumentNullException.ThrowIfNull(capability);
        return capability.StartsWith(Prefix, StringComparison.Ordinal)
            && !capability.Any(char.IsAsciiLetterLower)
            && Capabilities.Contains(capability[Prefix.Length..].ToLowerInvariant());
    }
}

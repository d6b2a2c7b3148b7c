using System.Text;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.Selinux;

/// <summary>
/// A policy module in SELinux's intermediate language, as udica writes it for a container (containers/udica, udica/policy.py): a
/// block that inherits a template's process type and adds the capabilities. Containers take it as <c>label=type:NAME.process</c>.
/// </summary>
internal static class SelinuxPolicy
{
    /// <summary>The module.</summary>
    /// <param name="name">The block's name: see <see cref="IsName"/>.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="network">What the trace does not know: which networks it may use.</param>
    public static string Write(string name, Trace trace, NetworkAccess network)
    {
        var text = new StringBuilder($"(block {name}\n    (blockinherit container)\n");
        if (network != NetworkAccess.None)
        {
            text.Append($"    (blockinherit {(network == NetworkAccess.Full ? "net_container" : "restricted_net_container")})\n");
        }

        foreach (var (kind, permissions) in SelinuxCapabilities.Of(trace))
        {
            text.Append($"    (allow process process ({kind} ({string.Join(' ', permissions)})))\n");
        }

        return text.Append(")\n").ToString();
    }

    /// <summary>Whether a text can name a block (libsepol, cil/src/cil_verify.c, cil_verify_name), and no more than one.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 200 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
    }
}

/// <summary>Which of udica's templates for networks a policy inherits (udica/templates/net_container.cil).</summary>
internal enum NetworkAccess
{
    /// <summary>None: local sockets only.</summary>
    None,

    /// <summary>restricted_net_container: sockets, but no port beyond those that are allowed one by one.</summary>
    Restricted,

    /// <summary>net_container: any network.</summary>
    Full,
}

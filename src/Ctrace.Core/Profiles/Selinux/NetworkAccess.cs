namespace Ctrace.Core.Profiles.Selinux;

/// <summary>Which of udica's templates for networks a policy inherits (udica/templates/net_container.cil).</summary>
public enum NetworkAccess
{
    /// <summary>None: local sockets only.</summary>
    None,

    /// <summary>restricted_net_container: sockets, but no port beyond those that are allowed one by one.</summary>
    Restricted,

    /// <summary>net_container: any network.</summary>
    Full,
}

namespace Ctrace.Core.Profiles;

/// <summary>Where a container is to run that was recorded under Docker, as far as it opens less to all than that does.</summary>
internal enum Platform
{
    /// <summary>A pod.</summary>
    Kubernetes,

    /// <summary>Podman, with its own defaults.</summary>
    Podman,

    /// <summary>A service, in the host's network as a rule.</summary>
    Systemd,

    /// <summary>A bundle of a runtime.</summary>
    Oci,

    /// <summary>A Docker container in the host's network.</summary>
    HostNetwork,
}

using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.RunOptions;

/// <summary>The options of <c>docker run</c> that restrict a container to what a trace has. Podman takes the same.</summary>
internal static class DockerRunOptions
{
    /// <summary>The options, on one line, quoted for a shell.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="profile">The path of the seccomp profile, as the client that runs <c>docker run</c> finds it.</param>
    public static string Write(Trace trace, string profile) => string.Join(' ', Words(trace, profile).Select(ShellWord.Quote));

    /// <summary>The same, each option as a program takes it.</summary>
    public static IEnumerable<string> Words(Trace trace, string profile)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(profile);
        return ((string[])["--cap-drop=ALL", .. UsedCapabilities.Of(trace).Select(capability => $"--cap-add={capability}")]).Concat(Options(trace, profile));
    }

    /// <summary>The options by which a container is watched, on one line, quoted for a shell. Its capabilities stay what they are.</summary>
    /// <inheritdoc cref="Write" path="/param" />
    public static string WriteAudit(Trace trace, string profile) => string.Join(' ', Options(trace, profile).Select(ShellWord.Quote));

    private static IEnumerable<string> Options(Trace trace, string profile)
    {
        var options = ContainerOptions.Of(trace);
        if (options.NoNewPrivileges)
        {
            yield return "--security-opt=no-new-privileges";
        }

        yield return $"--security-opt={Seccomp(profile)}";
        if (options.User is { } user)
        {
            yield return $"--user={user}";
        }
    }

    /// <summary>
    /// A client that finds an equals sign splits there, and takes two words for something else than files (docker/cli,
    /// cli/command/container/opts.go, parseSecurityOpts).
    /// </summary>
    private static string Seccomp(string profile) => profile switch
    {
        "unconfined" or "builtin" => $"seccomp:./{profile}",
        _ when profile.Contains('=', StringComparison.Ordinal) => $"seccomp={profile}",
        _ => $"seccomp:{profile}",
    };
}

using System.CommandLine;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile FORMAT TRACEFILE...</c>: a recording as whatever a platform takes.</summary>
internal static class ProfileCommand
{
    public static Command Create() => new(
        "profile",
        """
        Write the restriction for a platform; compare or lint seccomp profiles.

        Each format has a --help of its own.

        Examples:
          ctrace profile docker -o web.json web.trace
          ctrace profile seccomp --base docker-default --deny chmod,fchmod,fchmodat,fchmodat2 -o no-chmod.json
          ctrace profile systemd web.trace
        """)
    {
        ProfileSeccompCommand.Create(),
        ProfileDockerCommand.Create(),
        ProfilePodmanCommand.Create(),
        ProfileSystemdCommand.Create(),
        ProfileComposeCommand.Create(),
        ProfileOciCommand.Create(),
        ProfileKubernetesCommand.Create(),
        ProfileSpoCommand.Create(),
        ProfileSelinuxCommand.Create(),
        ProfileAppArmorCommand.Create(),
        ProfileCompareCommand.Create(),
        ProfileLintCommand.Create(),
    };
}

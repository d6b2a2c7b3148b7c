using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile docker</c>: the options of <c>docker run</c>, and the profile that they name.</summary>
internal static class ProfileDockerCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var seccomp = new SeccompOptions();
        var output = ProfileFile.Create();
        var command = new Command(
            "docker",
            """
            Print the options of 'docker run', and write their seccomp profile.

            This is the same as 'ctrace options', without what that says of earlier profiles.

            Examples:
              ctrace profile docker -o web.json web.trace
              docker run $(ctrace profile docker -o web.json data/web) nginx     (paths without blanks)
            """)
        {
            output,
        };
        trace.AddTo(command);
        seccomp.AddTo(command);
        command.SetAction(result =>
        {
            var profile = result.GetValue(output)!;
            ProfileFile.Check(profile);
            ProfileFile.CheckApart(profile, trace.Paths(result));
            var whole = trace.Read(result);
            var options = seccomp.RunOptions(result, whole, profile);
            ProfileFile.Write(profile, seccomp.Build(result, whole, SeccompInput.DockerDefaultName));
            result.Print(options);
        });
        return command;
    }
}

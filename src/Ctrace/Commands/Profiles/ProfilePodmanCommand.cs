using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Podman;
using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile podman</c>: the options of <c>podman run</c> and the profile that they name, or an image's label.</summary>
internal static class ProfilePodmanCommand
{
    // containers-common, seccomp.json(5): the first that is there; where none is, Podman has one like Docker's built in.
    private static readonly string[] Usual = ["/etc/containers/seccomp.json", "/usr/share/containers/seccomp.json"];

    private const string Label = "io.containers.seccomp.profile";

    public static Command Create()
    {
        var trace = new ProfileTrace();
        var seccomp = new SeccompOptions();
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The seccomp profile to write; the options name it by the path that you give here",
            HelpName = "PROFILE",
        };
        var label = new Option<bool>("--label")
        {
            Description = "Print an option for 'podman build' instead, which puts the profile into the image as a label",
        };
        var command = new Command(
            "podman",
            """
            Print the options of 'podman run', and write their seccomp profile.

            The profile is written as Podman writes its own. With --label, the output is an option for 'podman build' that puts
            the profile into the image; 'podman run --seccomp-policy=image' finds it there. The label has no capabilities.

            Examples:
              ctrace profile podman -o web.json web.trace
              podman run $(ctrace profile podman -o web.json web.trace) nginx     (paths without blanks)
              eval "podman build $(ctrace profile podman --label web.trace) -t web ."
            """)
        {
            output,
            label,
        };
        trace.AddTo(command);
        seccomp.AddTo(command);
        command.SetAction(result => Run(result, trace, seccomp, result.GetValue(output), result.GetValue(label)));
        return command;
    }

    private static void Run(ParseResult result, ProfileTrace trace, SeccompOptions seccomp, string? output, bool label)
    {
        if (label == output is not null)
        {
            throw new CtraceException(FailureKind.Usage, label ? "--label has the profile in it: --output has no use" : "where is the profile to be written?",
                "give --output PROFILE, or --label");
        }

        if (output is not null)
        {
            ProfileFile.Check(output);
        }

        var read = trace.Read(result);
        var whole = seccomp.IsAudit(result) ? read : OpenedDefaults.For(result, read, Platform.Podman);
        var profile = SeccompWriter.Write(seccomp.Build(result, whole, Usual.FirstOrDefault(File.Exists) ?? SeccompInput.DockerDefaultName));
        if (output is null)
        {
            result.Print(ShellWord.Quote($"--label={Label}={PodmanProfile.WriteLabel(profile)}") + "\n");
            return;
        }

        var options = seccomp.RunOptions(result, whole, output);
        ProfileFile.Write(output, PodmanProfile.Write(profile));
        result.Print(options);
    }
}

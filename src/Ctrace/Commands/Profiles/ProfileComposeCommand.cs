using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Compose;
using Ctrace.Core.Traces;
using Ctrace.Files;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile compose</c>: the restricting keys of a Compose service.</summary>
internal static class ProfileComposeCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var seccomp = new SeccompOptions();
        var output = ProfileFile.Create();
        var patch = new Option<string?>("--patch") { Description = "The Compose file to edit in place", HelpName = "FILE" };
        var service = new Option<string?>("--service") { Description = "The service in the Compose file", HelpName = "NAME" };
        var command = new Command(
            "compose",
            """
            Print the restricting keys of a Compose service, and write their profile.

            With --patch ctrace edits the Compose file: comments and layout stay as they are, and so do security options about
            something else. Compose looks for the profile from the file's directory, so --patch writes a relative path from there.

            Examples:
              ctrace profile compose -o web.json web.trace
              ctrace profile compose -o web.json --patch compose.yml --service web web.trace
            """)
        {
            output,
            patch,
            service,
        };
        trace.AddTo(command);
        seccomp.AddTo(command);
        command.SetAction(result =>
        {
            var (file, name, profile) = (result.GetValue(patch), result.GetValue(service), result.GetValue(output)!);
            if (file is null != name is null)
            {
                throw new CtraceException(FailureKind.Usage, "--patch and --service go together", "say which service of which file");
            }

            ProfileFile.Check(profile);
            ProfileFile.CheckApart(profile, file);
            Run(result, trace.Read(result), seccomp, profile, file, name);
        });
        return command;
    }

    private static void Run(ParseResult result, Trace trace, SeccompOptions seccomp, string profile, string? file, string? service)
    {
        if (file is null || service is null)
        {
            var built = seccomp.Build(result, trace, SeccompInput.DockerDefaultName);
            var lines = seccomp.IsAudit(result) ? ComposeOptions.WriteAudit(trace, profile) : ComposeOptions.Write(trace, profile);
            ProfileFile.Write(profile, built);
            result.Print(lines);
            return;
        }

        var text = YamlInput.Read(file);
        var path = Path.IsPathRooted(profile) ? profile : Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(file))!, profile);
        if (seccomp.IsAudit(result))
        {
            var watched = ComposeFile.PatchAudit(text.Text, file, service, trace, path);
            ProfileFile.Write(profile, seccomp.Build(result, trace, SeccompInput.DockerDefaultName));
            text.WriteBack(file, watched);
            return;
        }

        var given = ComposeGiven.Of(text.Text, file, service);
        var whole = given.IsInHostNetwork ? OpenedDefaults.For(result, trace, Platform.HostNetwork, given.Capabilities) : trace;
        var patched = ComposeFile.Patch(text.Text, file, service, whole, path);
        result.Warn(given.Taken(whole));

        ProfileFile.Write(profile, seccomp.Build(result, whole, SeccompInput.DockerDefaultName));
        text.WriteBack(file, patched);
    }
}

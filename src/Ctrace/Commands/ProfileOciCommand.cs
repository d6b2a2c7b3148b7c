using System.CommandLine;
using System.Text;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Oci;
using Ctrace.Core.Profiles.Seccomp;
using Ctrace.Files;

namespace Ctrace.Commands;

/// <summary><c>ctrace profile oci</c>: the parts of a runtime bundle's config.json.</summary>
internal static class ProfileOciCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var arguments = new ArgumentsOption();
        var patch = new Option<string?>("--patch")
        {
            Description = "The config.json to edit in place, or the bundle's directory",
            HelpName = "BUNDLE",
        };
        var command = new Command(
            "oci",
            """
            The parts of a runtime bundle's config.json: capabilities, no-new-privileges and the seccomp filter.

            With --patch they are put into the bundle; all else in its config.json stays. A process of another user than
            root keeps no capability that the bundle did not give it.

            Examples:
              ctrace profile oci web.trace
              ctrace profile oci --patch /run/bundles/web web.trace
            """)
        {
            patch,
        };
        trace.AddTo(command);
        arguments.AddTo(command);
        arguments.AddWithinTo(command);
        command.SetAction(result =>
        {
            var read = trace.Read(result);
            if (result.GetValue(patch) is not { } path)
            {
                var parts = OpenedDefaults.For(result, read, Platform.Oci);
                var seccomp = SeccompWriter.Write(arguments.Build(result, parts));
                result.InvocationConfiguration.Output.Write(OciConfig.Write(parts, seccomp));
                return;
            }

            var config = Directory.Exists(path) ? Path.Combine(path, "config.json") : path;
            var text = TextInput.Read(config);
            var given = OciGiven.Of(text, config);
            var whole = given.OpensPorts ? read : OpenedDefaults.For(result, read, Platform.Oci, given.Capabilities);
            var patched = OciConfig.Patch(text, config, whole, SeccompWriter.Write(arguments.Build(result, whole)));
            foreach (var taken in given.Taken(whole))
            {
                ProfileTrace.Warn(result, taken);
            }

            AtomicFile.Write(config, Encoding.UTF8.GetBytes(patched));
        });
        return command;
    }
}

using System.CommandLine;
using System.Text;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Oci;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Files;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile oci</c>: the parts of a runtime bundle's config.json.</summary>
internal static class ProfileOciCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var seccomp = new SeccompOptions();
        var patch = new Option<string?>("--patch")
        {
            Description = "The config.json to edit in place, or the bundle's directory",
            HelpName = "BUNDLE",
        };
        var command = new Command(
            "oci",
            """
            Print the restricting parts of a runtime bundle's config.json.

            These are capabilities, no-new-privileges and the seccomp filter. With --patch ctrace puts them into the bundle;
            everything else in its config.json stays. A process of a user other than root gets no capability that the bundle
            did not give it.

            Examples:
              ctrace profile oci web.trace
              ctrace profile oci --patch /run/bundles/web web.trace
            """)
        {
            patch,
        };
        trace.AddTo(command);
        seccomp.AddTo(command);
        command.SetAction(result =>
        {
            var read = trace.Read(result);
            if (seccomp.IsAudit(result))
            {
                Watch(result, read, seccomp, result.GetValue(patch));
                return;
            }

            if (result.GetValue(patch) is not { } path)
            {
                var parts = OpenedDefaults.For(result, read, Platform.Oci);
                var filter = SeccompWriter.Write(seccomp.Build(result, parts, AuditPlan.AllowAll));
                result.Print(OciConfig.Write(parts, filter));
                return;
            }

            var config = Directory.Exists(path) ? Path.Combine(path, "config.json") : path;
            var text = TextInput.Read(config);
            var given = OciGiven.Of(text, config);
            var whole = given.OpensPorts ? read : OpenedDefaults.For(result, read, Platform.Oci, given.Capabilities);
            var patched = OciConfig.Patch(text, config, whole, SeccompWriter.Write(seccomp.Build(result, whole, AuditPlan.AllowAll)));
            result.Warn(given.Taken(whole));

            AtomicFile.Write(config, Encoding.UTF8.GetBytes(patched));
        });
        return command;
    }

    /// <summary>The filter alone.</summary>
    private static void Watch(ParseResult result, Trace trace, SeccompOptions seccomp, string? path)
    {
        var config = path is null ? null : Directory.Exists(path) ? Path.Combine(path, "config.json") : path;
        var text = config is null ? "{\n  \"process\": {}\n}\n" : TextInput.Read(config);
        if (config is not null && seccomp.Base(result) is null && OciGiven.Of(text, config).HasFilter)
        {
            throw new CtraceException(FailureKind.Usage, $"{Printable.Escape(config)} has a seccomp filter, and --audit must know it so as to refuse no less", $"name a file that has it by --base; --base {AuditPlan.AllowAll} replaces it by none");
        }

        var watched = OciConfig.PatchAudit(text, config ?? "", SeccompWriter.Write(seccomp.Build(result, trace, AuditPlan.AllowAll)));
        if (config is null)
        {
            result.Print(watched);
            return;
        }

        AtomicFile.Write(config, Encoding.UTF8.GetBytes(watched));
    }
}

using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.SecurityProfilesOperator;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile spo</c>: resources of the Security Profiles Operator.</summary>
internal static class ProfileSpoCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var seccomp = new SeccompOptions();
        var output = CommandOutput.Create("The manifest to write");
        var name = new Option<string>("--name") { Description = "The resource's name", HelpName = "NAME", Required = true };
        var selinux = new Option<bool>("--selinux") { Description = "Add a SelinuxProfile: the template for containers, and the capabilities that were used" };
        var apparmor = new Option<bool>("--apparmor") { Description = "Add an AppArmorProfile from recordings that were made with --files; standard error names what it cannot say" };
        var command = new Command(
            "spo",
            """
            Print resources for Kubernetes' Security Profiles Operator.

            The resources are a SeccompProfile and, on request, a SelinuxProfile and an AppArmorProfile. The operator puts the
            profiles on the nodes; a container names them as operator/NAME.json and NAME.

            Examples:
              ctrace profile spo --name web web.trace | kubectl apply -f -
              ctrace profile spo --name web --selinux -o web.yml web.trace
              ctrace profile spo --name web --apparmor -o web.yml web.trace
            """)
        {
            output,
            name,
            selinux,
            apparmor,
        };
        trace.AddTo(command);
        seccomp.AddTo(command);
        command.SetAction(result =>
        {
            var resource = result.GetValue(name)!;
            if (!OperatorResource.IsName(resource))
            {
                throw new CtraceException(FailureKind.Usage, $"'{resource}' cannot be the name of a resource", "lower-case letters, digits, '-' and '.'");
            }

            if (seccomp.IsAudit(result) && (result.GetValue(selinux) || result.GetValue(apparmor)))
            {
                throw new CtraceException(FailureKind.Usage, "--audit is of the SeccompProfile: --selinux and --apparmor would restrict beside it");
            }

            var read = trace.Read(result);
            var whole = seccomp.IsAudit(result) ? read : OpenedDefaults.For(result, read, Platform.Kubernetes);
            var text = OperatorResource.Seccomp(resource, SeccompWriter.Write(seccomp.Build(result, whole, AuditPlan.AllowAll)))
                + (result.GetValue(selinux) ? $"---\n{OperatorResource.Selinux(resource, whole)}" : "")
                + (result.GetValue(apparmor) ? $"---\n{AppArmor(result, resource, whole)}" : "");
            result.Write(result.GetValue(output)!, text);
        });
        return command;
    }

    private static string AppArmor(ParseResult result, string name, Trace trace)
    {
        ProfileAppArmorCommand.RequireFiles(trace);
        result.Warn(AppArmorDoubts.Of(trace));

        return OperatorResource.AppArmor(name, trace);
    }
}

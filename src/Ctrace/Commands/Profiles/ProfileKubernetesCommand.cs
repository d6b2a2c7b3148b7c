using System.CommandLine;
using System.CommandLine.Parsing;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Kubernetes;
using Ctrace.Core.Traces;
using Ctrace.Files;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile kubernetes</c>: the securityContext of a container or a pod.</summary>
internal static class ProfileKubernetesCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var seccomp = new SeccompOptions();
        var output = new Option<string>("--output", "-o") { Description = "The seccomp profile to write", HelpName = "PROFILE", Required = true };
        var localhost = new Option<string?>("--localhost-profile")
        {
            Description = "The profile's path on the nodes, below the kubelet's seccomp directory (default: its file name)",
            HelpName = "PATH",
        };
        var pod = new Option<bool>("--pod") { Description = "Print what a pod needs if all of its containers were recorded, without the capabilities" };
        var patch = new Option<string?>("--patch") { Description = "The manifest to edit in place", HelpName = "FILE" };
        var workload = new Option<string?>("--workload") { Description = "The object in the manifest, if it has several", HelpName = "NAME" };
        var container = new Option<string?>("--container") { Description = "The container in the manifest, if it has several", HelpName = "NAME" };
        var version = new Option<Version>("--kubernetes-version")
        {
            Description = "With --patch: the oldest version of Kubernetes that the manifest is for; older ones have no field for AppArmor",
            HelpName = "VERSION",
            DefaultValueFactory = _ => Manifest.Newest,
            CustomParser = result => Parse(result.Tokens[^1].Value) is { } parsed && parsed >= Manifest.Oldest ? parsed : Refuse(result),
        };
        var command = new Command(
            "kubernetes",
            """
            Print the securityContext of a container, and write its seccomp profile.

            The securityContext has the capabilities, privilege escalation and the profile's name. You have to put the profile
            on every node below the kubelet's seccomp directory (/var/lib/kubelet/seccomp). With --patch ctrace edits a manifest,
            which may have several documents; comments and layout stay as they are.

            Old annotations for seccomp and AppArmor contradict the fields, and the API server refuses a pod that has both: ctrace
            turns them into the fields that they stand for, in every container of the pod.

            Examples:
              ctrace profile kubernetes -o web.json web.trace
              ctrace profile kubernetes -o web.json --localhost-profile profiles/web.json --patch shop.yml --container web web.trace
            """)
        {
            output,
            localhost,
            pod,
            patch,
            workload,
            container,
            version,
        };
        trace.AddTo(command);
        seccomp.AddTo(command);
        command.SetAction(result =>
        {
            var profile = result.GetValue(output)!;
            var path = result.GetValue(localhost) ?? Path.GetFileName(profile);
            Check(profile, path, result.GetValue(patch), result.GetValue(pod), result.GetValue(workload) ?? result.GetValue(container));
            var whole = Possible(result, trace.Read(result));
            if (seccomp.IsAudit(result))
            {
                Watch(result, whole, seccomp, (profile, path), (result.GetValue(patch), result.GetValue(workload), result.GetValue(container)), result.GetValue(version)!);
                return;
            }

            if (result.GetValue(patch) is not { } file)
            {
                whole = OpenedDefaults.For(result, whole, Platform.Kubernetes);
                var built = seccomp.Build(result, whole, AuditPlan.AllowAll);
                var lines = result.GetValue(pod) ? SecurityContext.WritePod(path) : SecurityContext.WriteContainer(whole, path);
                ProfileFile.Write(profile, built);
                result.Print(lines);
                return;
            }

            var text = YamlInput.Read(file);
            var given = ManifestGiven.Of(text.Text, file, result.GetValue(workload), result.GetValue(container), result.GetValue(version));
            whole = given.OpensPorts ? whole : OpenedDefaults.For(result, whole, Platform.Kubernetes, given.Capabilities);
            var patched = Manifest.Patch(text.Text, file, result.GetValue(workload), result.GetValue(container), whole, path, result.GetValue(version));
            result.Warn(given.Taken(whole));

            ProfileFile.Write(profile, seccomp.Build(result, whole, AuditPlan.AllowAll));
            text.WriteBack(file, patched);
        });
        return command;
    }

    /// <summary>The profile alone. A node lets a container do all, unless its pod, or the kubelet for all pods, asks for the runtime's default.</summary>
    private static void Watch(ParseResult result, Trace trace, SeccompOptions seccomp, (string File, string Path) profile, (string? File, string? Workload, string? Container) patch, Version version)
    {
        if (patch.File is null)
        {
            if (seccomp.Base(result) is null)
            {
                result.Warn($"the base is {AuditPlan.AllowAll}, as a node's without a default profile: where pods have RuntimeDefault, give --base {SeccompInput.DockerDefaultName}");
            }

            ProfileFile.Write(profile.File, seccomp.Build(result, trace, AuditPlan.AllowAll));
            result.Print(SecurityContext.WritePod(profile.Path));
            return;
        }

        var text = YamlInput.Read(patch.File);
        var given = ManifestGiven.Of(text.Text, patch.File, patch.Workload, patch.Container, version);
        var usual = given.SeccompType switch
        {
            "RuntimeDefault" => SeccompInput.DockerDefaultName,
            "Localhost" when seccomp.Base(result) is null => throw new CtraceException(FailureKind.Usage, $"{Printable.Escape(patch.File)} has a Localhost profile, and --audit must know it so as to refuse no less", "name that profile's file by --base"),
            _ => AuditPlan.AllowAll,
        };
        var watched = Manifest.PatchAudit(text.Text, patch.File, patch.Workload, patch.Container, profile.Path, version);
        result.Warn(given.Annotations());
        ProfileFile.Write(profile.File, seccomp.Build(result, trace, usual));
        text.WriteBack(patch.File, watched);
    }

    /// <summary>1.29, v1.29.3; null for what is no version.</summary>
    private static Version? Parse(string text) =>
        Version.TryParse(text.StartsWith('v') ? text[1..] : text, out var parsed) ? new Version(parsed.Major, parsed.Minor) : null;

    private static Version Refuse(ArgumentResult result)
    {
        result.AddError($"--kubernetes-version takes {Manifest.Oldest}, which has the first fields for seccomp, and newer ones");
        return Manifest.Newest;
    }

    private static void Check(string profile, string path, string? patch, bool pod, string? choice)
    {
        ProfileFile.Check(profile);
        ProfileFile.CheckApart(profile, patch);
        if (!SecurityContext.IsProfilePath(path))
        {
            throw new CtraceException(FailureKind.Usage, $"'{path}' cannot be a profile's path on a node", "it is relative to the kubelet's seccomp directory, and stays in it");
        }

        if (patch is null ? choice is not null : pod)
        {
            throw new CtraceException(FailureKind.Usage, patch is null ? "--workload and --container choose in a manifest: there is no --patch" : "--pod is printed: --patch edits a container");
        }
    }

    private static Trace Possible(ParseResult result, Trace trace)
    {
        var possible = SecurityContext.Possible(trace);
        if (ContainerOptions.Of(possible) != ContainerOptions.Of(trace))
        {
            result.Warn("CAP_SYS_ADMIN was used, with which Kubernetes always allows privilege escalation: no-new-privileges is not taken over");
        }

        return possible;
    }
}

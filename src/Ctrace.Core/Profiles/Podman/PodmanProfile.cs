using System.Text.Json.Nodes;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Profiles.Podman;

/// <summary>
/// A seccomp profile as Podman's own default is written (containers/common, pkg/seccomp/types.go and seccomp.json):
/// interfaces as an archMap, errors by name beside their number, and every member of a rule, used or not.
/// </summary>
internal static class PodmanProfile
{
    /// <summary>Rewrites a profile of the OCI runtime specification, whose meaning stays.</summary>
    /// <param name="profile">The JSON, native interface first.</param>
    /// <returns>The JSON, ending with a line feed.</returns>
    public static string Write(string profile) => JsonStyle.Text(json => Rewrite(profile).WriteTo(json));

    /// <summary>The same on one line: the value of the image's label <c>io.containers.seccomp.profile</c> (podman-run(1), --seccomp-policy).</summary>
    public static string WriteLabel(string profile) => JsonStyle.TextOf(JsonStyle.Line, json => Rewrite(profile).WriteTo(json));

    private static JsonObject Rewrite(string profile)
    {
        var podman = new JsonObject();
        foreach (var (key, value) in JsonNode.Parse(profile)!.AsObject())
        {
            switch (key)
            {
                case "architectures":
                    podman["archMap"] = new JsonArray(ArchMap(value!.AsArray()));
                    break;
                case "syscalls":
                    podman[key] = new JsonArray([.. value!.AsArray().Select(rule => Rule(rule!.AsObject()))]);
                    break;
                default:
                    podman[key] = value?.DeepClone();
                    break;
            }

            if (key == "defaultErrnoRet" && Errno.Name((int)value!) is { } name)
            {
                podman["defaultErrno"] = name;
            }
        }

        return podman;
    }

    private static JsonObject ArchMap(JsonArray architectures) => new()
    {
        ["architecture"] = architectures[0]!.DeepClone(),
        ["subArchitectures"] = new JsonArray([.. architectures.Skip(1).Select(sub => sub!.DeepClone())]),
    };

    private static JsonObject Rule(JsonObject rule)
    {
        var podman = new JsonObject();
        foreach (var key in (string[])["name", "names", "action"])
        {
            if (rule[key] is { } value)
            {
                podman[key] = value.DeepClone();
            }
        }

        podman["args"] = rule["args"]?.DeepClone() ?? new JsonArray();
        podman["comment"] = rule["comment"]?.DeepClone() ?? "";
        podman["includes"] = rule["includes"]?.DeepClone() ?? new JsonObject();
        podman["excludes"] = rule["excludes"]?.DeepClone() ?? new JsonObject();
        if (rule["errnoRet"] is { } errno)
        {
            podman["errnoRet"] = errno.DeepClone();
            if (Errno.Name((int)errno) is { } name)
            {
                podman["errno"] = name;
            }
        }

        return podman;
    }
}

using System.Text.Json.Nodes;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.SecurityProfilesOperator;

/// <summary>
/// Resources of the Security Profiles Operator (kubernetes-sigs/security-profiles-operator, api/seccompprofile/v1,
/// api/selinuxprofile/v1 and api/apparmorprofile/v1).
/// </summary>
internal static class OperatorResource
{
    private const string Group = "security-profiles-operator.x-k8s.io/v1";

    /// <summary>A SeccompProfile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="profile">The profile, as the runtime specification writes it.</param>
    /// <exception cref="CtraceException">Data: the profile says what the resource cannot.</exception>
    public static string Seccomp(string name, string profile)
    {
        var json = JsonNode.Parse(profile)!.AsObject();
        if ((string?)json["defaultAction"] == "SCMP_ACT_ERRNO" && json["defaultErrnoRet"] is { } errno && (int)errno != Errno.EPERM)
        {
            throw new CtraceException(FailureKind.Data, "a SeccompProfile has no default error but EPERM");
        }

        return Write("SeccompProfile", name,
        [
            ("defaultAction", YamlValue.Of((string)json["defaultAction"]!)),
            .. json["architectures"] is JsonArray architectures ? [("architectures", Texts(architectures))] : Array.Empty<(string, YamlValue)>(),
            ("syscalls", YamlValue.List(json["syscalls"]!.AsArray().Select(rule => Rule(rule!.AsObject())))),
        ]);
    }

    /// <summary>A SelinuxProfile, as far as a trace knows: the capabilities, on top of the template for containers.</summary>
    public static string Selinux(string name, Trace trace)
    {
        var classes = SelinuxCapabilities.Of(trace).Select(each => (each.Class, YamlValue.List(each.Permissions))).ToList();
        return Write("SelinuxProfile", name,
        [
            ("inherit", YamlValue.List([YamlValue.Map([("kind", YamlValue.Of("System")), ("name", YamlValue.Of("container"))])])),
            .. classes.Count > 0 ? [("allow", YamlValue.Map([("@self", YamlValue.Map(classes))]))] : Array.Empty<(string, YamlValue)>(),
        ]);
    }

    /// <summary>An AppArmorProfile. What it cannot say, <see cref="AppArmorDoubts"/> does.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="trace">What was recorded, with files.</param>
    public static string AppArmor(string name, Trace trace) => Write("AppArmorProfile", name, [("abstract", AppArmorAbstract.Of(trace))]);

    /// <summary>Whether a text can be the name of a resource (Kubernetes, Object Names: DNS subdomain names).</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 253 && name.Split('.').All(label => label.Length > 0
            && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-');
    }

    private static string Write(string kind, string name, IEnumerable<(string, YamlValue)> spec) => YamlWriter.Write(YamlValue.Map(
    [
        ("apiVersion", YamlValue.Of(Group)),
        ("kind", YamlValue.Of(kind)),
        ("metadata", YamlValue.Map([("name", YamlValue.Of(name))])),
        ("spec", YamlValue.Map(spec)),
    ]));

    private static YamlValue Rule(JsonObject rule) => YamlValue.Map(
    [
        ("action", YamlValue.Of((string)rule["action"]!)),
        .. rule["errnoRet"] is { } errno ? [("errnoRet", YamlValue.Word(errno.ToJsonString()))] : Array.Empty<(string, YamlValue)>(),
        ("names", Texts(rule["names"]!.AsArray())),
        .. rule["args"] is JsonArray { Count: > 0 } arguments ? [("args", YamlValue.List(arguments.Select(argument => Argument(argument!.AsObject()))))] : Array.Empty<(string, YamlValue)>(),
    ]);

    private static YamlValue Argument(JsonObject argument) => YamlValue.Map(argument.Select(field => field.Key == "op"
        ? (field.Key, YamlValue.Of((string)field.Value!))
        : (field.Key, YamlValue.Word(Number(field.Value!)))));

    /// <summary>The resource's numbers are signed, and not negative.</summary>
    private static string Number(JsonNode value) => (ulong)value <= long.MaxValue ? value.ToJsonString()
        : throw new CtraceException(FailureKind.Data, $"a SeccompProfile cannot compare an argument with {(ulong)value}: its numbers end at {long.MaxValue}");

    private static YamlValue Texts(JsonArray texts) => YamlValue.List(texts.Select(text => (string)text!));
}

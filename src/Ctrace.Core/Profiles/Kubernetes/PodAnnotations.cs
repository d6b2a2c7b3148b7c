using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Kubernetes;

/// <summary>
/// The annotations by which pods asked for seccomp and AppArmor before there were fields (Kubernetes, core/v1, annotation_key_constants.go).
/// The API server refuses a pod whose field says something else (pkg/apis/core/validation, validateSeccompAnnotationsAndFields and
/// validateAppArmorAnnotationsAndFieldsMatchOnCreate); those for seccomp mean nothing since 1.27.
/// </summary>
internal sealed class PodAnnotations
{
    private const string Pod = "seccomp.security.alpha.kubernetes.io/pod";
    private const string Seccomp = "container.seccomp.security.alpha.kubernetes.io/";
    private const string AppArmor = "container.apparmor.security.beta.kubernetes.io/";

    private static readonly Version FieldsForAppArmor = new(1, 30);

    private readonly Workload _workload;
    private readonly string _shown;
    private readonly List<(YamlNode Key, YamlNode Value)> _turned;

    /// <summary>Finds a workload's annotations.</summary>
    /// <param name="workload">Whose.</param>
    /// <param name="target">The oldest version that the manifest is for: without a field for it an annotation stays.</param>
    /// <param name="shown">The manifest's name, for messages.</param>
    /// <exception cref="CtraceException">Data: they stand elsewhere, so that they cannot be told.</exception>
    public PodAnnotations(Workload workload, Version target, string shown)
    {
        (_workload, _shown) = (workload, shown);
        var annotations = Metadata?["annotations"];
        if (Metadata is { Kind: YamlKind.Alias } || annotations is { Kind: YamlKind.Alias } || (annotations?["<<"] ?? Metadata?["<<"]) is not null)
        {
            var at = annotations ?? Metadata!;
            throw new CtraceException(FailureKind.Data, $"{shown}:{at.Line}: the pod's annotations stand elsewhere, and some contradict the fields that are written", "write them out here");
        }

        var all = (annotations?.Entries ?? []).Where(entry => IsOne(entry.Key.Text)).Select(entry => (entry.Key, entry.Value)).ToList();
        _turned = [.. all.Where(entry => !IsAppArmor(entry.Key) || target >= FieldsForAppArmor)];
        Staying = [.. all.Except(_turned).Select(entry => entry.Key.Text)];
    }

    /// <summary>Annotations that become fields.</summary>
    public IEnumerable<string> Turned => _turned.Select(entry => entry.Key.Text);

    /// <summary>The annotation whose place a container's new seccomp profile takes; null for none.</summary>
    public string? Replaced(string container) => Turned.FirstOrDefault(key => key == Seccomp + container);

    /// <summary>Annotations that stay, since the target has no field for them.</summary>
    public IReadOnlyList<string> Staying { get; }

    private YamlNode? Metadata => _workload.Path[^2]["metadata"];

    /// <summary>The seccomp profile's type that a container has of its own annotation or the pod's; null for none.</summary>
    public string? SeccompType(string container) =>
        (_turned.Where(entry => entry.Key.Text == Seccomp + container).Concat(_turned.Where(entry => entry.Key.Text == Pod)).Select(entry => Type(entry.Value)).FirstOrDefault())?.Type;

    /// <summary>The fields that annotations stand for, by the node whose securityContext gets them. The container that is restricted has a seccomp profile already.</summary>
    /// <param name="restricted">The container that is restricted.</param>
    /// <exception cref="CtraceException">Data: one stands for no field, or a field contradicts it.</exception>
    public IEnumerable<(YamlNode Holder, string Key, YamlValue Value)> Fields(YamlNode restricted)
    {
        foreach (var (key, value) in _turned)
        {
            var holder = Holder(key);
            var field = IsAppArmor(key) ? "appArmorProfile" : "seccompProfile";
            var (type, path) = Type(value) ?? throw Refusal(key, $"stands for no field: '{value.Text}'", "it can be runtime/default, unconfined or localhost/PROFILE");
            if (!IsAppArmor(key) && holder == restricted)
            {
                continue;
            }

            if (holder[SecurityContext.Key]?[field] is not { } given)
            {
                yield return (holder, field, YamlValue.Map([("type", YamlValue.Of(type)), .. path is null ? [] : new[] { ("localhostProfile", YamlValue.Of(path)) }]));
            }
            else if (given["type"]?.Text != type || given["localhostProfile"]?.Text != path)
            {
                throw Refusal(key, $"contradicts the field on line {given.Line}, so that the API server refuses the pod", "keep the one that is meant");
            }
        }
    }

    /// <summary>Takes out the annotations that became fields.</summary>
    public void RemoveFrom(YamlPatch patch)
    {
        if (_turned.Count == 0)
        {
            return;
        }

        var (metadata, annotations) = (Metadata!, Metadata!["annotations"]!);
        if (annotations.Entries.Length > _turned.Count)
        {
            patch.Remove(annotations, [.. Turned]);
        }
        else if (metadata.Entries.Length > 1)
        {
            patch.Remove(metadata, ["annotations"]);
        }
        else
        {
            patch.Remove(_workload.Path[^2], ["metadata"]);
        }
    }

    private static bool IsOne(string key) => key == Pod || key.StartsWith(Seccomp, StringComparison.Ordinal) || key.StartsWith(AppArmor, StringComparison.Ordinal);

    private static bool IsAppArmor(YamlNode key) => key.Text.StartsWith(AppArmor, StringComparison.Ordinal);

    /// <summary>docs/reference/node/seccomp of Kubernetes: docker/default is the older name of runtime/default.</summary>
    private static (string Type, string? Path)? Type(YamlNode value) => value is not { Kind: YamlKind.Scalar } ? null : value.Text switch
    {
        "runtime/default" or "docker/default" => ("RuntimeDefault", null),
        "unconfined" => ("Unconfined", null),
        _ when value.Text.StartsWith("localhost/", StringComparison.Ordinal) && SecurityContext.IsProfilePath(value.Text["localhost/".Length..]) => ("Localhost", value.Text["localhost/".Length..]),
        _ => null,
    };

    private YamlNode Holder(YamlNode key)
    {
        if (key.Text == Pod)
        {
            return _workload.Path[^1];
        }

        var name = key.Text[(key.Text.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return _workload.Containers.Select(each => each.Container).FirstOrDefault(container => container["name"]?.Text == name)
            ?? throw Refusal(key, "is for a container that there is not", "take it away, or correct the name");
    }

    private CtraceException Refusal(YamlNode key, string what, string hint) => new(FailureKind.Data, $"{_shown}:{key.Line}: the annotation {key.Text} {what}", hint);
}
